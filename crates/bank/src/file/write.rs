//! The one canonical form of an experience on disk.

use std::fmt::Write as _;

use super::body;
use crate::model::{
    Access, Axis, ContributionAmount, Experience, Money, PartnerRole, Period, PlaceRelation, Qualifier, Quantity, Text,
};

/// The canonical `experience.md`.
pub fn write_french(experience: &Experience) -> String {
    let mut out = Head::open();
    out.line("title", &experience.text.title);
    if !experience.former_slugs.is_empty() {
        let slugs: Vec<_> = experience.former_slugs.iter().map(|slug| quoted(slug.as_str())).collect();
        out.raw("former_slugs", &format!("[{}]", slugs.join(", ")));
    }
    out.line("summary", &experience.text.summary);
    out.line("status", experience.status.key());
    out.list("in_brief", &experience.text.in_brief);
    out.table("[situation]");
    out.raw("year", &experience.situation.year.to_string());
    out.line("known", experience.situation.known.key());
    out.option("checked_on", experience.situation.checked_on.map(|d| d.to_string()).as_deref());
    classification(&mut out, experience);
    access(&mut out, experience.text.access.as_ref());
    sources(&mut out, experience);
    places(&mut out, experience);
    partners(&mut out, experience);
    figures(&mut out, experience);
    contributions(&mut out, experience);
    rest(&mut out, experience);
    out.close(&experience.text, false)
}

/// The canonical `experience.en.md`, where the experience has been translated.
pub fn write_english(experience: &Experience) -> Option<String> {
    let text = experience.english.as_ref()?;
    let mut out = Head::open();
    out.line("title", &text.title);
    out.line("summary", &text.summary);
    out.list("in_brief", &text.in_brief);
    out.list("figure_labels", &text.figure_labels);
    out.list("contribution_texts", &text.contribution_texts);
    access(&mut out, text.access.as_ref());
    Some(out.close(text, true))
}

fn classification(out: &mut Head, experience: &Experience) {
    out.table("[classification]");
    for axis in Axis::ALL {
        let terms: Vec<_> = experience.classification.on(axis).iter().map(|term| quoted(term)).collect();
        if !terms.is_empty() {
            out.raw(axis.key(), &format!("[{}]", terms.join(", ")));
        }
    }
}

fn access(out: &mut Head, access: Option<&Access>) {
    let Some(access) = access else { return };
    out.table("[access]");
    out.option("audience", access.audience.as_deref());
    out.option("place", access.place.as_deref());
    out.option("schedule", access.schedule.as_deref());
    out.option("cost", access.cost.as_deref());
}

fn sources(out: &mut Head, experience: &Experience) {
    for source in &experience.sources {
        out.table("[[sources]]");
        out.line("key", &source.key);
        out.line("title", &source.title);
        out.option("publisher", source.publisher.as_deref());
        out.number("year", source.year);
        out.option("url", source.url.as_deref());
    }
}

fn places(out: &mut Head, experience: &Experience) {
    for place in &experience.places {
        out.table("[[places]]");
        out.line("territory", &place.territory.to_string());
        out.line("relation", PlaceRelation::key(place.relation));
        out.number("year", place.year);
        out.option("note", place.note.as_deref());
    }
}

fn partners(out: &mut Head, experience: &Experience) {
    for partner in &experience.partners {
        out.table("[[partners]]");
        out.line("organisation", &partner.organisation);
        out.line("role", PartnerRole::key(partner.role));
        out.option("note", partner.note.as_deref());
        out.option("goods", partner.goods.as_deref());
        if let Some(amount) = &partner.amount {
            out.raw("amount", &money(amount));
        }
    }
}

fn money(amount: &Money) -> String {
    let mut pairs = quantity_pairs(amount.quantity);
    pairs.push(("qualifier", quoted(Qualifier::key(amount.qualifier))));
    pairs.extend(period_pairs(amount.period));
    pairs.extend(amount.source.as_ref().map(|key| ("source", quoted(key))));
    let pairs: Vec<_> = pairs.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

fn figures(out: &mut Head, experience: &Experience) {
    for figure in &experience.figures {
        out.table("[[figures]]");
        out.line("label", &figure.label);
        out.pairs(quantity_pairs(figure.quantity));
        out.line("unit", &figure.unit);
        out.line("qualifier", figure.qualifier.key());
        out.line("nature", figure.nature.key());
        out.pairs(period_pairs(figure.period));
        out.option("scope", figure.scope.as_ref().map(ToString::to_string).as_deref());
        out.option("scope_note", figure.scope_note.as_deref());
        out.line("source", &figure.source);
        if figure.headline {
            out.raw("headline", "true");
        }
    }
}

fn contributions(out: &mut Head, experience: &Experience) {
    for contribution in &experience.contributions {
        out.table("[[contributions]]");
        out.line("kind", &contribution.kind);
        out.line("what", &contribution.what);
        let Some(ContributionAmount { quantity, unit, qualifier, period, source }) = &contribution.amount else {
            continue;
        };
        out.pairs(quantity_pairs(*quantity));
        out.line("unit", unit);
        out.line("qualifier", qualifier.key());
        out.pairs(period_pairs(*period));
        out.line("source", source);
    }
}

fn rest(out: &mut Head, experience: &Experience) {
    for referent in &experience.referents {
        out.table("[[referents]]");
        out.line("organisation", &referent.organisation);
        out.line("function", &referent.function);
    }
    for link in &experience.links {
        out.table("[[links]]");
        out.line("url", &link.url);
        out.line("label", &link.label);
        out.line("kind", &link.kind);
    }
    for picture in &experience.pictures {
        out.table("[[pictures]]");
        out.line("file", &picture.file);
        out.line("alt", &picture.alt);
        out.option("credit", picture.credit.as_deref());
    }
}

fn quantity_pairs(quantity: Quantity) -> Vec<(&'static str, String)> {
    let (value, min, max) = quantity.parts();
    [("value", value), ("min", min), ("max", max)]
        .into_iter()
        .filter_map(|(key, number)| Some((key, number?.to_string())))
        .collect()
}

fn period_pairs(period: Period) -> impl Iterator<Item = (&'static str, String)> {
    [("from", period.from), ("to", period.to)]
        .into_iter()
        .filter_map(|(key, date)| Some((key, quoted(&date?.to_string()))))
}

/// A TOML head being written.
struct Head(String);

impl Head {
    fn open() -> Self {
        Self("+++\n".to_owned())
    }

    fn line(&mut self, key: &str, text: &str) {
        self.raw(key, &quoted(text));
    }

    fn option(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.line(key, text);
        }
    }

    fn number(&mut self, key: &str, number: Option<i16>) {
        if let Some(number) = number {
            self.raw(key, &number.to_string());
        }
    }

    fn raw(&mut self, key: &str, value: &str) {
        writeln!(self.0, "{key} = {value}").expect("writing to a string");
    }

    fn pairs(&mut self, pairs: impl IntoIterator<Item = (&'static str, String)>) {
        pairs.into_iter().for_each(|(key, value)| self.raw(key, &value));
    }

    fn list(&mut self, key: &str, lines: &[String]) {
        if lines.is_empty() {
            return self.raw(key, "[]");
        }
        let lines: String = lines.iter().map(|line| format!("  {},\n", quoted(line))).collect();
        self.raw(key, &format!("[\n{lines}]"));
    }

    fn table(&mut self, name: &str) {
        writeln!(self.0, "\n{name}").expect("writing to a string");
    }

    fn close(mut self, text: &Text, english: bool) -> String {
        self.0.push_str("+++\n");
        body::write(&text.sections, english, &mut self.0);
        self.0
    }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => write!(out, "\\u{:04X}", u32::from(c)).expect("writing to a string"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

//! From the head of a file to the model's types, noting each fault with its line.

use essaim_network::reading::{At, Expected, FlawKind, LINE_LIMIT, Number, Sheet, Table, nearest};

use super::pictures::{self, is_name};
use super::{Fault, FaultKind, PICTURE_LIMIT, References, TITLE_LIMIT};
use crate::model::{
    Access, Axis, Classification, Contribution, ContributionAmount, Decimal, Experience, KeyFigure, KnownStatus, Link,
    Money, Nature, Partner, PartnerRole, Period, Picture, Place, PlaceRelation, Qualifier, Quantity, QuantityFault,
    Referent, Situation, Slug, Source, Status, Text,
};

/// The longest key of a source, in characters.
const KEY_LIMIT: usize = 80;

/// How many figures a page shows large.
const HEADLINES: usize = 4;

pub(super) struct Check<'a, 't> {
    sheet: Sheet<'t>,
    references: References<'a>,
    faults: Vec<Fault>,
    sources: Vec<String>,
    headlines: Vec<usize>,
}

impl<'a, 't> Check<'a, 't> {
    pub(super) fn new(sheet: Sheet<'t>, references: References<'a>) -> Self {
        Self { sheet, references, faults: Vec::new(), sources: Vec::new(), headlines: Vec::new() }
    }

    /// Hands over what was noted. Where a line is no TOML, what it may have swallowed is not said to be absent.
    pub(super) fn close(mut self, head: Table<'t>, faults: &mut Vec<Fault>) {
        self.sheet.finish(head);
        if self.sheet.is_broken() {
            let sheet = &self.sheet;
            self.faults.retain(|fault| !fault.kind.is_absence() && !sheet.is_broken_at(fault.line));
        }
        faults.append(&mut self.faults);
        faults.extend(self.sheet.close().into_iter().map(Fault::from));
    }

    pub(super) fn experience(&mut self, head: &mut Table<'t>, slug: Slug, sections: [String; 6]) -> Experience {
        let words = self.words(head);
        let sources = self.each(head, "sources", Self::source);
        let experience = Experience {
            former_slugs: self.former_slugs(head, &slug),
            slug,
            status: self.sheet.optional_choice(head, "status", &Status::ALL, Status::key).unwrap_or_default(),
            text: Text { sections, ..words },
            english: None,
            situation: self.situation(head),
            classification: self.classification(head),
            sources,
            places: self.each(head, "places", Self::place),
            partners: self.partners(head),
            figures: self.each(head, "figures", Self::figure),
            contributions: self.each(head, "contributions", Self::contribution),
            referents: self.each(head, "referents", Self::referent),
            links: self.each(head, "links", Self::link),
            pictures: self.pictures(head),
        };
        if let Some(fifth) = self.headlines.get(HEADLINES) {
            self.fault(*fifth, FaultKind::TooManyHeadlines(self.headlines.len()));
        }
        experience
    }

    pub(super) fn translation(
        &mut self,
        head: &mut Table<'t>,
        french: Option<&Experience>,
        sections: [String; 6],
    ) -> Text {
        let words = self.words(head);
        let figures = french.map(|french| french.figures.len());
        let contributions = french.map(|french| french.contributions.len());
        Text {
            sections,
            figure_labels: self.labels(head, "figure_labels", figures),
            contribution_texts: self.labels(head, "contribution_texts", contributions),
            ..words
        }
    }

    fn labels(&mut self, head: &mut Table<'t>, key: &'static str, expected: Option<usize>) -> Vec<String> {
        let Some(lines) = self.sheet.texts(head, key, LINE_LIMIT) else { return Vec::new() };
        if let Some(expected) = expected.filter(|expected| *expected != lines.written) {
            self.fault(lines.at, FaultKind::LabelCount(key, lines.written, expected));
        }
        lines.sound.into_iter().map(|line| line.value).collect()
    }

    fn fault(&mut self, at: usize, kind: FaultKind) {
        let line = self.sheet.line(at);
        self.faults.push(Fault::at(line, kind));
    }

    /// A text that must be there; empty where it is not, which is told.
    fn text(&mut self, table: &mut Table<'t>, key: &'static str, limit: usize) -> String {
        self.sheet.text(table, key, limit).map(|text| text.value).unwrap_or_default()
    }

    fn optional_text(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<String> {
        self.sheet.optional_text(table, key, LINE_LIMIT).map(|text| text.value)
    }

    fn words(&mut self, head: &mut Table<'t>) -> Text {
        Text {
            title: self.text(head, "title", TITLE_LIMIT),
            summary: self.text(head, "summary", Text::SUMMARY_LIMIT),
            in_brief: self.in_brief(head),
            access: self.access(head),
            ..Text::default()
        }
    }

    fn in_brief(&mut self, head: &mut Table<'t>) -> Vec<String> {
        let Some(lines) = self.sheet.texts(head, "in_brief", LINE_LIMIT) else { return Vec::new() };
        if lines.written != 3 {
            self.fault(lines.at, FaultKind::NotThreeSentences(lines.written));
        }
        for line in &lines.sound {
            let count = sentences(&line.value);
            if count > 1 {
                self.fault(line.at, FaultKind::SeveralSentences(count));
            }
        }
        lines.sound.into_iter().map(|line| line.value).collect()
    }

    fn access(&mut self, head: &mut Table<'t>) -> Option<Access> {
        let mut table = self.sheet.optional_table(head, "access")?;
        let is_empty = ["audience", "place", "schedule", "cost"].iter().all(|key| !table.holds(key));
        if is_empty {
            self.sheet.flaw(table.at, FlawKind::Empty("access".into()));
        }
        let access = Access {
            audience: self.optional_text(&mut table, "audience"),
            place: self.optional_text(&mut table, "place"),
            schedule: self.optional_text(&mut table, "schedule"),
            cost: self.optional_text(&mut table, "cost"),
        };
        self.sheet.finish(table);
        Some(access)
    }

    fn former_slugs(&mut self, head: &mut Table<'t>, slug: &Slug) -> Vec<Slug> {
        let addresses = self.references.addresses;
        let written = self.sheet.optional_texts(head, "former_slugs", LINE_LIMIT);
        let mut former: Vec<At<Slug>> = Vec::with_capacity(written.len());
        for At { at, value } in written {
            match value.parse::<Slug>() {
                Err(_) => self.sheet.flaw(at, FlawKind::Slug(value.chars().take(80).collect())),
                Ok(one) if one == *slug => self.fault(at, FaultKind::OwnSlug(value)),
                Ok(one) if former.iter().any(|known| known.value == one) => self.sheet.flaw(at, FlawKind::Twice(value)),
                Ok(one) => former.push(At { at, value: one }),
            }
        }
        let all: Vec<Slug> = former.iter().map(|former| former.value.clone()).collect();
        if let Some(other) = addresses.moved_to(slug.as_str(), &all) {
            self.faults.push(Fault::at(1, FaultKind::SlugMoved(slug.to_string(), other.to_owned())));
        }
        for At { at, value } in former {
            if let Some(other) = addresses.holder(&value, slug.as_str(), &all) {
                self.fault(at, FaultKind::SlugTaken(value.to_string(), other.to_owned()));
            }
        }
        all
    }

    fn situation(&mut self, head: &mut Table<'t>) -> Situation {
        let nothing = Situation { year: 0, known: KnownStatus::Unknown, checked_on: None };
        let Some(mut table) = self.sheet.table(head, "situation") else { return nothing };
        let situation = Situation {
            year: self.sheet.year(&mut table, "year").unwrap_or_default(),
            known: self
                .sheet
                .choice(&mut table, "known", &KnownStatus::ALL, KnownStatus::key)
                .unwrap_or(KnownStatus::Unknown),
            checked_on: self.sheet.date(&mut table, "checked_on"),
        };
        self.sheet.finish(table);
        situation
    }

    fn classification(&mut self, head: &mut Table<'t>) -> Classification {
        let mut classification = Classification::default();
        let Some(At { at: table, value: axes }) = self.sheet.lists(head, "classification") else {
            return classification;
        };
        let mut flawed = Vec::new();
        for (At { at, value: key }, terms) in axes {
            let Some(axis) = Axis::from_key(&key) else {
                let near = nearest(&key, Axis::ALL.iter().map(|axis| axis.key()));
                self.fault(at, FaultKind::UnknownAxis(key.chars().take(80).collect(), near));
                continue;
            };
            if terms.written != terms.sound.len() {
                flawed.push(axis);
            }
            let mut kept: Vec<Box<str>> = Vec::with_capacity(terms.written);
            for At { at, value } in terms.sound {
                self.term(at, axis.key(), &value);
                if kept.iter().any(|k| **k == *value) {
                    self.sheet.flaw(at, FlawKind::Twice(value.clone()));
                }
                kept.push(value.into());
            }
            if axis.is_single() && kept.len() > 1 {
                self.fault(at, FaultKind::NotOneTerm(axis.key(), kept.len()));
            }
            classification.set(axis, kept);
        }
        for axis in Axis::ALL {
            if classification.on(axis).is_empty() && !flawed.contains(&axis) {
                self.fault(table, FaultKind::NoTerm(axis.key()));
            }
        }
        classification
    }

    fn term(&mut self, at: usize, vocabulary: &str, key: &str) {
        if self.references.vocabularies.term(vocabulary, key).is_some() {
            return;
        }
        let terms = self.references.vocabularies.get(vocabulary).map_or(&[][..], |v| &v.terms);
        let nearest = nearest(key, terms.iter().map(|t| t.key.as_str()));
        let (vocabulary, key) = (vocabulary.to_owned(), key.chars().take(80).collect());
        self.fault(at, FaultKind::UnknownTerm { vocabulary, key, nearest });
    }

    /// A key that must be there, and be one of the vocabulary.
    fn term_of(&mut self, table: &mut Table<'t>, key: &'static str, vocabulary: &'static str) -> String {
        let Some(At { at, value }) = self.sheet.text(table, key, LINE_LIMIT) else { return String::new() };
        self.term(at, vocabulary, &value);
        value
    }

    fn check_organisation(&mut self, At { at, value: slug }: &At<String>) {
        let known = self.references.organisations;
        if known.binary_search_by(|known| known.as_str().cmp(slug)).is_err() {
            let nearest = nearest(slug, known.iter().map(String::as_str));
            self.fault(*at, FaultKind::UnknownOrganisation(slug.chars().take(80).collect(), nearest));
        }
    }

    fn organisation(&mut self, table: &mut Table<'t>) -> Option<At<String>> {
        let slug = self.sheet.text(table, "organisation", LINE_LIMIT)?;
        self.check_organisation(&slug);
        Some(slug)
    }

    fn check_source(&mut self, At { at, value: key }: &At<String>) {
        if !self.sources.contains(key) {
            self.fault(*at, FaultKind::UnknownSource(key.chars().take(80).collect()));
        }
    }

    /// The key of a source that must be named.
    fn source_of(&mut self, table: &mut Table<'t>) -> String {
        let Some(key) = self.sheet.text(table, "source", KEY_LIMIT) else { return String::new() };
        self.check_source(&key);
        key.value
    }

    fn qualifier(&mut self, table: &mut Table<'t>) -> Qualifier {
        self.sheet.optional_choice(table, "qualifier", &Qualifier::ALL, Qualifier::key).unwrap_or_default()
    }

    fn period(&mut self, table: &mut Table<'t>) -> Period {
        let period = Period { from: self.sheet.date(table, "from"), to: self.sheet.date(table, "to") };
        if period.is_reversed() {
            self.fault(table.at, FaultKind::ReversedPeriod);
        }
        period
    }

    fn decimal(&mut self, table: &mut Table<'t>, key: &'static str) -> Option<Decimal> {
        let At { at, value } = self.sheet.number(table, key)?;
        let decimal = match value {
            Number::Whole(n) => Decimal::whole(n),
            Number::Float(n) => Decimal::from_f64(n),
        };
        if decimal.is_none() {
            self.sheet.flaw(at, FlawKind::WrongType(key.into(), Expected::Number));
        }
        decimal
    }

    fn quantity(&mut self, table: &mut Table<'t>) -> Quantity {
        let written = NUMBERS.iter().any(|key| table.holds(key));
        let [value, min, max] = NUMBERS.map(|key| self.decimal(table, key));
        Quantity::from_parts(value, min, max).unwrap_or_else(|fault| {
            // A number that was written and is none is told already.
            if !(written && fault == QuantityFault::Absent) {
                self.fault(table.at, FaultKind::Quantity(fault));
            }
            Quantity::UpTo(Decimal::default())
        })
    }

    /// Reads the tables of a list in turn; one that says the very same as another is told.
    fn each<M: PartialEq>(
        &mut self,
        head: &mut Table<'t>,
        key: &'static str,
        one: impl Fn(&mut Self, &mut Table<'t>) -> Option<(String, M)>,
    ) -> Vec<M> {
        let tables = self.sheet.tables(head, key);
        let mut all = Vec::with_capacity(tables.len());
        for mut table in tables {
            let at = table.at;
            let made = one(self, &mut table);
            self.sheet.finish(table);
            let Some((name, line)) = made else { continue };
            if all.contains(&line) {
                self.sheet.flaw(at, FlawKind::Twice(name));
            }
            all.push(line);
        }
        all
    }

    fn source(&mut self, table: &mut Table<'t>) -> Option<(String, Source)> {
        let key = self.sheet.text(table, "key", KEY_LIMIT);
        if let Some(At { at, value }) = &key {
            if self.sources.contains(value) {
                self.sheet.flaw(*at, FlawKind::Twice(value.clone()));
            }
            self.sources.push(value.clone());
        }
        let publisher = self.sheet.optional_text(table, "publisher", LINE_LIMIT);
        publisher.iter().for_each(|slug| self.check_organisation(slug));
        let title = self.text(table, "title", LINE_LIMIT);
        let year = self.sheet.optional_year(table, "year");
        let url = self.sheet.optional_text(table, "url", LINE_LIMIT);
        url.iter().for_each(|url| self.sheet.check_url(url.at, &url.value));
        let text = |text: Option<At<String>>| text.map(|text| text.value);
        // Keys are told apart above: two sources are never the very same.
        let key = key?.value;
        Some((key.clone(), Source { key, title, publisher: text(publisher), year, url: text(url) }))
    }

    fn place(&mut self, table: &mut Table<'t>) -> Option<(String, Place)> {
        let exists = self.references.territory_exists;
        let territory = self.sheet.territory(table, "territory", exists);
        let relation = self.sheet.choice(table, "relation", &PlaceRelation::ALL, PlaceRelation::key);
        let year = self.sheet.optional_year(table, "year");
        let note = self.optional_text(table, "note");
        let territory = territory?;
        Some((territory.to_string(), Place { territory, relation: relation?, year, note }))
    }

    /// An organisation stands once in a role, unless it gave several sums at several times.
    fn partners(&mut self, head: &mut Table<'t>) -> Vec<Partner> {
        let mut partners: Vec<Partner> = Vec::new();
        for mut table in self.sheet.tables(head, "partners") {
            let at = table.at;
            let partner = self.partner(&mut table);
            self.sheet.finish(table);
            let Some(partner) = partner else { continue };
            let other_time = |known: &Partner| match (&known.amount, &partner.amount) {
                (Some(one), Some(other)) => one.period != other.period,
                _ => false,
            };
            let same = |known: &&Partner| known.organisation == partner.organisation && known.role == partner.role;
            if partners.iter().filter(same).any(|known| !other_time(known)) {
                let name = format!("{} ({})", partner.organisation, partner.role.key());
                self.sheet.flaw(at, FlawKind::Twice(name));
            }
            partners.push(partner);
        }
        partners
    }

    fn partner(&mut self, table: &mut Table<'t>) -> Option<Partner> {
        let organisation = self.organisation(table);
        let role = self.sheet.choice(table, "role", &PartnerRole::ALL, PartnerRole::key);
        let note = self.optional_text(table, "note");
        let goods = self.optional_text(table, "goods");
        let amount = self.sheet.optional_table(table, "amount").map(|amount| self.amount(amount));
        Some(Partner { organisation: organisation?.value, role: role?, note, goods, amount })
    }

    fn amount(&mut self, mut table: Table<'t>) -> Money {
        let source = self.sheet.optional_text(&mut table, "source", KEY_LIMIT);
        source.iter().for_each(|key| self.check_source(key));
        let money = Money {
            quantity: self.quantity(&mut table),
            qualifier: self.qualifier(&mut table),
            period: self.period(&mut table),
            source: source.map(|key| key.value),
        };
        self.sheet.finish(table);
        money
    }

    fn figure(&mut self, table: &mut Table<'t>) -> Option<(String, KeyFigure)> {
        let exists = self.references.territory_exists;
        let figure = KeyFigure {
            label: self.text(table, "label", LINE_LIMIT),
            quantity: self.quantity(table),
            unit: self.term_of(table, "unit", "figure-unit"),
            qualifier: self.qualifier(table),
            nature: self.sheet.choice(table, "nature", &Nature::ALL, Nature::key).unwrap_or(Nature::Measured),
            period: self.period(table),
            scope: self.sheet.optional_territory(table, "scope", exists),
            scope_note: self.optional_text(table, "scope_note"),
            source: self.source_of(table),
            headline: self.sheet.flag(table, "headline"),
        };
        if figure.headline {
            self.headlines.push(table.at);
        }
        Some((figure.label.clone(), figure))
    }

    fn contribution(&mut self, table: &mut Table<'t>) -> Option<(String, Contribution)> {
        let kind = self.term_of(table, "kind", "contribution");
        let what = self.text(table, "what", LINE_LIMIT);
        let amount = self.contribution_amount(table);
        Some((what.clone(), Contribution { kind, what, amount }))
    }

    /// How much is asked: told whole or not at all.
    fn contribution_amount(&mut self, table: &mut Table<'t>) -> Option<ContributionAmount> {
        let is_number = NUMBERS.iter().any(|key| table.holds(key));
        let missing: Vec<&'static str> = [("value", is_number)]
            .into_iter()
            .chain(["unit", "source"].map(|key| (key, table.holds(key))))
            .filter_map(|(key, holds)| (!holds).then_some(key))
            .collect();
        let is_whole = missing.is_empty();
        let is_absent = missing.len() == 3 && ["qualifier", "from", "to"].iter().all(|key| !table.holds(key));
        if !is_whole && !is_absent {
            self.fault(table.at, FaultKind::IncompleteAmount(missing));
        }
        let unit = self.sheet.optional_text(table, "unit", LINE_LIMIT);
        unit.iter().for_each(|unit| self.term(unit.at, "figure-unit", &unit.value));
        let source = self.sheet.optional_text(table, "source", KEY_LIMIT);
        source.iter().for_each(|key| self.check_source(key));
        let (qualifier, period) = (self.qualifier(table), self.period(table));
        if !is_whole {
            for key in NUMBERS {
                self.decimal(table, key);
            }
            return None;
        }
        let quantity = self.quantity(table);
        Some(ContributionAmount { quantity, unit: unit?.value, qualifier, period, source: source?.value })
    }

    fn referent(&mut self, table: &mut Table<'t>) -> Option<(String, Referent)> {
        let organisation = self.organisation(table);
        let function = self.text(table, "function", TITLE_LIMIT);
        let organisation = organisation?.value;
        Some((organisation.clone(), Referent { organisation, function }))
    }

    fn link(&mut self, table: &mut Table<'t>) -> Option<(String, Link)> {
        let url = self.sheet.text(table, "url", LINE_LIMIT);
        url.iter().for_each(|url| self.sheet.check_url(url.at, &url.value));
        let label = self.text(table, "label", TITLE_LIMIT);
        let kind = self.term_of(table, "kind", "link-kind");
        let url = url?.value;
        Some((url.clone(), Link { url, label, kind }))
    }

    fn pictures(&mut self, head: &mut Table<'t>) -> Vec<Picture> {
        let mut listed: Vec<Picture> = Vec::new();
        for mut table in self.sheet.tables(head, "pictures") {
            let file = self.sheet.text(&mut table, "file", LINE_LIMIT);
            let alt = self.text(&mut table, "alt", LINE_LIMIT);
            let credit = self.optional_text(&mut table, "credit");
            self.sheet.finish(table);
            let Some(At { at, value: file }) = file else { continue };
            // Where files are written, names that differ by case alone may be one file.
            if listed.iter().any(|known| known.file.eq_ignore_ascii_case(&file)) {
                self.sheet.flaw(at, FlawKind::Twice(file.chars().take(100).collect()));
            } else {
                self.picture(at, &file);
            }
            listed.push(Picture { file, alt, credit });
        }
        listed
    }

    fn picture(&mut self, at: usize, file: &str) {
        let name = || file.chars().take(100).collect();
        if !is_name(file) {
            return self.fault(at, FaultKind::PictureName(name()));
        }
        let kind = match self.references.pictures.get(file) {
            None => FaultKind::PictureAbsent(name()),
            Some(bytes) if bytes.len() > PICTURE_LIMIT => FaultKind::PictureTooLarge(name()),
            Some(bytes) if !pictures::is_what_it_says(file, bytes) => FaultKind::PictureKind(name()),
            Some(_) => return,
        };
        self.fault(at, kind);
    }
}

/// The keys of a quantity.
const NUMBERS: [&str; 3] = ["value", "min", "max"];

/// How many sentences a line holds: one ends at a point, a question or an exclamation mark or an ellipsis that a space
/// and a capital follow, quotes and brackets apart, unless the point ends an abbreviation.
fn sentences(text: &str) -> usize {
    let ends = text.char_indices().filter(|(at, mark)| {
        let after = &text[at + mark.len_utf8()..];
        let next = after.find(char::is_alphanumeric).unwrap_or(after.len());
        let (gap, next) = after.split_at(next);
        let is_end = match mark {
            '.' => !is_abbreviation(&text[..*at]),
            '!' | '?' | '…' => true,
            _ => false,
        };
        let goes_on = gap.contains([',', ';', ':', '.', '!', '?', '…']);
        is_end && !goes_on && gap.contains(char::is_whitespace) && next.starts_with(char::is_uppercase)
    });
    1 + ends.count()
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let one_letter = word.chars().count() == 1 && word.starts_with(char::is_alphabetic);
    one_letter || ["MM", "Mr", "Mrs", "Ms", "Dr", "Pr", "St", "Ste", "No", "art", "av", "bd", "cf"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn sentences_are_counted_by_their_ends() {
        for (text, count) in [
            ("Une phrase", 1),
            ("Une phrase.", 1),
            ("Du riz, des pâtes, etc., à Metz (Moselle), vendus par l’A.M.A.P., Lorry compris.", 1),
            ("Une phrase, p. ex. celle-ci, vaut 7.5 €.", 1),
            ("M. Tout le monde vient avec le Dr. Untel.", 1),
            ("Une. Deux. Trois. Quatre phrases.", 4),
            ("Qui vient ? Tout le monde !", 2),
            ("Il dit « Venez. » Ils viennent.", 2),
        ] {
            assert_eq!(sentences(text), count, "{text}");
        }
    }
}

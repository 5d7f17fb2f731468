//! From a file to an [`Experience`], or to every fault of it with its line.

use std::collections::BTreeMap;

use essaim_geo::TerritoryCode;
use serde::de::DeserializeOwned;
use toml::Spanned;

use super::head::{AmountLine, ContributionLine, FigureLine, Head, PartnerLine, PlaceLine, TranslationHead};
use super::{Fault, FaultKind, LINE_LIMIT, SIZE_LIMIT, TITLE_LIMIT, body};
use crate::model::{
    Access, Axis, Classification, Contribution, ContributionAmount, Decimal, Experience, KeyFigure, Link, Money,
    PartialDate, Partner, Period, Picture, Place, Quantity, Referent, Situation, Slug, Source, Text, Vocabularies,
};

/// What a file may refer to.
pub struct References<'a> {
    /// The bank's vocabularies.
    pub vocabularies: &'a Vocabularies,
    /// Every slug of the directory of organisations, sorted.
    pub organisations: &'a [String],
    /// Whether the official tables hold a territory.
    pub territory_exists: &'a dyn Fn(&TerritoryCode) -> bool,
}

/// Every fault of an experience's files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    /// Of `experience.md`.
    pub french: Vec<Fault>,
    /// Of `experience.en.md`.
    pub english: Vec<Fault>,
}

/// Reads an experience from the name of its folder, its file and, where there is one, its translation.
///
/// # Errors
/// All the faults of both files, in the order of lines.
pub fn read(
    folder: &str,
    french: &[u8],
    english: Option<&[u8]>,
    references: &References<'_>,
) -> Result<Experience, Faults> {
    let mut faults = Faults::default();
    let slug = folder.parse::<Slug>().map_err(|_| {
        faults.french.push(Fault::at(1, FaultKind::FolderName(folder.chars().take(80).collect())));
    });
    let experience = read_french(slug.ok(), french, references, &mut faults.french);
    let experience = experience.map(|experience| match english {
        Some(bytes) => {
            let english = read_english(bytes, &experience, &mut faults.english);
            Experience { english, ..experience }
        }
        None => experience,
    });
    faults.french.sort_by_key(|fault| fault.line);
    faults.english.sort_by_key(|fault| fault.line);
    match experience {
        Some(experience) if faults == Faults::default() => Ok(experience),
        _ => Err(faults),
    }
}

/// A file cut at its `+++` lines.
struct Parts<'a> {
    text: &'a str,
    head: std::ops::Range<usize>,
    body: usize,
}

impl Parts<'_> {
    /// The line of a byte of the head, from 1.
    fn line(&self, in_head: usize) -> usize {
        let end = (self.head.start + in_head).min(self.text.len());
        self.text.as_bytes()[..end].iter().filter(|b| **b == b'\n').count() + 1
    }
}

/// Decodes, drops the byte-order mark and carriage returns.
fn decode(bytes: &[u8]) -> Result<String, Fault> {
    if bytes.len() > SIZE_LIMIT {
        return Err(Fault::at(1, FaultKind::TooLarge));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        Fault::at(line, FaultKind::NotUtf8)
    })?;
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n"))
}

fn cut(text: &str) -> Result<Parts<'_>, Fault> {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.trim_end() != "+++" {
        return Err(Fault::at(1, FaultKind::NoHead));
    }
    let mut position = first.len();
    for line in text[first.len()..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Ok(Parts { text, head: first.len()..position, body: position + line.len() });
        }
        position += line.len();
    }
    Err(Fault::at(1, FaultKind::HeadNotClosed))
}

fn parse_head<H: DeserializeOwned>(parts: &Parts<'_>) -> Result<H, Fault> {
    toml::from_str(&parts.text[parts.head.clone()]).map_err(|error| {
        let line = parts.line(error.span().map_or(0, |span| span.start));
        Fault::at(line, FaultKind::Toml(error.message().lines().collect::<Vec<_>>().join(" ")))
    })
}

fn read_french(
    slug: Option<Slug>,
    bytes: &[u8],
    references: &References<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Experience> {
    let text = decode(bytes).map_err(|fault| faults.push(fault)).ok()?;
    let parts = cut(&text).map_err(|fault| faults.push(fault)).ok()?;
    let sections = body::read(&text[parts.body..], parts.line(parts.body - parts.head.start), false, faults);
    let head: Head = parse_head(&parts).map_err(|fault| faults.push(fault)).ok()?;
    let mut check = Check { parts: &parts, references, faults, sources: Vec::new() };
    let sources = check.sources(head.sources);
    let words = check.words(head.title, head.summary, head.in_brief, head.access);
    let experience = Experience {
        slug: slug?,
        former_slugs: head.former_slugs,
        status: head.status,
        text: Text { sections, ..words },
        english: None,
        situation: check.situation(head.situation),
        classification: check.classification(head.classification),
        places: check.each(head.places, Check::place),
        partners: check.each(head.partners, Check::partner),
        figures: check.figures(head.figures),
        contributions: check.each(head.contributions, Check::contribution),
        referents: check.each(head.referents, Check::referent),
        links: check.each(head.links, Check::link),
        pictures: check.each(head.pictures, Check::picture),
        sources,
    };
    Some(experience)
}

fn read_english(bytes: &[u8], french: &Experience, faults: &mut Vec<Fault>) -> Option<Text> {
    let text = decode(bytes).map_err(|fault| faults.push(fault)).ok()?;
    let parts = cut(&text).map_err(|fault| faults.push(fault)).ok()?;
    let sections = body::read(&text[parts.body..], parts.line(parts.body - parts.head.start), true, faults);
    let head: TranslationHead = parse_head(&parts).map_err(|fault| faults.push(fault)).ok()?;
    let references =
        References { vocabularies: &Vocabularies::default(), organisations: &[], territory_exists: &|_| true };
    let mut check = Check { parts: &parts, references: &references, faults, sources: Vec::new() };
    let counts = [
        ("figure_labels", head.figure_labels, french.figures.len()),
        ("contribution_texts", head.contribution_texts, french.contributions.len()),
    ];
    let [figure_labels, contribution_texts] = counts.map(|(key, lines, expected)| {
        let at = lines.span().start;
        let lines = lines.into_inner();
        if lines.len() != expected {
            check.fault(at, FaultKind::LabelCount(key, lines.len(), expected));
        }
        lines.iter().for_each(|line| check.text(at, key, line, LINE_LIMIT));
        lines
    });
    let words = check.words(head.title, head.summary, head.in_brief, head.access);
    Some(Text { sections, figure_labels, contribution_texts, ..words })
}

/// Turns what TOML gave into the model's types, noting each fault with its line.
struct Check<'a> {
    parts: &'a Parts<'a>,
    references: &'a References<'a>,
    faults: &'a mut Vec<Fault>,
    sources: Vec<String>,
}

impl Check<'_> {
    fn fault(&mut self, at: usize, kind: FaultKind) {
        let line = self.parts.line(at);
        self.faults.push(Fault::at(line, kind));
    }

    fn text(&mut self, at: usize, key: &'static str, text: &str, limit: usize) {
        if text.trim().is_empty() {
            self.fault(at, FaultKind::Empty(key));
        } else if text.chars().count() > limit {
            self.fault(at, FaultKind::TooLong(key, limit));
        }
    }

    fn optional_text(&mut self, at: usize, key: &'static str, text: Option<&String>) {
        if let Some(text) = text {
            self.text(at, key, text, LINE_LIMIT);
        }
    }

    fn words(
        &mut self,
        title: Spanned<String>,
        summary: Spanned<String>,
        in_brief: Spanned<Vec<String>>,
        access: Option<Spanned<Access>>,
    ) -> Text {
        self.text(title.span().start, "title", title.as_ref(), TITLE_LIMIT);
        self.text(summary.span().start, "summary", summary.as_ref(), Text::SUMMARY_LIMIT);
        let at = in_brief.span().start;
        let in_brief = in_brief.into_inner();
        if in_brief.len() != 3 {
            self.fault(at, FaultKind::NotThreeSentences(in_brief.len()));
        }
        in_brief.iter().for_each(|line| self.text(at, "in_brief", line, LINE_LIMIT));
        Text {
            title: title.into_inner(),
            summary: summary.into_inner(),
            in_brief,
            access: access.map(|access| self.access(access)),
            ..Text::default()
        }
    }

    fn access(&mut self, access: Spanned<Access>) -> Access {
        let at = access.span().start;
        let access = access.into_inner();
        if access == Access::default() {
            self.fault(at, FaultKind::Empty("access"));
        }
        for line in [&access.audience, &access.place, &access.schedule, &access.cost] {
            self.optional_text(at, "access", line.as_ref());
        }
        access
    }

    fn situation(&mut self, situation: Spanned<Situation>) -> Situation {
        let at = situation.span().start;
        self.year(at, Some(i64::from(situation.as_ref().year)));
        situation.into_inner()
    }

    fn classification(&mut self, written: Spanned<BTreeMap<String, Vec<Spanned<String>>>>) -> Classification {
        let table = written.span().start;
        let mut classification = Classification::default();
        for (key, terms) in written.into_inner() {
            let at = terms.first().map_or(table, |term| term.span().start);
            let Some(axis) = Axis::from_key(&key) else {
                self.fault(at, FaultKind::UnknownAxis(key));
                continue;
            };
            let mut kept: Vec<Box<str>> = Vec::with_capacity(terms.len());
            for term in terms {
                self.term(term.span().start, axis.key(), term.as_ref());
                if kept.iter().any(|k| **k == **term.as_ref()) {
                    self.fault(term.span().start, FaultKind::Twice(term.as_ref().clone()));
                }
                kept.push(term.into_inner().into());
            }
            classification.set(axis, kept);
        }
        for axis in Axis::ALL {
            match classification.on(axis).len() {
                0 => self.fault(table, FaultKind::NoTerm(axis.key())),
                n if n > 1 && axis.is_single() => self.fault(table, FaultKind::NotOneTerm(axis.key(), n)),
                _ => {}
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
        let kind = FaultKind::UnknownTerm { vocabulary: vocabulary.to_owned(), key: key.to_owned(), nearest };
        self.fault(at, kind);
    }

    fn organisation(&mut self, at: usize, slug: &str) {
        if self.references.organisations.binary_search_by(|known| known.as_str().cmp(slug)).is_err() {
            let nearest = nearest(slug, self.references.organisations.iter().map(String::as_str));
            self.fault(at, FaultKind::UnknownOrganisation(slug.to_owned(), nearest));
        }
    }

    fn territory(&mut self, at: usize, code: &TerritoryCode) {
        if !(self.references.territory_exists)(code) {
            self.fault(at, FaultKind::UnknownTerritory(code.to_string()));
        }
    }

    fn year(&mut self, at: usize, year: Option<i64>) -> Option<i16> {
        let year = year?;
        let valid = i16::try_from(year).ok().and_then(PartialDate::year_only);
        if valid.is_none() {
            self.fault(at, FaultKind::Year(year));
        }
        valid.map(PartialDate::year)
    }

    fn period(&mut self, at: usize, from: Option<PartialDate>, to: Option<PartialDate>) -> Period {
        let period = Period { from, to };
        if period.is_reversed() {
            self.fault(at, FaultKind::ReversedPeriod);
        }
        period
    }

    fn quantity(&mut self, at: usize, parts: [Option<Decimal>; 3]) -> Quantity {
        let [value, min, max] = parts;
        Quantity::from_parts(value, min, max).unwrap_or_else(|fault| {
            self.fault(at, FaultKind::Quantity(fault));
            Quantity::UpTo(Decimal::default())
        })
    }

    fn source_key(&mut self, at: usize, key: &str) {
        if !self.sources.iter().any(|known| known == key) {
            self.fault(at, FaultKind::UnknownSource(key.to_owned()));
        }
    }

    fn sources(&mut self, sources: Vec<Spanned<Source>>) -> Vec<Source> {
        self.each(sources, |check, at, source: Source| {
            check.text(at, "key", &source.key, 80);
            check.text(at, "title", &source.title, LINE_LIMIT);
            if check.sources.contains(&source.key) {
                check.fault(at, FaultKind::Twice(source.key.clone()));
            }
            check.sources.push(source.key.clone());
            if let Some(slug) = &source.publisher {
                check.organisation(at, slug);
            }
            check.year(at, source.year.map(i64::from));
            if let Some(url) = &source.url {
                check.url(at, url);
            }
            source
        })
    }

    /// Checks each line of a table in turn.
    fn each<L, M>(&mut self, lines: Vec<Spanned<L>>, mut one: impl FnMut(&mut Self, usize, L) -> M) -> Vec<M> {
        lines
            .into_iter()
            .map(|line| {
                let at = line.span().start;
                one(self, at, line.into_inner())
            })
            .collect()
    }

    fn place(&mut self, at: usize, line: PlaceLine) -> Place {
        self.territory(at, &line.territory);
        self.optional_text(at, "note", line.note.as_ref());
        let year = self.year(at, line.year);
        Place { territory: line.territory, relation: line.relation, year, note: line.note }
    }

    fn partner(&mut self, at: usize, line: PartnerLine) -> Partner {
        self.organisation(at, &line.organisation);
        self.optional_text(at, "note", line.note.as_ref());
        self.optional_text(at, "goods", line.goods.as_ref());
        let amount = line.amount.map(|amount| self.amount(at, amount));
        Partner { organisation: line.organisation, role: line.role, note: line.note, goods: line.goods, amount }
    }

    fn amount(&mut self, at: usize, line: AmountLine) -> Money {
        if let Some(key) = &line.source {
            self.source_key(at, key);
        }
        Money {
            quantity: self.quantity(at, [line.value, line.min, line.max]),
            qualifier: line.qualifier,
            period: self.period(at, line.from, line.to),
            source: line.source,
        }
    }

    fn figures(&mut self, lines: Vec<Spanned<FigureLine>>) -> Vec<KeyFigure> {
        let headlines: Vec<_> = lines.iter().filter(|l| l.as_ref().headline).map(|l| l.span().start).collect();
        if let Some(fifth) = headlines.get(4) {
            self.fault(*fifth, FaultKind::TooManyHeadlines(headlines.len()));
        }
        self.each(lines, Self::figure)
    }

    fn figure(&mut self, at: usize, line: FigureLine) -> KeyFigure {
        self.text(at, "label", &line.label, LINE_LIMIT);
        self.term(at, "figure-unit", &line.unit);
        self.source_key(at, &line.source);
        self.optional_text(at, "scope_note", line.scope_note.as_ref());
        if let Some(code) = &line.scope {
            self.territory(at, code);
        }
        KeyFigure {
            quantity: self.quantity(at, [line.value, line.min, line.max]),
            period: self.period(at, line.from, line.to),
            label: line.label,
            unit: line.unit,
            qualifier: line.qualifier,
            nature: line.nature,
            scope: line.scope,
            scope_note: line.scope_note,
            source: line.source,
            headline: line.headline,
        }
    }

    fn contribution(&mut self, at: usize, line: ContributionLine) -> Contribution {
        self.term(at, "contribution", &line.kind);
        self.text(at, "what", &line.what, LINE_LIMIT);
        let numbers = [line.value, line.min, line.max];
        let measured = numbers.iter().any(Option::is_some) || line.unit.is_some();
        let amount = measured.then(|| {
            let unit = line.unit.unwrap_or_default();
            let source = line.source.unwrap_or_default();
            self.term(at, "figure-unit", &unit);
            self.source_key(at, &source);
            ContributionAmount {
                quantity: self.quantity(at, numbers),
                unit,
                qualifier: line.qualifier,
                period: self.period(at, line.from, line.to),
                source,
            }
        });
        Contribution { kind: line.kind, what: line.what, amount }
    }

    fn referent(&mut self, at: usize, referent: Referent) -> Referent {
        self.organisation(at, &referent.organisation);
        self.text(at, "function", &referent.function, TITLE_LIMIT);
        referent
    }

    fn link(&mut self, at: usize, link: Link) -> Link {
        self.url(at, &link.url);
        self.text(at, "label", &link.label, TITLE_LIMIT);
        self.term(at, "link-kind", &link.kind);
        link
    }

    fn url(&mut self, at: usize, url: &str) {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let fine = rest.is_some_and(|r| !r.is_empty() && !r.contains(|c: char| c.is_whitespace() || c.is_control()));
        if !fine || url.len() > LINE_LIMIT {
            self.fault(at, FaultKind::Url(url.chars().take(100).collect()));
        }
    }

    fn picture(&mut self, at: usize, picture: Picture) -> Picture {
        let name = picture.file.as_str();
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
            && !name.starts_with('.');
        let kind =
            name.rsplit_once('.').is_some_and(|(_, kind)| matches!(kind, "jpg" | "jpeg" | "png" | "webp" | "avif"));
        if !(plain && kind && name.len() <= 100) {
            self.fault(at, FaultKind::PictureName(name.chars().take(100).collect()));
        }
        self.text(at, "alt", &picture.alt, LINE_LIMIT);
        picture
    }
}

/// The nearest known word, if it is near enough to be what was meant.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let limit = (word.chars().count() / 3).clamp(1, 4);
    known
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

/// Levenshtein's distance, in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, right) in b.iter().enumerate() {
            let kept = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = kept.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

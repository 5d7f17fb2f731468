//! `/structures` and `/structures/<slug>`: the organisations and what they do.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use essaim_accounts::{Access::Everyone, Doors};
use essaim_web::{Failure, Frame, Lang, Messages, format, page};

use crate::model::{Directory, KindLabels, Organisation, OrganisationKind};
use crate::panel::{NetworkState, Panel, Present};

/// The words of these pages.
pub static MESSAGES: Messages =
    Messages { owner: "network", fr: include_str!("../messages/fr.ftl"), en: include_str!("../messages/en.ftl") };

/// In how many seconds to come back while the directory is being read.
const PATIENCE: u32 = 3;

/// The pages of organisations.
pub fn routes(state: NetworkState) -> Doors {
    Doors::new().get(Everyone, "/structures", index).get(Everyone, "/structures/{slug}", one).with_state(state)
}

/// A line of the index.
struct Line<'a> {
    organisation: &'a Organisation,
    kind: &'a str,
    count: usize,
}

/// A kind and how many organisations are of it.
struct KindLine<'a> {
    key: &'static str,
    label: &'a str,
    count: usize,
    selected: bool,
}

#[derive(Template)]
#[template(path = "organisations.html")]
struct IndexPage<'a> {
    frame: Frame,
    words: String,
    total: usize,
    kinds: Vec<KindLine<'a>>,
    groups: Vec<(char, Vec<Line<'a>>)>,
}

async fn index(State(state): State<NetworkState>, frame: Frame) -> Result<Response, Failure> {
    let Present { revision, directory, kinds: labels } =
        state.present().ok_or_else(|| Failure::unavailable(PATIENCE))?;
    let validators = frame.validators((revision, frame.query().to_string()));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for panel in state.panels() {
        for (slug, count) in panel.counts().iter() {
            *counts.entry(slug.clone()).or_default() += count;
        }
    }
    let words = frame.query().get("q").unwrap_or_default().trim().to_owned();
    let kind = frame.query().get("nature").and_then(OrganisationKind::from_key);
    let named: Vec<_> = directory.all().iter().filter(|o| matches(&directory, o, &words)).collect();
    let kinds = kinds(&named, kind, &labels, frame.lang());
    let chosen = named.into_iter().filter(|o| kind.is_none_or(|kind| o.kind == kind));
    let lines = chosen.map(|organisation| Line {
        organisation,
        kind: labels.label(organisation.kind, frame.lang()),
        count: counts.get(&organisation.slug).copied().unwrap_or(0),
    });
    let lines: Vec<_> = lines.collect();
    let body = IndexPage { total: lines.len(), groups: groups(lines), kinds, words, frame };
    Ok(page(&body).validators(&validators).into_response())
}

fn kinds<'a>(
    named: &[&Organisation],
    selected: Option<OrganisationKind>,
    labels: &'a KindLabels,
    lang: Lang,
) -> Vec<KindLine<'a>> {
    let lines = labels.all(lang).map(|(kind, label)| KindLine {
        key: kind.key(),
        label,
        count: named.iter().filter(|organisation| organisation.kind == kind).count(),
        selected: selected == Some(kind),
    });
    lines.filter(|line| line.count > 0 || line.selected).collect()
}

/// Whether one of its names, present or past, its own or a successor's, holds the words.
fn matches(directory: &Directory, organisation: &Organisation, words: &str) -> bool {
    let wanted = folded(words);
    wanted.is_empty() || directory.names_of(&organisation.slug).iter().any(|name| folded(name).contains(&wanted))
}

/// Without case nor French accents.
fn folded(text: &str) -> String {
    let letters = text.to_lowercase();
    let mut plain = String::with_capacity(letters.len());
    for letter in letters.chars() {
        match letter {
            'à' | 'â' | 'ä' => plain.push('a'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'î' | 'ï' => plain.push('i'),
            'ô' | 'ö' => plain.push('o'),
            'ù' | 'û' | 'ü' => plain.push('u'),
            'ç' => plain.push('c'),
            'œ' => plain.push_str("oe"),
            '’' => plain.push('\''),
            other => plain.push(other),
        }
    }
    plain
}

fn groups(mut lines: Vec<Line<'_>>) -> Vec<(char, Vec<Line<'_>>)> {
    lines.sort_by_cached_key(|line| (folded(&line.organisation.name), line.organisation.slug.clone()));
    let mut groups: Vec<(char, Vec<Line<'_>>)> = Vec::new();
    for line in lines {
        let first = folded(&line.organisation.name).chars().next().unwrap_or('#').to_ascii_uppercase();
        let letter = if first.is_ascii_alphabetic() { first } else { '#' };
        match groups.last_mut().filter(|(last, _)| *last == letter) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((letter, vec![line])),
        }
    }
    groups
}

/// Another name or another organisation.
struct Other<'a> {
    /// None for a name without a page of its own.
    slug: Option<&'a str>,
    name: &'a str,
    /// « depuis le 1er janvier 2020 ».
    when: Option<String>,
    note: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage<'a> {
    frame: Frame,
    organisation: &'a Organisation,
    kind: &'a str,
    seat: Option<String>,
    successors: Vec<Other<'a>>,
    /// Its own former names, then the organisations that it took over from.
    before: Vec<Other<'a>>,
    panels: Vec<Panel>,
}

async fn one(State(state): State<NetworkState>, Path(slug): Path<String>, frame: Frame) -> Result<Response, Failure> {
    let Present { revision, directory, kinds } = state.present().ok_or_else(|| Failure::unavailable(PATIENCE))?;
    let organisation = directory.get(&slug).ok_or_else(Failure::not_found)?;
    let validators = frame.validators((revision, &slug));
    if let Some(same) = frame.unchanged(&validators) {
        return Ok(same);
    }
    let registry = essaim_territories::Registry::embedded();
    let seat = organisation.territory.as_ref().and_then(|code| registry.get(code)).map(|place| place.name().to_owned());
    let successors = organisation.successors.iter().map(|successor| Other {
        slug: Some(&successor.slug),
        name: directory.name(&successor.slug),
        when: successor.date.as_deref().map(|date| since(&frame, date)),
        note: successor.note.as_deref(),
    });
    let names = organisation.former.iter().map(|former| Other {
        slug: None,
        name: &former.name,
        when: former.until.as_deref().map(|date| until(&frame, date)),
        note: None,
    });
    let predecessors = directory.predecessors(&slug).map(|(before, line)| Other {
        slug: Some(&before.slug),
        name: &before.name,
        when: line.date.as_deref().map(|date| until(&frame, date)),
        note: None,
    });
    let panels: Vec<Panel> = state.panels().iter().filter_map(|panel| panel.panel(&frame, &slug)).collect();
    let body = OrganisationPage {
        organisation,
        kind: kinds.label(organisation.kind, frame.lang()),
        seat,
        successors: successors.collect(),
        before: names.chain(predecessors).collect(),
        panels,
        frame,
    };
    Ok(page(&body).validators(&validators).into_response())
}

/// « depuis 2020 », « depuis le 1er janvier 2020 ».
fn since(frame: &Frame, date: &str) -> String {
    dated(frame, date, "organisation-since", "organisation-since-day")
}

/// « jusqu’en 2014 », « jusqu’au 1er janvier 2020 ».
fn until(frame: &Frame, date: &str) -> String {
    dated(frame, date, "organisation-until", "organisation-until-day")
}

fn dated(frame: &Frame, date: &str, message: &str, message_of_a_day: &str) -> String {
    let (words, is_day) = in_words(frame.lang(), date);
    frame.tn(if is_day { message_of_a_day } else { message }, &[("date", words.into())])
}

/// A date as precisely as it is known, and whether that is to the day. What is no date stays as it was written.
fn in_words(lang: Lang, date: &str) -> (String, bool) {
    let parts: Vec<&str> = date.split('-').collect();
    let month = |year: &str, month: &str| {
        let first = jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
        Some(format::month(lang, first.year(), first.month()))
    };
    let words = match parts[..] {
        [_, _, _] => date.parse().ok().map(|day| (format::date(lang, day), true)),
        [year, number] => month(year, number).map(|words| (words, false)),
        _ => None,
    };
    words.unwrap_or_else(|| (date.to_owned(), false))
}

/// The addresses of every organisation, for the map of the site.
pub fn addresses(directory: &Arc<Directory>) -> impl Iterator<Item = String> + '_ {
    directory.all().iter().map(|organisation| format!("/structures/{}", organisation.slug))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_accents_nor_case() {
        assert_eq!(folded("L’Œuvre d’Épinal"), "l'oeuvre d'epinal");
    }

    #[test]
    fn a_date_is_told_as_precisely_as_it_is_known() {
        for (date, french, english, is_day) in [
            ("2020-01-01", "1er\u{a0}janvier 2020", "1\u{a0}January 2020", true),
            ("2014-03", "mars 2014", "March 2014", false),
            ("2014", "2014", "2014", false),
            ("2014-13", "2014-13", "2014-13", false),
            ("jadis", "jadis", "jadis", false),
        ] {
            assert_eq!(in_words(Lang::Fr, date), (french.to_owned(), is_day));
            assert_eq!(in_words(Lang::En, date), (english.to_owned(), is_day));
        }
    }

    #[test]
    fn the_two_languages_say_the_same() {
        essaim_web::testing::assert_complete(&MESSAGES);
    }
}

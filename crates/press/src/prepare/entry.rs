//! One entry, as the templates read it: what is empty is already gone, what belongs together is together.

use super::{address_shown, linked};
use crate::{Entry, Figure, Language, Link, Partner, Role, Section, blocks, cover, words};
use serde_json::{Value, json};

/// Headline figures that a row holds.
const HEADLINES: usize = 4;
/// A section's title no longer than this hangs in the margin; in words no longer than [`HANGING_WORD`].
const HANGING_TITLE: usize = 40;
const HANGING_WORD: usize = 14;
/// A section no longer than this, in bytes, some ten lines, is never cut between two pages.
const SHORT_SECTION: usize = 700;
/// Two running heads no longer than this fit their line.
const RUNNING_HEAD: usize = 56;

/// Everything but the cover, not yet cleaned.
pub(super) fn view(entry: &Entry, language: Language) -> Value {
    let (headline, others): (Vec<&Figure>, Vec<&Figure>) = split_figures(&entry.figures);
    json!({
        "lang": entry.language, "title": entry.title, "head": shortened(&entry.title), "summary": entry.summary,
        "link": linked(entry.address.as_deref()), "shown": entry.address.as_deref().map(address_shown),
        "in_brief": kept(&entry.in_brief), "facts": facts(entry, language), "situation": entry.situation,
        "place": entry.facts.place, "audience": first_two(&entry.facts.audience), "lead": entry.facts.lead, "means": first_two(&entry.facts.means),
        "main": headline.first().or(others.first()), "headline": headline, "figures": others, "access": entry.access,
        "sections": entry.sections.iter().filter_map(section).collect::<Vec<_>>(),
        "roles": roles(entry, language), "contributions": entry.contributions, "referents": entry.referents,
        "links": entry.links.iter().map(link).collect::<Vec<_>>(), "places": entry.places,
        "sources": entry.sources.iter().map(|source| json!({ "text": source.text, "link": linked(source.url.as_deref()) })).collect::<Vec<_>>(),
        "classification": entry.classification.iter().filter(|filed| !filed.labels.is_empty()).collect::<Vec<_>>(),
    })
}

/// A link with its words, and the address where there are none.
pub(super) fn link(link: &Link) -> Value {
    let label = link.label.trim();
    let label = if label.is_empty() { address_shown(&link.url) } else { label.to_owned() };
    json!({ "label": label, "shown": address_shown(link.url.trim_start_matches("mailto:")), "link": linked(Some(&link.url)) })
}

fn split_figures(figures: &[Figure]) -> (Vec<&Figure>, Vec<&Figure>) {
    let mut headline = Vec::new();
    let mut others = Vec::new();
    for figure in figures {
        if figure.headline && headline.len() < HEADLINES { headline.push(figure) } else { others.push(figure) }
    }
    (headline, others)
}

fn kept(lines: &[String]) -> Vec<&str> {
    lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect()
}

fn facts(entry: &Entry, language: Language) -> Vec<Value> {
    let facts = &entry.facts;
    let told = words::facts(language).into_iter().zip([&facts.place, &facts.lead, &facts.audience, &facts.since]);
    told.filter(|(_, text)| !text.trim().is_empty())
        .map(|(label, text)| json!({ "label": label, "text": text }))
        .collect()
}

fn section(section: &Section) -> Option<Value> {
    let body = blocks::read(&section.markdown);
    let title = section.title.trim();
    let hangs = title.chars().count() <= HANGING_TITLE
        && title.split_whitespace().all(|word| word.chars().count() <= HANGING_WORD);
    (!body.is_empty()).then(
        || json!({ "title": title, "hangs": hangs, "body": body, "short": section.markdown.len() <= SHORT_SECTION }),
    )
}

fn roles(entry: &Entry, language: Language) -> Vec<Value> {
    let colour = entry.cover.categories.first().map(|category| category.colour).unwrap_or_default();
    let all = [Role::Leads, Role::Runs, Role::Funds, Role::Hosts, Role::Supports];
    let groups = all
        .into_iter()
        .map(|role| (role, entry.partners.iter().filter(|partner| partner.role == role).collect::<Vec<&Partner>>()));
    let told = groups.filter(|(_, partners)| !partners.is_empty());
    told.map(|(role, partners)| json!({ "label": words::role(role, language), "key": { "file": cover::key(role, colour) }, "partners": partners })).collect()
}

/// The first two of a list in words: a table has no room for more.
fn first_two(list: &str) -> String {
    let mut parts = list.splitn(3, ", ");
    match (parts.next(), parts.next(), parts.next()) {
        (Some(first), Some(second), Some(_)) => format!("{first}, {second}…"),
        _ => list.to_owned(),
    }
}

/// The beginning of a title that is too long for a running head, cut between words.
pub(super) fn shortened(title: &str) -> String {
    if title.chars().count() <= RUNNING_HEAD {
        return title.to_owned();
    }
    let start: String = title.chars().take(RUNNING_HEAD).collect();
    let cut = start.rfind(' ').filter(|at| *at > RUNNING_HEAD / 2).unwrap_or(start.len());
    format!("{}…", start[..cut].trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_head_is_cut_between_words() {
        assert_eq!(shortened("Court"), "Court");
        let long = "Un très long titre ".repeat(9);
        assert!(shortened(&long).ends_with('…') && shortened(&long).chars().count() <= RUNNING_HEAD + 1);
        assert!(shortened(&"é".repeat(500)).ends_with('…'));
    }

    #[test]
    fn a_table_says_the_first_two_of_many() {
        assert_eq!(first_two("Jeunes, Familles"), "Jeunes, Familles");
        assert_eq!(first_two("Jeunes, Familles, Seniors, Femmes"), "Jeunes, Familles…");
    }

    #[test]
    fn at_most_four_figures_are_large() {
        let figures = vec![Figure { headline: true, ..Figure::default() }; 6];
        let (headline, others) = split_figures(&figures);
        assert_eq!((headline.len(), others.len()), (4, 2));
    }

    #[test]
    fn an_empty_section_is_left_out() {
        assert_eq!(section(&Section { title: "À noter".into(), markdown: "  \n".into() }), None);
    }
}

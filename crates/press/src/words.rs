//! The press's own words, in both languages, and the way it writes a date.

use crate::{Date, Language, Role};
use serde::Serialize;

/// Headings and small words of the templates.
#[derive(Debug, Serialize)]
pub(crate) struct Words {
    pub(crate) selection: &'static str,
    in_brief: &'static str,
    access: &'static str,
    figures: &'static str,
    figure_columns: [&'static str; 3],
    partners: &'static str,
    goods: &'static str,
    contributions: &'static str,
    to_be_specified: &'static str,
    contact: &'static str,
    links: &'static str,
    places: &'static str,
    classification: &'static str,
    sources: &'static str,
    online: &'static str,
    scope: &'static str,
    foreword: &'static str,
    method: &'static str,
    credits: &'static str,
    contents: &'static str,
    map: &'static str,
    by_theme: &'static str,
    by_territory: &'static str,
    note: &'static str,
    columns: [&'static str; 6],
    empty_selection: &'static str,
    order: &'static str,
    listing_columns: [&'static str; 2],
    empty_listing: &'static str,
    pub(crate) table: &'static str,
    empty_table: &'static str,
    basis: &'static str,
    pub(crate) licence: &'static str,
    edited_by: &'static str,
    pub(crate) colon: &'static str,
    date: &'static str,
    page: &'static str,
    #[serde(skip)]
    pub(crate) untitled: &'static str,
    #[serde(skip)]
    key: &'static str,
    #[serde(skip)]
    swarm: &'static str,
}

const FR: Words = Words {
    selection: "Mon recueil",
    in_brief: "En bref",
    access: "Y aller",
    figures: "Autres chiffres",
    figure_columns: ["Chiffre", "Ce qui est compté", "Période"],
    partners: "Partenaires",
    goods: "En nature",
    contributions: "Ce qui est attendu",
    to_be_specified: "à préciser",
    contact: "Contact",
    links: "Sur le web",
    places: "Lieux",
    classification: "Repères",
    sources: "Sources",
    online: "Cette expérience en ligne",
    scope: "périmètre",
    foreword: "Avant-propos",
    method: "Méthode",
    credits: "Crédits",
    contents: "Sommaire",
    map: "Carte des expériences",
    by_theme: "Index des thèmes",
    by_territory: "Index des territoires",
    note: "Ma note",
    columns: ["Quoi", "Où", "Pour qui", "Chiffre", "Moyens", "Porteur"],
    empty_selection: "Ce recueil est vide. Ajoutez-y des expériences depuis leur page : elles apparaîtront ici.",
    order: "Ordre",
    listing_columns: ["Expérience", "Repères"],
    empty_listing: "Aucune expérience ne répond à cette recherche.",
    table: "Tableau",
    empty_table: "Ce tableau est vide.",
    basis: "Sur quoi reposent ces chiffres",
    licence: "Licence",
    edited_by: "Édité par",
    colon: "\u{a0}: ",
    date: "Date",
    page: "page",
    untitled: "Sans titre",
    key: "Une cellule par partenaire",
    swarm: "Une cellule par expérience",
};

const EN: Words = Words {
    selection: "My selection",
    in_brief: "In brief",
    access: "Going there",
    figures: "Other figures",
    figure_columns: ["Figure", "What is counted", "Period"],
    partners: "Partners",
    goods: "In kind",
    contributions: "What is asked for",
    to_be_specified: "to be specified",
    contact: "Contact",
    links: "On the web",
    places: "Places",
    classification: "Filed under",
    sources: "Sources",
    online: "This experience online",
    scope: "scope",
    foreword: "Foreword",
    method: "Method",
    credits: "Credits",
    contents: "Contents",
    map: "Map of the experiences",
    by_theme: "Index of themes",
    by_territory: "Index of territories",
    note: "My note",
    columns: ["What", "Where", "For whom", "Figure", "Means", "Lead"],
    empty_selection: "This selection is empty. Add experiences from their pages and they will appear here.",
    order: "Order",
    listing_columns: ["Experience", "Key facts"],
    empty_listing: "No experience matches this search.",
    table: "Table",
    empty_table: "This table is empty.",
    basis: "What these figures rest on",
    licence: "Licence",
    edited_by: "Published by",
    colon: ": ",
    date: "Date",
    page: "page",
    untitled: "Untitled",
    key: "One cell per partner",
    swarm: "One cell per experience",
};

/// The words of a language.
pub(crate) fn words(language: Language) -> &'static Words {
    match language {
        Language::Fr => &FR,
        Language::En => &EN,
    }
}

/// The names of the four facts.
pub(crate) fn facts(language: Language) -> [&'static str; 4] {
    match language {
        Language::Fr => ["Où", "Qui porte", "Pour qui", "Quand"],
        Language::En => ["Where", "Who leads", "For whom", "When"],
    }
}

/// What an organisation does, as a heading.
pub(crate) fn role(role: Role, language: Language) -> &'static str {
    match (language, role) {
        (Language::Fr, Role::Leads) => "Porte l’action",
        (Language::Fr, Role::Runs) => "Met en œuvre",
        (Language::Fr, Role::Funds) => "Finance",
        (Language::Fr, Role::Hosts) => "Accueille",
        (Language::Fr, Role::Supports) => "Soutient",
        (Language::En, Role::Leads) => "Leads",
        (Language::En, Role::Runs) => "Runs",
        (Language::En, Role::Funds) => "Funds",
        (Language::En, Role::Hosts) => "Hosts",
        (Language::En, Role::Supports) => "Supports",
    }
}

/// « 12 expériences », « 3 expériences sur 40 ».
pub(crate) fn count(shown: usize, total: usize, language: Language) -> String {
    let (one, many, of) = match language {
        Language::Fr => ("expérience", "expériences", "sur"),
        Language::En => ("experience", "experiences", "of"),
    };
    let noun = if shown > 1 || language == Language::En && shown == 0 { many } else { one };
    match total > shown {
        true => format!("{shown}\u{a0}{noun} {of} {total}"),
        false => format!("{shown}\u{a0}{noun}"),
    }
}

/// « Équipements (2/3) »: the title of one of the tables that a wide one is cut in.
pub(crate) fn cut_title(title: &str, number: usize, total: usize, language: Language) -> String {
    let title = if title.is_empty() { words(language).table } else { title };
    format!("{title}\u{a0}({number}/{total})")
}

/// The text equivalent of a cover.
pub(crate) fn cover_alt(groups: &[(Role, Vec<&str>)], language: Language) -> String {
    let told: Vec<String> = groups
        .iter()
        .map(|(which, names)| format!("{}{}{}", role(*which, language), words(language).colon, names.join(", ")))
        .collect();
    format!("{}. {}.", words(language).key, told.join(" ; "))
}

/// The text equivalent of a book's cover.
pub(crate) fn swarm_alt(groups: &[(&str, usize)], language: Language) -> String {
    let told: Vec<String> =
        groups.iter().map(|(category, count)| format!("{category}{}{count}", words(language).colon)).collect();
    format!("{}. {}.", words(language).swarm, told.join(" ; "))
}

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// « 14 mai 2018 », « 1er mai 2018 », « 14 May 2018 ».
pub(crate) fn date(date: Date, language: Language) -> String {
    let month = usize::from(date.month.clamp(1, 12)) - 1;
    let day = date.day.clamp(1, 31);
    match language {
        Language::Fr if day == 1 => format!("1er\u{a0}{} {}", MONTHS_FR[month], date.year),
        Language::Fr => format!("{day}\u{a0}{} {}", MONTHS_FR[month], date.year),
        Language::En => format!("{day}\u{a0}{} {}", MONTHS_EN[month], date.year),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_out() {
        let may = |day| Date { year: 2018, month: 5, day };
        assert_eq!(date(may(14), Language::Fr), "14\u{a0}mai 2018");
        assert_eq!(date(may(1), Language::Fr), "1er\u{a0}mai 2018");
        assert_eq!(date(may(14), Language::En), "14\u{a0}May 2018");
        assert_eq!(date(Date { year: 2018, month: 99, day: 0 }, Language::Fr), "1er\u{a0}décembre 2018");
    }

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(count(0, 0, Language::Fr), "0\u{a0}expérience");
        assert_eq!(count(0, 0, Language::En), "0\u{a0}experiences");
        assert_eq!(count(20, 40, Language::Fr), "20\u{a0}expériences sur 40");
    }
}

//! Synonyms of several words: found in the texts and indexed as one term, so that *QPV* finds *quartier prioritaire*
//! as fast as it finds itself.

use crate::analyser::{key, segment, stem};
use crate::schema::Synonyms;

/// What begins the text of an expression's term: no word starts so.
pub(crate) const EXPRESSION: char = '\u{1}';

/// The stems of a word or expression, in order.
pub(crate) fn stems(expression: &str) -> Vec<String> {
    let mut stems: Vec<String> = Vec::new();
    segment(expression, |token| {
        let stem = stem(&key(token.spelling));
        // A compound comes first joined, then by its parts: they take its place.
        stems.truncate(token.place as usize);
        stems.push(stem);
    });
    stems.retain(|stem| !stem.is_empty());
    stems
}

/// The text of the term that stands for these stems.
pub(crate) fn term_text(stems: &[String]) -> String {
    match stems {
        [single] => single.clone(),
        _ => format!("{EXPRESSION}{}", stems.join(" ")),
    }
}

/// Every group of the synonyms, each member by its stems. Members and groups that say nothing are left out.
pub(crate) fn groups(synonyms: &Synonyms) -> Vec<Vec<Vec<String>>> {
    let read = |group: &Vec<String>| {
        let mut members: Vec<Vec<String>> = group.iter().map(|member| stems(member)).collect();
        members.retain(|stems| !stems.is_empty() && stems.len() <= MOST_WORDS);
        members.sort_unstable();
        members.dedup();
        members
    };
    synonyms.groups.iter().map(read).filter(|members| members.len() > 1).collect()
}

const MOST_WORDS: usize = 12;

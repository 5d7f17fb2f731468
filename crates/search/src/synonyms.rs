//! The synonyms, ready to be found in a query.

use std::collections::HashMap;

use crate::build::expressions::{groups, term_text};
use crate::index::Index;
use crate::layout::Section;

/// Groups of equivalent words and expressions, by the stems of their members.
#[derive(Default)]
pub(crate) struct SynonymTable {
    groups: Vec<Vec<Member>>,
    /// First stem → (group, member).
    by_first: HashMap<String, Vec<(usize, usize)>>,
}

struct Member {
    stems: Vec<String>,
    /// Its term, when some document holds it.
    term: Option<u32>,
}

/// Part of a query that has synonyms.
pub(crate) struct Equivalent {
    /// How many words of the query it takes.
    pub(crate) length: usize,
    /// The terms of the other members of its group.
    pub(crate) terms: Vec<u32>,
}

impl SynonymTable {
    pub(crate) fn new(index: &Index) -> Self {
        let texts = index.texts(Section::TermTexts);
        let member =
            |stems: Vec<String>| Member { term: texts.find(&term_text(&stems)).map(|term| term as u32), stems };
        let groups: Vec<Vec<Member>> =
            groups(&index.synonyms).into_iter().map(|group| group.into_iter().map(member).collect()).collect();
        let mut by_first: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (at, group) in groups.iter().enumerate() {
            for (number, member) in group.iter().enumerate() {
                by_first.entry(member.stems[0].clone()).or_default().push((at, number));
            }
        }
        Self { groups, by_first }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// What begins with the first of these stems and has synonyms.
    pub(crate) fn starting(&self, stems: &[String]) -> impl Iterator<Item = Equivalent> {
        let found = stems.first().and_then(|first| self.by_first.get(first));
        found.into_iter().flatten().filter_map(move |&(group, number)| {
            let members = &self.groups[group];
            if !stems.starts_with(&members[number].stems) {
                return None;
            }
            let others = members.iter().enumerate().filter(|&(other, _)| other != number);
            let terms: Vec<u32> = others.filter_map(|(_, member)| member.term).collect();
            Some(Equivalent { length: members[number].stems.len(), terms })
        })
    }
}

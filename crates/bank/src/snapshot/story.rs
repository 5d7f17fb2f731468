//! The story of an experience as sanitised HTML, kept beside its document in the index: on the disk until somebody
//! reads it.

use super::to_html;
use crate::model::{Experience, Section, Text};

/// Between two sections. No HTML holds it.
const END: char = '\0';
const SECTIONS: usize = Section::ALL.len();

/// A story, section by section, in the order of [`Section::ALL`]; an absent section is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Story<'a> {
    french: [&'a str; SECTIONS],
    english: Option<[&'a str; SECTIONS]>,
}

impl<'a> Story<'a> {
    /// What [`stored`] made.
    pub(super) fn read(stored: &'a str) -> Self {
        let mut sections = stored.split(END);
        let french = std::array::from_fn(|_| sections.next().unwrap_or_default());
        let first = sections.next();
        let mut rest = first.into_iter().chain(sections);
        Self { french, english: first.map(|_| std::array::from_fn(|_| rest.next().unwrap_or_default())) }
    }

    /// In English where somebody wrote it and it is wanted, else in French.
    pub fn sections(&self, english: bool) -> &[&'a str; SECTIONS] {
        self.english.as_ref().filter(|_| english).unwrap_or(&self.french)
    }
}

/// The story of an experience as one text.
pub(super) fn stored(written: &Experience) -> String {
    let sections = |text: &Text| text.sections.each_ref().map(|section| to_html(section, written).replace(END, ""));
    let mut all = sections(&written.text).join("\0");
    if let Some(english) = &written.english {
        all.push(END);
        all.push_str(&sections(english).join("\0"));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_read_as_it_was_kept_with_or_without_english() {
        let french = Story::read("<p>a</p>\0\0\0\0\0<p>f</p>");
        assert_eq!(french.sections(true), &["<p>a</p>", "", "", "", "", "<p>f</p>"]);
        let both = Story::read("a\0\0\0\0\0\0b\0\0\0\0\0c");
        assert_eq!(both.sections(false)[0], "a");
        assert_eq!(both.sections(true), &["b", "", "", "", "", "c"]);
        assert_eq!(Story::read("").sections(false), &[""; 6]);
    }
}

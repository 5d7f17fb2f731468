//! A table of texts inside the index's block of text.

use crate::codec::{u32_at, u64_at};

/// Many short texts, by their place. Those that are sorted are also found by their content.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'i> {
    start: usize,
    ends: &'i [u8],
    text: &'i str,
}

impl<'i> Texts<'i> {
    pub(crate) fn new(section: &'i [u8], text: &'i str) -> Self {
        Self { start: u64_at(section, 0) as usize, ends: &section[8..], text }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len() / 4
    }

    #[inline]
    fn bounds(&self, at: usize) -> (usize, usize) {
        let from = if at == 0 { 0 } else { u32_at(self.ends, at - 1) as usize };
        (self.start + from, self.start + u32_at(self.ends, at) as usize)
    }

    #[inline]
    pub(crate) fn get(&self, at: usize) -> &'i str {
        let (from, to) = self.bounds(at);
        &self.text[from..to]
    }

    #[inline]
    pub(crate) fn bytes(&self, at: usize) -> &'i [u8] {
        let (from, to) = self.bounds(at);
        &self.text.as_bytes()[from..to]
    }

    /// How many texts of a sorted table come before this one.
    pub(crate) fn before(&self, text: &str) -> usize {
        crate::index::partition_point(self.len(), |at| self.bytes(at) < text.as_bytes())
    }

    /// The place of this very text in a sorted table.
    pub(crate) fn find(&self, text: &str) -> Option<usize> {
        let at = self.before(text);
        (at < self.len() && self.bytes(at) == text.as_bytes()).then_some(at)
    }

    /// The texts of a sorted table that begin so.
    pub(crate) fn starting(&self, start: &str) -> std::ops::Range<usize> {
        let from = self.before(start);
        let more =
            crate::index::partition_point(self.len() - from, |at| self.bytes(from + at).starts_with(start.as_bytes()));
        from..from + more
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = &'i str> {
        (0..self.len()).map(move |at| self.get(at))
    }
}

//! The title and the best passage of a hit, with the words that match marked.
//!
//! Nothing is analysed again: places come from the postings, offsets from the document; the text is only looked at to
//! see where each marked word ends.

use crate::analyser::ends_at;
use crate::answer::Part;
use crate::build::expressions::EXPRESSION;
use crate::index::{Index, Row};
use crate::layout::Section;
use crate::matching::{LiveChoice, LiveSlot, LiveTerm, sequence_starts};

/// About how many bytes a passage has.
const LENGTH: usize = 200;
/// Words of a passage lie at most so far apart.
const REACH: usize = 160;
/// A match beyond so many of one term is not worth looking at.
const MOST: usize = 16;

/// What stands where the text was cut.
const CUT: &str = "…";

/// A match in a document.
#[derive(Clone, Copy)]
struct Match {
    place: u32,
    slot: u32,
    /// The term and how many places it takes.
    term: u32,
    places: u32,
}

/// A stretch of text to mark, in bytes of the document's text.
#[derive(Clone, Copy)]
struct Stretch {
    start: usize,
    end: usize,
}

/// Makes the parts of hits; keeps its room from one to the next.
#[derive(Default)]
pub(crate) struct Marker {
    matches: Vec<Match>,
    starts: Vec<u32>,
    offsets: Vec<(usize, u32)>,
    stretches: Vec<Stretch>,
}

impl Marker {
    /// The marked title and passage of a document.
    pub(crate) fn mark<'i>(
        &mut self,
        index: &'i Index,
        slots: &[LiveSlot<'_>],
        doc: u32,
    ) -> (Vec<Part<'i>>, Vec<Part<'i>>) {
        let fields = index.schema.fields.len();
        if fields == 0 {
            return (Vec::new(), Vec::new());
        }
        let row = index.row(doc);
        self.find(slots, doc);
        let title_places = row.first_place(0)..if fields > 1 { row.first_place(1) } else { row.places };
        let in_title = self.matches.partition_point(|found| found.place < title_places.end);
        // Not cut at its end: looking whether a letter begins there costs a trip to memory, and so do the trims below.
        let text = &index.text[row.text_start..];
        // No word runs from one field into the next.
        let title = &text[..row.field_end(0)];
        self.stretch(index, &row, title, 0..in_title);
        let title = parts(title, 0, title.len(), &self.stretches);
        let snippet = self.passage(index, slots, &row, text);
        (title, snippet)
    }

    fn find(&mut self, slots: &[LiveSlot<'_>], doc: u32) {
        self.matches.clear();
        for (slot, live) in slots.iter().enumerate() {
            for choice in &live.choices {
                match choice {
                    LiveChoice::Term { term, .. } => self.find_term(term, slot, doc),
                    LiveChoice::Sequence { terms, .. } => {
                        sequence_starts(terms, doc, &mut self.starts);
                        for &start in self.starts.iter().take(MOST) {
                            let found =
                                Match { place: start, slot: slot as u32, term: u32::MAX, places: terms.len() as u32 };
                            self.matches.push(found);
                        }
                    }
                }
            }
        }
        self.matches.sort_unstable_by_key(|found| (found.place, std::cmp::Reverse(found.places)));
    }

    fn find_term(&mut self, term: &LiveTerm<'_>, slot: usize, doc: u32) {
        if let Some(rank) = term.rank(doc) {
            let places = term.postings.places(rank).take(MOST);
            let found = |place| Match { place, slot: slot as u32, term: term.term, places: 1 };
            self.matches.extend(places.map(found));
        }
    }

    /// Where the text of some matches begins and ends.
    fn stretch(&mut self, index: &Index, row: &Row<'_>, text: &str, matches: std::ops::Range<usize>) {
        self.stretches.clear();
        for found in &self.matches[matches] {
            let start = row.offset(found.place);
            if self.stretches.last().is_some_and(|last| start < last.end) {
                continue;
            }
            let end = end_of(index, row, text, found, start);
            self.stretches.push(Stretch { start, end });
        }
    }

    fn passage<'i>(&mut self, index: &'i Index, slots: &[LiveSlot<'_>], row: &Row<'_>, text: &'i str) -> Vec<Part<'i>> {
        let fields = &index.schema.fields;
        let mut best: Option<(u32, usize, usize, usize)> = None;
        let mut first = 0;
        for (field, described) in fields.iter().enumerate() {
            let end = if field + 1 < fields.len() { row.first_place(field + 1) } else { row.places };
            let after = first + self.matches[first..].partition_point(|found| found.place < end);
            if described.snippet && first < after {
                let window = self.best_window(slots, row, first..after);
                if best.is_none_or(|(worth, ..)| window.0 > worth) {
                    best = Some((window.0, field, window.1, window.2));
                }
            }
            first = after;
        }
        let Some((_, field, from, to)) = best else {
            let shown = |&field: &usize| fields[field].snippet && row.field_end(field) > row.field_start(field);
            let Some(field) = (0..fields.len()).find(shown) else { return Vec::new() };
            let (start, end) = (row.field_start(field), row.field_end(field));
            let start = end - text[start..end].trim_start().len();
            let cut = cut_before(text, start, end.min(start + LENGTH), end);
            return cut_parts(text, start..cut, start..end, &[]);
        };
        let text = &text[..row.field_end(field)];
        self.stretch(index, row, text, from..to);
        let (Some(first), Some(last)) = (self.stretches.first(), self.stretches.last()) else { return Vec::new() };
        let (start, end) = (row.field_start(field), row.field_end(field));
        let spare = LENGTH.saturating_sub(last.end - first.start);
        let from = begin_near(text, start, first.start, spare);
        let to = cut_before(text, last.end, end.min(last.end.max(from + LENGTH)), end);
        cut_parts(text, from..to, start..end, &self.stretches)
    }

    /// The stretch of matches that says most: its worth, its first match and the one after its last.
    fn best_window(
        &mut self,
        slots: &[LiveSlot<'_>],
        row: &Row<'_>,
        matches: std::ops::Range<usize>,
    ) -> (u32, usize, usize) {
        self.offsets.clear();
        self.offsets.extend(self.matches[matches.clone()].iter().map(|found| (row.offset(found.place), found.slot)));
        let mut best = (0, matches.start, matches.start + 1);
        for (at, &(start, _)) in self.offsets.iter().enumerate() {
            let (mut seen, mut worth, mut end) = (0u64, 0, at);
            for &(offset, slot) in self.offsets[at..].iter().take_while(|(offset, _)| *offset <= start + REACH) {
                let value = slots[slot as usize].worth.max(1) * 8;
                worth += if seen >> (slot % 64) & 1 == 0 { value } else { value / 16 };
                seen |= 1 << (slot % 64);
                end += 1;
                let _ = offset;
            }
            if worth > best.0 {
                best = (worth, matches.start + at, matches.start + end);
            }
        }
        best
    }
}

/// Where a match that starts here ends.
fn end_of(index: &Index, row: &Row<'_>, text: &str, found: &Match, start: usize) -> usize {
    let last_of = |places: u32| {
        let last = row.offset(found.place + places - 1);
        ends_at(text, last).word
    };
    if found.term == u32::MAX {
        return last_of(found.places);
    }
    let term = index.texts(Section::TermTexts).get(found.term as usize);
    if term.starts_with(EXPRESSION) {
        return last_of(term.bytes().filter(|&byte| byte == b' ').count() as u32 + 1);
    }
    let ends = ends_at(text, start);
    // A stem longer than the word can only be that of the whole compound.
    if term.len() > ends.word - start { ends.compound } else { ends.word }
}

/// Where to begin a passage whose first match starts at `first`: at a sentence if one begins near, else at a word.
fn begin_near(text: &str, start: usize, first: usize, spare: usize) -> usize {
    let furthest = first.saturating_sub(spare).max(start);
    if furthest == start {
        return first - text[start..first].trim_start().len();
    }
    let furthest = (furthest..=first).find(|&at| text.is_char_boundary(at)).unwrap_or(first);
    let ends = (furthest..first).rev().filter(|&at| matches!(text.as_bytes()[at], b'.' | b'!' | b'?' | b'\n'));
    let sentence = ends.map(|at| at + 1).find_map(|at| sentence_start(text, at, first));
    if let Some(at) = sentence {
        return at;
    }
    // Half before, half after, from the beginning of a word.
    let middle = first.saturating_sub(spare / 2).max(furthest);
    let middle = (middle..=first).find(|&at| text.is_char_boundary(at)).unwrap_or(first);
    text[middle..first].find(char::is_whitespace).map_or(first, |space| {
        let at = middle + space;
        at + text[at..first].find(|letter: char| !letter.is_whitespace()).unwrap_or(first - at)
    })
}

/// Where the sentence begins that follows an end of sentence, if one does.
fn sentence_start(text: &str, at: usize, limit: usize) -> Option<usize> {
    let end = limit + text[limit..].chars().next().map_or(0, char::len_utf8);
    let between = &text[at..end];
    let begins = |letter: char| letter.is_uppercase() || letter.is_numeric() || letter == '«';
    let trimmed = between.trim_start();
    let spaced = trimmed.len() < between.len() || text[..at].ends_with('\n');
    (spaced && trimmed.starts_with(begins)).then(|| at + between.len() - trimmed.len())
}

/// The end of the last whole word before `wanted`; not before `least`.
fn cut_before(text: &str, least: usize, wanted: usize, end: usize) -> usize {
    if wanted >= end {
        return end;
    }
    let wanted = (least..=wanted).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(least);
    if text[wanted..].starts_with(char::is_whitespace) {
        return wanted;
    }
    let space = text[least..wanted].rfind(char::is_whitespace).map_or(least, |space| least + space);
    least + text[least..space.max(least)].trim_end().len()
}

fn cut_parts<'i>(
    text: &'i str,
    shown: std::ops::Range<usize>,
    field: std::ops::Range<usize>,
    stretches: &[Stretch],
) -> Vec<Part<'i>> {
    let mut out = Vec::with_capacity(2 * stretches.len() + 3);
    if !text[field.start..shown.start].trim_end().is_empty() {
        out.push(Part { text: CUT, marked: false });
    }
    push_parts(&mut out, text, shown.start, shown.end, stretches);
    if !text[shown.end..field.end].trim_start().is_empty() {
        out.push(Part { text: CUT, marked: false });
    }
    out
}

fn parts<'i>(text: &'i str, start: usize, end: usize, stretches: &[Stretch]) -> Vec<Part<'i>> {
    let mut out = Vec::with_capacity(2 * stretches.len() + 1);
    push_parts(&mut out, text, start, end, stretches);
    out
}

fn push_parts<'i>(out: &mut Vec<Part<'i>>, text: &'i str, start: usize, end: usize, stretches: &[Stretch]) {
    let mut at = start;
    for stretch in stretches {
        let (from, to) = (stretch.start.clamp(at, end), stretch.end.clamp(at, end));
        if from == to {
            continue;
        }
        if from > at {
            out.push(Part { text: &text[at..from], marked: false });
        }
        out.push(Part { text: &text[from..to], marked: true });
        at = to;
    }
    if at < end {
        out.push(Part { text: &text[at..end], marked: false });
    }
}

//! What the tables hold: communes, ways, house numbers; and the view through which all else reads them.

use std::ops::Range;

use bytemuck::{Pod, Zeroable};

use super::file::Places;
use super::hashed::Hashed;
use super::texts::Texts;
use super::vocabulary::{Vocabulary, Word};
use super::words::is_way;
use crate::Vertex;
use crate::sections::numbers;

/// No number: a text or a code that is not there.
pub(super) const NONE: u32 = u32::MAX;

/// A commune, or what was one before it joined another.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(super) struct TownRecord {
    /// INSEE codes, filled with zero bytes; the second is that of the former commune, if any.
    pub(super) insee: [u8; 8],
    pub(super) former_insee: [u8; 8],
    pub(super) point: Vertex,
    /// Texts.
    pub(super) name: u32,
    pub(super) former: u32,
    /// Its ways; they end where those of the next begin.
    pub(super) streets: u32,
    /// Its first postal code, 0 where none is known.
    pub(super) postcode: u32,
    pub(super) population: u32,
    pub(super) reserved: u32,
}

/// A way or a named place, in one commune and under one postal code.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(super) struct StreetRecord {
    pub(super) point: Vertex,
    /// What follows the commune's code in its identifier, filled with zero bytes.
    pub(super) mark: [u8; 8],
    pub(super) name: u32,
    pub(super) town: u32,
    pub(super) postcode: u32,
    /// Where its numbers and its words begin; they end where those of the next begin.
    pub(super) numbers: u32,
    pub(super) words: u32,
    /// 1 for a named place.
    pub(super) is_place: u32,
}

/// A house number: number, what follows it, how its point was placed; in this order, so that they sort as people count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Pod, Zeroable)]
#[repr(transparent)]
pub(super) struct HouseNumber(u32);

/// How well a house number's point is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// At the house: its entrance, its building, its parcel.
    House,
    /// Somewhere along the way.
    Along,
    /// Somewhere in the commune.
    Commune,
}

impl HouseNumber {
    /// The greatest number that is kept.
    pub(super) const MOST: u32 = (1 << 17) - 1;
    /// So many different things may follow numbers.
    pub(super) const REPETITIONS: usize = 1 << 12;

    pub(super) fn new(number: u32, repetition: u32, placed: Placed) -> Self {
        let placed = match placed {
            Placed::House => 0,
            Placed::Along => 1,
            Placed::Commune => 2,
        };
        Self(number << 15 | repetition << 3 | placed)
    }

    pub(super) fn number(self) -> u32 {
        self.0 >> 15
    }

    pub(super) fn repetition(self) -> u32 {
        self.0 >> 3 & 0xfff
    }

    pub(super) fn placed(self) -> Placed {
        match self.0 & 7 {
            0 => Placed::House,
            1 => Placed::Along,
            _ => Placed::Commune,
        }
    }
}

/// A name under which a commune is known.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(super) struct NameRecord {
    pub(super) town: u32,
    /// Where its words begin.
    pub(super) words: u32,
}

/// What stands for a commune and for a way that a damaged file names and does not hold.
static NO_TOWN: TownRecord = TownRecord {
    insee: [0; 8],
    former_insee: [0; 8],
    point: Vertex { x: 0, y: 0 },
    name: NONE,
    former: NONE,
    streets: 0,
    postcode: 0,
    population: 0,
    reserved: 0,
};
static NO_STREET: StreetRecord = StreetRecord {
    point: Vertex { x: 0, y: 0 },
    mark: [0; 8],
    name: NONE,
    town: NONE,
    postcode: 0,
    numbers: 0,
    words: 0,
    is_place: 0,
};

/// The tables, each read where it lies.
#[derive(Clone, Copy)]
pub(super) struct View<'d> {
    pub(super) texts: Texts<'d>,
    pub(super) words: Vocabulary<'d>,
    pub(super) towns: &'d [TownRecord],
    pub(super) streets: &'d [StreetRecord],
    pub(super) numbers: &'d [HouseNumber],
    pub(super) points: &'d [Vertex],
    pub(super) repetitions: Texts<'d>,
    pub(super) street_words: &'d [Word],
    posting_ends: &'d [u32],
    postings: &'d [u32],
    pub(super) names: &'d [NameRecord],
    name_words: &'d [Word],
    name_posting_ends: &'d [u32],
    name_postings: &'d [u32],
    pub(super) whole_names: Hashed<'d>,
    /// Postal code above, commune below; sorted.
    postcodes: &'d [u64],
    pub(super) cells: &'d [u64],
    pub(super) cell_starts: &'d [u32],
    pub(super) near: &'d [u32],
}

impl<'d> View<'d> {
    pub(super) fn of(data: &'d [u8], places: &Places) -> Self {
        let texts = |bytes: &Range<usize>, ends: &Range<usize>| Texts::of(&data[bytes.clone()], numbers(data, ends));
        let hashed = |directory: &Range<usize>, entries: &Range<usize>| {
            Hashed::of(numbers(data, directory), numbers(data, entries))
        };
        Self {
            texts: texts(&places.texts, &places.text_ends),
            words: Vocabulary {
                texts: texts(&places.words, &places.word_ends),
                whole: hashed(&places.whole_directory, &places.whole),
                near: hashed(&places.near_directory, &places.near),
            },
            towns: numbers(data, &places.towns),
            streets: numbers(data, &places.streets),
            numbers: numbers(data, &places.numbers),
            points: numbers(data, &places.points),
            repetitions: texts(&places.repetitions, &places.repetition_ends),
            street_words: numbers(data, &places.street_words),
            posting_ends: numbers(data, &places.posting_ends),
            postings: numbers(data, &places.postings),
            names: numbers(data, &places.names),
            name_words: numbers(data, &places.name_words),
            name_posting_ends: numbers(data, &places.name_posting_ends),
            name_postings: numbers(data, &places.name_postings),
            whole_names: hashed(&places.name_directory, &places.name_entries),
            postcodes: numbers(data, &places.postcodes),
            cells: numbers(data, &places.cells),
            cell_starts: numbers(data, &places.cell_starts),
            near: numbers(data, &places.cell_numbers),
        }
    }

    /// Whether the tables fit each other, as far as their lengths and their last entries say: a look at each, whatever the
    /// file's size.
    pub(super) fn fits(&self) -> bool {
        let ends = |last: Option<u32>, length: usize| last.is_none_or(|last| last as usize <= length);
        let listed = |ends: &[u32], all: &[u32]| {
            ends.len() == self.words.texts.len() && ends.last().is_none_or(|last| *last as usize == all.len())
        };
        self.texts.fits()
            && self.words.texts.fits()
            && self.repetitions.fits()
            && self.words.whole.fits()
            && self.words.near.fits()
            && self.whole_names.fits()
            && listed(self.posting_ends, self.postings)
            && listed(self.name_posting_ends, self.name_postings)
            && self.numbers.len() == self.points.len()
            && self.cells.len() == self.cell_starts.len()
            && ends(self.cell_starts.last().copied(), self.near.len())
            && ends(self.towns.last().map(|town| town.streets), self.streets.len())
            && ends(self.streets.last().map(|street| street.numbers), self.numbers.len())
            && ends(self.streets.last().map(|street| street.words), self.street_words.len())
            && ends(self.names.last().map(|name| name.words), self.name_words.len())
    }

    /// A commune. What a damaged file names and does not hold is nothing, here and below: a search may then find what is not
    /// there, but never ends the program.
    #[inline]
    pub(super) fn town(&self, town: u32) -> &'d TownRecord {
        self.towns.get(town as usize).unwrap_or(&NO_TOWN)
    }

    /// A way.
    #[inline]
    pub(super) fn street(&self, street: u32) -> &'d StreetRecord {
        self.streets.get(street as usize).unwrap_or(&NO_STREET)
    }

    /// The commune of a name.
    #[inline]
    pub(super) fn town_named(&self, name: u32) -> u32 {
        self.names.get(name as usize).map_or(NONE, |name| name.town)
    }

    /// A house number, by its place in the tables.
    #[inline]
    pub(super) fn number(&self, at: usize) -> HouseNumber {
        self.numbers.get(at).copied().unwrap_or(HouseNumber(0))
    }

    /// Where a house number is.
    #[inline]
    pub(super) fn point(&self, at: usize) -> Vertex {
        self.points.get(at).copied().unwrap_or(Vertex { x: 0, y: 0 })
    }

    /// The ways of a commune, by their numbers.
    pub(super) fn streets_of(&self, town: u32) -> Range<u32> {
        let start = |town: usize| self.towns.get(town).map_or(self.streets.len() as u32, |town| town.streets);
        start(town as usize)..start(town as usize + 1)
    }

    /// The house numbers of a way, by their places in the tables.
    pub(super) fn numbers_of(&self, street: u32) -> Range<usize> {
        let start =
            |street: usize| self.streets.get(street).map_or(self.numbers.len(), |street| street.numbers as usize);
        let (start, end) = (start(street as usize), start(street as usize + 1));
        if start <= end && end <= self.numbers.len() { start..end } else { 0..0 }
    }

    /// The words of a way's name, in order.
    pub(super) fn words_of(&self, street: u32) -> &'d [Word] {
        let start =
            |street: usize| self.streets.get(street).map_or(self.street_words.len(), |street| street.words as usize);
        self.street_words.get(start(street as usize)..start(street as usize + 1)).unwrap_or_default()
    }

    /// The words of a commune's name, in order.
    pub(super) fn name_words(&self, name: u32) -> &'d [Word] {
        let start = |name: usize| self.names.get(name).map_or(self.name_words.len(), |name| name.words as usize);
        self.name_words.get(start(name as usize)..start(name as usize + 1)).unwrap_or_default()
    }

    /// The ways of which a word is part, in the order of their numbers.
    pub(super) fn streets_with(&self, word: Word) -> &'d [u32] {
        listed(self.posting_ends, self.postings, word)
    }

    /// The same, of some ways only.
    pub(super) fn streets_with_in(&self, word: Word, streets: &Range<u32>) -> &'d [u32] {
        let all = self.streets_with(word);
        let start = all.partition_point(|street| *street < streets.start);
        let rest = &all[start..];
        &rest[..rest.partition_point(|street| *street < streets.end)]
    }

    /// The names of communes of which a word is part.
    pub(super) fn names_with(&self, word: Word) -> &'d [u32] {
        listed(self.name_posting_ends, self.name_postings, word)
    }

    /// The communes of a postal code.
    pub(super) fn towns_of(&self, postcode: u32) -> impl Iterator<Item = u32> + use<'d> {
        let start = self.postcodes.partition_point(|entry| ((*entry >> 32) as u32) < postcode);
        self.postcodes[start..]
            .iter()
            .take_while(move |entry| (**entry >> 32) as u32 == postcode)
            .map(|entry| *entry as u32)
    }

    /// How much a word tells: 1 for one of its own kind, towards 0 for one that every way has.
    pub(super) fn telling(&self, word: Word) -> f32 {
        /// Ways are not listed by the kind that they begin with.
        const WAY: f32 = 0.1;
        if is_way(self.words.text(word)) {
            return WAY;
        }
        let all = (self.streets.len() + self.names.len() + 2) as f32;
        let with = (self.streets_with(word).len() + self.names_with(word).len() + 1) as f32;
        (all / with).ln() / all.ln()
    }
}

fn listed<'d>(ends: &'d [u32], all: &'d [u32], word: Word) -> &'d [u32] {
    let word = word as usize;
    let start = word.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end as usize);
    let end = ends.get(word).map_or(start, |end| *end as usize);
    all.get(start..end).unwrap_or_default()
}

/// A code filled with zero bytes.
pub(super) fn code(text: &str) -> [u8; 8] {
    let mut code = [0; 8];
    let length = text.len().min(code.len());
    code[..length].copy_from_slice(&text.as_bytes()[..length]);
    code
}

/// The text of a code filled with zero bytes.
pub(super) fn text_of(code: &[u8; 8]) -> &str {
    let length = code.iter().position(|byte| *byte == 0).unwrap_or(code.len());
    std::str::from_utf8(&code[..length]).unwrap_or_default()
}

//! Facets: which documents hold a value, and how many of a search's results would.

use crate::answer::ValueCount;
use crate::bits;
use crate::codec::u32_at;
use crate::index::Index;
use crate::request::FacetCounts;

/// The documents of every value of a facet.
pub(crate) struct Facet {
    values: Vec<ValueSet>,
}

/// The documents of a value: a bit for each document when they are many, a list when they are few.
enum ValueSet {
    Bits { set: Vec<u64>, count: u32 },
    List(Vec<u32>),
}

/// Rarer than one document in so many: a list is smaller and counted faster.
const RARE: usize = 128;

impl Facet {
    pub(crate) fn new(values: usize, documents: usize, ends: &[u8], numbers: &[u8]) -> Self {
        let mut sizes = vec![0; values];
        for at in 0..numbers.len() / 4 {
            sizes[u32_at(numbers, at) as usize] += 1;
        }
        let empty = |&size: &usize| {
            if size * RARE < documents {
                return ValueSet::List(Vec::with_capacity(size));
            }
            ValueSet::Bits { set: vec![0; bits::words_for(documents)], count: size as u32 }
        };
        let mut values: Vec<ValueSet> = sizes.iter().map(empty).collect();
        let mut start = 0;
        for doc in 0..documents {
            let end = u32_at(ends, doc) as usize;
            for at in start..end {
                match &mut values[u32_at(numbers, at) as usize] {
                    ValueSet::Bits { set, .. } => bits::insert(set, doc as u32),
                    ValueSet::List(list) => list.push(doc as u32),
                }
            }
            start = end;
        }
        Self { values }
    }

    pub(crate) fn len_of(&self, value: u32) -> u32 {
        match &self.values[value as usize] {
            ValueSet::Bits { count, .. } => *count,
            ValueSet::List(list) => list.len() as u32,
        }
    }

    pub(crate) fn holds(&self, value: u32, doc: u32) -> bool {
        match &self.values[value as usize] {
            ValueSet::Bits { set, .. } => bits::contains(set, doc),
            ValueSet::List(list) => list.binary_search(&doc).is_ok(),
        }
    }

    pub(crate) fn insert_into(&self, value: u32, set: &mut [u64]) {
        match &self.values[value as usize] {
            ValueSet::Bits { set: own, .. } => bits::insert_all(set, own),
            ValueSet::List(list) => list.iter().for_each(|&doc| bits::insert(set, doc)),
        }
    }

    pub(crate) fn for_each(&self, value: u32, mut each: impl FnMut(u32)) {
        match &self.values[value as usize] {
            ValueSet::Bits { set, .. } => bits::for_each(set, each),
            ValueSet::List(list) => list.iter().for_each(|&doc| each(doc)),
        }
    }

    /// How many documents of a value are in the base.
    fn count(&self, value: usize, base: &Base<'_>) -> u32 {
        match (&self.values[value], base) {
            (own, Base::All) => match own {
                ValueSet::Bits { count, .. } => *count,
                ValueSet::List(list) => list.len() as u32,
            },
            (ValueSet::Bits { set, .. }, Base::Many(base)) => bits::count_common(set, base),
            (ValueSet::Bits { set, .. }, Base::Few { words, .. }) => {
                words.iter().map(|&(at, word)| (set[at as usize] & word).count_ones()).sum()
            }
            (ValueSet::List(list), Base::Many(base) | Base::Few { base, .. }) => {
                list.iter().map(|&doc| u32::from(bits::contains(base, doc))).sum()
            }
        }
    }
}

/// The documents among which values are counted.
enum Base<'b> {
    All,
    Many(&'b [u64]),
    /// Few words have a bit set: only these are looked at.
    Few {
        base: &'b [u64],
        words: Vec<(u32, u64)>,
    },
}

impl<'b> Base<'b> {
    fn new(base: &'b [u64], documents: usize, size: u32) -> Self {
        if size as usize == documents {
            return Self::All;
        }
        if size as usize * 12 > base.len() {
            return Self::Many(base);
        }
        let filled = base.iter().enumerate().filter(|&(_, &word)| word != 0);
        Self::Few { base, words: filled.map(|(at, &word)| (at as u32, word)).collect() }
    }
}

/// A facet's part in the filters.
pub(crate) struct FacetFilter {
    pub(crate) facet: usize,
    /// Numbers of the known selected values, sorted.
    pub(crate) values: Vec<u32>,
    /// All documents that hold one of them.
    pub(crate) set: Vec<u64>,
}

impl FacetFilter {
    /// The filters of a request, one for each facet; the values of a facet that comes twice add up.
    pub(crate) fn all(index: &Index, filters: &[(usize, Vec<&str>)]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for (facet, values) in filters.iter().filter(|(_, values)| !values.is_empty()) {
            let at = all.iter().position(|filter| filter.facet == *facet).unwrap_or_else(|| {
                let mut set = Vec::new();
                bits::clear(&mut set, index.len());
                all.push(Self { facet: *facet, values: Vec::new(), set });
                all.len() - 1
            });
            // A facet out of the schema holds nothing.
            let Some(sets) = index.facets.get(*facet) else { continue };
            let texts = index.value_texts(*facet);
            for number in values.iter().filter_map(|value| texts.find(value)) {
                sets.insert_into(number as u32, &mut all[at].set);
                all[at].values.push(number as u32);
            }
        }
        all.iter_mut().for_each(|filter| filter.values.sort_unstable());
        all
    }
}

/// Counts a facet's values. `base`: what matches all but this facet's own filter; `total`: what matches all.
pub(crate) fn count_values<'i>(
    index: &'i Index,
    wanted: &FacetCounts<'_>,
    base: &[u64],
    own: Option<&FacetFilter>,
    total: u32,
) -> Vec<ValueCount<'i>> {
    let Some(facet) = index.facets.get(wanted.facet) else { return Vec::new() };
    let texts = index.value_texts(wanted.facet);
    // Values add up: selecting one more adds those of its documents that the selected ones do not hold yet.
    let mut rest = Vec::new();
    let (base, size, already) = match own {
        None => (base, total, 0),
        Some(own) => {
            rest.extend_from_slice(base);
            bits::remove_all(&mut rest, &own.set);
            let size = bits::count(&rest);
            (rest.as_slice(), size, total)
        }
    };
    let base = Base::new(base, index.len(), size);
    let selected = |value: usize| own.is_some_and(|own| own.values.binary_search(&(value as u32)).is_ok());
    let mut counts = Vec::new();
    for value in ranges(&wanted.prefixes, texts).into_iter().flatten() {
        let count = already + facet.count(value, &base);
        let selected = selected(value);
        if count > 0 || selected {
            counts.push(ValueCount { value: texts.get(value), number: value as u32, count, selected });
        }
    }
    counts
}

/// The values that begin with one of these, each once.
fn ranges(prefixes: &[&str], texts: crate::texts::Texts<'_>) -> Vec<std::ops::Range<usize>> {
    if prefixes.is_empty() {
        return std::iter::once(0..texts.len()).collect();
    }
    let mut ranges: Vec<_> = prefixes.iter().map(|prefix| texts.starting(prefix)).collect();
    ranges.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    for range in &mut ranges {
        range.start = range.start.max(end).min(range.end.max(end));
        range.end = range.end.max(range.start);
        end = range.end;
    }
    ranges
}

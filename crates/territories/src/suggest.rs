//! Finding a place by the beginning of its name, or of a word in it.

use essaim_geo::Level;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::Territory;

/// The names, folded, with an entry for each word that one may begin with.
#[derive(Debug)]
pub(crate) struct NameIndex {
    folded: String,
    /// Sorted by the text they point to.
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    end: u32,
    place: u32,
    /// How many words stand before.
    skipped: u8,
}

/// Words that nobody begins a search with.
const SMALL_WORDS: [&str; 16] =
    ["a", "au", "aux", "ca", "cc", "cu", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"];

impl NameIndex {
    pub(crate) fn new(places: &[Territory]) -> Self {
        let mut index = NameIndex { folded: String::new(), entries: Vec::with_capacity(places.len() * 2) };
        for (at, place) in places.iter().enumerate() {
            index.add(at as u32, &fold(place.name()));
        }
        let folded = std::mem::take(&mut index.folded);
        index.entries.sort_unstable_by_key(|entry| (&folded[entry.range()], entry.place, entry.skipped));
        index.folded = folded;
        index.folded.shrink_to_fit();
        index.entries.shrink_to_fit();
        index
    }

    fn add(&mut self, place: u32, name: &str) {
        let base = self.folded.len();
        self.folded.push_str(name);
        let end = self.folded.len() as u32;
        let mut offset = 0;
        for (skipped, word) in name.split(' ').enumerate() {
            if skipped == 0 || !SMALL_WORDS.contains(&word) {
                self.entries.push(Entry { start: (base + offset) as u32, end, place, skipped: skipped.min(255) as u8 });
            }
            offset += word.len() + 1;
        }
    }

    /// Those that match: whole names first, then names that begin with the text, then words; among
    /// equals the likelier level, then the more inhabitants.
    pub(crate) fn search<'a>(&self, text: &str, places: &'a [Territory], limit: usize) -> Vec<&'a Territory> {
        let text = fold(text);
        if text.is_empty() {
            return Vec::new();
        }
        let start = self.entries.partition_point(|entry| &self.folded[entry.range()] < text.as_str());
        let matching = self.entries[start..].iter().take_while(|entry| self.folded[entry.range()].starts_with(&text));
        let mut ranked: Vec<_> = matching
            .map(|entry| {
                let place = &places[entry.place as usize];
                let partial = entry.range().len() > text.len();
                let fewer = u32::MAX - place.population().unwrap_or(0);
                (entry.skipped > 0, partial, likelihood(place.level()), fewer, entry.place)
            })
            .collect();
        // A name may match by two of its words; the better one is kept.
        ranked.sort_unstable_by_key(|rank| (rank.4, rank.0, rank.1));
        ranked.dedup_by_key(|rank| rank.4);
        ranked.sort_unstable();
        ranked.iter().take(limit).map(|rank| &places[rank.4 as usize]).collect()
    }
}

impl Entry {
    fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Who types "Metz" means the town, not the arrondissement of that name.
fn likelihood(level: Level) -> u8 {
    match level {
        Level::Region => 0,
        Level::Departement => 1,
        Level::Commune => 2,
        Level::Epci => 3,
        Level::Qpv => 4,
        Level::Contrat => 5,
        Level::Arrondissement => 6,
    }
}

/// Whether two names are one, as official files write them: with its article or without, an EPCI's kind in full or not.
pub(crate) fn is_same_name(one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    one == other || essential(&one) == essential(&other)
}

/// A folded name in the shortest way that official files write it.
fn essential(folded: &str) -> String {
    const KINDS: [(&str, &str); 3] =
        [("communaute de communes", "cc"), ("communaute d agglomeration", "ca"), ("communaute urbaine", "cu")];
    const ARTICLES: [&str; 4] = ["l ", "le ", "la ", "les "];
    for (kind, short) in KINDS {
        if let Some(rest) = folded.strip_prefix(kind) {
            return format!("{short}{rest}");
        }
    }
    ARTICLES.iter().find_map(|article| folded.strip_prefix(article)).unwrap_or(folded).to_owned()
}

/// Lower case, no accents, one space between words, `st` and `ste` spelled out.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        let from = folded.len();
        for letter in word.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
            match letter {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                _ => folded.push(letter),
            }
        }
        match &folded[from..] {
            "st" => folded.replace_range(from.., "saint"),
            "ste" => folded.replace_range(from.., "sainte"),
            _ => {}
        }
    }
    folded
}

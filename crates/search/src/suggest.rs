//! What to propose while someone types: words, documents' names, entries; whatever the accents, despite one mistake.

use std::cmp::Reverse;

use crate::analyser::{fold, is_stop, key, segment};
use crate::answer::Suggestion;
use crate::codec::u32_at;
use crate::index::Index;
use crate::layout::Section;

/// How many words of a name may be the one that is typed.
const MOST_STARTS: usize = 10;
/// A beginning that this many share is cut: the first typed letter must not cost more than the fifth.
const MOST_LOOKED_AT: usize = 20_000;

/// The form by which names and entries are matched: folded words, one space between.
pub(crate) fn matched_form(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Where the words that may be typed first begin.
pub(crate) fn word_starts(form: &str) -> impl Iterator<Item = usize> {
    let starts = std::iter::once(0).chain(form.match_indices(' ').map(|(space, _)| space + 1));
    let useful = starts.filter(|&at| {
        let word = form[at..].split(' ').next().unwrap_or_default();
        !word.is_empty() && (at == 0 || !is_stop(word))
    });
    useful.take(MOST_STARTS)
}

/// A suggestion and what it is worth: how well it matches, then how useful it is.
type Weighed<'i> = (u32, Suggestion<'i>);

impl Index {
    /// What to propose to someone who typed this much, most useful first. A few words, entries and names are mixed, so
    /// that no kind hides the others.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion<'_>> {
        let typed: String = typed.chars().take(80).collect();
        let form = matched_form(&typed);
        if form.is_empty() || limit == 0 {
            return Vec::new();
        }
        let mut names = self.names_starting(&form, limit);
        let mut words = self.words_starting(&typed_word(&typed), limit);
        if names.is_empty() && words.is_empty() && form.len() >= 4 {
            let close = self.close_starts(&form);
            for other in close.into_iter().take(2) {
                let known: Vec<Suggestion<'_>> =
                    names.iter().chain(&words).map(|&(_, suggestion)| suggestion).collect();
                names.extend(self.names_starting(&other, limit).into_iter().filter(|(_, own)| !known.contains(own)));
                if !other.contains(' ') {
                    words
                        .extend(self.words_starting(&other, limit).into_iter().filter(|(_, own)| !known.contains(own)));
                }
            }
        }
        if words.len() < limit {
            let known: Vec<&str> = words.iter().map(|(_, word)| word.text()).collect();
            let more: Vec<Weighed<'_>> =
                self.synonyms_starting(&form).filter(|(_, word)| !known.contains(&word.text())).collect();
            words.extend(more.into_iter().take(limit - words.len()));
        }
        let mut mixed = mixed(words, names, limit);
        for suggestion in &mut mixed {
            if let Suggestion::Word { text, count } = suggestion {
                *count = self.count(text, &[]);
            }
        }
        mixed
    }

    /// Words that no document holds, perhaps, but whose synonyms some do.
    fn synonyms_starting<'i>(&'i self, form: &str) -> impl Iterator<Item = Weighed<'i>> {
        let members = self.synonyms.groups.iter().flatten();
        let mut found: Vec<&'i str> =
            members.filter(|member| matched_form(member).starts_with(form)).map(String::as_str).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|text| {
            let count = self.count(text, &[]);
            (count > 0).then_some((count, Suggestion::Word { text, count }))
        })
    }

    /// Words that begin so, one of each family.
    fn words_starting(&self, start: &str, limit: usize) -> Vec<Weighed<'_>> {
        if start.is_empty() {
            return Vec::new();
        }
        let range = self.texts(Section::WordKeys).starting(start);
        let mut best: Vec<(u32, u32, usize)> = Vec::new();
        for word in range.take(MOST_LOOKED_AT) {
            let term = self.word_term(word);
            let df = self.df(term);
            if best.len() == limit * 4 && best.last().is_some_and(|&(least, ..)| df <= least) {
                continue;
            }
            match best.iter_mut().find(|(_, known, _)| *known == term) {
                // Of one family, the word as most write it, if it begins so.
                Some(known) => {
                    if self.best_word(term) == Some(word) {
                        known.2 = word;
                    }
                }
                None => {
                    let at = best.partition_point(|&(other, ..)| other >= df);
                    best.insert(at, (df, term, word));
                    best.truncate(limit * 4);
                }
            }
        }
        let keys = self.texts(Section::WordKeys);
        best.retain(|&(.., word)| !is_stop(keys.get(word)));
        best.truncate(limit);
        let weighed =
            |(count, _, word): (u32, u32, usize)| (count, Suggestion::Word { text: self.word_shown(word), count });
        best.into_iter().map(weighed).collect()
    }

    /// Names and entries one of whose words, with what follows it, begins so; else those that hold all the words.
    fn names_starting(&self, form: &str, limit: usize) -> Vec<Weighed<'_>> {
        let range = self.starts_range(form);
        let looked_at = range.len().min(MOST_LOOKED_AT);
        let mut found: Vec<(u32, u32)> = range.take(looked_at).map(|at| self.weighed_item(at)).collect();
        if found.is_empty() && form.contains(' ') {
            found = self.items_with_all(form);
        }
        found.sort_unstable_by_key(|&(weight, item)| (Reverse(weight), item));
        let mut seen = Vec::new();
        found.retain(|&(_, item)| {
            seen.len() < limit && !seen.contains(&item) && {
                seen.push(item);
                true
            }
        });
        found.into_iter().map(|(weight, item)| (weight, self.item(item))).collect()
    }

    fn items_with_all(&self, form: &str) -> Vec<(u32, u32)> {
        let mut lists = form.split(' ').map(|word| {
            let range = self.starts_range(word);
            let mut items: Vec<(u32, u32)> = range
                .take(MOST_LOOKED_AT)
                .map(|at| self.weighed_item(at))
                .map(|(weight, item)| (item, weight))
                .collect();
            items.sort_unstable();
            items
        });
        let mut common = lists.next().unwrap_or_default();
        for list in lists {
            common.retain(|(item, _)| list.binary_search_by_key(item, |&(other, _)| other).is_ok());
        }
        common.into_iter().map(|(item, weight)| (weight, item)).collect()
    }

    /// Where the word starts that begin so stand in the sorted list.
    fn starts_range(&self, form: &str) -> std::ops::Range<usize> {
        let starts = self.section(Section::Starts);
        let count = starts.len() / 8;
        let from = crate::index::partition_point(count, |at| self.start_text(at) < form.as_bytes());
        let more =
            crate::index::partition_point(count - from, |at| self.start_text(from + at).starts_with(form.as_bytes()));
        from..from + more
    }

    fn start_text(&self, at: usize) -> &[u8] {
        let starts = self.section(Section::Starts);
        &self.texts(Section::Matched).bytes(u32_at(starts, 2 * at) as usize)[u32_at(starts, 2 * at + 1) as usize..]
    }

    /// An item that begins so: a name counts more from its first word, an entry by its weight.
    fn weighed_item(&self, at: usize) -> (u32, u32) {
        let starts = self.section(Section::Starts);
        let (item, offset) = (u32_at(starts, 2 * at), u32_at(starts, 2 * at + 1));
        let own = match (item as usize).checked_sub(self.len()) {
            Some(entry) => self.entries[entry].weight.min(1 << 24),
            None => 1,
        };
        (own * 2 + if offset == 0 { own.max(16) } else { 0 }, item)
    }

    fn item(&self, item: u32) -> Suggestion<'_> {
        match (item as usize).checked_sub(self.len()) {
            Some(entry) => {
                let entry = &self.entries[entry];
                Suggestion::Entry { text: &entry.text, kind: &entry.kind, key: &entry.key, weight: entry.weight }
            }
            None => {
                let text = |section| self.texts(section).get(item as usize);
                Suggestion::Document { text: text(Section::Names), doc: item, key: text(Section::Keys) }
            }
        }
    }

    /// Beginnings that exist and are one mistake away from this one, the most frequent first.
    fn close_starts(&self, form: &str) -> Vec<String> {
        let (rest, last) = form.rsplit_once(' ').map_or(("", form), |(rest, last)| (rest, last));
        if last.len() < 4 {
            return Vec::new();
        }
        let words = self.texts(Section::WordKeys);
        let first = last.chars().next().map(String::from).unwrap_or_default();
        let mut close: Vec<(u32, String)> = Vec::new();
        for word in words.starting(&first).take(4 * MOST_LOOKED_AT) {
            let text = words.get(word);
            let Some(start) = close_start(text, last) else { continue };
            let df = self.df(self.word_term(word));
            match close.iter_mut().find(|(_, known)| known == start) {
                Some(known) => known.0 += df,
                None => close.push((df, start.to_owned())),
            }
        }
        close.sort_unstable_by(|one, other| other.cmp(one));
        let whole = |(_, start): (u32, String)| if rest.is_empty() { start } else { format!("{rest} {start}") };
        close.into_iter().map(whole).collect()
    }
}

/// The folded word that is being typed, without what an apostrophe ties to it: *l’emp* begins *emploi*. Empty when there
/// are several.
fn typed_word(typed: &str) -> String {
    let mut words: Vec<(u32, String)> = Vec::new();
    let places = segment(typed, |token| words.push((token.place, key(token.spelling))));
    match words.as_slice() {
        [(_, word)] => word.clone(),
        // A compound stands, joined, at the place of its first part.
        [(0, joined), (0, _), ..] if places == words.len() as u32 - 1 => joined.clone(),
        _ => String::new(),
    }
}

/// The beginning of a word that is one mistake away from what was typed.
fn close_start<'w>(word: &'w str, typed: &str) -> Option<&'w str> {
    let (own, other) = (word.as_bytes(), typed.as_bytes());
    let same = own.iter().zip(other).take_while(|(one, other)| one == other).count();
    if same == other.len() || same >= own.len() || other.len() > 40 {
        return None;
    }
    // One letter changed, missing, too many, or two swapped: what is left must then begin the rest.
    let (own, other) = (&own[same..], &other[same..]);
    let left = [
        own[1..].starts_with(&other[1..]).then_some(other.len()),
        own[1..].starts_with(other).then_some(other.len() + 1),
        own.starts_with(&other[1..]).then_some(other.len() - 1),
        (own.len() > 1
            && other.len() > 1
            && own[0] == other[1]
            && own[1] == other[0]
            && own[2..].starts_with(&other[2..]))
        .then_some(other.len()),
    ];
    left.into_iter().flatten().find_map(|length| word.get(..same + length))
}

/// A third of words at least, then the rest by weight.
fn mixed<'i>(words: Vec<Weighed<'i>>, names: Vec<Weighed<'i>>, limit: usize) -> Vec<Suggestion<'i>> {
    let names_wanted = names.len().min(limit - limit.div_ceil(3).min(words.len()));
    let words_wanted = limit - names_wanted;
    let words = words.into_iter().take(words_wanted);
    words.chain(names).take(limit).map(|(_, suggestion)| suggestion).collect()
}

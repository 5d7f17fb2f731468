//! From what someone typed to clauses. Any text is a query; none takes more than a bounded time.

use crate::analyser::{ends_at, is_stop, key, segment};

/// Longer queries are cut there.
const LONGEST: usize = 1000;
/// Words beyond these are left out.
const MOST_WORDS: usize = 24;

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) key: String,
    /// Where it stands in the query, in bytes.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Word {
    pub(crate) fn is_stop(&self) -> bool {
        is_stop(&self.key)
    }
}

/// What is wanted as one: a word, a compound, a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) kind: Kind,
    pub(crate) excluded: bool,
    /// In their order; several for a compound or a phrase.
    pub(crate) words: Vec<Word>,
    /// The place of the first word among the words of the query.
    pub(crate) place: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    /// Words tied by hyphens, with their joined key.
    Compound(String),
    Phrase,
}

/// A query, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Parsed {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) shortened: bool,
    /// Whether the query ends within a word, which may still be being typed.
    pub(crate) open: bool,
    words: usize,
}

/// Reads a query.
pub(crate) fn parse(query: &str) -> Parsed {
    let end = (0..=LONGEST.min(query.len())).rev().find(|&end| query.is_char_boundary(end)).unwrap_or(0);
    let text = &query[..end];
    let mut parsed = Parsed { shortened: end < query.len(), ..Parsed::default() };
    let mut at = 0;
    while let Some((chunk, after)) = next_chunk(text, at) {
        parsed.add(text, chunk);
        at = after;
    }
    let last = parsed.clauses.last();
    let open = last.is_some_and(|clause| {
        clause.kind != Kind::Phrase && clause.words.last().is_some_and(|word| word.end == text.len())
    });
    parsed.open = open && !parsed.shortened;
    parsed
}

#[derive(Clone, Copy)]
struct Chunk {
    start: usize,
    end: usize,
    excluded: bool,
    phrase: bool,
}

/// Whether a phrase begins or ends here.
fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '«' | '“' | '„' | '”' | '»' | '＂')
}

/// The next stretch of plain words, phrase or exclusion, and where to go on.
fn next_chunk(text: &str, from: usize) -> Option<(Chunk, usize)> {
    let start = from + text[from..].find(|letter: char| !letter.is_whitespace())?;
    let rest = &text[start..];
    let minus = rest.starts_with(['-', '−'])
        && rest.chars().nth(1).is_some_and(|next| next.is_alphanumeric() || is_quote(next));
    let start = if minus { start + rest.chars().next().map_or(0, char::len_utf8) } else { start };
    let rest = &text[start..];
    let first = rest.chars().next()?;
    if is_quote(first) {
        let inner = start + first.len_utf8();
        let length = text[inner..].find(is_quote);
        let end = length.map_or(text.len(), |length| inner + length);
        let after = end + text[end..].chars().next().map_or(0, char::len_utf8);
        return Some((Chunk { start: inner, end, excluded: minus, phrase: true }, after));
    }
    let mut spaced = false;
    let mut end = text.len();
    for (at, letter) in rest.char_indices() {
        let ends_word = minus && letter.is_whitespace();
        // A minus after a space begins an exclusion; elsewhere it is a hyphen.
        let begins = spaced && matches!(letter, '-' | '−');
        if ends_word || is_quote(letter) || (begins && at > 0) {
            end = start + at;
            break;
        }
        spaced = letter.is_whitespace();
    }
    Some((Chunk { start, end, excluded: minus, phrase: false }, end))
}

impl Parsed {
    fn add(&mut self, text: &str, chunk: Chunk) {
        let content = &text[chunk.start..chunk.end];
        let first_place = self.words as u32;
        let mut tokens: Vec<(Word, u32)> = Vec::new();
        segment(content, |token| {
            let ends = ends_at(content, token.start);
            let word =
                Word { key: key(token.spelling), start: chunk.start + token.start, end: chunk.start + ends.word };
            tokens.push((word, token.place));
        });
        let mut clauses: Vec<Clause> = Vec::new();
        // Until where the compound at hand goes.
        let mut compound = 0;
        for (at, (word, place)) in tokens.iter().enumerate() {
            if word.key.is_empty() {
                continue;
            }
            let joined = tokens.get(at + 1).is_some_and(|(_, next)| next == place);
            let kind = if joined { Kind::Compound(word.key.clone()) } else { Kind::Word };
            if joined {
                compound = chunk.start + ends_at(content, word.start - chunk.start).compound;
            } else {
                if self.words >= MOST_WORDS {
                    self.shortened = true;
                    break;
                }
                self.words += 1;
                if let Some(clause) = clauses.last_mut().filter(|_| word.start < compound) {
                    clause.words.push(word.clone());
                    continue;
                }
            }
            let words = if joined { Vec::new() } else { vec![word.clone()] };
            clauses.push(Clause { kind, excluded: chunk.excluded, words, place: first_place + place });
        }
        clauses.retain(|clause| !clause.words.is_empty());
        if !chunk.phrase {
            return self.clauses.append(&mut clauses);
        }
        let words: Vec<Word> = clauses.into_iter().flat_map(|clause| clause.words).collect();
        if !words.is_empty() {
            self.clauses.push(Clause { kind: Kind::Phrase, excluded: chunk.excluded, words, place: first_place });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(query: &str) -> String {
        let show = |clause: &Clause| {
            let words: Vec<&str> = clause.words.iter().map(|word| word.key.as_str()).collect();
            let minus = if clause.excluded { "-" } else { "" };
            match &clause.kind {
                Kind::Word => format!("{minus}{}", words.join("?")),
                Kind::Compound(joined) => format!("{minus}{}={joined}", words.join("_")),
                Kind::Phrase => format!("{minus}\"{}\"", words.join(" ")),
            }
        };
        parse(query).clauses.iter().map(show).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn queries_are_read_as_meant() {
        for (query, expected) in [
            ("garage solidaire", "garage | solidaire"),
            ("\"garage solidaire\" emploi", "\"garage solidaire\" | emploi"),
            ("« chargé d’affaires »", "\"charge affaires\""),
            ("emploi -stage", "emploi | -stage"),
            ("emploi -\"de la ville\" jeunes", "emploi | -\"de la ville\" | jeunes"),
            ("mini-entreprise", "mini_entreprise=minientreprise"),
            ("-mini-entreprise x", "-mini_entreprise=minientreprise | x"),
            ("mini - entreprise", "mini | entreprise"),
            ("habitant·e·s d’un Q.P.V.", "habitants | un | qpv"),
            ("2 700 habitants-es", "2700 | habitants"),
            ("\"jamais fermé", "\"jamais ferme\""),
            ("- \" -\"", ""),
            ("--", ""),
            ("", ""),
        ] {
            assert_eq!(read(query), expected, "{query}");
        }
    }

    #[test]
    fn only_a_last_word_without_a_space_after_it_is_open() {
        assert!(parse("garage sol").open);
        assert!(parse("mini-ent").open);
        assert!(!parse("garage ").open);
        assert!(!parse("\"garage sol").open);
    }

    #[test]
    fn a_long_query_is_shortened() {
        let parsed = parse(&"mot ".repeat(100));
        assert!(parsed.shortened);
        assert_eq!(parsed.clauses.len(), MOST_WORDS);
    }

    proptest! {
        #[test]
        fn any_text_is_a_query(query in "(\\PC|[-\"« »a-zé'.()·]){0,60}") {
            let parsed = parse(&query);
            for word in parsed.clauses.iter().flat_map(|clause| &clause.words) {
                prop_assert!(word.start < word.end && query.get(word.start..word.end).is_some());
            }
        }

        #[test]
        fn any_string_is_a_query(query: String) {
            parse(&query);
        }
    }
}

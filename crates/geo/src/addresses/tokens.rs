//! A question cut into tokens: what each may mean, and what is only noise.

use super::likeness::{is_with_losses, tolerance};
use super::records::View;
use super::spelling::{Folded, Gap, LOST};
use super::vocabulary::{Near, Sort, Vocabulary, Word};
use super::words::{Canon, canonical, is_rank, others};

/// More words than any address has; what comes after is left out.
pub(super) const MOST: usize = 48;

/// A word of a question.
#[derive(Debug, Clone, Default)]
pub(super) struct Token {
    /// In its one form.
    pub(super) text: String,
    /// As it was typed, folded; without the places of lost letters.
    raw: String,
    /// With them, where some were lost.
    pattern: Option<String>,
    /// Which piece of the folded question it comes from.
    pub(super) piece: usize,
    pub(super) number: Option<u32>,
    /// How many digits it was typed with; 0 for words.
    pub(super) digits: usize,
    pub(super) before: Option<Gap>,
    pub(super) is_elided: bool,
    pub(super) sort: Option<Sort>,
    /// Whether it is a rank's ending: the `e` of `10e`.
    pub(super) is_rank: bool,
    /// Whether it most likely follows a house number: the `B` of `4B`, `bis`.
    pub(super) is_repetition: bool,
    pub(super) noise: Noise,
    /// The words that it may stand for, the likeliest first.
    pub(super) meant: Vec<Meant>,
    /// Whether misspellings are among them.
    is_widened: bool,
}

/// A word that a token may stand for, and what it costs to think so (nats: 0 for sure, 2.3 for one chance in ten).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Meant {
    pub(super) word: Word,
    pub(super) cost: f32,
}

/// Whether a token is part of where a house is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Noise {
    /// It is, as far as one knows.
    #[default]
    None,
    /// A flat, a floor, a building, a person: it may be part of a name, and need not.
    Maybe,
    /// A post box, a country.
    Sure,
}

impl Token {
    pub(super) fn sort(&self) -> Sort {
        self.sort.unwrap_or(Sort::Name)
    }

    /// Whether it is five digits that may be a postal code.
    pub(super) fn postcode(&self) -> Option<u32> {
        self.number.filter(|number| self.digits == 5 && (1_000..99_000).contains(number))
    }

    /// Whether it is a postal code that lost its nought in a spreadsheet.
    pub(super) fn shortened_postcode(&self) -> Option<u32> {
        self.number.filter(|number| self.digits == 4 && (1_000..9_900).contains(number))
    }

    /// What it costs to think that it stands for a word.
    pub(super) fn cost(&self, word: Word, words: &Vocabulary<'_>) -> Option<f32> {
        if let Some(meant) = self.meant.iter().find(|meant| meant.word == word) {
            return Some(meant.cost + if self.is_repetition { 2.0 } else { 0.0 });
        }
        if self.is_repetition {
            return None;
        }
        self.abbreviates(words.text(word))
    }

    /// An initial, or the beginning of a word.
    fn abbreviates(&self, word: &str) -> Option<f32> {
        if self.raw.len() >= word.len() || self.digits > 0 || self.is_elided {
            return self.shortens_year(word);
        }
        match self.raw.len() {
            1 => word.starts_with(&self.raw).then_some(0.8),
            2..=5 => word.starts_with(&self.raw).then_some(1.5),
            _ => None,
        }
    }

    /// `8 mai 45`.
    fn shortens_year(&self, word: &str) -> Option<f32> {
        let is_year = self.digits == 2 && word.len() == 4 && (word.starts_with("19") || word.starts_with("18"));
        (is_year && word.ends_with(&self.text)).then_some(0.3)
    }

    /// The words that are written so.
    fn look_up(&mut self, words: &Vocabulary<'_>) {
        self.meant.clear();
        self.is_widened = false;
        self.meant.extend(words.find(&self.text).map(|word| Meant { word, cost: 0.0 }));
        for other in others(&self.raw) {
            let other = words.find(other).filter(|word| self.meant.iter().all(|meant| meant.word != *word));
            self.meant.extend(other.map(|word| Meant { word, cost: 0.4 }));
        }
        if self.raw != self.text && self.digits == 0 && self.number.is_none() {
            let plain = words.find(&self.raw).filter(|word| self.meant.iter().all(|meant| meant.word != *word));
            self.meant.extend(plain.map(|word| Meant { word, cost: 0.3 }));
        }
    }

    /// The words of which letters were lost.
    fn restore(&mut self, words: &Vocabulary<'_>, room: &mut Vec<Near>) {
        let Some(pattern) = &self.pattern else { return };
        words.near(&self.raw, room);
        self.meant.iter_mut().for_each(|meant| meant.cost += 1.0);
        let restored = room.iter().filter(|near| is_with_losses(pattern.as_bytes(), words.text(near.word).as_bytes()));
        self.meant.extend(restored.map(|near| Meant { word: near.word, cost: 0.1 }));
        self.meant.sort_by(|one, other| one.cost.total_cmp(&other.cost));
        let way = self.meant.iter().map(|meant| words.text(meant.word)).find(|text| Sort::of(text) == Sort::Way);
        if let Some(way) = way {
            self.sort = Some(Sort::of(way));
        }
    }

    /// The words that it may be a misspelling of, too.
    pub(super) fn widen(&mut self, words: &Vocabulary<'_>, room: &mut Vec<Near>) {
        if self.is_widened || self.digits > 0 {
            return;
        }
        self.is_widened = true;
        words.near(&self.raw, room);
        let losses = self.pattern.as_deref().unwrap_or_default();
        for near in room.iter() {
            if is_with_losses(losses.as_bytes(), words.text(near.word).as_bytes()) {
                continue;
            }
            let length = self.raw.len().min(words.text(near.word).len());
            let mut cost = misspelling(near, length);
            if self.raw.as_bytes().first() != words.text(near.word).as_bytes().first() {
                cost += 0.4;
            }
            match self.meant.iter_mut().find(|meant| meant.word == near.word) {
                Some(meant) => meant.cost = meant.cost.min(cost),
                None => self.meant.push(Meant { word: near.word, cost }),
            }
        }
        self.meant.sort_by(|one, other| one.cost.total_cmp(&other.cost));
        self.meant.truncate(64);
    }
}

/// What a misspelling costs: the shorter the word, the likelier that another was meant.
fn misspelling(near: &Near, length: usize) -> f32 {
    let by_letters = match (near.letters, length) {
        (1, 0..=3) => 2.6,
        (1, 4) => 2.0,
        (1, 5..=6) => 1.4,
        (1, _) => 1.1,
        (2, 0..=6) => 3.2,
        (2, 7..=8) => 2.6,
        (2, _) => 2.1,
        (3, _) => 3.4,
        _ => 4.0,
    };
    if near.sounds { f32::min(by_letters, if tolerance(length) > 1 { 1.0 } else { 1.4 }) } else { by_letters }
}

/// The tokens of a folded question.
pub(super) fn tokens(folded: &Folded, words: &Vocabulary<'_>, room: &mut Vec<Near>, out: &mut Vec<Token>) {
    out.clear();
    for (place, piece) in folded.pieces.iter().enumerate() {
        let typed = folded.text(*piece);
        let whole = typed.replace(LOST, "");
        let raw = whole.as_str();
        if raw.is_empty() {
            continue;
        }
        let is_digits = raw.as_bytes()[0].is_ascii_digit();
        let last = out.last().and_then(|last| last.number);
        let follows_digits = out.last().is_some_and(|last| matches!(last.digits, 1..=4));
        let is_glued = piece.before == Gap::Glued && raw.len() == 1;
        let token = Token {
            raw: raw.to_owned(),
            pattern: (raw != typed).then(|| typed.to_owned()),
            piece: place,
            before: Some(piece.before),
            is_elided: piece.is_elided,
            is_rank: last.is_some_and(|number| is_rank(raw, number)) && is_rank_apart(raw, piece.before),
            is_repetition: follows_digits && (is_glued || matches!(raw, "bis" | "ter" | "quater")),
            digits: if is_digits { raw.len() } else { 0 },
            ..Token::default()
        };
        match canonical(raw) {
            Canon::Number(number) => {
                out.push(Token { text: number.to_string(), number: Some(number), sort: Some(Sort::Number), ..token });
            }
            Canon::Word(full) => {
                for part in full.split(' ') {
                    let sort = if token.is_rank { Sort::Small } else { Sort::of(part) };
                    out.push(Token { text: part.to_owned(), sort: Some(sort), ..token.clone() });
                }
            }
        }
        if out.len() >= MOST {
            out.truncate(MOST);
            break;
        }
    }
    mark_letters_before_ways(out);
    for token in out {
        token.look_up(words);
        token.restore(words, room);
    }
}

/// `17 r rue Fabert`.
fn mark_letters_before_ways(tokens: &mut [Token]) {
    for at in 1..tokens.len().saturating_sub(1) {
        let is_between = matches!(tokens[at - 1].digits, 1..=4) && tokens[at + 1].sort() == Sort::Way;
        tokens[at].is_repetition |= is_between && tokens[at].raw.len() == 1 && !tokens[at].is_elided;
    }
}

/// `1re` is a rank; in `1 Re Carnot`, a way was misspelled.
fn is_rank_apart(word: &str, before: Gap) -> bool {
    before == Gap::Glued || before == Gap::Space && word != "re"
}

/// Makes a token of a word that was found inside or across others.
pub(super) fn made(text: &str, like: &Token, words: &Vocabulary<'_>) -> Token {
    let mut token = Token {
        text: text.to_owned(),
        raw: text.to_owned(),
        before: like.before,
        sort: Some(Sort::of(text)),
        noise: like.noise,
        ..Token::default()
    };
    token.look_up(words);
    token
}

impl Token {
    /// Takes it for the beginning of a word too: of those that begin so, the ones that most ways and communes bear. Where the
    /// kind of way is told already, what could shorten another (`avenue pas`) begins a name.
    pub(super) fn complete(&mut self, view: &View<'_>, has_kind: bool) {
        /// So many words are looked at.
        const LOOKED_AT: usize = 20_000;
        /// So many are kept: fewer than a token may mean, misspellings included.
        const KEPT: usize = 48;
        if self.digits > 0 || self.is_repetition || self.raw.is_empty() {
            return;
        }
        let borne = |word: Word| view.streets_with(word).len() + view.names_with(word).len();
        let mut words: Vec<(usize, Word)> =
            view.words.beginning(&self.raw).take(LOOKED_AT).map(|word| (borne(word), word)).collect();
        words.sort_unstable_by(|(one, word), (other, theirs)| other.cmp(one).then(word.cmp(theirs)));
        words.truncate(KEPT);
        if has_kind && self.text != self.raw && self.sort() == Sort::Way {
            self.sort = Some(Sort::Name);
        }
        for (_, word) in words {
            let left = view.words.text(word).len().saturating_sub(self.raw.len());
            if self.meant.iter().all(|meant| meant.word != word) {
                self.meant.push(Meant { word, cost: 0.3 + 0.03 * left as f32 });
            }
        }
    }

    /// Whether misspellings are among what it may mean.
    pub(super) fn is_wide(&self) -> bool {
        self.is_widened
    }

    /// As it was typed, folded.
    pub(super) fn raw(&self) -> &str {
        &self.raw
    }
}

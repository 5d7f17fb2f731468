//! Letters as people type them, made alike: no case, no accents, no marks, no traces of a wrong encoding.

/// A text cut into words of lower-case ASCII letters and digits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folded {
    text: String,
    pub(super) pieces: Vec<Piece>,
}

/// A word, or a run of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    start: u32,
    end: u32,
    /// What stood before it.
    pub(super) before: Gap,
    /// Whether an apostrophe follows, as in `l'` and `d'`.
    pub(super) is_elided: bool,
}

/// What stands before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing: letters touch digits.
    Glued,
    /// An apostrophe.
    Apostrophe,
    /// A space or a hyphen.
    Space,
    /// A dash, a slash or an ampersand between numbers: a range.
    Dash,
    /// A comma, an end of line, the beginning: what follows is another matter.
    Comma,
}

impl Folded {
    /// Folds a text.
    pub(super) fn of(text: &str) -> Self {
        let mut folded = Self::default();
        folded.fold(text);
        folded
    }

    /// Folds another text into the same room.
    pub(super) fn fold(&mut self, text: &str) {
        self.text.clear();
        self.pieces.clear();
        self.add(text);
    }

    /// Folds one more text, as another matter than what came before.
    pub(super) fn add(&mut self, text: &str) {
        let mut state = Folding { folded: self, gap: Gap::Comma, kind: None };
        match repaired(text) {
            Some(repaired) => repaired.chars().for_each(|letter| state.push(letter)),
            None => text.chars().for_each(|letter| state.push(letter)),
        }
        // A question mark by itself, or after a word, is one.
        self.pieces.iter_mut().for_each(|piece| {
            if self.text[piece.start as usize..piece.end as usize].ends_with(LOST) {
                piece.end -= 1;
            }
        });
        self.pieces.retain(|piece| piece.end > piece.start);
    }

    /// The letters of a piece.
    pub(super) fn text(&self, piece: Piece) -> &str {
        &self.text[piece.start as usize..piece.end as usize]
    }
}

/// Stands in a word for a letter that was lost on the way.
pub(super) const LOST: char = '?';

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letters,
    Digits,
}

struct Folding<'f> {
    folded: &'f mut Folded,
    gap: Gap,
    /// Of the word under way.
    kind: Option<Kind>,
}

impl Folding<'_> {
    fn push(&mut self, letter: char) {
        if letter.is_ascii_digit() {
            return self.take(letter, Kind::Digits);
        }
        if letter.is_ascii_alphabetic() {
            return self.take(letter.to_ascii_lowercase(), Kind::Letters);
        }
        match letter {
            '\'' | '’' | '‘' | '`' | '´' | 'ʼ' => self.elide(),
            ' ' | '\u{a0}' | '\u{202f}' | '\t' | '.' | '_' | '"' | '«' | '»' | ':' | '*' => self.part(Gap::Space),
            '-' | '‐' | '‑' | '–' | '—' | '/' | '&' | '+' => self.part(Gap::Dash),
            '?' | '\u{fffd}' => self.lose(),
            letter => match plain(letter) {
                Some(letters) => letters.chars().for_each(|letter| self.take(letter, Kind::Letters)),
                None if is_mark(letter) => {}
                None => self.part(Gap::Comma),
            },
        }
    }

    fn take(&mut self, letter: char, kind: Kind) {
        let start = self.folded.text.len() as u32;
        self.folded.text.push(letter);
        match self.folded.pieces.last_mut().filter(|_| self.kind == Some(kind)) {
            Some(piece) => piece.end = start + 1,
            None => {
                let before = if self.kind.is_some() { Gap::Glued } else { self.gap };
                self.folded.pieces.push(Piece { start, end: start + 1, before, is_elided: false });
            }
        }
        self.kind = Some(kind);
        self.gap = Gap::Apostrophe;
    }

    /// A letter that was lost leaves its place.
    fn lose(&mut self) {
        let is_after_lost = self.folded.text.ends_with(LOST) && self.kind.is_some();
        if self.kind != Some(Kind::Digits) && !is_after_lost {
            self.take(LOST, Kind::Letters);
        }
    }

    fn part(&mut self, gap: Gap) {
        self.kind = None;
        self.gap = self.gap.max(gap);
    }

    fn elide(&mut self) {
        if let (Some(piece), Some(_)) = (self.folded.pieces.last_mut(), self.kind) {
            piece.is_elided = true;
        }
        self.part(Gap::Apostrophe);
    }
}

/// Combining accents, and letters that carry nothing.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{b7}')
}

/// An accented letter without its accent, in lower case.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'Ā' | 'Ă' => "a",
        'ç' | 'Ç' | 'ć' | 'č' | 'Ć' | 'Č' => "c",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' | 'Ē' | 'Ę' | 'Ě' => "e",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'ĩ' | 'Ĩ' => "i",
        'ñ' | 'Ñ' | 'ń' | 'Ń' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'Ō' => "o",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'Ū' | 'ũ' | 'Ũ' => "u",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "y",
        'š' | 'ś' | 'Š' | 'Ś' => "s",
        'ž' | 'ź' | 'ż' | 'Ž' | 'Ź' | 'Ż' => "z",
        'ł' | 'Ł' => "l",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        '²' => "2",
        _ => return None,
    })
}

/// A text whose letters in UTF-8 were taken for Windows-1252, once or more, given back as it was; none where nothing
/// shows that it was.
pub(crate) fn repaired(text: &str) -> Option<String> {
    /// More than any chain of programs has done.
    const LAYERS: usize = 3;
    let mut known: Option<String> = None;
    for _ in 0..LAYERS {
        let now = known.as_deref().unwrap_or(text);
        let Some(better) = once_repaired(now) else { break };
        known = Some(better);
    }
    known
}

fn once_repaired(text: &str) -> Option<String> {
    if !text.contains(['Ã', 'Â', 'Å', 'â', 'ã']) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        match sequence(letter, rest.clone()) {
            Some((meant, more)) => {
                out.push(meant);
                changed = true;
                rest.nth(more - 1);
            }
            None => out.push(letter),
        }
    }
    changed.then_some(out)
}

/// The letter that a few letters are the bytes of, and how many more than the first.
fn sequence(first: char, rest: impl Iterator<Item = char>) -> Option<(char, usize)> {
    // Put in lower case since.
    let first = if first == 'ã' { 'Ã' } else { first };
    let first = byte(first)?;
    let more = match first {
        0xc2..=0xdf => 1,
        0xe2 => 2,
        _ => return None,
    };
    let mut bytes = vec![first];
    // A no-break space is soon a plain one.
    let letter = |letter: char| if letter == ' ' && first == 0xc3 { Some(0xa0) } else { byte(letter) };
    bytes.extend(rest.take(more).map_while(letter));
    let meant = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    (bytes.len() == more + 1).then_some((meant, more))
}

/// The byte that Windows-1252 writes a letter with.
fn byte(letter: char) -> Option<u8> {
    match letter as u32 {
        code @ 0..=0xff => Some(code as u8),
        _ => {
            let mut room = [0; 4];
            let (bytes, _, is_lost) = encoding_rs::WINDOWS_1252.encode(letter.encode_utf8(&mut room));
            (!is_lost && bytes.len() == 1).then(|| bytes[0])
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        {
            let folded = Folded::of(text);
            folded.pieces.iter().map(|piece| folded.text(*piece).to_owned()).collect()
        }
    }

    #[test]
    fn case_accents_and_marks_make_no_difference() {
        for (text, expected) in [
            ("Rue de l’Église", "rue de l eglise"),
            ("RUE DE L'EGLISE", "rue de l eglise"),
            ("Allée du Cœur-Volant", "allee du coeur volant"),
            ("4bis,  av. Jean-Jaurès", "4 bis av jean jaures"),
            ("E\u{301}cole", "ecole"),
            ("59133phalempin", "59133 phalempin"),
            ("", ""),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_wrong_encoding_is_seen_through() {
        for text in ["Rue de lâ€™Ã‰glise", "Rue de lâ€™Ã‰glise", "RÃ©publique", "AllÃ©e", "CÅ“ur", "Ã\u{a0} gauche"]
        {
            assert!(words(text).iter().all(|word| word.is_ascii()), "{text}");
        }
        assert_eq!(words("RÃ©publique"), ["republique"]);
        assert_eq!(words("RÃƒÂ©publique"), ["republique"], "twice");
        assert_eq!(words("Rue de lâ€™Ã‰glise"), ["rue", "de", "l", "eglise"]);
        assert_eq!(words("Rue ? R?publique ?cole, H??tel ?"), ["rue", "r?publique", "?cole", "h?tel"]);
        assert_eq!(words("Château âgé, Ânes"), ["chateau", "age", "anes"], "real accents stay");
    }

    #[test]
    fn what_stands_between_words_is_known() {
        let folded = Folded::of("22-24 r. d'Aix, Nancy 4B");
        let gaps: Vec<(&str, Gap)> = folded.pieces.iter().map(|piece| (folded.text(*piece), piece.before)).collect();
        assert_eq!(gaps[0], ("22", Gap::Comma));
        assert_eq!(gaps[1], ("24", Gap::Dash));
        assert_eq!(gaps[4], ("aix", Gap::Apostrophe));
        assert_eq!(gaps[5], ("nancy", Gap::Comma));
        assert_eq!(gaps[7], ("b", Gap::Glued));
        assert!(folded.pieces[3].is_elided);
    }

    proptest! {
        #[test]
        fn any_text_folds_to_ascii(text: String) {
            prop_assert!(words(&text).iter().all(|word| !word.is_empty() && word.is_ascii() && word != "?"));
        }
    }
}

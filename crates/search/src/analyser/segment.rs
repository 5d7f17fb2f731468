//! Cuts a text into words, each with its place: elisions, inclusive writing, compounds, acronyms, numbers.

use super::fold::{fold, in_word};
use super::inclusive::{Number, agree, feminine_mark};
use super::stem::stem;
use super::stop::is_stop;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    /// Where it starts in the text, in bytes.
    pub(crate) start: usize,
    /// Its place among the words. A compound stands, joined, at the place of its first part.
    pub(crate) place: u32,
    /// The text itself, or what it stands for: *salariés* for *salarié·e·s*, *QPV* for *Q.P.V.*
    pub(crate) spelling: &'t str,
}

/// Where a word that starts at some place ends: alone, and with the compound that it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) word: usize,
    pub(crate) compound: usize,
}

/// One part of a compound, most often the only one.
struct Piece {
    start: usize,
    end: usize,
    made: Option<String>,
}

impl Piece {
    fn spelling<'t>(&'t self, text: &'t str) -> &'t str {
        self.made.as_deref().unwrap_or(&text[self.start..self.end])
    }
}

const MOST_PIECES: usize = 8;
const LONGEST_JOINED: usize = 48;

/// Words that an apostrophe ties to the next one, and that are left out.
const ELIDED: &[&str] =
    &["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu"];

/// Words that a hyphen ties to a verb or to a demonstrative: *dit-elle*, *celui-ci*. They make no compound.
const ENCLITIC: &[&str] =
    &["il", "ils", "elle", "elles", "on", "je", "tu", "ce", "ci", "la", "t", "en", "y", "moi", "toi", "lui", "leur"];

/// Calls `each` with every word of a text, in order; returns how many places they take.
pub(crate) fn segment(text: &str, mut each: impl FnMut(Token<'_>)) -> u32 {
    let mut place = 0;
    let mut from = 0;
    let mut pieces = Vec::new();
    let mut joined = String::new();
    while let Some(start) = next_start(text, from) {
        if let Some((spelling, end)) = symbol(text, start) {
            each(Token { start, place, spelling });
            place += 1;
            from = end;
            continue;
        }
        from = read_compound(text, start, &mut pieces);
        if makes_one_word(text, &pieces, &mut joined) {
            each(Token { start: pieces[0].start, place, spelling: &joined });
        }
        for piece in &pieces {
            each(Token { start: piece.start, place, spelling: piece.spelling(text) });
            place += 1;
        }
    }
    place
}

/// Where the word that starts here ends. `start` must be the start of a token of this text.
pub(crate) fn ends_at(text: &str, start: usize) -> Ends {
    if let Some((_, end)) = symbol(text, start) {
        return Ends { word: end, compound: end };
    }
    let end = run_end(text, start);
    let plain = match text.as_bytes().get(end) {
        None | Some(b'\n' | b';' | b':' | b')') => true,
        // A number may go on after these.
        Some(b' ' | b',') => !text.as_bytes()[start].is_ascii_digit(),
        _ => false,
    };
    if plain {
        return Ends { word: end, compound: end };
    }
    let mut pieces = Vec::new();
    let compound = read_compound(text, start, &mut pieces);
    Ends { word: pieces.first().map_or(compound, |piece| piece.end), compound }
}

fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() || byte == b'%' {
                return Some(at);
            }
            at += 1;
            continue;
        }
        let letter = char_at(text, at)?;
        // A mark with no letter before it is nobody's word.
        if letter == '€' || (in_word(letter) && letter.is_alphanumeric()) {
            return Some(at);
        }
        at += letter.len_utf8();
    }
    None
}

fn symbol(text: &str, at: usize) -> Option<(&'static str, usize)> {
    match char_at(text, at)? {
        '%' => Some(("%", at + 1)),
        '€' => Some(("euros", at + '€'.len_utf8())),
        _ => None,
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn run_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            if !bytes[at].is_ascii_alphanumeric() {
                break;
            }
            at += 1;
        } else {
            match char_at(text, at).filter(|&letter| in_word(letter)) {
                Some(letter) => at += letter.len_utf8(),
                None => break,
            }
        }
    }
    at
}

/// The run of letters that follows one of these characters, if there is one.
fn run_after(text: &str, at: usize, between: impl Fn(char) -> bool) -> Option<(usize, usize)> {
    let letter = char_at(text, at).filter(|&letter| between(letter))?;
    let start = at + letter.len_utf8();
    let end = run_end(text, start);
    (end > start && char_at(text, start)?.is_alphanumeric()).then_some((start, end))
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | '‘' | '＇')
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}')
}

fn is_middle_dot(letter: char) -> bool {
    matches!(letter, '·' | '•' | '‧' | '⋅' | '∙' | '・')
}

fn read_compound(text: &str, start: usize, pieces: &mut Vec<Piece>) -> usize {
    pieces.clear();
    let mut at = start;
    loop {
        let piece = read_piece(text, at);
        let end = piece.end;
        pieces.push(piece);
        match run_after(text, end, is_hyphen) {
            Some((next, _)) if pieces.len() < MOST_PIECES => at = next,
            _ => return end,
        }
    }
}

fn read_piece(text: &str, start: usize) -> Piece {
    let end = run_end(text, start);
    if let Some((next, next_end)) = run_after(text, end, is_apostrophe) {
        if end - start <= 8 && ELIDED.contains(&fold(&text[start..end]).as_str()) {
            return read_piece(text, next);
        }
        return Piece { start, end: next_end, made: Some(text[start..next_end].to_owned()) };
    }
    match text[end..].chars().next() {
        Some('.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
            if text[start..end].bytes().all(|b| b.is_ascii_digit()) =>
        {
            read_number(text, start, end)
        }
        Some('.') if text[start..end].chars().count() == 1 => read_acronym(text, start, end),
        Some(mark) if is_hyphen(mark) || is_middle_dot(mark) || matches!(mark, '.' | '/' | '(') => {
            read_inclusive(text, start, end)
        }
        _ => Piece { start, end, made: None },
    }
}

/// `2 700` → `2 700` as one word, `3,5` likewise; `2013 150` stays two.
fn read_number(text: &str, start: usize, end: usize) -> Piece {
    let is_number = |(from, to): &(usize, usize)| text[*from..*to].bytes().all(|byte| byte.is_ascii_digit());
    let mut last = end;
    if end - start <= 3 {
        let space = |letter| matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
        while let Some((from, to)) = run_after(text, last, space).filter(is_number).filter(|(from, to)| to - from == 3)
        {
            debug_assert!(from > last);
            last = to;
        }
    }
    let point = |letter| matches!(letter, ',' | '.');
    if let Some((_, to)) = run_after(text, last, point).filter(is_number) {
        // 12.05.2018 is a date: three numbers.
        let date = text[..start].ends_with(point) || run_after(text, to, point).filter(is_number).is_some();
        last = if date { last } else { to };
    }
    Piece { start, end: last, made: None }
}

/// `Q.P.V.` → `QPV`.
fn read_acronym(text: &str, start: usize, end: usize) -> Piece {
    let mut made = text[start..end].to_owned();
    let mut last = end;
    while let Some((from, to)) = run_after(text, last, |letter| letter == '.') {
        if text[from..to].chars().count() != 1 {
            break;
        }
        made.push_str(&text[from..to]);
        last = to;
    }
    if last == end {
        return Piece { start, end, made: None };
    }
    Piece { start, end: last, made: Some(made.to_uppercase()) }
}

/// `habitant·e·s`, `chef(fe)s`, `acteurs/actrices` → the masculine form, over the whole.
fn read_inclusive(text: &str, start: usize, end: usize) -> Piece {
    let base = fold(&text[start..end]);
    let mut number = Number::Singular;
    let mut last = end;
    let mut marked = false;
    while let Some((mark, after)) = next_mark(text, last, &base, marked, text[..end].ends_with(char::is_lowercase)) {
        marked |= mark != Mark::PluralOnly;
        last = after;
        if mark != Mark::Singular {
            number = Number::Plural;
        }
    }
    if !marked {
        return Piece { start, end, made: None };
    }
    let mut made = text[start..end].to_owned();
    agree(&mut made, number);
    Piece { start, end: last, made: Some(made) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Singular,
    Plural,
    PluralOnly,
}

fn next_mark(text: &str, at: usize, base: &str, marked: bool, lowercase: bool) -> Option<(Mark, usize)> {
    let connector = char_at(text, at)?;
    let parenthesis = connector == '(';
    if !(parenthesis || is_hyphen(connector) || is_middle_dot(connector) || matches!(connector, '.' | '/')) {
        return None;
    }
    let (from, to) = run_after(text, at, |letter| letter == connector)?;
    let ending = fold(&text[from..to]);
    if !parenthesis && matches!(ending.as_str(), "s" | "x") && (marked || is_middle_dot(connector)) {
        return Some((Mark::PluralOnly, to));
    }
    if connector == '.' && lowercase && !text[from..to].chars().all(char::is_lowercase) {
        return None;
    }
    let found = match feminine_mark(base, &ending) {
        Some(Number::Singular) => Mark::Singular,
        Some(Number::Plural) => Mark::Plural,
        // Both words in full: ils-elles, acteurs/actrices.
        None if connector != '.' && !marked && base.len() > 1 && ending.len() > 1 && stem(base) == stem(&ending) => {
            Mark::Singular
        }
        None => return None,
    };
    if !parenthesis {
        return Some((found, to));
    }
    let closed = text[to..].strip_prefix(')').map(|_| to + 1)?;
    let rest = run_end(text, closed);
    match &text[closed..rest] {
        "" => Some((found, closed)),
        "s" | "x" | "S" | "X" => Some((Mark::Plural, rest)),
        _ => None,
    }
}

/// Whether these parts are also one word, then left in `joined`.
fn makes_one_word(text: &str, pieces: &[Piece], joined: &mut String) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    if pieces.len() < 2 || last.end - first.start > LONGEST_JOINED {
        return false;
    }
    let folded: Vec<String> = pieces.iter().map(|piece| fold(piece.spelling(text))).collect();
    let number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    if folded.iter().all(|word| is_stop(word) || number(word)) || ENCLITIC.contains(&folded[folded.len() - 1].as_str())
    {
        return false;
    }
    joined.clear();
    if pieces.iter().all(|piece| piece.made.is_none()) {
        joined.push_str(&text[first.start..last.end]);
        return true;
    }
    for piece in pieces {
        if !joined.is_empty() {
            joined.push('-');
        }
        joined.push_str(piece.spelling(text));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> String {
        let mut out = Vec::new();
        segment(text, |token| out.push(format!("{}{}", token.spelling, token.place)));
        out.join(" ")
    }

    #[test]
    fn words_are_cut_as_a_reader_would() {
        for (text, expected) in [
            ("L’emploi d'abord", "emploi0 abord1"),
            ("jusqu’à aujourd’hui, lorsqu'il", "à0 aujourd’hui1 il2"),
            ("entr’aide et presqu'île", "entr’aide0 et1 presqu'île2"),
            ("qu’est-ce que c’est", "est0 ce1 que2 est3"),
            ("habitants-es", "habitants0"),
            ("habitant·e·s", "habitants0"),
            ("habitant.e.s.", "habitants0"),
            ("habitant(e)s", "habitants0"),
            ("habitant•es", "habitants0"),
            ("habitants(es), élu(e)", "habitants0 élu1"),
            ("HABITANT·E·S", "HABITANTs0"),
            ("tous-tes tou·te·s tou.te.s tous/toutes", "tous0 tous1 tous2 tous3"),
            ("acteurs-trices acteur·rice·s acteurs/actrices", "acteurs0 acteurs1 acteurs2"),
            ("ceux/celles et ils-elles", "ceux0 et1 ils2"),
            ("chefs-fes, chef·fe d’équipe", "chefs0 chef1 équipe2"),
            ("professionnel-le professionnels-les", "professionnel0 professionnels1"),
            ("agents-es salarié-e-s salariés-ées", "agents0 salariés1 salariés2"),
            ("étudiants-étudiantes", "étudiants0"),
            ("mini-entreprise", "mini-entreprise0 mini0 entreprise1"),
            ("Saint-Dié-des-Vosges", "Saint-Dié-des-Vosges0 Saint0 Dié1 des2 Vosges3"),
            ("chef-d’œuvre", "chef-d’œuvre0 chef0 œuvre1"),
            ("a-t-il dit-elle", "a0 t1 il2 dit3 elle4"),
            ("les Q.P.V. et la C.A.F", "les0 QPV1 et2 la3 CAF4"),
            ("M. Untel. Il", "M0 Untel1 Il2"),
            ("2 700 habitants, 2\u{202f}561 et 14 000,5", "2 7000 habitants1 2\u{202f}5612 et3 14 000,54"),
            ("en 2013 150 personnes", "en0 20131 1502 personnes3"),
            ("10 % et 3,5%", "100 %1 et2 3,53 %4"),
            ("le 12.05.2018", "le0 121 052 20183"),
            ("15 000 €", "15 0000 euros1"),
            ("2013-2018", "20130 20181"),
            ("la fin.Les autres", "la0 fin1 Les2 autres3"),
            ("prends-le", "prends-le0 prends0 le1"),
            ("et/ou", "et0 ou1"),
            ("E\u{301}cole", "E\u{301}cole0"),
            ("\u{301} …", ""),
            ("", ""),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_cut_in_order(text in "(\\PC|[a-zéè’'·.()/ -]){0,80}") {
            let mut last = (0, 0);
            let places = segment(&text, |token| {
                assert!((token.place, token.start) >= last);
                last = (token.place, token.start);
                let ends = ends_at(&text, token.start);
                assert!(ends.word > token.start && ends.compound >= ends.word);
                assert!(text.is_char_boundary(ends.word) && text.is_char_boundary(ends.compound));
            });
            prop_assert!(places as usize <= text.len());
        }
    }
}

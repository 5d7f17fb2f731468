//! How wide a text is, so that columns are decided before they are set; and the places where it is cut when it is wider.

use crate::text::{NARROW, NO_BREAK, SOFT_HYPHEN, ZERO_WIDTH, latin_letter};
use serde::Serialize;
use typst::{
    layout::Abs,
    text::{Font, FontInstance, FontVariations, FontWeight},
};

/// Letters that may follow each other without a vowel, or without a consonant, in a word that can be divided: dictionaries of
/// hyphenation find a place in it before it is wider than a column.
const SAYABLE: usize = 5;

/// Measures in ems: the size of the type does not matter. It errs on the wide side: letters as in totals, which are the widest,
/// pairs not kerned, nothing joined.
pub(crate) struct Ruler {
    faces: Vec<FontInstance>,
    /// A figure: those of tables are all as wide, and no narrower one is counted on.
    figure: f64,
}

/// A text with all the places to be cut at that a column asks for: as it is, or in pieces, of which every second one is a
/// word to be hyphenated.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Fitted {
    Whole(String),
    Divided(Vec<String>),
}

impl Ruler {
    /// The semi-bold face, then the last of the fonts, which has what the others lack.
    pub(crate) fn new(fonts: &[Font]) -> Self {
        let wide = fonts.iter().find(|font| font.info().variant.weight == FontWeight::SEMIBOLD);
        let face =
            |font: &Font| font.clone().instantiate(font.info().variant, Abs::pt(10.0), &FontVariations::default());
        let mut ruler = Self { faces: wide.into_iter().chain(fonts.last()).map(face).collect(), figure: 0.0 };
        let in_tables = ruler.faces[0].ttf().glyph_index_by_name("zero.tf");
        let in_tables =
            in_tables.and_then(|glyph| ruler.faces[0].x_advance(glyph.0)).map_or(0.0, |advance| advance.get());
        ruler.figure = ('0'..='9').map(|figure| ruler.advance(figure)).fold(in_tables, f64::max);
        ruler
    }

    fn advance(&self, c: char) -> f64 {
        let advance = |face: &FontInstance| {
            let glyph = face.ttf().glyph_index(c).filter(|glyph| glyph.0 != 0)?;
            face.x_advance(glyph.0)
        };
        self.faces.iter().find_map(advance).map_or(1.0, |advance| advance.get())
    }

    fn letter(&self, c: char) -> f64 {
        match c {
            '0'..='9' => self.figure,
            ZERO_WIDTH => 0.0,
            // It is seen where a line is cut.
            SOFT_HYPHEN => self.advance('-'),
            _ => self.advance(c),
        }
    }

    /// The width of a text on one line.
    pub(crate) fn width(&self, text: &str) -> f64 {
        text.chars().map(|c| self.letter(c)).sum()
    }

    /// The width of the widest run that no line may break in, as it comes: long words already have places to be cut at.
    pub(crate) fn widest_run(&self, text: &str) -> f64 {
        runs(text).map(|run| self.width(run.trim_end_matches(' '))).fold(0.0, f64::max)
    }

    /// The same text with places to be cut at where a run is wider than `room`. A word of letters that can be divided is left to
    /// hyphenation, which knows better.
    pub(crate) fn fitted(&self, text: &str, room: f64) -> Fitted {
        let mut pieces = vec![String::with_capacity(text.len())];
        for run in runs(text) {
            let wide = self.width(run.trim_end_matches(' ')) > room;
            let to_hyphenate = wide && divisible(run);
            // Every second piece is to be hyphenated.
            if to_hyphenate == (pieces.len() % 2 == 1) {
                pieces.push(String::new());
            }
            let piece = pieces.last_mut().expect("there is one from the start");
            if wide && !to_hyphenate { self.cut(run, room, piece) } else { piece.push_str(run) }
        }
        if pieces.len() == 1 { Fitted::Whole(pieces.remove(0)) } else { Fitted::Divided(pieces) }
    }

    fn cut(&self, run: &str, room: f64, out: &mut String) {
        let room = room - self.letter(SOFT_HYPHEN);
        let (mut line, mut last) = (0.0, ' ');
        for c in run.chars() {
            let width = if c == SOFT_HYPHEN { 0.0 } else { self.letter(c) };
            // A mark that combines has no width, and stays with its letter.
            if line > 0.0 && width > 0.0 && line + width > room {
                out.push(if latin_letter(last) && latin_letter(c) { SOFT_HYPHEN } else { ZERO_WIDTH });
                line = 0.0;
            }
            out.push(c);
            (line, last) = (line + width, c);
        }
        // A hyphen that would open a line would hold to the word after it.
        if matches!(last, '-' | '‐') {
            out.push(ZERO_WIDTH);
        }
    }
}

/// The runs that no line may break in, each with what ends it.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            let ends = matches!(c, ' ' | ZERO_WIDTH | SOFT_HYPHEN) && next != Some(' ')
                || matches!(c, '-' | '‐') && at > 0 && next.is_some_and(char::is_alphabetic);
            if ends || next.is_none() {
                let (run, after) = rest.split_at(at + c.len_utf8());
                rest = after;
                return Some(run);
            }
        }
        None
    })
}

/// Whether hyphenation finds places in a run: one word, of Latin letters, with vowels and consonants.
fn divisible(run: &str) -> bool {
    /// Signs around the word.
    const SIGNS: usize = 3;
    let word = run.trim_matches(|c: char| !c.is_alphabetic());
    let signs = run.trim_end_matches(' ').chars().count().saturating_sub(word.chars().count());
    if word.is_empty() || signs > SIGNS || run.contains([NO_BREAK, NARROW]) || !word.chars().all(latin_letter) {
        return false;
    }
    let (mut vowels, mut consonants) = (0, 0);
    for c in word.chars() {
        (vowels, consonants) = if vowel(c) { (vowels + 1, 0) } else { (0, consonants + 1) };
        if vowels.max(consonants) > SAYABLE {
            return false;
        }
    }
    true
}

fn vowel(c: char) -> bool {
    "aeiouyàâäáæèéêëîïíôöóœùûüúÿ".contains(c.to_lowercase().next().unwrap_or(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static RULER: LazyLock<Ruler> = LazyLock::new(|| Ruler::new(&crate::Press::new().fonts));

    #[test]
    fn figures_are_all_as_wide() {
        let widths: Vec<f64> = ('0'..='9').map(|c| RULER.letter(c)).collect();
        assert!(widths.iter().all(|width| (width - widths[0]).abs() < 1e-9), "{widths:?}");
    }

    #[test]
    fn a_run_goes_up_to_where_a_line_may_break() {
        let told: Vec<&str> = runs("Val-d’Orne  12\u{202f}345\u{a0}€ et -3").collect();
        assert_eq!(told, ["Val-", "d’Orne  ", "12\u{202f}345\u{a0}€ ", "et ", "-3"]);
        assert_eq!(runs("").count(), 0);
    }

    #[test]
    fn a_number_is_cut_in_the_last_resort_and_a_word_is_left_to_hyphenation() {
        let fitted = |text: &str| RULER.fitted(text, 4.0);
        let whole = |text: &str| Fitted::Whole(text.to_owned());
        let divided = ["une ", "Intercommunalité ", "de 7"].map(str::to_owned).to_vec();
        assert_eq!(fitted("une Intercommunalité de 7"), Fitted::Divided(divided));
        assert_eq!(fitted("court"), whole("court"));
        assert_eq!(fitted("1234567890123"), whole("12345\u{200b}67890\u{200b}123"));
        assert_eq!(fitted("xxxxxxxxxxxx"), whole("xxxxxx\u{ad}xxxxxx"));
        assert_eq!(fitted("□\u{301}"), whole("□\u{301}"));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_what_hyphenation_does_not_divide_fits(text in "\\PC{0,80}", room in 2.5_f64..12.0) {
            let bare = |text: &str| text.replace([SOFT_HYPHEN, ZERO_WIDTH], "");
            let pieces = match RULER.fitted(&text, room) {
                Fitted::Whole(text) => vec![text],
                Fitted::Divided(pieces) => pieces,
            };
            prop_assert_eq!(bare(&pieces.concat()), bare(&text));
            for run in pieces.iter().step_by(2).flat_map(|piece| runs(piece)) {
                prop_assert!(RULER.width(run.trim_end_matches(' ')) <= room, "« {} » in {:?}", run, pieces);
            }
        }
    }
}

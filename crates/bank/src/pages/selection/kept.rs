//! What the browser keeps of « Mon recueil »: a title, slugs in their order, a note each. Read from outside: anything may
//! stand there, and whatever is no selection is an empty one.

use crate::model::Slug;

/// The cookie that keeps it.
pub(crate) const COOKIE: &str = "recueil";
/// How long the browser keeps it, in days: as long as the regulator lets a functional choice be kept.
pub(crate) const DAYS: u32 = 390;
/// How many experiences one selection may hold.
pub(crate) const MOST: usize = 30;
/// What browsers keep of one cookie, once encoded, with room for its name and attributes.
const LARGEST: usize = 3_800;
/// The longest title, in characters.
const TITLE: usize = 120;

/// A reader's selection.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Kept {
    /// Its title; empty for none.
    pub(crate) title: String,
    /// The picks, in the reader's order, each slug once.
    pub(crate) picks: Vec<Pick>,
}

/// One pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pick {
    /// The experience.
    pub(crate) slug: String,
    /// The reader's note; empty for none.
    pub(crate) note: String,
}

/// Which way a pick moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
}

/// Why a change was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There are [`MOST`] already.
    Full,
    /// Title and notes together are more than a browser keeps.
    TooLong,
}

impl Kept {
    /// Reads the cookie's value. Total: hostile or outdated bytes give what can be understood of them.
    pub(crate) fn read(value: &str) -> Self {
        let mut parts = value.split('~');
        let mut kept = Self { title: clean(&unescape(parts.next().unwrap_or_default()), TITLE), picks: Vec::new() };
        for part in parts {
            let (slug, note) = part.split_once('*').unwrap_or((part, ""));
            if kept.picks.len() < MOST && slug.parse::<Slug>().is_ok() && !kept.has(slug) {
                kept.picks.push(Pick { slug: slug.to_owned(), note: clean(&unescape(note), LARGEST) });
            }
        }
        kept
    }

    /// The cookie's value.
    pub(crate) fn write(&self) -> String {
        let mut value = escape(&self.title);
        for pick in &self.picks {
            value.push('~');
            value.push_str(&pick.slug);
            if !pick.note.is_empty() {
                value.push('*');
                value.push_str(&escape(&pick.note));
            }
        }
        value
    }

    /// From an address: `?fiches=a,b&titre=…`.
    pub(crate) fn shared(slugs: &str, title: &str) -> Self {
        let mut kept = Self { title: clean(title, TITLE), picks: Vec::new() };
        for slug in slugs.split(',').map(str::trim) {
            if kept.picks.len() < MOST && slug.parse::<Slug>().is_ok() && !kept.has(slug) {
                kept.picks.push(Pick { slug: slug.to_owned(), note: String::new() });
            }
        }
        kept
    }

    /// The same, under the slugs that experiences bear now: what people kept stays good when one is renamed.
    pub(crate) fn renewed<'s>(mut self, present: impl Fn(&str) -> Option<&'s str>) -> Self {
        for at in 0..self.picks.len() {
            if let Some(slug) = present(&self.picks[at].slug) {
                self.picks[at].slug = slug.to_owned();
            }
        }
        let mut seen = std::collections::HashSet::new();
        self.picks.retain(|pick| seen.insert(pick.slug.clone()));
        self
    }

    /// The slugs as addresses write them.
    pub(crate) fn slugs(&self) -> String {
        self.picks.iter().map(|pick| pick.slug.as_str()).collect::<Vec<_>>().join(",")
    }

    /// Whether it holds an experience.
    pub(crate) fn has(&self, slug: &str) -> bool {
        self.picks.iter().any(|pick| pick.slug == slug)
    }

    /// Whether there is nothing at all.
    pub(crate) fn is_blank(&self) -> bool {
        self.title.is_empty() && self.picks.is_empty()
    }

    /// Adds an experience at the end, unless it is there.
    pub(crate) fn add(&mut self, slug: &Slug) -> Result<(), Refusal> {
        if self.has(slug.as_str()) {
            return Ok(());
        }
        if self.picks.len() >= MOST {
            return Err(Refusal::Full);
        }
        let added = Pick { slug: slug.to_string(), note: String::new() };
        self.change(|kept| kept.picks.push(added))
    }

    /// Takes an experience out.
    pub(crate) fn remove(&mut self, slug: &str) {
        self.picks.retain(|pick| pick.slug != slug);
    }

    /// Moves an experience by one place; the first stays first, the last stays last.
    pub(crate) fn shift(&mut self, slug: &str, way: Way) {
        let Some(at) = self.picks.iter().position(|pick| pick.slug == slug) else { return };
        let to = match way {
            Way::Up => at.saturating_sub(1),
            Way::Down => (at + 1).min(self.picks.len() - 1),
        };
        self.picks.swap(at, to);
    }

    /// Gives it a title.
    pub(crate) fn entitle(&mut self, title: &str) -> Result<(), Refusal> {
        let title = clean(title, TITLE);
        self.change(|kept| kept.title = title)
    }

    /// Writes the note of an experience.
    pub(crate) fn annotate(&mut self, slug: &str, note: &str) -> Result<(), Refusal> {
        let note = clean(note, usize::MAX);
        self.change(|kept| {
            if let Some(pick) = kept.picks.iter_mut().find(|pick| pick.slug == slug) {
                pick.note = note;
            }
        })
    }

    /// Changes it, unless a browser would not keep the result.
    fn change(&mut self, change: impl FnOnce(&mut Self)) -> Result<(), Refusal> {
        let mut changed = self.clone();
        change(&mut changed);
        if encoded_length(&changed.write()) > LARGEST {
            return Err(Refusal::TooLong);
        }
        *self = changed;
        Ok(())
    }
}

/// The length of a value once percent-encoded, as `Frame::set_cookie` writes it.
fn encoded_length(value: &str) -> usize {
    value.bytes().map(|byte| if byte.is_ascii_alphanumeric() || b"-_.~!*".contains(&byte) { 1 } else { 3 }).sum()
}

/// Without control characters but line ends, without the two that no XML document may hold (a word processor's file is one),
/// without spaces around, cut at `most` characters.
fn clean(text: &str, most: usize) -> String {
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    let fit = |c: &char| *c == '\n' || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    let kept: String = plain.chars().filter(fit).take(most).collect();
    kept.trim().to_owned()
}

/// Spaces cost three bytes once encoded, and separators must not appear: both get a short spelling.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => out.push('_'),
            '_' => out.push_str("!u"),
            '~' => out.push_str("!t"),
            '*' => out.push_str("!s"),
            '!' => out.push_str("!e"),
            '\n' => out.push_str("!n"),
            '\'' => out.push_str("!a"),
            ',' => out.push_str("!c"),
            other => out.push(other),
        }
    }
    out
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '_' => ' ',
            '!' => match chars.next() {
                Some('u') => '_',
                Some('t') => '~',
                Some('s') => '*',
                Some('n') => '\n',
                Some('a') => '\'',
                Some('c') => ',',
                _ => '!',
            },
            other => other,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slug(text: &str) -> Slug {
        text.parse().unwrap()
    }

    fn with(slugs: &[&str]) -> Kept {
        let mut kept = Kept::default();
        slugs.iter().for_each(|one| kept.add(&slug(one)).unwrap());
        kept
    }

    #[test]
    fn an_experience_is_kept_once_and_moves_within_the_list() {
        let mut kept = with(&["a1", "b2", "a1", "c3"]);
        assert_eq!(kept.slugs(), "a1,b2,c3");
        kept.shift("c3", Way::Up);
        kept.shift("a1", Way::Up);
        assert_eq!(kept.slugs(), "a1,c3,b2");
        kept.shift("b2", Way::Down);
        kept.shift("nowhere", Way::Down);
        kept.remove("c3");
        assert_eq!(kept.slugs(), "a1,b2");
    }

    #[test]
    fn more_than_a_browser_keeps_is_refused_and_changes_nothing() {
        let mut kept = with(&["a1"]);
        assert_eq!(kept.annotate("a1", &"é".repeat(4_000)), Err(Refusal::TooLong));
        assert_eq!(kept.picks[0].note, "");
        let many: Vec<String> = (10..10 + MOST).map(|n| format!("experience-{n}")).collect();
        let mut kept = with(&many.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(kept.add(&slug("one-more")), Err(Refusal::Full));
    }

    #[test]
    fn a_selection_of_thirty_with_ordinary_notes_fits() {
        let many: Vec<String> = (10..10 + MOST).map(|n| format!("experience-de-longueur-moyenne-{n}")).collect();
        let mut kept = with(&many.iter().map(String::as_str).collect::<Vec<_>>());
        kept.entitle("Pour la commission emploi du 12 décembre").unwrap();
        for one in &many {
            kept.annotate(one, "À montrer aux élues et aux élus, c’est simple").unwrap();
        }
        assert_eq!(Kept::read(&kept.write()), kept);
    }

    #[test]
    fn a_renamed_experience_stays_kept_and_once() {
        let kept = Kept::read("~ancien*note~autre~nouveau");
        let renewed = kept.renewed(|slug| (slug == "ancien").then_some("nouveau"));
        assert_eq!(renewed.slugs(), "nouveau,autre");
        assert_eq!(renewed.picks[0].note, "note");
    }

    #[test]
    fn a_title_holds_nothing_that_a_document_refuses() {
        assert_eq!(Kept::shared("a1", "a\u{ffff}b\u{fffe}\u{1}").title, "ab");
    }

    #[test]
    fn what_is_no_selection_is_an_empty_one() {
        for bytes in ["", "~", "~~**~~", "titre~<script>*x", "~A B~../x", "\u{0}~\u{fffd}"] {
            assert!(Kept::read(bytes).picks.is_empty(), "{bytes:?}");
        }
        assert_eq!(Kept::read("~a1*x~a1*y").picks.len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_and_what_is_kept_reads_the_same(value in ".*") {
            let kept = Kept::read(&value);
            prop_assert_eq!(&Kept::read(&kept.write()), &kept);
        }

        #[test]
        fn any_note_comes_back(note in "[^\\p{Cc}\u{fffe}\u{ffff}]{0,300}") {
            let mut kept = with(&["a1", "b2"]);
            if kept.annotate("a1", &note).is_ok() {
                prop_assert_eq!(&Kept::read(&kept.write()), &kept);
            }
        }
    }
}

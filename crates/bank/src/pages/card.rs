//! The card of an experience: the same on every page that lists some.

use std::fmt::{self, Write};

use askama::filters::{Escaper, Html};
use askama::{FastWritable, Template, Values};
use essaim_search::Part;
use essaim_web::{Frame, Lang, Mould};

use crate::finding::{Filter, Words};
use crate::model::Axis;
use crate::pages::cover::Cover;
use crate::pages::selection::Kept;
use crate::snapshot::Entry;

/// A card, written into any page: `{{ card|safe }}`.
#[derive(Clone, Copy)]
pub(crate) struct Card<'a> {
    entry: &'a Entry,
    words: &'a Words,
    frame: &'a Frame,
    /// Where the experience stands in the snapshot: its card is rendered once.
    number: Option<u32>,
    place: Option<&'a str>,
    upright: bool,
    keeping: Keeping,
    title: &'a [Part<'a>],
    snippet: &'a [Part<'a>],
    blank: bool,
}

/// A whole card.
#[derive(Template)]
#[template(path = "_card.html")]
struct CardPage<'a> {
    card: Card<'a>,
}

/// Whether a card's experience is in the visitor's own pick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeping {
    Cannot,
    CanBe,
    Is,
}

impl<'a> Card<'a> {
    /// The card of an experience, without a search.
    pub(crate) fn new(entry: &'a Entry, words: &'a Words, frame: &'a Frame) -> Self {
        Self {
            entry,
            words,
            frame,
            number: None,
            place: None,
            upright: false,
            keeping: Keeping::CanBe,
            title: &[],
            snippet: &[],
            blank: false,
        }
    }

    /// The card of an experience by its number in the snapshot: what never changes in it is rendered once.
    pub(crate) fn numbered(number: u32, entry: &'a Entry, words: &'a Words, frame: &'a Frame) -> Self {
        Self { number: Some(number), ..Self::new(entry, words, frame) }
    }

    /// The same with its cover above, for a grid.
    pub(crate) fn upright(mut self) -> Self {
        self.upright = true;
        self
    }

    /// The same with the places for which it is shown, instead of all of its own.
    pub(crate) fn placed(mut self, place: &'a str) -> Self {
        self.place = Some(place);
        self
    }

    /// The same where nothing can be kept: in another site's frame.
    pub(crate) fn read_only(mut self) -> Self {
        self.keeping = Keeping::Cannot;
        self
    }

    /// The same, knowing whether it is in the visitor's own pick.
    pub(crate) fn kept_in(mut self, kept: &Kept) -> Self {
        if !kept.is_blank() && kept.has(self.slug()) {
            self.keeping = Keeping::Is;
        }
        self
    }

    /// Whether it can be added to one's own pick.
    pub(crate) fn can_be_kept(&self) -> bool {
        self.keeping == Keeping::CanBe
    }

    /// Whether it is in one's own pick.
    pub(crate) fn is_kept(&self) -> bool {
        self.keeping == Keeping::Is
    }

    /// Whether its cover is above.
    pub(crate) fn is_upright(&self) -> bool {
        self.upright
    }

    /// An icon; words always stand beside.
    pub(crate) fn icon(&self, name: &'a str) -> Icon<'a> {
        icon(self.frame, name)
    }

    /// With the words that were found marked.
    pub(crate) fn marked(mut self, title: &'a [Part<'a>], snippet: &'a [Part<'a>]) -> Self {
        // What was found is in French: marks are of no use in another text.
        if !self.is_translated() {
            let has_mark = |parts: &[Part<'_>]| parts.iter().any(|part| part.marked);
            self.title = if has_mark(title) { title } else { &[] };
            self.snippet = if has_mark(snippet) { snippet } else { &[] };
        }
        self
    }

    fn is_translated(&self) -> bool {
        self.lang() == Lang::En && self.entry.experience.english.is_some()
    }

    /// Its slug.
    pub(crate) fn slug(&self) -> &'a str {
        self.entry.experience.slug.as_str()
    }

    /// Its address.
    pub(crate) fn href(&self) -> Address<'a> {
        Address { lang: self.lang(), slug: self.slug() }
    }

    /// Said of its text when that is not in the language of the page.
    pub(crate) fn text_lang(&self) -> Option<&'static str> {
        (self.lang() != Lang::Fr && !self.is_translated()).then_some(Lang::Fr.code())
    }

    /// Its title.
    pub(crate) fn title(&self) -> Marked<'a> {
        let text = || &*self.entry.experience.text_in(self.lang() == Lang::En).title;
        self.filled(self.title, text)
    }

    /// The passage that was found, else its summary.
    pub(crate) fn text(&self) -> Marked<'a> {
        let text = || &*self.entry.experience.text_in(self.lang() == Lang::En).summary;
        self.filled(self.snippet, text)
    }

    fn filled(&self, marked: &'a [Part<'a>], text: impl FnOnce() -> &'a str) -> Marked<'a> {
        match marked {
            _ if self.blank => Marked::Plain(Mould::HOLE),
            [] => Marked::Plain(text()),
            _ => Marked::Parts(marked),
        }
    }

    fn lang(&self) -> Lang {
        self.frame.lang()
    }

    /// The card as most see it: holes for the title and the text, and one on each side of its place.
    fn mould(&self) -> Option<&'a Mould> {
        let number = self.number.filter(|_| self.keeping == Keeping::CanBe && !self.upright)?;
        let own = || &*self.entry.card.place;
        if self.place.is_some() && own().is_empty() {
            return None;
        }
        self.words.card(number, || {
            let place = [Mould::HOLE, own(), Mould::HOLE].concat();
            let place = Some(&*place).filter(|_| !own().is_empty());
            let blank = CardPage { card: Card { blank: true, place, ..*self } };
            Mould::of(&blank).expect("writing to a string cannot fail")
        })
    }

    fn write_to(&self, out: &mut dyn Write) -> fmt::Result {
        let Some(mould) = self.mould() else {
            return CardPage { card: *self }.render_into(out).map_err(|_| fmt::Error);
        };
        out.write_str(mould.part(0))?;
        self.title().write_to(out)?;
        out.write_str(mould.part(1))?;
        self.text().write_to(out)?;
        let Some(place) = self.place else { return out.write_str(mould.rest(2)) };
        out.write_str(mould.part(2))?;
        Html.write_escaped_str(&mut *out, place)?;
        out.write_str(mould.rest(4))
    }

    /// Where.
    pub(crate) fn place(&self) -> &'a str {
        self.place.unwrap_or(&self.entry.card.place)
    }

    /// Who leads.
    pub(crate) fn lead(&self) -> &'a str {
        &self.entry.card.lead
    }

    /// The key of its first category, which gives its colour.
    pub(crate) fn colour(&self) -> &'a str {
        colour(self.entry)
    }

    /// Its cells.
    pub(crate) fn cover(&self) -> Cover<'a> {
        Cover::small(&self.entry.card.cells)
    }

    /// What the cells of its cover say: role, then how many partners have it, as HTML.
    pub(crate) fn partners(&self) -> impl Iterator<Item = (&'static str, &'a str)> + use<'a> {
        let words = self.words;
        let groups = self.entry.card.cells.chunk_by(PartialEq::eq);
        groups.map(move |same| (same[0].key(), words.partners(same[0], same.len())))
    }

    /// Its categories: key, which is a class too, and label as HTML.
    pub(crate) fn categories(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        terms(self.entry, self.words, Axis::Category, Filter::Category)
    }

    /// For whom: three publics at most, as HTML.
    pub(crate) fn publics(&self) -> Listed<'a> {
        Listed { entry: self.entry, words: self.words, axis: Axis::Public, filter: Filter::Public, most: 3 }
    }

    /// When it was true and what is known since, as HTML.
    pub(crate) fn situation(&self) -> &'a str {
        self.words.situation(&self.entry.experience.situation)
    }

    /// `running`, `ended`, `unknown`.
    pub(crate) fn known(&self) -> &'static str {
        self.entry.experience.situation.known.key()
    }
}

/// The key of the first category, which is also the class of its colour.
pub(crate) fn colour(entry: &Entry) -> &str {
    entry.experience.classification.on(Axis::Category).first().map_or("", |key| key)
}

fn terms<'a>(
    entry: &'a Entry,
    words: &'a Words,
    axis: Axis,
    filter: Filter,
) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    let facet = words.facet(filter);
    let keys = entry.experience.classification.on(axis).iter();
    keys.filter_map(move |key| Some((&**key, &*facet.term(key)?.html)))
}

/// Labels one after the other.
#[derive(Clone, Copy)]
pub(crate) struct Listed<'a> {
    entry: &'a Entry,
    words: &'a Words,
    axis: Axis,
    filter: Filter,
    most: usize,
}

impl Listed<'_> {
    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.entry.experience.classification.on(self.axis).is_empty()
    }

    fn write_to(&self, out: &mut dyn Write) -> fmt::Result {
        let mut count = 0;
        for (_, label) in terms(self.entry, self.words, self.axis, self.filter) {
            if count < self.most {
                out.write_str(if count > 0 { ", " } else { "" })?;
                out.write_str(label)?;
            }
            count += 1;
        }
        if count > self.most { write!(out, " (+\u{202f}{})", count - self.most) } else { Ok(()) }
    }
}

/// A text whose matches are marked.
#[derive(Clone, Copy)]
pub(crate) enum Marked<'a> {
    Plain(&'a str),
    Parts(&'a [Part<'a>]),
}

impl Marked<'_> {
    fn write_to(&self, out: &mut dyn Write) -> fmt::Result {
        let parts = match self {
            Marked::Plain(text) => return Html.write_escaped_str(out, text),
            Marked::Parts(parts) => parts,
        };
        for part in *parts {
            out.write_str(if part.marked { "<mark>" } else { "" })?;
            Html.write_escaped_str(&mut *out, part.text)?;
            out.write_str(if part.marked { "</mark>" } else { "" })?;
        }
        Ok(())
    }
}

/// The address of an experience's page.
#[derive(Clone, Copy)]
pub(crate) struct Address<'a> {
    lang: Lang,
    slug: &'a str,
}

impl Address<'_> {
    fn write_to(&self, out: &mut dyn Write) -> fmt::Result {
        out.write_str(self.lang.prefix())?;
        out.write_str("/experiences/")?;
        out.write_str(self.slug)
    }
}

/// An icon of the family, silent.
#[derive(Clone, Copy)]
pub(crate) struct Icon<'a> {
    sprite: &'a str,
    name: &'a str,
}

impl Icon<'_> {
    fn write_to(&self, out: &mut dyn Write) -> fmt::Result {
        out.write_str("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"")?;
        out.write_str(self.sprite)?;
        out.write_str("#")?;
        out.write_str(self.name)?;
        out.write_str("\"/></svg>")
    }
}

/// A count with its thousands grouped, written without a copy: a page holds a hundred.
pub(crate) struct Grouped(pub(crate) u32, pub(crate) Lang);

impl Grouped {
    pub(crate) fn write_to(&self, out: &mut dyn Write) -> fmt::Result {
        match self.0 {
            0..1_000 => write!(out, "{}", self.0),
            _ => out.write_str(&essaim_web::format::number(self.1, self.0)),
        }
    }
}

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}

impl FastWritable for Grouped {
    fn write_into(&self, dest: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
        Ok(self.write_to(dest)?)
    }
}

/// The icons of a page.
pub(crate) fn icon<'a>(frame: &'a Frame, name: &'a str) -> Icon<'a> {
    Icon { sprite: frame.asset("icons.svg"), name }
}

macro_rules! writes_into_pages {
    ($($type:ident)*) => {$(
        impl fmt::Display for $type<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.write_to(f)
            }
        }
        impl FastWritable for $type<'_> {
            fn write_into(&self, dest: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
                Ok(self.write_to(dest)?)
            }
        }
    )*};
}
writes_into_pages!(Card Listed Marked Address Icon);
pub(crate) use writes_into_pages;

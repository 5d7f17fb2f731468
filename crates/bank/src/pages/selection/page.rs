//! What the page of a selection shows.

use askama::Template;
use essaim_web::{Frame, Query};

use super::{Kept, PATH};
use crate::pages::card::{Icon, colour, icon};
use crate::pages::cover::Cover;
use crate::snapshot::{Entry, Snapshot};
use crate::words::Wording;

/// What was typed and not kept, to be shown again.
#[derive(Debug)]
pub(super) enum Refused {
    /// A title.
    Title(String),
    /// The note of an experience.
    Note {
        /// The experience.
        slug: String,
        /// The note.
        note: String,
    },
}

#[derive(Template)]
#[template(path = "selection.html")]
pub(super) struct SelectionPage<'a> {
    frame: Frame,
    words: Wording<'a>,
    items: Vec<Item<'a>>,
    /// Slugs that no published experience bears any more.
    gone: Vec<String>,
    /// Whether it is somebody else's, shared by its address.
    shared: bool,
    /// How many experiences the reader's own selection holds.
    own_count: usize,
    kept: Kept,
    refused: Option<Refused>,
    address: String,
}

struct Item<'a> {
    entry: &'a Entry,
    note: String,
    wrong: bool,
    is_first: bool,
    is_last: bool,
}

impl<'a> SelectionPage<'a> {
    pub(super) fn new(
        frame: Frame,
        snapshot: &'a Snapshot,
        own: Kept,
        shared: Option<Kept>,
        refused: Option<Refused>,
    ) -> Self {
        let own_count = own.picks.len();
        let is_shared = shared.is_some();
        let kept = shared.unwrap_or(own);
        let (found, gone): (Vec<_>, Vec<_>) = kept.picks.iter().partition(|pick| snapshot.get(&pick.slug).is_some());
        let last = found.len().saturating_sub(1);
        let items = found.iter().enumerate().filter_map(|(place, pick)| {
            let typed = match &refused {
                Some(Refused::Note { slug, note }) if *slug == pick.slug => Some(note.clone()),
                _ => None,
            };
            Some(Item {
                entry: snapshot.get(&pick.slug)?,
                wrong: typed.is_some(),
                note: typed.unwrap_or_else(|| pick.note.clone()),
                is_first: place == 0,
                is_last: place == last,
            })
        });
        Self {
            words: snapshot.words(frame.lang()),
            items: items.collect(),
            gone: gone.iter().map(|pick| pick.slug.clone()).collect(),
            shared: is_shared,
            own_count,
            address: shared_address(&frame, &kept),
            kept,
            refused,
            frame,
        }
    }

    fn icon(&self, name: &'static str) -> Icon<'_> {
        icon(&self.frame, name)
    }

    fn title(&self) -> &str {
        match (self.shared, self.kept.title.as_str()) {
            (false, _) => self.frame.t("selection-title"),
            (true, "") => self.frame.t("selection-shared-untitled"),
            (true, title) => title,
        }
    }

    /// The title in its field: what was typed last, even when it was not kept.
    fn typed_title(&self) -> &str {
        match &self.refused {
            Some(Refused::Title(title)) => title,
            _ => &self.kept.title,
        }
    }

    fn title_is_wrong(&self) -> bool {
        matches!(self.refused, Some(Refused::Title(_)))
    }

    /// The field to mend.
    fn wrong_field(&self) -> Option<String> {
        self.refused.as_ref().map(|refused| match refused {
            Refused::Title(_) => "titre".to_owned(),
            Refused::Note { slug, .. } => format!("note-{slug}"),
        })
    }

    fn count(&self) -> String {
        match self.items.len() {
            0 => self.frame.t("selection-count-zero").to_owned(),
            count => self.frame.count("selection-count", count),
        }
    }

    /// The query that says the same list: empty for one's own, which the cookie tells.
    fn query(&self) -> String {
        if self.shared { format!("?{}", shared_query(&self.kept)) } else { String::new() }
    }

    fn compared(&self) -> String {
        let slugs: Vec<_> = self.items.iter().take(4).map(|item| item.entry.experience.slug.as_str()).collect();
        slugs.join(",")
    }

    fn text_lang(&self, item: &Item<'_>) -> &'static str {
        if self.words.english() && item.entry.experience.english.is_none() { " lang=\"fr\"" } else { "" }
    }

    fn item_title(&self, item: &Item<'a>) -> &'a str {
        &item.entry.experience.text_in(self.words.english()).title
    }

    fn summary(&self, item: &Item<'a>) -> &'a str {
        &item.entry.experience.text_in(self.words.english()).summary
    }

    fn colour(&self, item: &Item<'a>) -> &'a str {
        colour(item.entry)
    }

    fn cover(&self, item: &Item<'a>) -> Cover<'a> {
        Cover::small(&item.entry.card.cells)
    }
}

fn shared_query(kept: &Kept) -> Query {
    let mut pairs = vec![("fiches", kept.slugs())];
    if !kept.title.is_empty() {
        pairs.push(("titre", kept.title.clone()));
    }
    Query::from_pairs(pairs)
}

/// The public address that opens the same list on screen.
pub(super) fn shared_address(frame: &Frame, kept: &Kept) -> String {
    format!("{}?{}", frame.public_url(PATH), shared_query(kept))
}

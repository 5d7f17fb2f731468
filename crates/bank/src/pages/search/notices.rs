//! What a page of results says of the address itself: what it did not understand, and what to do.

use essaim_geo::TerritoryCode;
use essaim_web::Frame;

use super::Door;
use crate::finding::{Chip, Filter, Search};
use crate::snapshot::Snapshot;

/// Something that the address holds too much, or that means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// What, and what was done of it.
    pub(crate) text: String,
    /// What to try instead: words and address.
    pub(crate) ways: Vec<(String, String)>,
}

/// More of them than this are not worth reading.
const MOST: usize = 5;
/// The longest part of an address that is shown back.
const SHOWN: usize = 60;

impl Notice {
    /// All that there is to say, at most a few lines.
    pub(crate) fn all(
        frame: &Frame,
        snapshot: &Snapshot,
        search: &Search,
        chips: &[Chip<'_>],
        door: Door,
        beyond: Option<usize>,
    ) -> Vec<Self> {
        let mut all = Vec::new();
        if !search.unknown.is_empty() {
            let keys: Vec<String> = search.unknown.iter().take(MOST).map(|key| quoted(key)).collect();
            let count = ("count", search.unknown.len().into());
            all.push(Self::plain(frame.tn("search-unknown-keys", &[count, ("keys", keys.join(", ").into())])));
        }
        for (key, value) in &search.refused {
            all.push(Self::plain(frame.tn(&["search-refused-", key].concat(), &[("value", quoted(value).into())])));
        }
        if !search.crowded.is_empty() {
            let most = [("most", Search::VALUES_OF_A_KEY.into()), ("all", Search::VALUES.into())];
            let keys = ("keys", search.crowded.join(", ").into());
            all.push(Self::plain(frame.tn("search-crowded", &[most[0].clone(), most[1].clone(), keys])));
        }
        if let Some(pages) = beyond {
            let args = [("page", search.page.into()), ("pages", pages.into())];
            all.push(Self::plain(frame.tn("search-beyond-end", &args)));
        }
        if search.shortened {
            all.push(Self::plain(frame.t("search-shortened").to_owned()));
        }
        all.extend(
            chips
                .iter()
                .filter(|chip| !chip.known)
                .take(MOST)
                .map(|chip| Self::unknown_value(frame, snapshot, chip, door)),
        );
        all
    }

    fn plain(text: String) -> Self {
        Self { text, ways: Vec::new() }
    }

    /// A value that the bank does not have; a bare code may be one of several territories.
    fn unknown_value(frame: &Frame, snapshot: &Snapshot, chip: &Chip<'_>, door: Door) -> Self {
        let value = ("value", quoted(chip.value).into());
        let candidates: Vec<TerritoryCode> = match chip.filter {
            Filter::Territory => snapshot.registry().resolve_bare(chip.value),
            _ => Vec::new(),
        };
        let what = frame.t(match chip.filter {
            Filter::Territory if candidates.is_empty() => "search-unknown-territory",
            Filter::Territory => "search-ambiguous-territory",
            Filter::Organisation => "search-unknown-organisation",
            _ => "search-unknown-value",
        });
        let text = frame.tn("search-unknown", &[value, ("what", what.into())]);
        let ways = candidates.into_iter().map(|code| {
            let code = code.to_string();
            let query = frame.query().remove(chip.key).into_query();
            let label =
                format!("{} ({code})", code.parse().map(|code| snapshot.territory_name(&code)).unwrap_or_default());
            (label, frame.link(door.path, query.with(chip.key, &code)).to_string())
        });
        Self { text, ways: ways.collect() }
    }
}

/// A piece of the address, short enough to be shown.
fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().filter(|letter| !letter.is_control()).take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

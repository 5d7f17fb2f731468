//! In which order the documents come, and where a page of them begins.

use crate::bits;
use crate::cursor::Cursor;
use crate::index::{Index, Order, partition_point};
use crate::layout::Section;
use crate::matching::{LiveChoice, LiveSlot, Matched, bring_near, sequence_starts};
use crate::request::{Request, Sort};

/// A document of the page, with its score.
pub(crate) type Ranked = (u32, u32);

/// So many of the best by their words alone are ranked again by how close the words stand to each other.
const WINDOW: usize = 32;

/// The page asked for; one more document when there are more.
pub(crate) fn page(
    index: &Index,
    matched: &Matched<'_>,
    set: &[u64],
    total: u32,
    request: &Request<'_>,
) -> Vec<Ranked> {
    if request.limit == 0 {
        return Vec::new();
    }
    let wanted = request.limit.saturating_add(1);
    let by_words = request.sort == Sort::Relevance && !matched.slots.is_empty();
    if by_words {
        return with_scratch(|scratch| {
            matched.score(set, &mut scratch.scores, &mut scratch.spare);
            by_score(index, matched, set, &scratch.scores, request, wanted)
        });
    }
    let order = order_of(index, request.sort);
    let first = request.after.as_ref().map_or(0, |cursor| first_after(index, cursor, request.sort));
    let docs = in_order(order, set, total, first, request.offset, wanted);
    docs.into_iter().map(|doc| (doc, 0)).collect()
}

/// The place just after a document.
pub(crate) fn cursor(index: &Index, (doc, score): Ranked, sort: Sort) -> Cursor {
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    Cursor {
        sort,
        score,
        number: if sort == Sort::Freshness { index.freshness(doc) } else { index.date(doc) },
        name: own(index.name(doc)),
        key: own(index.key(doc)),
    }
}

fn order_of(index: &Index, sort: Sort) -> &Order {
    match sort {
        Sort::Relevance | Sort::Date => &index.by_date,
        Sort::Freshness => &index.by_freshness,
        Sort::Name => &index.by_name,
    }
}

/// The first rank after a cursor, whether or not its document is still there.
fn first_after(index: &Index, cursor: &Cursor, sort: Sort) -> u32 {
    if cursor.sort != sort {
        return 0;
    }
    let order = order_of(index, sort);
    let keys = index.texts(Section::Keys);
    let named = (crate::analyser::fold(&cursor.name), cursor.name.as_str(), cursor.key.as_str());
    let not_after = |rank: usize| {
        let doc = order.docs[rank];
        let time = match sort {
            Sort::Relevance | Sort::Date => index.date(doc),
            Sort::Freshness => index.freshness(doc),
            Sort::Name => cursor.number,
        };
        let name = index.name(doc).unwrap_or_default();
        time > cursor.number
            || (time == cursor.number && (crate::analyser::fold(name), name, keys.get(doc as usize)) <= named)
    };
    partition_point(order.docs.len(), not_after) as u32
}

fn in_order(order: &Order, set: &[u64], total: u32, first: u32, skip: usize, wanted: usize) -> Vec<u32> {
    let few = (total as usize) * 8 < order.docs.len();
    if !few {
        let after = order.docs[first as usize..].iter().copied();
        return after.filter(|&doc| bits::contains(set, doc)).skip(skip).take(wanted).collect();
    }
    let mut ranks = Vec::with_capacity(total as usize);
    bits::for_each(set, |doc| ranks.push(order.ranks[doc as usize]));
    ranks.retain(|&rank| rank >= first);
    let end = skip.saturating_add(wanted).min(ranks.len());
    if end < ranks.len() && end > 0 {
        ranks.select_nth_unstable(end - 1);
        ranks.truncate(end);
    }
    ranks.sort_unstable();
    ranks.iter().skip(skip).take(wanted).map(|&rank| order.docs[rank as usize]).collect()
}

/// A score and, when equal, a rank, as one number: the greater the better.
fn standing(score: u32, rank: u32) -> u64 {
    u64::from(score) << 32 | u64::from(!rank)
}

fn by_score(
    index: &Index,
    matched: &Matched<'_>,
    set: &[u64],
    scores: &[u32],
    request: &Request<'_>,
    wanted: usize,
) -> Vec<Ranked> {
    let end = request.offset.saturating_add(wanted);
    let mut best =
        best_of(index, set, scores, u64::MAX, if request.after.is_some() { WINDOW } else { end.max(WINDOW) });
    let last_of_window = best.get(WINDOW - 1).copied();
    let mut rest = best.split_off(WINDOW.min(best.len()));
    rank_by_closeness(index, matched, &mut best);
    if let Some(cursor) = request.after.as_ref().filter(|cursor| cursor.sort == Sort::Relevance) {
        let bound = standing(cursor.score, first_after(index, cursor, Sort::Relevance));
        best.retain(|&standing| standing <= bound);
        // Outside the window scores are those of the words alone.
        let below = last_of_window.map_or(0, |last| bound.min(last - 1));
        rest = best_of(index, set, scores, below, end);
    }
    let doc = |standing: u64| index.by_date.docs[!(standing as u32) as usize];
    let page = best.into_iter().chain(rest).skip(request.offset).take(wanted);
    page.map(|standing| (doc(standing), (standing >> 32) as u32)).collect()
}

/// The `wanted` best, none above `bound`, best first.
fn best_of(index: &Index, set: &[u64], scores: &[u32], bound: u64, wanted: usize) -> Vec<u64> {
    let ranks = &index.by_date.ranks;
    let room = wanted.saturating_mul(2).clamp(256, 1 << 16).max(wanted);
    let mut best: Vec<u64> = Vec::with_capacity(room.min(ranks.len()));
    let mut least = 0;
    bits::for_each(set, |doc| {
        let score = scores[doc as usize];
        if u64::from(score) < least >> 32 {
            return;
        }
        let standing = standing(score, ranks[doc as usize]);
        if standing <= least || standing > bound {
            return;
        }
        if best.len() >= room {
            best.select_nth_unstable_by(wanted - 1, |one, other| other.cmp(one));
            best.truncate(wanted);
            least = best[wanted - 1];
            if standing <= least {
                return;
            }
        }
        best.push(standing);
    });
    best.sort_unstable_by(|one, other| other.cmp(one));
    best.truncate(wanted);
    best
}

fn rank_by_closeness(index: &Index, matched: &Matched<'_>, best: &mut [u64]) {
    let slots: Vec<&LiveSlot<'_>> = matched.slots.iter().filter(|slot| !slot.choices.is_empty()).collect();
    if slots.len() < 2 {
        return;
    }
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let doc_of = |standing: u64| index.by_date.docs[!(standing as u32) as usize];
    bring_near(index, &matched.slots, best.iter().map(|&standing| doc_of(standing)));
    for standing in best.iter_mut() {
        let doc = doc_of(*standing);
        let row = index.row(doc);
        let title_end = if index.schema.fields.len() > 1 { row.first_place(1) } else { row.places };
        let mut bonus = 0;
        places(slots[0], doc, &mut before);
        for pair in slots.windows(2) {
            places(pair[1], doc, &mut after);
            let expected = pair[1].place.saturating_sub(pair[0].place);
            let worth = (pair[0].worth + pair[1].worth) / 2;
            bonus += worth.saturating_mul(closeness(&before, &after, expected, title_end));
            std::mem::swap(&mut before, &mut after);
        }
        *standing = standing.saturating_add(u64::from(bonus) << 32);
    }
    best.sort_unstable_by(|one, other| other.cmp(one));
}

/// From 0 to 255: how close two words come to the distance that they have in the query; twice as much in the title.
fn closeness(before: &[u32], after: &[u32], expected: u32, title_end: u32) -> u32 {
    let mut best = 0;
    let mut from = 0;
    for &place in before {
        while after.get(from).is_some_and(|&other| other + 8 < place) {
            from += 1;
        }
        for &other in after[from..].iter().take_while(|&&other| other <= place + 8) {
            let gap = (place + expected).abs_diff(other);
            let close = match gap {
                0 => 128,
                1..=2 => 64,
                _ => 24,
            };
            let in_title = place < title_end && other < title_end;
            best = best.max(if in_title { close * 2 - 1 } else { close });
        }
    }
    best
}

/// Where a slot stands in a document.
fn places(slot: &LiveSlot<'_>, doc: u32, out: &mut Vec<u32>) {
    const MOST: usize = 24;
    out.clear();
    let mut starts = Vec::new();
    for choice in &slot.choices {
        match choice {
            LiveChoice::Term { term, .. } => {
                if let Some(rank) = term.rank(doc) {
                    out.extend(term.postings.places(rank).take(MOST));
                }
            }
            LiveChoice::Sequence { terms, .. } => {
                sequence_starts(terms, doc, &mut starts);
                out.extend(starts.iter().take(MOST));
            }
        }
    }
    if slot.choices.len() > 1 {
        out.sort_unstable();
    }
}

#[derive(Default)]
struct Scratch {
    scores: Vec<u32>,
    spare: Vec<u32>,
}

/// Room for a score by document, kept from one search to the next: it needs no clearing.
fn with_scratch<T>(work: impl FnOnce(&mut Scratch) -> T) -> T {
    thread_local! {
        static SCRATCH: std::cell::RefCell<Scratch> = std::cell::RefCell::default();
    }
    SCRATCH.with_borrow_mut(work)
}

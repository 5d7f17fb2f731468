//! From a request to its answer.

use crate::answer::{Answer, Hit, Reading, Spelling, ValueCount, Without};
use crate::bits;
use crate::facets::{FacetFilter, count_values};
use crate::index::Index;
use crate::layout::Section;
use crate::matching::{Matched, bring_near};
use crate::query::correct::nearest;
use crate::query::{Clause, Kind, Plan, Replaced, parse};
use crate::ranking::{Ranked, cursor, page};
use crate::request::Request;
use crate::snippet::Marker;

/// With fewer results than this, another spelling of a rare word may be proposed.
const FEW: u32 = 3;
/// A proposed word is in at least so many times more documents.
const MUCH_MORE: u32 = 8;
/// A word is rare when less than one document in so many holds it.
const RARE: usize = 2000;
const MOST_SPELLINGS: usize = 3;
/// Each costs a search.
const MOST_TRIED: usize = 8;

impl Index {
    /// Answers a request. It cannot fail: any text is a query.
    pub fn search(&self, request: &Request<'_>) -> Answer<'_> {
        let parsed = parse(request.query);
        let plan = Plan::new(self, request.query, &parsed, request.prefix_last);
        let matched = Matched::new(self, &plan);
        let filters = FacetFilter::all(self, &request.filters);
        let set = narrowed(&matched.set, &filters, None);
        let total = bits::count(&set);

        let mut ranked = page(self, &matched, &set, total, request);
        let more = ranked.len() > request.limit;
        ranked.truncate(request.limit);
        let next = ranked.last().filter(|_| more).map(|&last| cursor(self, last, request.sort));
        let mut answer = Answer {
            total,
            next,
            hits: self.hits(&matched, &ranked, request.snippets),
            facets: self.count_facets(&matched.set, &set, &filters, total, request),
            reading: Reading {
                wanted: matched.slots.len() as u32,
                required: matched.required,
                corrected: plan.corrected(request.query),
                unknown: plan.unknown.clone(),
                shortened: parsed.shortened,
            },
            ..Answer::default()
        };
        if total == 0 && !filters.is_empty() {
            let without = |filter: &FacetFilter| Without {
                facet: filter.facet,
                total: bits::count(&narrowed(&matched.set, &filters, Some(filter.facet))),
            };
            answer.without = filters.iter().map(without).collect();
            answer.without_filters = (filters.len() > 1).then(|| bits::count(&matched.set));
            if !plan.slots.is_empty() || !plan.excluded.is_empty() {
                let mut all = Vec::new();
                bits::fill(&mut all, self.len());
                answer.without_query = Some(bits::count(&narrowed(&all, &filters, None)));
            }
        }
        if request.limit > 0 {
            answer.did_you_mean = self.spellings_of(request.query, &plan, &filters, total);
        }
        answer
    }

    fn hits(&self, matched: &Matched<'_>, ranked: &[Ranked], snippets: bool) -> Vec<Hit<'_>> {
        let keys = self.texts(Section::Keys);
        let mut marker = Marker::default();
        if snippets {
            bring_near(self, &matched.slots, ranked.iter().map(|&(doc, _)| doc));
        }
        let hit = |&(doc, score): &Ranked| {
            let (title, snippet) =
                if snippets { marker.mark(self, &matched.slots, doc) } else { (Vec::new(), Vec::new()) };
            Hit { doc, key: keys.get(doc as usize), score, title, snippet }
        };
        ranked.iter().map(hit).collect()
    }

    fn count_facets(
        &self,
        by_query: &[u64],
        set: &[u64],
        filters: &[FacetFilter],
        total: u32,
        request: &Request<'_>,
    ) -> Vec<Vec<ValueCount<'_>>> {
        let count =
            |wanted: &crate::request::FacetCounts<'_>| match filters.iter().find(|filter| filter.facet == wanted.facet)
            {
                None => count_values(self, wanted, set, None, total),
                Some(own) => {
                    let base = narrowed(by_query, filters, Some(wanted.facet));
                    count_values(self, wanted, &base, Some(own), total)
                }
            };
        request.counts.iter().map(count).collect()
    }

    /// Other spellings of the whole query, with what they give.
    fn spellings_of(&self, query: &str, plan: &Plan, filters: &[FacetFilter], total: u32) -> Vec<Spelling> {
        let mut queries: Vec<String> = Vec::new();
        if !plan.corrections.is_empty() {
            queries.push(respelled(query, &plan.corrections));
        }
        if total == 0 {
            queries.extend(plainer(query));
        }
        if total < FEW {
            queries.extend(self.rare_words_respelled(query, plan));
            queries.extend(self.unknown_words_replaced(query, plan));
        }
        let spelling = |query: String| Spelling { total: self.count(&query, filters), query };
        let tried = queries.into_iter().take(MOST_TRIED).map(spelling);
        tried.filter(|spelling| spelling.total > 0).take(MOST_SPELLINGS).collect()
    }

    fn rare_words_respelled(&self, query: &str, plan: &Plan) -> Vec<String> {
        let keys = self.texts(Section::WordKeys);
        let mut queries = Vec::new();
        for &(start, end) in plan.slots.iter().filter_map(|slot| slot.word.as_ref()) {
            let key = crate::analyser::key(&query[start..end]);
            let known = keys.find(&key).map_or(0, |word| self.df(self.word_term(word)));
            // Looking for neighbours is dear: only a rare word is suspected.
            if known == 0 || known as usize > (self.len() / RARE).max(2) {
                continue;
            }
            for meant in nearest(self, &key).into_iter().filter(|meant| meant.df >= known * MUCH_MORE) {
                queries.push(respelled(query, &[Replaced { start, end, read: meant.shown.to_owned() }]));
            }
        }
        queries
    }

    /// For a word that no document holds: what resembles it, not surely enough to be read instead, and what it stands
    /// for.
    fn unknown_words_replaced(&self, query: &str, plan: &Plan) -> Vec<String> {
        let unknown = plan.slots.iter().filter(|slot| slot.choices.is_empty()).filter_map(|slot| slot.word);
        let mut queries = Vec::new();
        for (start, end) in unknown {
            let typed = crate::analyser::key(&query[start..end]);
            let near = nearest(self, &typed).into_iter().map(|meant| meant.shown);
            let read: Vec<&str> = near.chain(self.table.others(&self.synonyms, &typed)).collect();
            let replaced = |read: &str| Replaced { start, end, read: read.to_owned() };
            queries.extend(read.into_iter().map(|read| respelled(query, &[replaced(read)])));
        }
        queries
    }

    /// How many documents a query finds under these filters.
    pub(crate) fn count(&self, query: &str, filters: &[FacetFilter]) -> u32 {
        let plan = Plan::new(self, query, &parse(query), false);
        bits::count(&narrowed(&Matched::new(self, &plan).set, filters, None))
    }
}

/// What the filters leave of a set, one facet's apart.
fn narrowed(set: &[u64], filters: &[FacetFilter], apart: Option<usize>) -> Vec<u64> {
    let mut narrowed = set.to_vec();
    for filter in filters.iter().filter(|filter| Some(filter.facet) != apart) {
        bits::keep_common(&mut narrowed, &filter.set);
    }
    narrowed
}

/// The wanted words of a query alone: phrases apart, exclusions away. None when it is as plain already.
fn plainer(query: &str) -> Option<String> {
    let parsed = parse(query);
    let special = |clause: &Clause| clause.excluded || clause.kind == Kind::Phrase;
    if !parsed.clauses.iter().any(special) {
        return None;
    }
    let wanted = parsed.clauses.iter().filter(|clause| !clause.excluded);
    let words: Vec<&str> =
        wanted.filter_map(|clause| query.get(clause.words.first()?.start..clause.words.last()?.end)).collect();
    Some(words.join(" ")).filter(|plain| !plain.is_empty())
}

fn respelled(query: &str, replaced: &[Replaced]) -> String {
    let mut out = String::with_capacity(query.len() + 8);
    let mut at = 0;
    for Replaced { start, end, read } in replaced {
        out.push_str(query.get(at..*start).unwrap_or_default());
        out.push_str(read);
        at = *end;
    }
    out.push_str(&query[at..]);
    out
}

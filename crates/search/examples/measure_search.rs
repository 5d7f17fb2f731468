//! Measures the engine on seeded, French-like documents: `cargo run --release -p essaim-search --example measure_search [N…]`.
//!
//! Prints what building, writing, loading and changing take, what the index weighs, and how long searches take: words
//! with all facet counts and twenty marked hits, as a page asks for.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use essaim_search::{
    Changes, Document, Entry, FacetCounts, Field, Index, IndexBuilder, Request, Schema, Sort, Synonyms,
};

/// A small generator of numbers: the same seed gives the same documents everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

const LITTLE: &[&str] = &[
    "de", "la", "le", "et", "les", "des", "en", "un", "du", "une", "que", "est", "pour", "qui", "dans", "a", "par",
    "plus", "pas", "au", "sur", "ne", "se", "ce", "il", "sont", "avec", "son", "aux", "d’une", "l’on", "leur", "ou",
];

/// Words by falling frequency, as in any text: little ones first, then made of syllables.
fn vocabulary(chance: &mut Chance, size: usize) -> Vec<String> {
    const START: &[&str] = &[
        "ba", "co", "dé", "for", "ga", "in", "jar", "lo", "mé", "par", "qua", "ré", "so", "tra", "vi", "é", "en",
        "pro", "com", "ac",
    ];
    const MIDDLE: &[&str] =
        &["ti", "bi", "li", "ran", "ta", "mi", "cu", "vé", "ser", "don", "pla", "gra", "né", "lu", "sa"];
    const END: &[&str] =
        &["tion", "ment", "teur", "rage", "lier", "té", "nelle", "naire", "ve", "que", "lle", "ble", "re", "mie"];
    let mut words: Vec<String> = LITTLE.iter().map(|&word| word.to_owned()).collect();
    let mut known: std::collections::HashSet<String> = words.iter().cloned().collect();
    while words.len() < size {
        let mut word = START[chance.below(START.len())].to_owned();
        for _ in 0..chance.below(3) {
            word.push_str(MIDDLE[chance.below(MIDDLE.len())]);
        }
        word.push_str(END[chance.below(END.len())]);
        if chance.below(6) == 0 {
            word.push('s');
        }
        if known.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

struct World {
    words: Vec<String>,
    /// Running sums of Zipf's law.
    sums: Vec<f64>,
}

impl World {
    fn new() -> Self {
        let words = vocabulary(&mut Chance(1), 30_000);
        let mut sum = 0.0;
        let sums = (0..words.len())
            .map(|rank| {
                sum += 1.0 / (rank as f64 + 2.7);
                sum
            })
            .collect();
        Self { words, sums }
    }

    fn word(&self, chance: &mut Chance) -> &str {
        let wanted = chance.share() * self.sums.last().copied().unwrap_or_default();
        &self.words[self.sums.partition_point(|&sum| sum < wanted).min(self.words.len() - 1)]
    }

    fn text(&self, chance: &mut Chance, length: usize) -> String {
        let mut text = String::with_capacity(length + 16);
        while text.len() < length {
            if !text.is_empty() {
                text.push_str(if chance.below(12) == 0 { ". " } else { " " });
            }
            text.push_str(self.word(chance));
        }
        text
    }

    fn document(&self, number: usize, version: u64) -> Document {
        let mut chance = Chance(number as u64 * 7919 + version * 104_729 + 13);
        let mut facets: Vec<Vec<String>> = (0..15)
            .map(|facet| (0..=chance.below(2)).map(|_| format!("valeur-{}", skewed(&mut chance, 4 + facet))).collect())
            .collect();
        let commune = skewed(&mut chance, 1200);
        let places =
            [("commune", commune), ("epci", commune / 12), ("departement", commune / 100), ("region", commune / 400)];
        facets.push(places.iter().map(|(level, code)| format!("{level}-{code:05}")).collect());
        let title = self.text(&mut chance, 45);
        Document {
            key: format!("fiche-{number}"),
            name: title.clone(),
            fields: vec![
                title,
                self.text(&mut chance, 160),
                self.text(&mut chance, 2400),
                self.text(&mut chance, 300),
                self.text(&mut chance, 90),
            ],
            facets,
            date: chance.below(4000) as i64,
            freshness: chance.below(4000) as i64,
            ..Document::default()
        }
    }

    fn query(&self, chance: &mut Chance, words: usize) -> String {
        let mut query = String::new();
        for _ in 0..words {
            // Words that someone would search for: neither little nor seen once.
            let rank = LITTLE.len() + (1.0 / (chance.share() * 0.999 + 0.001)) as usize * 3 + chance.below(1500);
            let _ = write!(query, "{} ", self.words[rank]);
        }
        query
    }
}

fn skewed(chance: &mut Chance, limit: usize) -> usize {
    (chance.share() * chance.share() * limit as f64) as usize
}

fn schema() -> Schema {
    Schema {
        fields: vec![
            Field::new("title", 6.0),
            Field::new("summary", 3.0).with_snippets(),
            Field::new("body", 1.0).with_snippets(),
            Field::new("stakes", 1.0).with_snippets(),
            Field::new("partners", 1.5),
        ],
        facets: (0..16).map(|facet| format!("facette-{facet}")).collect(),
    }
}

fn synonyms(world: &World) -> Synonyms {
    let word = |rank: usize| world.words[rank].clone();
    Synonyms::new(
        (0..60).map(|at| vec![word(100 + 7 * at), format!("{} {}", word(60 + at), word(200 + at))]).collect(),
        Vec::new(),
    )
}

fn build(world: &World, documents: Vec<Document>) -> Index {
    let mut builder = IndexBuilder::new(schema(), synonyms(world));
    for document in documents {
        builder.add(document).expect("the documents have the shape of the schema");
    }
    for place in 0..2000u32 {
        let text = format!("{}-sur-{}", world.words[500 + place as usize], world.words[3000 + place as usize]);
        builder.suggest_also(Entry { kind: "place".into(), text, key: place.to_string(), weight: place % 50 });
    }
    builder.finish(1)
}

fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let made = work();
    println!("  {name:<42} {:>9.1} ms", start.elapsed().as_secs_f64() * 1e3);
    made
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0) / 1024
}

/// The best of several runs of each query, so that a busy machine blurs little; then median and 95th percentile.
fn measured<T>(name: &str, runs: usize, queries: &[T], mut work: impl FnMut(&T) -> u64) {
    let mut best = vec![Duration::MAX; queries.len()];
    let mut found = 0;
    for _ in 0..runs {
        for (query, best) in queries.iter().zip(&mut best) {
            let start = Instant::now();
            found += work(query);
            *best = (*best).min(start.elapsed());
        }
    }
    best.sort_unstable();
    let at = |share: f64| best[((best.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e6;
    let mean = best.iter().sum::<Duration>().as_secs_f64() * 1e6 / best.len() as f64;
    let found = found / (runs * queries.len()) as u64;
    println!("  {name:<42} {:>7.1} µs median {:>8.1} p95 {mean:>8.1} mean  ({found} found)", at(0.5), at(0.95));
}

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let world = World::new();
    for size in if sizes.is_empty() { vec![10_000] } else { sizes } {
        report(&world, size);
    }
}

fn report(world: &World, size: usize) {
    println!("{size} documents");
    let documents = timed("generate", || (0..size).map(|number| world.document(number, 0)).collect::<Vec<_>>());
    let index = timed("build", || build(world, documents));
    let changed = |number: usize| Changes { added: vec![world.document(number, 1)], ..Changes::default() };
    timed("change one document", || index.updated(changed(size / 2), 2).expect("it fits"));
    let mut bytes = Vec::new();
    timed("write", || index.write_to(&mut bytes).expect("memory takes it"));
    println!(
        "  file {:>48.1} MB, {:.2} kB a document",
        bytes.len() as f64 / 1e6,
        bytes.len() as f64 / 1e3 / size as f64
    );
    drop(index);
    let before = resident();
    let index = timed("load", || Index::from_bytes(bytes).expect("it was just written"));
    println!("  resident {} MB (with the file's bytes {before} MB)", resident());
    searches(world, &index, size);
}

fn searches(world: &World, index: &Index, size: usize) {
    let runs = if size > 20_000 { 3 } else { 5 };
    let mut chance = Chance(99);
    let mut queries = |words: usize| (0..400).map(|_| world.query(&mut chance, words)).collect::<Vec<_>>();
    let counts: Vec<FacetCounts<'_>> = (0..15)
        .map(FacetCounts::all)
        .chain([FacetCounts { facet: 15, prefixes: vec!["region-", "departement-"] }])
        .collect();
    let counted: usize =
        index.search(&Request { counts: counts.clone(), ..Request::default() }).facets.iter().map(Vec::len).sum();
    println!("  {counted} values counted");
    let ask = |query: &str, filters: Vec<(usize, Vec<&str>)>, sort: Sort| {
        let request = Request { query, filters, sort, counts: counts.clone(), ..Request::default() };
        u64::from(index.search(&request).total)
    };
    let mixed: Vec<String> = (1..=3).flat_map(&mut queries).collect();
    measured("1 to 3 words, counts, 20 hits", runs, &mixed, |query| ask(query, Vec::new(), Sort::Relevance));
    for words in 1..=3 {
        let queries = queries(words);
        measured(&format!("{words} words, counts, 20 hits"), runs, &queries, |query| {
            ask(query, Vec::new(), Sort::Relevance)
        });
    }
    let common: Vec<String> = (0..300)
        .map(|at| format!("{} {}", world.words[LITTLE.len() + at % 60], world.words[LITTLE.len() + at * 7 % 200]))
        .collect();
    measured("2 frequent words, counts, 20 hits", runs, &common, |query| ask(query, Vec::new(), Sort::Relevance));
    measured("the same with two filters", runs, &mixed, |query| {
        ask(query, vec![(3, vec!["valeur-0", "valeur-1"]), (15, vec!["region-00000"])], Sort::Relevance)
    });
    measured("by date", runs, &mixed, |query| ask(query, Vec::new(), Sort::Date));
    measured("no word, counts, 20 hits", runs, &mixed, |_| ask("", Vec::new(), Sort::Date));
    measured("hits only, no snippet", runs, &mixed, |query| {
        u64::from(index.search(&Request { query, snippets: false, ..Request::default() }).total)
    });
    measured("hits and snippets, no count", runs, &mixed, |query| {
        u64::from(index.search(&Request { query, ..Request::default() }).total)
    });
    measured("total only", runs, &mixed, |query| {
        u64::from(index.search(&Request { query, limit: 0, snippets: false, ..Request::default() }).total)
    });
    let phrases: Vec<String> = mixed.iter().map(|query| format!("\"{}\"", query.trim())).collect();
    measured("phrases", runs, &phrases, |query| ask(query, Vec::new(), Sort::Relevance));
    let mistaken: Vec<String> = mixed
        .iter()
        .map(|query| query.chars().enumerate().map(|(at, letter)| if at == 2 { 'x' } else { letter }).collect())
        .collect();
    measured("one word mistyped", runs, &mistaken, |query| ask(query, Vec::new(), Sort::Relevance));
    let typed: Vec<String> =
        mixed.iter().flat_map(|query| [1, 3, 5].map(|length| query.chars().take(length).collect())).collect();
    measured("suggest", runs, &typed, |typed: &String| index.suggest(typed, 8).len() as u64);
    let docs: Vec<u32> = (0..200).map(|at| (at * 37) % size as u32).collect();
    measured("similar", runs, &docs, |&doc| index.similar(doc, 4).len() as u64);
}

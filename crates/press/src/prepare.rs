//! From a document to the folder that the templates read: `data.json`, the covers, the pictures.

mod entry;
mod grid;
mod index;
mod pictures;
mod report;

use crate::{
    Book, Document, Entry, Imprint, Language, Leaflet, Listing, Map, Mark, PressError, Selection, blocks,
    ruler::Ruler,
    text::{self, Cleaner},
    words,
};
use pictures::Pictures;
use serde_json::{Value, json};

/// More than this is no longer a document one prints; it also bounds the names that Typst keeps for ever.
const MOST_ENTRIES: usize = 10_000;
/// Cells of a report: each takes some 20 kB while its pages are set.
const MOST_CELLS: usize = 40_000;

/// What the templates read.
pub(crate) struct Folder {
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// How many covers will be asked for.
    pub(crate) entries: usize,
}

/// Turns a document into what the templates read.
pub(crate) fn folder(document: &Document, cleaner: &Cleaner, ruler: &Ruler) -> Result<Folder, PressError> {
    let (count, limit, imprint) = match document {
        Document::Leaflet(leaflet) => (1, MOST_ENTRIES, &leaflet.imprint),
        Document::Listing(listing) => (listing.rows.len(), MOST_ENTRIES, &listing.imprint),
        Document::Selection(selection) => (selection.picks.len(), MOST_ENTRIES, &selection.imprint),
        Document::Book(book) => (book.entries.len(), MOST_ENTRIES, &book.imprint),
        Document::Report(report) => (report::count(report), MOST_CELLS, &report.imprint),
    };
    if count > limit {
        return Err(PressError::TooLong { count, limit });
    }
    let mut desk = Desk { cleaner, ruler, language: imprint.language, pictures: Pictures::default() };
    let mut data = match document {
        Document::Leaflet(leaflet) => desk.leaflet(leaflet),
        Document::Listing(listing) => desk.listing(listing),
        Document::Selection(selection) => desk.selection(selection),
        Document::Book(book) => desk.book(book),
        Document::Report(report) => desk.report(report),
    };
    titled(&mut data, imprint, cleaner);
    data["imprint"] = desk.imprint(imprint);
    data["pdf_rights"] = json!(rights(&data["imprint"], imprint.language));
    data["words"] = json!(words::words(imprint.language));
    // Typst panics on a text from right to left whose pairs are not kerned: such a document is kerned throughout.
    data["kerned"] = json!(text::right_to_left(&data));
    let entries = desk.pictures.covers;
    let mut files = desk.pictures.files;
    files.push(("data.json".to_owned(), data.to_string().into_bytes()));
    Ok(Folder { files, entries })
}

/// What is at hand while one document is prepared.
struct Desk<'a> {
    cleaner: &'a Cleaner,
    ruler: &'a Ruler,
    language: Language,
    pictures: Pictures,
}

impl Desk<'_> {
    fn clean(&self, mut value: Value) -> Value {
        self.cleaner.clean_value(&mut value, self.language);
        value
    }

    fn imprint(&self, imprint: &Imprint) -> Value {
        let Imprint { language, date, site, editor, address, licence, licence_url, contact } = imprint;
        self.clean(json!({
            "lang": language, "date": words::date(*date, *language),
            "day": [date.year, date.month.clamp(1, 12), date.day.clamp(1, last_day(date.year, date.month))],
            "site": site, "editor": editor, "address": address_shown(address), "address_link": linked(Some(address)),
            "licence": licence, "licence_link": linked(licence_url.as_deref()), "contact": contact.as_ref().map(entry::link),
        }))
    }

    fn leaflet(&mut self, leaflet: &Leaflet) -> Value {
        let entries = self.entries([&leaflet.entry]);
        json!({ "kind": "leaflet", "title": entries[0]["title"], "entries": entries })
    }

    fn listing(&self, listing: &Listing) -> Value {
        let Listing { title, query, filters, order, total, address, rows, .. } = listing;
        let rows: Vec<Value> = rows.iter().map(|row| self.row(row)).collect();
        let mut data = self.clean(json!({
            "kind": "listing", "title": title, "query": query, "filters": filters, "order": order,
            "count": words::count(rows.len(), *total, self.language), "link": linked(address.as_deref()),
            "shown": address.as_deref().map(address_shown),
        }));
        data["rows"] = Value::Array(rows);
        data
    }

    fn row(&self, row: &crate::Row) -> Value {
        let mut data = json!(row);
        data["link"] = linked(row.address.as_deref());
        data["address"] = Value::Null;
        self.cleaner.clean_value(&mut data, row.language.unwrap_or(self.language));
        data
    }

    fn selection(&mut self, selection: &Selection) -> Value {
        let Selection { title, address, picks, .. } = selection;
        let title = if title.trim().is_empty() { words::words(self.language).selection } else { title };
        let mut data = self.clean(json!({
            "kind": "selection", "title": title, "link": linked(address.as_deref()), "shown": address.as_deref().map(address_shown),
            "count": words::count(picks.len(), picks.len(), self.language),
            "notes": picks.iter().map(|pick| blocks::plain(&pick.note)).collect::<Vec<_>>(),
        }));
        data["entries"] = self.entries(picks.iter().map(|pick| &pick.entry));
        data
    }

    fn book(&mut self, book: &Book) -> Value {
        let Book { title, subtitle, edition, foreword, method, credits, logos, map, entries, index, .. } = book;
        let logos = logos
            .iter()
            .enumerate()
            .filter_map(|(n, logo)| self.pictures.picture(&logo.image, &logo.alt, "", &format!("logo {}", n + 1)));
        let logos: Vec<_> = logos.collect();
        let map = map.as_ref().and_then(|map| self.map(map, entries));
        let (swarm, categories) = self.pictures.swarm(entries, self.language);
        let mut data = self.clean(json!({
            "kind": "book", "swarm": swarm, "categories": categories, "title": title, "subtitle": subtitle, "edition": edition,
            "count": words::count(entries.len(), entries.len(), self.language),
            "foreword": blocks::read(foreword), "method": blocks::read(method), "credits": blocks::read(credits),
            "logos": logos, "map": map,
            "themes": index.then(|| index::index(entries, |entry| &entry.themes)),
            "territories": index.then(|| index::index(entries, |entry| &entry.territories)),
        }));
        data["entries"] = self.entries(entries);
        data
    }

    fn map(&mut self, map: &Map, entries: &[Entry]) -> Option<Value> {
        let mut data = self.pictures.picture(&map.image, &map.alt, &map.credit, "map")?;
        let number = |slug: &String| entries.iter().position(|entry| entry.slug == *slug);
        let place = |mark: &Mark| {
            let numbers: Vec<usize> = mark.entries.iter().filter_map(number).collect();
            json!({ "name": mark.name, "entries": numbers })
        };
        data["places"] = map.places.iter().map(place).collect();
        Some(data)
    }

    fn entries<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>) -> Value {
        let entries = entries.into_iter().enumerate().map(|(number, entry)| self.entry(number, entry));
        Value::Array(entries.collect())
    }

    fn entry(&mut self, number: usize, entry: &Entry) -> Value {
        let language = entry.language.unwrap_or(self.language);
        let cover = self.pictures.cover(number, entry, self.language);
        let mut data = entry::view(entry, self.language);
        data["cover"] = cover;
        self.cleaner.clean_value(&mut data, language);
        if blank(&data["title"]) {
            data["title"] = json!(words::words(self.language).untitled);
        }
        data
    }
}

/// A document without a title is not accessible: it takes the bank's name, or says that it has none.
fn titled(data: &mut Value, imprint: &Imprint, cleaner: &Cleaner) {
    if blank(&data["title"]) {
        let site = cleaner.clean(imprint.site.trim(), imprint.language);
        data["title"] = json!(if site.is_empty() { words::words(imprint.language).untitled.to_owned() } else { site });
    }
    data["head"] = json!(entry::shortened(data["title"].as_str().unwrap_or_default()));
    data["pdf_title"] = json!(text::uncut(data["title"].as_str().unwrap_or_default()));
}

/// The licence and where its text is, for who finds the file without its page.
fn rights(imprint: &Value, language: Language) -> String {
    let words = words::words(language);
    match (imprint["licence"].as_str().unwrap_or_default(), imprint["licence_link"]["url"].as_str()) {
        ("", _) => String::new(),
        (licence, None) => [words.licence, words.colon, licence].concat(),
        (licence, Some(url)) => format!("{}{}{licence} ({url})", words.licence, words.colon),
    }
}

fn blank(title: &Value) -> bool {
    title.as_str().is_none_or(|text| text.trim().is_empty())
}

/// An address that may be followed, in the shape that the templates expect: never cleaned, never shown.
fn linked(address: Option<&str>) -> Value {
    json!({ "url": address.filter(|url| blocks::linkable(url)).map(str::trim) })
}

/// An address as one reads it: without scheme, its letters as they are pronounced, its end left out when it is very long,
/// since the whole of it is in the link.
fn address_shown(address: &str) -> String {
    /// What a line holds.
    const LONGEST: usize = 80;
    let bare = address.trim().trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let shown = unescaped(bare).unwrap_or_else(|| bare.to_owned());
    if shown.chars().count() <= LONGEST {
        return shown;
    }
    shown.chars().take(LONGEST).chain(['…']).collect()
}

/// What percent signs stand for, where that is text that cannot be mistaken for another address.
fn unescaped(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let code = std::str::from_utf8(after.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        rest = &after[2..];
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.chars().any(|c| c.is_control())).then_some(text)
}

fn last_day(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_printed_as_one_reads_it() {
        let cases = [
            ("https://www.exemple.org/atelier/", "exemple.org/atelier"),
            ("https://exemple.org/d%C3%A9fi?titre=Du%20pain,%20des%20jeux", "exemple.org/défi?titre=Du pain, des jeux"),
            ("https://exemple.org/100%", "exemple.org/100%"),
            ("https://exemple.org/%FF%00", "exemple.org/%FF%00"),
        ];
        for (address, wanted) in cases {
            assert_eq!(address_shown(address), wanted);
        }
        let long = address_shown(&format!("https://exemple.org/?fiches={}", "un-garage-solidaire,".repeat(9)));
        assert!(long.starts_with("exemple.org/?fiches=un-garage") && long.ends_with('…') && long.chars().count() == 81);
    }
}

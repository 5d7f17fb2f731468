//! Covers and pictures, written beside the data under names that do not depend on it.

use crate::{
    Cell, Colour, Entry, Image, Language, Role,
    cover::{self, Frame},
    words,
};
use serde_json::{Value, json};
use std::collections::HashSet;

/// The files of a document, as they are drawn.
#[derive(Default)]
pub(super) struct Pictures {
    pub(super) files: Vec<(String, Vec<u8>)>,
    pub(super) covers: usize,
    photographs: usize,
}

impl Pictures {
    /// An entry's drawing, its legend and its photograph, as the templates expect them.
    pub(super) fn cover(&mut self, number: usize, entry: &Entry, language: Language) -> Value {
        let photograph = entry.cover.photograph.as_ref();
        let photograph =
            photograph.and_then(|picture| self.picture(&picture.image, &picture.alt, &picture.credit, &entry.slug));
        let cells = one_per_organisation(&entry.cover.cells);
        let colour = entry.cover.categories.first().map(|category| category.colour).unwrap_or_default();
        let frame = if photograph.is_some() { Frame::BESIDE } else { Frame::WIDE };
        let drawing = cover::draw(&cells, colour, frame).map(|svg| self.drawing(number, svg, &cells, language));
        let categories = entry
            .cover
            .categories
            .iter()
            .map(|category| json!({ "label": category.label, "colour": cover::hex(category.colour) }));
        json!({
            "drawing": drawing, "photograph": photograph, "categories": categories.collect::<Vec<_>>(),
            "colour": cover::hex(colour), "pale": cover::hex(cover::tint(colour, 0.09)),
        })
    }

    fn drawing(&mut self, number: usize, svg: String, cells: &[Cell], language: Language) -> Value {
        let file = format!("cover-{number}.svg");
        self.files.push((file.clone(), svg.into_bytes()));
        self.covers += 1;
        let roles = [Role::Leads, Role::Runs, Role::Funds, Role::Hosts, Role::Supports];
        let names = |role: Role| {
            cells.iter().filter(|cell| cell.role == role).map(|cell| cell.organisation.as_str()).collect::<Vec<_>>()
        };
        let groups: Vec<_> =
            roles.into_iter().map(|role| (role, names(role))).filter(|(_, names)| !names.is_empty()).collect();
        json!({ "file": file, "alt": words::cover_alt(&groups, language) })
    }

    /// The drawing on a book's cover, one cell per entry, and the categories that are its key.
    pub(super) fn swarm(&mut self, entries: &[Entry], language: Language) -> (Value, Value) {
        let mut groups: Vec<(&str, Colour, usize)> = Vec::new();
        for category in entries.iter().filter_map(|entry| entry.cover.categories.first()) {
            match groups.iter_mut().find(|(label, ..)| *label == category.label) {
                Some((.., count)) => *count += 1,
                None => groups.push((&category.label, category.colour, 1)),
            }
        }
        let key = groups
            .iter()
            .map(|(label, colour, count)| json!({ "label": label, "colour": cover::hex(*colour), "count": count }))
            .collect();
        let colours: Vec<Colour> =
            groups.iter().flat_map(|(_, colour, count)| std::iter::repeat_n(*colour, *count)).collect();
        let Some(svg) = cover::swarm(&colours) else { return (Value::Null, key) };
        self.files.push(("swarm.svg".to_owned(), svg.into_bytes()));
        let told: Vec<(&str, usize)> = groups.iter().map(|(label, _, count)| (*label, *count)).collect();
        (json!({ "file": "swarm.svg", "alt": words::swarm_alt(&told, language) }), key)
    }

    /// A picture that was handed in; none where it cannot be set: one bad picture must not cost a whole book.
    pub(super) fn picture(&mut self, image: &Image, alt: &str, credit: &str, name: &str) -> Option<Value> {
        if let Err(reason) = image.check() {
            tracing::warn!(picture = name, reason, "a picture is left out");
            return None;
        }
        let (extension, bytes) = match image {
            Image::Svg(bytes) => ("svg", bytes),
            Image::Png(bytes) => ("png", bytes),
            Image::Jpeg(bytes) => ("jpg", bytes),
            Image::Webp(bytes) => ("webp", bytes),
        };
        let file = format!("picture-{}.{extension}", self.photographs);
        self.photographs += 1;
        self.files.push((file.clone(), bytes.clone()));
        Some(json!({ "file": file, "alt": if alt.trim().is_empty() { name } else { alt }, "credit": credit }))
    }
}

/// Each organisation once, in its most engaged role.
fn one_per_organisation(cells: &[Cell]) -> Vec<Cell> {
    let mut sorted = cells.to_vec();
    sorted.sort_by_key(|cell| cell.role);
    let mut seen = HashSet::new();
    sorted.retain(|cell| cell.organisation.is_empty() || seen.insert(cell.organisation.clone()));
    sorted
}

//! From a file to an [`Experience`], or to every fault of it with its line.

use essaim_geo::TerritoryCode;
use essaim_network::reading::{Sheet, control_characters, decode};

use super::check::Check;
use super::{Fault, FaultKind, Pictures, SIZE_LIMIT, body};
use crate::model::{Addresses, Experience, Slug, Text, Vocabularies};

/// What a file may refer to.
#[derive(Clone, Copy)]
pub struct References<'a> {
    /// The bank's vocabularies.
    pub vocabularies: &'a Vocabularies,
    /// Every slug of the directory of organisations, sorted.
    pub organisations: &'a [String],
    /// Whether the official tables hold a territory.
    pub territory_exists: &'a dyn Fn(&TerritoryCode) -> bool,
    /// Which experience each address belongs to.
    pub addresses: &'a Addresses,
    /// The pictures that stand beside the file.
    pub pictures: &'a Pictures,
}

/// Every fault of an experience's files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    /// Of `experience.md`.
    pub french: Vec<Fault>,
    /// Of `experience.en.md`.
    pub english: Vec<Fault>,
}

/// Reads an experience from the name of its folder, its file and, where there is one, its translation.
///
/// # Errors
/// All the faults of both files, in the order of lines.
pub fn read(
    folder: &str,
    french: &[u8],
    english: Option<&[u8]>,
    references: &References<'_>,
) -> Result<Experience, Faults> {
    let mut faults = Faults::default();
    let slug = folder.parse::<Slug>().ok();
    if slug.is_none() {
        faults.french.push(Fault::at(1, FaultKind::FolderName(folder.chars().take(80).collect())));
    }
    let experience = read_french(slug.as_ref(), french, references, &mut faults.french);
    // Labels are counted against figures that are all known.
    let counted = experience.as_ref().filter(|_| faults.french.is_empty());
    let english = english.and_then(|bytes| read_english(bytes, counted, references, &mut faults.english));
    faults.french.sort_by_key(|fault| fault.line);
    faults.english.sort_by_key(|fault| fault.line);
    match experience {
        Some(experience) if faults == Faults::default() => Ok(Experience { english, ..experience }),
        _ => Err(faults),
    }
}

/// A file cut at its `+++` lines.
struct Parts<'a> {
    head: &'a str,
    body: &'a str,
    /// The line of the body's first line.
    body_line: usize,
}

fn cut(text: &str) -> Result<Parts<'_>, Fault> {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    match first.trim_end() {
        "+++" => {}
        "---" => return Err(Fault::at(1, FaultKind::YamlHead)),
        _ => return Err(Fault::at(1, FaultKind::NoHead)),
    }
    let mut position = first.len();
    for (line, words) in (2..).zip(text[first.len()..].split_inclusive('\n')) {
        if words.trim_end() == "+++" {
            let (head, body) = (&text[first.len()..position], &text[position + words.len()..]);
            return Ok(Parts { head, body, body_line: line + 1 });
        }
        position += words.len();
    }
    Err(Fault::at(1, FaultKind::HeadNotClosed))
}

/// Decodes a file and cuts it; what no text may hold is told for the whole of it.
fn with_parts<T>(
    bytes: &[u8],
    faults: &mut Vec<Fault>,
    read: impl FnOnce(&Parts<'_>, &mut Vec<Fault>) -> T,
) -> Option<T> {
    let text = decode(bytes, SIZE_LIMIT).map_err(|flaw| faults.push(flaw.into())).ok()?;
    faults.extend(control_characters(&text).map(Fault::from));
    let parts = cut(&text).map_err(|fault| faults.push(fault)).ok()?;
    Some(read(&parts, faults))
}

fn read_french(
    slug: Option<&Slug>,
    bytes: &[u8],
    references: &References<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Experience> {
    let nameless: Slug = "sans-nom".parse().expect("it is a slug");
    with_parts(bytes, faults, |parts, faults| {
        let sections = body::read(parts.body, parts.body_line, false, faults);
        let (sheet, mut head) = Sheet::open(parts.head, 2);
        let mut check = Check::new(sheet, *references);
        let experience = check.experience(&mut head, slug.unwrap_or(&nameless).clone(), sections);
        check.close(head, faults);
        experience
    })
}

fn read_english(
    bytes: &[u8],
    french: Option<&Experience>,
    references: &References<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Text> {
    with_parts(bytes, faults, |parts, faults| {
        let sections = body::read(parts.body, parts.body_line, true, faults);
        let (sheet, mut head) = Sheet::open(parts.head, 2);
        let mut check = Check::new(sheet, *references);
        let text = check.translation(&mut head, french, sections);
        check.close(head, faults);
        text
    })
}

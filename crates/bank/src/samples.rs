//! The sample data that the program carries: the experiences of the compendium and the organisations that they name.

use crate::commands::Source;

/// Folder, French file, English file.
type Sample = (&'static str, &'static str, Option<&'static str>);

const EXPERIENCES: &[Sample] = include!(concat!(env!("OUT_DIR"), "/samples.rs"));

/// `organisations.toml` of the samples.
pub const ORGANISATIONS: &str = include_str!("../../../kits/organisations.toml");

/// The sample experiences, ready to import.
pub fn experiences() -> Vec<Source> {
    EXPERIENCES
        .iter()
        .map(|(folder, french, english)| Source {
            folder: (*folder).to_owned(),
            french: french.as_bytes().to_vec(),
            english: english.map(|text| text.as_bytes().to_vec()),
            pictures: Default::default(),
        })
        .collect()
}

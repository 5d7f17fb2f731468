//! A fingerprint of an experience's canonical form: equal when the files and the pictures are.

use std::collections::BTreeMap;

use super::{write_english, write_french};
use crate::model::Experience;

/// Pictures of an experience, by file name.
pub type Pictures = BTreeMap<String, Vec<u8>>;

/// 32 hexadecimal digits (128 bits of BLAKE3) over the canonical French file, the English one and the pictures listed.
pub fn fingerprint(experience: &Experience, pictures: &Pictures) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    part(write_french(experience).as_bytes());
    part(write_english(experience).unwrap_or_default().as_bytes());
    for picture in &experience.pictures {
        part(pictures.get(&picture.file).map_or(&[][..], Vec::as_slice));
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

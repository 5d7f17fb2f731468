//! The two versions of an experience that the bank and its files tell differently.

use super::Source;
use crate::error::BankError;
use crate::file::{write_english, write_french};
use crate::model::Experience;
use crate::store::{self, Stored};

/// A file of an experience as the bank would write it and as it was given. A picture is told by its size and its
/// fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Versions {
    /// Its name.
    pub name: String,
    /// The bank's; `None` where the bank has none.
    pub bank: Option<String>,
    /// The file's; `None` where there is none.
    pub file: Option<String>,
}

/// The files on which the bank and the folder disagree.
pub(super) async fn differing(
    on: &impl sea_orm::ConnectionTrait,
    present: &Stored,
    experience: &Experience,
    source: &Source,
) -> Result<Vec<Versions>, BankError> {
    let bank = &present.experience;
    let mut files = vec![
        Versions { name: "experience.md".into(), bank: Some(write_french(bank)), file: Some(write_french(experience)) },
        Versions { name: "experience.en.md".into(), bank: write_english(bank), file: write_english(experience) },
    ];
    let mut names: Vec<&str> =
        bank.pictures.iter().chain(&experience.pictures).map(|picture| picture.file.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let listed = experience.pictures.iter().any(|picture| picture.file == name);
        let given = source.pictures.get(name).filter(|_| listed);
        let kept = store::picture(on, present.id, name).await?;
        files.push(Versions {
            name: name.to_owned(),
            bank: kept.as_deref().map(told),
            file: given.map(|bytes| told(bytes)),
        });
    }
    files.retain(|file| file.bank != file.file);
    Ok(files)
}

fn told(bytes: &[u8]) -> String {
    format!("{} B, blake3 {}\n", bytes.len(), &blake3::hash(bytes).to_hex()[..16])
}

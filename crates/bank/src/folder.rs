//! A bank on disk: `<slug>/experience.md` with its translation and pictures, `organisations.toml`, `vocabularies.toml`,
//! `synonyms.toml`, and the words of the compendium where they were edited, `compendium.fr.toml` and
//! `compendium.en.toml`. What is read can be kept in git.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use essaim_network::file::SIZE_LIMIT;
use essaim_store::Store;
use essaim_web::Lang;

use crate::books::edited_texts;
use crate::commands::Source;
use crate::error::BankError;
use crate::file::{self, Pictures, write_english, write_french};
use crate::model::Experience;
use crate::store::{self, ExperienceId, Which};

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Folder {
    /// The experiences, by folder name.
    pub experiences: Vec<Source>,
    /// `organisations.toml`, where it stands.
    pub organisations: Option<Vec<u8>>,
    /// `vocabularies.toml`, where it stands.
    pub vocabularies: Option<Vec<u8>>,
    /// `synonyms.toml`, where it stands.
    pub synonyms: Option<Vec<u8>>,
    /// `compendium.fr.toml` and `compendium.en.toml`, where they stand.
    pub texts: Vec<(Lang, Vec<u8>)>,
    /// The experiences of which a file cannot be read, and that file: the others are whole.
    pub unreadable: Vec<FolderError>,
}

/// The name of the file that holds the words of the compendium.
pub fn texts_file(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "compendium.fr.toml",
        Lang::En => "compendium.en.toml",
    }
}

/// A file or a folder that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct FolderError {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError { path, source }
}

impl Folder {
    /// Reads a bank's folder, one experience's folder, or one `experience.md`.
    ///
    /// # Errors
    /// The path, or a table of the bank, cannot be read. What files say is judged by the import, not here.
    pub fn read(path: &Path) -> Result<Self, FolderError> {
        let mut read = Self::default();
        if path.is_file() {
            if path.file_name().is_none_or(|name| name != "experience.md") {
                let said = "an experience's file is named experience.md, in a folder named as its slug";
                return Err(failed(path)(io::Error::new(io::ErrorKind::InvalidInput, said)));
            }
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            read.add(read_experience(folder, path));
            return Ok(read);
        }
        if path.join("experience.md").is_file() {
            read.add(read_experience(path, &path.join("experience.md")));
            return Ok(read);
        }
        let mut folders: Vec<PathBuf> = fs::read_dir(path)
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
            .map_err(failed(path))?;
        folders.sort();
        for folder in folders.into_iter().filter(|folder| folder.join("experience.md").is_file()) {
            read.add(read_experience(&folder, &folder.join("experience.md")));
        }
        for lang in Lang::ALL {
            let texts = read_optional(&path.join(texts_file(lang)), 16 * 1024 * 1024)?;
            read.texts.extend(texts.map(|texts| (lang, texts)));
        }
        let table_limit = file::TABLE_LIMIT as u64;
        Ok(Self {
            organisations: read_optional(&path.join("organisations.toml"), SIZE_LIMIT as u64)?,
            vocabularies: read_optional(&path.join("vocabularies.toml"), table_limit)?,
            synonyms: read_optional(&path.join("synonyms.toml"), table_limit)?,
            ..read
        })
    }

    fn add(&mut self, experience: Result<Source, FolderError>) {
        match experience {
            Ok(source) => self.experiences.push(source),
            Err(error) => self.unreadable.push(error),
        }
    }

    /// Whether there is nothing to import.
    pub fn is_empty(&self) -> bool {
        let tables = [&self.organisations, &self.vocabularies, &self.synonyms];
        let no_table = tables.iter().all(|table| table.is_none()) && self.texts.is_empty();
        self.experiences.is_empty() && self.unreadable.is_empty() && no_table
    }
}

fn read_experience(folder: &Path, french: &Path) -> Result<Source, FolderError> {
    // Only `.` and `..` have no name of their own; a link keeps its own, so that no two folders have one name.
    let path =
        if folder.file_name().is_some() { folder.into() } else { folder.canonicalize().map_err(failed(folder))? };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let limit = file::SIZE_LIMIT as u64;
    Ok(Source {
        folder: name,
        french: read_limited(french, limit)?,
        english: read_optional(&folder.join("experience.en.md"), limit)?,
        pictures: read_pictures(folder)?,
    })
}

fn read_pictures(folder: &Path) -> Result<Pictures, FolderError> {
    let mut pictures = Pictures::new();
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        let kind = path.extension().and_then(|kind| kind.to_str());
        if !path.is_file() || !kind.is_some_and(file::is_picture) {
            continue;
        }
        if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
            pictures.insert(name.to_owned(), read_limited(&path, file::PICTURE_LIMIT as u64)?);
        }
    }
    Ok(pictures)
}

fn read_optional(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, FolderError> {
    if path.is_file() { read_limited(path, limit).map(Some) } else { Ok(None) }
}

/// Reads one byte more than the limit at most: the import then says that the file is too large.
fn read_limited(path: &Path, limit: u64) -> Result<Vec<u8>, FolderError> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(failed(path))?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed(path))?;
    Ok(bytes)
}

/// What an export could not do.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The bank.
    #[error(transparent)]
    Bank(#[from] BankError),
    /// The disk.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

/// How many experiences are loaded at once while exporting.
const BATCH: usize = 200;

/// Writes the whole bank, drafts and withdrawn ones included, in its canonical form. Files that stand there are replaced;
/// others are left. Returns how many experiences were written.
///
/// # Errors
/// The database's, or the disk's.
pub async fn export(db: &Store, folder: &Path) -> Result<usize, ExportError> {
    let on = db.reader();
    let bank = |error| ExportError::Bank(error);
    let directory = essaim_network::directory(on).await.map_err(|error| bank(error.into()))?;
    write(&folder.join("organisations.toml"), essaim_network::file::write(directory.all()).as_bytes())?;
    let vocabularies = store::load_vocabularies(on).await.map_err(bank)?;
    write(&folder.join("vocabularies.toml"), vocabularies.to_toml().as_bytes())?;
    let synonyms = store::load_synonyms(on).await.map_err(bank)?;
    write(&folder.join("synonyms.toml"), synonyms.to_toml().as_bytes())?;
    for lang in Lang::ALL {
        if let Some(texts) = edited_texts(on, lang).await.map_err(bank)? {
            write(&folder.join(texts_file(lang)), texts.to_toml().as_bytes())?;
        }
    }
    let ids = store::all_ids(on).await.map_err(bank)?;
    for batch in ids.chunks(BATCH) {
        for stored in store::load(on, Which::These(batch)).await.map_err(bank)? {
            export_one(db, folder, stored.id, &stored.experience).await?;
        }
    }
    Ok(ids.len())
}

async fn export_one(db: &Store, folder: &Path, id: ExperienceId, experience: &Experience) -> Result<(), ExportError> {
    let folder = folder.join(experience.slug.as_str());
    write(&folder.join("experience.md"), write_french(experience).as_bytes())?;
    if let Some(english) = write_english(experience) {
        write(&folder.join("experience.en.md"), english.as_bytes())?;
    }
    for picture in &experience.pictures {
        if let Some(bytes) = store::picture(db.reader(), id, &picture.file).await? {
            write(&folder.join(&picture.file), &bytes)?;
        }
    }
    Ok(())
}

/// Writes beside, then renames: a reader never sees half a file.
fn write(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let folder = path.parent().expect("every file of an export has a folder");
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let beside = path.with_extension("new");
    fs::write(&beside, bytes).map_err(failed(&beside))?;
    fs::rename(&beside, path).map_err(failed(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_cannot_be_read_loses_no_other_experience() {
        let bank = tempfile::tempdir().unwrap();
        for slug in ["bad", "good"] {
            fs::create_dir(bank.path().join(slug)).unwrap();
            fs::write(bank.path().join(slug).join("experience.md"), "+++\n+++\n").unwrap();
        }
        // A file like another, of which no byte can be read.
        std::os::unix::fs::symlink("/proc/self/mem", bank.path().join("bad/vue.jpg")).unwrap();
        let read = Folder::read(bank.path()).unwrap();
        assert_eq!(read.experiences.iter().map(|source| source.folder.as_str()).collect::<Vec<_>>(), ["good"]);
        assert!(read.unreadable.len() == 1 && read.unreadable[0].path.ends_with("bad/vue.jpg"), "{read:?}");
    }

    #[test]
    fn a_folder_is_named_as_it_was_asked_for() {
        let bank = tempfile::tempdir().unwrap();
        fs::create_dir(bank.path().join("care")).unwrap();
        fs::write(bank.path().join("care/experience.md"), "").unwrap();
        for path in ["care", "care/experience.md", "care/../care/.", "."] {
            let read = Folder::read(&bank.path().join(path)).unwrap();
            assert_eq!(read.experiences[0].folder, "care", "{path}");
        }
    }
}

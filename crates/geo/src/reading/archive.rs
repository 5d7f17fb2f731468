//! Archives: the layer of places that one holds, read in memory.

use std::io::{BufReader, Read, Seek};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::place::System;
use super::{Feature, ReadingError, json, shapes};

/// What an archive or a compressed file may unfold to, in megabytes.
const LARGEST: u64 = 2_048;

/// A reader that refuses to give more than any official file holds.
pub(super) fn bounded(file: impl Read) -> impl Read {
    struct Bounded<R>(std::io::Take<R>);
    impl<R: Read> Read for Bounded<R> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            match self.0.read(out)? {
                0 if self.0.limit() == 0 && !out.is_empty() => {
                    Err(std::io::Error::other(ReadingError::TooLarge(LARGEST)))
                }
                read => Ok(read),
            }
        }
    }
    Bounded(file.take(LARGEST << 20))
}

/// Reads the layer of an archive. Publishers put the same places in several systems and formats, and extracts of them, in
/// one archive: what is in degrees is preferred, which the whole of France is only in, then the largest.
pub(super) fn features<E: From<ReadingError>>(
    file: impl Read + Seek,
    each: &mut dyn FnMut(Feature) -> Result<(), E>,
) -> Result<(), E> {
    let mut members = Members::of(file)?;
    let name = members.layer()?;
    match extension(&name).as_str() {
        "shp" => shapes::features(&mut members, &name, each),
        _ => json::features(BufReader::new(bounded(members.open(&name)?)), each),
    }
}

/// What the end of a name says that it is, in small letters; nothing for the hidden copies that some systems make of each
/// file.
fn extension(name: &str) -> String {
    let (_, last) = name.rsplit_once('/').unwrap_or(("", name));
    let end = last.rsplit_once('.').filter(|_| !last.starts_with("._")).map(|(_, end)| end.to_ascii_lowercase());
    end.unwrap_or_default()
}

/// How much a system is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    /// It cannot be read.
    Not,
    /// It can, or nobody says which it is.
    Perhaps,
    /// It is in degrees.
    Degrees,
}

impl Wanted {
    /// Of what a file says of its system.
    fn described(text: &str) -> Self {
        match System::named(text) {
            Ok(System::Degrees) => Self::Degrees,
            Ok(System::Lambert93) => Self::Perhaps,
            Err(_) => Self::Not,
        }
    }

    /// Of a file that has only its name to say it.
    fn named(name: &str) -> Self {
        let name = name.to_ascii_uppercase();
        let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
        match () {
            () if says(&["WGS84", "4326", "CRS84"]) => Self::Degrees,
            () if says(&["UTM"]) => Self::Not,
            () => Self::Perhaps,
        }
    }
}

/// The files of an archive, never written anywhere.
pub(super) struct Members<R> {
    archive: ZipArchive<R>,
    names: Vec<String>,
}

impl<R: Read + Seek> Members<R> {
    fn of(file: R) -> Result<Self, ReadingError> {
        let archive = ZipArchive::new(file).map_err(|error| ReadingError::Damaged(error.to_string()))?;
        let names = archive.file_names().map(|name| name.map(|name| name.into_owned()));
        let names = names.collect::<Result<Vec<_>, _>>().map_err(|error| ReadingError::Damaged(error.to_string()))?;
        for name in &names {
            if name.split(['/', '\\']).any(|part| part == "..") || name.starts_with(['/', '\\']) {
                return Err(ReadingError::Elsewhere(name.chars().take(80).collect()));
            }
        }
        Ok(Self { archive, names })
    }

    /// The name of its layer of places.
    fn layer(&mut self) -> Result<String, ReadingError> {
        let names: Vec<String> = self
            .names
            .iter()
            .filter(|name| ["shp", "geojson", "json", "topojson"].contains(&&*extension(name)))
            .cloned()
            .collect();
        let mut best: Option<((Wanted, u64), String)> = None;
        for name in names {
            let system = match self.beside(&name, "prj")? {
                Some(text) => Wanted::described(&String::from_utf8_lossy(&text)),
                None => Wanted::named(&name),
            };
            let rank = (system, self.open(&name)?.size());
            if best.as_ref().is_none_or(|(most, _)| rank > *most) {
                best = Some((rank, name));
            }
        }
        let missing = || ReadingError::Unknown("the archive holds no .shp and no .geojson file".to_owned());
        best.map(|(_, name)| name).ok_or_else(missing)
    }

    fn open(&mut self, name: &str) -> Result<ZipFile<'_, R>, ReadingError> {
        self.archive.by_name(name).map_err(|error| ReadingError::Damaged(error.to_string()))
    }

    /// A file, whole.
    pub(super) fn whole(&mut self, name: &str) -> Result<Vec<u8>, ReadingError> {
        let mut bytes = Vec::new();
        bounded(self.open(name)?).read_to_end(&mut bytes).map_err(|error| match error.downcast::<ReadingError>() {
            Ok(refused) => refused,
            Err(error) => ReadingError::Damaged(error.to_string()),
        })?;
        Ok(bytes)
    }

    /// The file of the same name as another, but for its end.
    pub(super) fn beside(&mut self, name: &str, end: &str) -> Result<Option<Vec<u8>>, ReadingError> {
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
        let wanted = stem(name);
        let name = self.names.iter().find(|other| extension(other) == end && stem(other) == wanted).cloned();
        name.map(|name| self.whole(&name)).transpose()
    }
}

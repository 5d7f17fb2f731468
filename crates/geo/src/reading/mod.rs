//! Published files of places: GeoJSON and TopoJSON, zipped or not, and zipped shapefiles, in degrees or in Lambert-93.
//!
//! Each is read thing by thing; nothing is unpacked on the disk, and what a hostile archive would unfold to is bounded.

mod addresses;
mod archive;
mod json;
mod place;
mod shapes;
#[cfg(test)]
mod tests;

pub use addresses::{AddressReadingError, AddressesRead, addresses, is_addresses};

use std::io::{BufReader, Read, Seek};

use serde_json::{Map, Value};

use crate::{Point, Shape};

/// One thing of a file: what is said of it, and where it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feature {
    /// The object of a TopoJSON document that it is a part of.
    pub object: Option<String>,
    /// What is said of it.
    pub properties: Properties,
    /// Where it is.
    pub place: Place,
}

/// Where a thing is.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Place {
    /// Nobody says, or it is a line.
    #[default]
    Nowhere,
    /// At a point.
    Point(Point),
    /// Within a perimeter, drawn as it was published: [`crate::repaired`] makes it sound.
    Shape(Shape),
}

/// What is said of a thing, by name. Names are looked for whatever their case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Properties(Map<String, Value>);

impl Properties {
    /// The first of these names that says something, as text without spaces around.
    pub fn text(&self, names: &[&str]) -> Option<String> {
        let said = |value: &Value| match value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let value = |name: &&str| self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        names.iter().filter_map(value).filter_map(said).find(|text| !text.is_empty())
    }

    /// Every name, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Why a file of places was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadingError {
    /// It is none of the formats, or a part is missing.
    #[error("this is neither GeoJSON, nor TopoJSON, nor a zipped shapefile: {0}")]
    Unknown(String),
    /// It ends too early or holds what its format forbids.
    #[error("the file is cut short or damaged: {0}")]
    Damaged(String),
    /// Its coordinates are neither degrees nor Lambert-93.
    #[error("the coordinates are neither degrees (WGS84) nor metres of Lambert-93: {0}")]
    Projection(String),
    /// What it unfolds to is larger than any official file.
    #[error("the file unfolds to more than {0} megabytes")]
    TooLarge(u64),
    /// A member of the archive leads out of it.
    #[error("the archive holds a file whose name leads elsewhere: {0}")]
    Elsewhere(String),
    /// The disk's.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
}

/// Reads every thing of a file and hands it over; stops at the first refusal.
///
/// # Errors
/// When the file is none of the formats, is damaged, or is in another projection; `each`'s own.
pub fn features<E: From<ReadingError>>(
    mut file: impl Read + Seek,
    mut each: impl FnMut(Feature) -> Result<(), E>,
) -> Result<(), E> {
    let mut head = [0; 4];
    let length = fill(&mut file, &mut head).map_err(ReadingError::from)?;
    file.rewind().map_err(ReadingError::from)?;
    match &head[..length] {
        [b'P', b'K', ..] => archive::features(file, &mut each),
        [0x1f, 0x8b, ..] => {
            json::features(BufReader::new(archive::bounded(flate2::read::MultiGzDecoder::new(file))), &mut each)
        }
        head if is_json(head) => json::features(BufReader::new(file), &mut each),
        _ => Err(ReadingError::Unknown("it begins otherwise".into()).into()),
    }
}

/// The text of a published file, compressed (.gz) or not: what it unfolds to is bounded.
///
/// # Errors
/// The disk's. A compressed file that is cut short or unfolds too far is told as it is read, by
/// [`ReadingError::of_text`].
pub fn text<'f>(mut file: impl Read + Seek + 'f) -> Result<Box<dyn Read + 'f>, ReadingError> {
    let mut head = [0; 2];
    let length = fill(&mut file, &mut head)?;
    file.rewind()?;
    Ok(match head[..length] {
        [0x1f, 0x8b] => Box::new(archive::bounded(flate2::read::MultiGzDecoder::new(file))),
        _ => Box::new(archive::bounded(file)),
    })
}

impl ReadingError {
    /// What a failure to read a [`text`] means: the disk's, or the file's own fault.
    pub fn of_text(error: std::io::Error) -> Self {
        use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        let error = match error.downcast::<Self>() {
            Ok(refused) => return refused,
            Err(error) => error,
        };
        match error.kind() {
            UnexpectedEof | InvalidData | InvalidInput => Self::Damaged(error.to_string()),
            _ => Self::Io(error),
        }
    }
}

/// What some programs write before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether bytes may begin a JSON object, after a byte order mark or spaces.
fn is_json(head: &[u8]) -> bool {
    let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head).trim_ascii_start();
    head.is_empty() || head[0] == b'{'
}

fn fill(file: &mut impl Read, head: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while length < head.len() {
        match file.read(&mut head[length..])? {
            0 => break,
            more => length += more,
        }
    }
    Ok(length)
}

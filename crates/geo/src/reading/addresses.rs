//! Published addresses: the CSV files of the Base Adresse Nationale, of house numbers and of named places, plain or
//! gzipped.

use std::io::{BufReader, Read, Seek};

use csv::{ByteRecord, ReaderBuilder};

use super::archive::bounded;
use super::{ReadingError, fill};
use crate::addresses::{Address, AddressesBuilder, AddressesError, Placed, repaired};
use crate::{Point, from_lambert93};

/// A line longer than this is none of a table of addresses.
const LONGEST: usize = 1 << 20;

/// What reading a file of addresses gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AddressesRead {
    /// Addresses that were taken.
    pub taken: usize,
    /// Lines without a point, a way or a commune.
    pub left_out: usize,
}

/// Why a file of addresses was not read.
#[derive(Debug, thiserror::Error)]
pub enum AddressReadingError {
    /// The file's.
    #[error(transparent)]
    Reading(#[from] ReadingError),
    /// There are too many.
    #[error(transparent)]
    Addresses(#[from] AddressesError),
}

/// Whether a header is that of a table of addresses.
pub fn is_addresses(header: &str) -> bool {
    Columns::of(&header.split([';', ',', '\t']).map(|name| name.trim().trim_matches('"')).collect::<Vec<_>>()).is_ok()
}

/// Reads the addresses of a file into the tables under construction.
///
/// # Errors
/// When the file is no table of addresses, is cut short or damaged, or holds too much. What was added before stays in the
/// builder, which is then of no use.
pub fn addresses(
    mut file: impl Read + Seek,
    into: &mut AddressesBuilder,
) -> Result<AddressesRead, AddressReadingError> {
    let mut head = [0; 2];
    let length = fill(&mut file, &mut head).map_err(ReadingError::from)?;
    file.rewind().map_err(ReadingError::from)?;
    if head[..length] == [0x1f, 0x8b] {
        read(lines(bounded(flate2::read::MultiGzDecoder::new(file))), into)
    } else {
        read(lines(file), into)
    }
}

fn read(input: impl Read, into: &mut AddressesBuilder) -> Result<AddressesRead, AddressReadingError> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let head = std::io::BufRead::fill_buf(&mut input).map_err(damaged)?;
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let separator =
        [b';', b',', b'\t'].into_iter().max_by_key(|separator| line.iter().filter(|byte| *byte == separator).count());
    let mut reader = ReaderBuilder::new().delimiter(separator.unwrap_or(b';')).flexible(true).from_reader(input);
    let header = reader.headers().map_err(|error| damaged(error.into()))?.clone();
    let names: Vec<&str> = header.iter().map(|name| name.trim_start_matches('\u{feff}').trim()).collect();
    let columns = Columns::of(&names).map_err(|column| {
        ReadingError::Unknown(format!("the column {column} is missing; there are: {}", names.join(", ")))
    })?;
    let mut record = ByteRecord::new();
    let mut done = AddressesRead::default();
    while reader.read_byte_record(&mut record).map_err(|error| damaged(error.into()))? {
        match columns.add(&record, into)? {
            true => done.taken += 1,
            false => done.left_out += 1,
        }
    }
    Ok(done)
}

fn damaged(error: std::io::Error) -> ReadingError {
    match error.downcast::<ReadingError>() {
        Ok(refused) => refused,
        Err(error) => ReadingError::Damaged(error.to_string()),
    }
}

/// Refuses a line that no table has.
fn lines(file: impl Read) -> impl Read {
    struct Lines<R> {
        inner: R,
        length: usize,
    }
    impl<R: Read> Read for Lines<R> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let count = self.inner.read(out)?;
            let last = out[..count].iter().rposition(|byte| *byte == b'\n');
            self.length = last.map_or(self.length + count, |at| count - at - 1);
            let is_long = self.length > LONGEST;
            if is_long {
                Err(std::io::Error::other(ReadingError::Damaged("a line is longer than a megabyte".into())))
            } else {
                Ok(count)
            }
        }
    }
    Lines { inner: file, length: 0 }
}

/// Where each thing stands.
struct Columns {
    insee: usize,
    town: usize,
    street: usize,
    lon: Option<usize>,
    lat: Option<usize>,
    x: Option<usize>,
    y: Option<usize>,
    id: Option<usize>,
    number: Option<usize>,
    repetition: Option<usize>,
    postcode: Option<usize>,
    former_insee: Option<usize>,
    former_town: Option<usize>,
    placed: Option<usize>,
    is_places: bool,
}

impl Columns {
    /// The columns of a header, or the name of the first that is missing.
    fn of(names: &[&str]) -> Result<Self, &'static str> {
        let find = |wanted: &str| names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
        let is_places = find("nom_lieu_dit").is_some();
        let columns = Self {
            insee: find("code_insee").ok_or("code_insee")?,
            town: find("nom_commune").ok_or("nom_commune")?,
            street: find("nom_lieu_dit").or(find("nom_voie")).ok_or("nom_voie")?,
            lon: find("lon").or(find("long")),
            lat: find("lat"),
            x: find("x"),
            y: find("y"),
            id: find("id"),
            number: find("numero"),
            repetition: find("rep"),
            postcode: find("code_postal"),
            former_insee: find("code_insee_ancienne_commune"),
            former_town: find("nom_ancienne_commune"),
            placed: find("type_position"),
            is_places,
        };
        let has_point = columns.lon.is_some() && columns.lat.is_some() || columns.x.is_some() && columns.y.is_some();
        if !has_point {
            Err("lon")
        } else if !is_places && columns.number.is_none() {
            Err("numero")
        } else {
            Ok(columns)
        }
    }

    /// Adds a line; false where it says too little.
    fn add(&self, record: &ByteRecord, into: &mut AddressesBuilder) -> Result<bool, AddressReadingError> {
        let cell = |column: usize| {
            record.get(column).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default().trim()
        };
        let some = |column: Option<usize>| column.map_or("", cell);
        let (insee, street) = (cell(self.insee), cell(self.street));
        let Some(point) = self.point(&some) else { return Ok(false) };
        if insee.len() != 5 || street.is_empty() {
            return Ok(false);
        }
        let mended = repaired(street);
        let (mended_town, mended_former) = (repaired(cell(self.town)), repaired(some(self.former_town)));
        let number = some(self.number);
        // 9999 stands for no number in the registry of ways.
        let number = number.parse().ok().filter(|_| !self.is_places && number != "9999" && number != "99999");
        into.add(&Address {
            insee,
            town: mended_town.as_deref().unwrap_or(cell(self.town)),
            former_insee: Some(some(self.former_insee))
                .filter(|former| *former != insee && former.len() == 5)
                .unwrap_or_default(),
            former_town: mended_former.as_deref().unwrap_or(some(self.former_town)),
            postcode: some(self.postcode).parse().unwrap_or_default(),
            street: mended.as_deref().unwrap_or(street),
            mark: some(self.id).split('_').nth(1).unwrap_or_default(),
            is_place: self.is_places,
            number,
            repetition: some(self.repetition),
            point,
            placed: placed(some(self.placed)),
        })?;
        Ok(true)
    }

    fn point<'r>(&self, some: &impl Fn(Option<usize>) -> &'r str) -> Option<Point> {
        let pair =
            |one: Option<usize>, other: Option<usize>| Some((some(one).parse().ok()?, some(other).parse().ok()?));
        match pair(self.lon, self.lat) {
            Some((lon, lat)) => Point::new(lon, lat),
            None => pair(self.x, self.y).and_then(|(x, y)| from_lambert93(x, y)),
        }
    }
}

/// Kinds of positions, as the national address format names them.
fn placed(kind: &str) -> Placed {
    match kind {
        "segment" | "interpolation" | "interpolée" => Placed::Along,
        "commune" | "zone" => Placed::Commune,
        _ => Placed::House,
    }
}

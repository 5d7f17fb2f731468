//! A published table under reading, whatever its dress.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, Read};
use std::path::Path;

use essaim_geo::reading::{ReadingError, text};
use serde_json::{Map, Value};

use super::cell::clean;
use super::list::{List, ListFault};
use crate::suggest::fold;
use crate::tagging::TagError;
use crate::tagging::table::{Table as Lines, looked_at};

type Input = Box<dyn BufRead>;

/// How a published file is dressed.
pub(in crate::official) enum Dress {
    /// Places: GeoJSON, TopoJSON or a zipped shapefile.
    Places,
    /// Rows.
    Sheet(Sheet),
}

/// Looks at the beginning of a file.
pub(in crate::official) fn dress(path: &Path) -> Result<Dress, ReadingError> {
    let mut head = [0; 2];
    let mut file = File::open(path)?;
    let length = file.by_ref().take(2).read(&mut head)?;
    if head[..length] == *b"PK" {
        return Ok(Dress::Places);
    }
    let mut input = looked_at(text(File::open(path)?)?).map_err(ReadingError::of_text)?;
    let start = input.fill_buf().map_err(ReadingError::of_text)?;
    match first_letter(start) {
        Some(b'{') | None => Ok(Dress::Places),
        Some(b'[') => Sheet::of_list(Box::new(input)).map(Dress::Sheet),
        Some(_) => Sheet::of_lines(Box::new(input)).map(Dress::Sheet),
    }
}

fn first_letter(start: &[u8]) -> Option<u8> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    start.trim_ascii_start().first().copied()
}

/// The rows of a table.
pub(in crate::official) struct Sheet {
    rows: Rows,
    /// The names of the columns as they are written.
    names: Vec<String>,
    /// Where each stands, by its plain name.
    columns: HashMap<String, usize>,
    /// How many rows were read.
    count: usize,
    /// The first object of a list, looked at to know the names.
    first: Option<Map<String, Value>>,
}

enum Rows {
    Lines(Lines<Input>),
    List(List<Input>),
}

impl Sheet {
    fn of_lines(mut input: Input) -> Result<Self, ReadingError> {
        let head = input.fill_buf().map_err(ReadingError::of_text)?;
        if head.contains(&0) {
            return Err(ReadingError::Unknown("it is no text, or one in letters that no table is written in".into()));
        }
        let mut lines = Lines::open(input).map_err(ReadingError::of_text)?;
        let head = lines.next_cells().map_err(line_fault)?.unwrap_or_default();
        let names = head.iter().map(|cell| clean(cell)).collect();
        Ok(Self::new(Rows::Lines(lines), names, None))
    }

    fn of_list(input: Input) -> Result<Self, ReadingError> {
        let mut list = List::open(input).map_err(list_fault)?;
        let first = list.next().map_err(list_fault)?;
        let names = first.iter().flat_map(Map::keys).cloned().collect();
        Ok(Self::new(Rows::List(list), names, first))
    }

    fn new(rows: Rows, names: Vec<String>, first: Option<Map<String, Value>>) -> Self {
        let columns = names.iter().map(|name| plain(name)).zip(0..).collect();
        Self { rows, names, columns, count: 0, first }
    }

    /// The names of the columns as they are written.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether there is a column of one of these plain names.
    pub(super) fn has(&self, any: &[&str]) -> bool {
        any.iter().any(|name| self.columns.contains_key(*name))
    }

    /// The next row.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>, ReadingError> {
        let cells = match (&mut self.rows, self.first.take()) {
            (_, Some(first)) => Some(Cells::Object(first)),
            (Rows::List(list), None) => list.next().map_err(list_fault)?.map(Cells::Object),
            (Rows::Lines(lines), None) => loop {
                match lines.next_cells().map_err(line_fault)? {
                    // A line that says nothing is none.
                    Some(cells) if cells.iter().all(|cell| cell.trim().is_empty()) => {}
                    cells => break cells.map(Cells::Line),
                }
            },
        };
        self.count += 1;
        Ok(cells.map(|cells| Row { cells, columns: &self.columns, place: self.count }))
    }
}

fn line_fault(fault: TagError) -> ReadingError {
    match fault {
        TagError::Io(error) => ReadingError::of_text(error),
        fault => ReadingError::Damaged(fault.to_string()),
    }
}

fn list_fault(fault: ListFault) -> ReadingError {
    match fault {
        ListFault::Io(error) => ReadingError::of_text(error),
        fault => ReadingError::Damaged(fault.to_string()),
    }
}

/// The name of a column without case, accents and signs: `#Code_commune_INSEE` is `code_commune_insee`.
fn plain(name: &str) -> String {
    fold(name).replace(' ', "_")
}

/// One row.
pub(crate) struct Row<'s> {
    cells: Cells,
    columns: &'s HashMap<String, usize>,
    /// Its place among the rows, from one.
    pub(super) place: usize,
}

enum Cells {
    Line(Vec<String>),
    Object(Map<String, Value>),
}

impl Row<'_> {
    /// What the first of the columns of these plain names says, if it says something.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.one(name)).map(|said| clean(&said)).filter(|said| !said.is_empty())
    }

    /// Every text that the first of these columns lists: JSON's own list, or one cell with commas, spaces or semicolons.
    pub(super) fn texts(&self, names: &[&str]) -> Vec<String> {
        let listed = names.iter().find_map(|name| self.value(name)?.as_array());
        match listed {
            Some(all) => all.iter().filter_map(Value::as_str).map(clean).collect(),
            None => {
                let one = self.text(names).unwrap_or_default();
                one.split([',', ';', ' ']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
            }
        }
    }

    /// The objects that the first of these columns lists.
    pub(super) fn objects(&self, names: &[&str]) -> impl Iterator<Item = &Map<String, Value>> {
        let listed = names.iter().find_map(|name| self.value(name)?.as_array());
        listed.into_iter().flatten().filter_map(Value::as_object)
    }

    fn one(&self, name: &str) -> Option<String> {
        match &self.cells {
            Cells::Line(cells) => cells.get(*self.columns.get(name)?).filter(|cell| !cell.is_empty()).cloned(),
            Cells::Object(_) => match self.value(name)? {
                Value::String(said) => Some(said.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            },
        }
    }

    fn value(&self, name: &str) -> Option<&Value> {
        match &self.cells {
            Cells::Line(_) => None,
            Cells::Object(object) => {
                object.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, said)| said)
            }
        }
    }
}

#[cfg(test)]
impl Sheet {
    /// A sheet of bytes.
    pub(super) fn of(bytes: Vec<u8>) -> Result<Self, ReadingError> {
        let start = first_letter(&bytes);
        let input = Box::new(looked_at(std::io::Cursor::new(bytes))?);
        if start == Some(b'[') { Self::of_list(input) } else { Self::of_lines(input) }
    }
}

//! A workbook through a tagger: its first sheet, in memory, given back with its cells as they are.
//!
//! Values stay what they are (numbers, texts, dates, truths); colours, formulas and other sheets are not given back.

use std::io::{Cursor, Read, Write};
use std::num::NonZeroUsize;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use zip::ZipArchive;

use super::run::{Progress, Tagger};
use super::{TableFault, TagError, Tally};

/// How the bytes of a workbook begin.
pub(super) const BEGINS: &[u8] = b"PK\x03\x04";
/// How much of a workbook is taken in.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// The largest one, in bytes.
    file: u64,
    /// What it may unfold to.
    unfolded: u64,
    /// Cells that hold something.
    cells: usize,
    /// Rows from the first that is used, that of the names included; none for all.
    rows: Option<u32>,
}

impl Bounds {
    /// Of an operator: a sheet of a million lines is smaller.
    const OPERATOR: Self = Self { file: 256 << 20, unfolded: 2 << 30, cells: 40_000_000, rows: None };
    /// Of a visitor.
    pub(super) const VISITOR: Self = Self { file: 64 << 20, unfolded: 400 << 20, cells: 1_500_000, rows: None };

    /// No more rows than these.
    pub(super) fn first(self, rows: usize) -> Self {
        Self { rows: u32::try_from(rows).ok(), ..self }
    }
}

/// The first sheet of a workbook: the rows from the first to the last that is used, from the first column that is.
struct Sheet {
    name: String,
    rows: Vec<Vec<Data>>,
}

/// Reads the first sheet of a workbook, lets `prepare` look at the names of its columns, and writes it back with what the
/// tagger adds.
pub(super) fn run<T: Tagger>(
    input: impl Read,
    output: &mut impl Write,
    prepare: impl FnOnce(&[String]) -> Result<(Vec<String>, T), TagError>,
) -> Result<Progress, TagError> {
    let Sheet { name, rows } = first_sheet(input, Bounds::OPERATOR)?;
    let (head, rows) = rows.split_first().ok_or(TagError::Empty)?;
    let names: Vec<String> = head.iter().map(text).collect();
    let (added, tagger) = prepare(&names)?;
    if let Some(taken) = added.iter().find(|name| names.contains(name)) {
        return Err(TagError::Taken(taken.clone()));
    }
    let rows: Vec<&[Data]> = rows.iter().map(Vec::as_slice).collect();
    let (answers, tally) = answers(&tagger, &rows);
    let bytes = written(&name, &names, &added, &rows, &answers).map_err(|error| without_names(&error))?;
    output.write_all(&bytes)?;
    output.flush()?;
    Ok(Progress { read: 0, written: bytes.len() as u64, tally })
}

/// A fault without what the workbook holds.
fn without_names(error: &XlsxError) -> TableFault {
    match error {
        XlsxError::MaxStringLengthExceeded => TableFault::LongCell,
        XlsxError::RowColumnLimitError => TableFault::LargeSheet,
        _ => TableFault::Unwritable,
    }
}

/// Hands the rows of the first sheet, the names of its columns first, as text.
pub(super) fn records(input: impl Read, bounds: Bounds, each: impl FnMut(Vec<String>)) -> Result<(), TagError> {
    let sheet = first_sheet(input, bounds)?;
    sheet.rows.iter().map(|row| row.iter().map(text).collect()).for_each(each);
    Ok(())
}

fn refused(why: impl std::fmt::Display) -> TagError {
    TableFault::NoWorkbook(why.to_string()).into()
}

fn first_sheet(input: impl Read, bounds: Bounds) -> Result<Sheet, TagError> {
    let mut bytes = Vec::new();
    input.take(bounds.file + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > bounds.file {
        return Err(TableFault::LargeWorkbook(bounds.file >> 20).into());
    }
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).map_err(refused)?;
    let sizes = (0..archive.len()).map(|at| archive.by_index_raw(at).map(|member| member.size()));
    let unfolded: u64 = sizes.collect::<Result<Vec<u64>, _>>().map_err(refused)?.iter().sum();
    if unfolded > bounds.unfolded {
        return Err(TableFault::LargeUnfolded(bounds.unfolded >> 20).into());
    }
    // Names of cells that no sheet has end the reader by a panic.
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| cells(bytes, bounds)));
    let (name, cells) = read.unwrap_or_else(|_| Err(TableFault::NoSuchCell.into()))?;
    Ok(Sheet { name, rows: rows(cells) })
}

/// A cell of a sheet: its row, its column, its value.
type Cell = (u32, u32, Data);

/// The cells of the first sheet that hold something: never the rectangle that they span, which two of them can make huge.
fn cells(bytes: Vec<u8>, bounds: Bounds) -> Result<(String, Vec<Cell>), TagError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let name = book.sheet_names().first().cloned().ok_or(TagError::Empty)?;
    let mut reader = book.worksheet_cells_reader(&name).map_err(refused)?;
    let mut all: Vec<Cell> = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(refused)? {
        let ((row, column), value) = (cell.get_position(), Data::from(cell.get_value().clone()));
        if value == Data::Empty {
            continue;
        }
        if row >= 1 << 20 || column >= 1 << 14 {
            return Err(TableFault::NoSuchCell.into());
        }
        let first = all.first().map_or(row, |(first, ..)| *first);
        if bounds.rows.is_some_and(|most| row >= first.saturating_add(most)) {
            break;
        }
        if all.len() == bounds.cells {
            return Err(TableFault::ManyCells(bounds.cells).into());
        }
        all.push((row, column, value));
    }
    Ok((name, all))
}

fn rows(mut cells: Vec<Cell>) -> Vec<Vec<Data>> {
    cells.sort_by_key(|(row, column, _)| (*row, *column));
    let Some(first) = cells.first().map(|(row, ..)| *row) else { return Vec::new() };
    let left = cells.iter().map(|(_, column, _)| *column).min().unwrap_or_default();
    let last = cells.last().map_or(first, |(row, ..)| *row);
    let mut rows = vec![Vec::new(); (last - first) as usize + 1];
    for (row, column, value) in cells {
        let own: &mut Vec<Data> = &mut rows[(row - first) as usize];
        own.resize((column - left) as usize, Data::Empty);
        own.push(value);
    }
    // What is added stands beyond the last column of all rows.
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    rows[0].resize(width, Data::Empty);
    rows
}

/// A value as the text that it would be in a table of text.
fn text(value: &Data) -> String {
    match value {
        Data::DateTime(day) => match day.to_ymd_hms_milli() {
            (year, month, day, 0, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
            (year, month, day, hour, minute, second, _) => {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        },
        other => other.to_string(),
    }
}

/// The cells that each row gets.
fn answers<T: Tagger>(tagger: &T, rows: &[&[Data]]) -> (Vec<Vec<String>>, Tally) {
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let each = rows.len().div_ceil(threads).max(1);
    let part = |rows: &[&[Data]]| {
        let (mut worker, mut tally) = (tagger.worker(), Tally::default());
        let answer = |row: &&[Data]| {
            let mut added = Vec::new();
            let cells: Vec<String> = row.iter().map(text).collect();
            tagger.line(&mut worker, &cells, &mut added, &mut tally);
            added
        };
        let answers: Vec<Vec<String>> = rows.iter().map(answer).collect();
        (answers, tally)
    };
    let parts: Vec<(Vec<Vec<String>>, Tally)> = std::thread::scope(|scope| {
        let hands: Vec<_> = rows.chunks(each).map(|rows| scope.spawn(move || part(rows))).collect();
        hands.into_iter().map(|hand| hand.join().expect("a tagger does not panic")).collect()
    });
    let mut all = (Vec::with_capacity(rows.len()), Tally::default());
    for (answers, tally) in parts {
        all.0.extend(answers);
        all.1.add(tally);
    }
    all
}

fn written(
    name: &str,
    names: &[String],
    added: &[String],
    rows: &[&[Data]],
    answers: &[Vec<String>],
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The day of writing would make two runs differ.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let sheet = book.add_worksheet();
    // A name that no spreadsheet gives is not given back.
    if sheet.set_name(name).is_err() {
        sheet.set_name("Sheet1")?;
    }
    let bold = Format::new().set_bold();
    for (name, column) in names.iter().chain(added).zip(0..) {
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let first = u16::try_from(names.len()).map_err(|_| XlsxError::RowColumnLimitError)?;
    for ((row, answer), line) in rows.iter().zip(answers).zip(1u32..) {
        for (value, column) in row.iter().zip(0..) {
            write(sheet, line, column, value, &date)?;
        }
        for (cell, column) in answer.iter().zip(first..) {
            write_answer(sheet, line, column, cell)?;
        }
    }
    book.save_to_buffer()
}

fn write(sheet: &mut Worksheet, line: u32, column: u16, value: &Data, date: &Format) -> Result<(), XlsxError> {
    match value {
        Data::Empty => {}
        Data::Int(number) => drop(sheet.write_number(line, column, *number as f64)?),
        Data::Float(number) => drop(sheet.write_number(line, column, *number)?),
        Data::Bool(truth) => drop(sheet.write_boolean(line, column, *truth)?),
        Data::DateTime(day) => drop(sheet.write_number_with_format(line, column, day.as_f64(), date)?),
        other => drop(sheet.write_string(line, column, other.to_string())?),
    }
    Ok(())
}

/// Codes stay texts; what has a decimal point or a sign is a measure.
fn write_answer(sheet: &mut Worksheet, line: u32, column: u16, cell: &str) -> Result<(), XlsxError> {
    let is_measure =
        cell.contains('.') && cell.trim_start_matches('-').starts_with(|first: char| first.is_ascii_digit());
    match cell.parse::<f64>() {
        Ok(number) if is_measure => drop(sheet.write_number(line, column, number)?),
        _ if cell.is_empty() => {}
        _ => drop(sheet.write_string(line, column, cell)?),
    }
    Ok(())
}

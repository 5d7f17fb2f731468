//! A workbook through a tagger: its first sheet, in memory, given back with its cells as they are.
//!
//! Values stay what they are (numbers, texts, dates, truths); colours, formulas and other sheets are not given back.

use std::io::{Cursor, Read, Write};
use std::num::NonZeroUsize;

use calamine::{Data, Range, Reader, Xlsx};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use zip::ZipArchive;

use super::run::{Progress, Tagger};
use super::{TagError, Tally};

/// How the bytes of a workbook begin.
pub(super) const BEGINS: &[u8] = b"PK\x03\x04";
/// The largest workbook that is read, in bytes.
const LARGEST: u64 = 256 << 20;
/// What it may unfold to: a sheet of a million lines is smaller.
const UNFOLDED: u64 = 2 << 30;

/// Reads the first sheet of a workbook, lets `prepare` look at the names of its columns, and writes it back with what the
/// tagger adds.
pub(super) fn run<T: Tagger>(
    input: impl Read,
    output: &mut impl Write,
    prepare: impl FnOnce(&[String]) -> Result<(Vec<String>, T), TagError>,
) -> Result<Progress, TagError> {
    let (name, sheet) = first_sheet(input)?;
    let mut rows = sheet.rows();
    let names: Vec<String> = rows.next().ok_or(TagError::Empty)?.iter().map(text).collect();
    let (added, tagger) = prepare(&names)?;
    if let Some(taken) = added.iter().find(|name| names.contains(name)) {
        return Err(TagError::Taken(taken.clone()));
    }
    let rows: Vec<&[Data]> = rows.collect();
    let (answers, tally) = answers(&tagger, &rows);
    let bytes = written(&name, &names, &added, &rows, &answers)
        .map_err(|error| TagError::Table(format!("the workbook cannot be written: {error}")))?;
    output.write_all(&bytes)?;
    output.flush()?;
    Ok(Progress { read: 0, written: bytes.len() as u64, tally })
}

/// Hands the rows of the first sheet, the names of its columns first, as text.
pub(super) fn records(input: impl Read, mut each: impl FnMut(Vec<String>)) -> Result<(), TagError> {
    let (_, sheet) = first_sheet(input)?;
    sheet.rows().for_each(|row| each(row.iter().map(text).collect()));
    Ok(())
}

fn first_sheet(input: impl Read) -> Result<(String, Range<Data>), TagError> {
    let mut bytes = Vec::new();
    input.take(LARGEST + 1).read_to_end(&mut bytes)?;
    let refused = |why: &dyn std::fmt::Display| TagError::Table(format!("the workbook cannot be read: {why}"));
    if bytes.len() as u64 > LARGEST {
        return Err(refused(&"it is larger than 256 megabytes; give it as CSV"));
    }
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).map_err(|error| refused(&error))?;
    let sizes = (0..archive.len()).map(|at| archive.by_index_raw(at).map(|member| member.size()));
    let unfolded: u64 = sizes.collect::<Result<Vec<u64>, _>>().map_err(|error| refused(&error))?.iter().sum();
    if unfolded > UNFOLDED {
        return Err(refused(&"it unfolds to more than two gigabytes"));
    }
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| refused(&error))?;
    let name = book.sheet_names().first().cloned().ok_or(TagError::Empty)?;
    let sheet = book.worksheet_range(&name).map_err(|error| refused(&error))?;
    Ok((name, sheet))
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
    sheet.set_name(name)?;
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

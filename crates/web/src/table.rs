//! Tables to take away: one model, written as CSV or as a workbook.
//!
//! Two kinds of CSV, both UTF-8. [`CsvStyle::Office`] is for people who open it with a double click:
//! a byte order mark, and in French `;` with decimal commas, which is what their spreadsheet expects.
//! [`CsvStyle::Data`] is for programs and published dumps: `,`, decimal points, no mark.
//!
//! A text that a spreadsheet would run as a formula starts with an apostrophe where a spreadsheet is meant, and there only:
//! programs read texts as they are. In a workbook a text is a text, and needs no guard.

use crate::{Lang, Licence};
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;

/// One value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}
impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}
impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}
impl From<Date> for Cell {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}
impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A named table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its name, which is the sheet's.
    pub name: String,
    /// The heads of its columns.
    pub columns: Vec<String>,
    /// Its rows, as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

/// Who reads the CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvStyle {
    /// A person, with the spreadsheet of this language.
    Office(Lang),
    /// A program.
    Data,
}

impl CsvStyle {
    const fn is_french(self) -> bool {
        matches!(self, Self::Office(Lang::Fr))
    }

    /// A text as this reader needs it: one that starts as a formula would run in a spreadsheet (OWASP, “CSV injection”),
    /// which takes the wide signs of Asian keyboards for the plain ones.
    fn text(self, text: &str) -> Cow<'_, str> {
        const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
        match self {
            Self::Office(_) if text.starts_with(FORMULA) => Cow::Owned(["'", text].concat()),
            Self::Office(_) | Self::Data => Cow::Borrowed(text),
        }
    }
}

impl Table {
    /// The table as CSV.
    #[must_use]
    pub fn csv(&self, style: CsvStyle) -> Vec<u8> {
        let start = if style == CsvStyle::Data { Vec::new() } else { "\u{feff}".as_bytes().to_vec() };
        let separator = if style.is_french() { b';' } else { b',' };
        let mut writer = csv::WriterBuilder::new().delimiter(separator).flexible(true).from_writer(start);
        let heads = std::iter::once(self.columns.iter().map(|head| style.text(head)).collect::<Vec<_>>());
        let rows = self.rows.iter().map(|row| row.iter().map(|cell| written(cell, style)).collect());
        for row in heads.chain(rows) {
            writer.write_record(row.iter().map(AsRef::as_ref)).expect("writing to memory cannot fail");
        }
        writer.into_inner().expect("writing to memory cannot fail")
    }
}

fn written(cell: &Cell, style: CsvStyle) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => style.text(text),
        Cell::Number(number) if style.is_french() => Cow::Owned(number.to_string().replace('.', ",")),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Date(date) => Cow::Owned(date.to_string()),
    }
}

/// The tables as one workbook, a sheet each: heads that stay, columns that filter. Its properties name the licence.
///
/// # Errors
/// When a table is larger than a sheet can be.
pub fn workbook(tables: &[Table], licence: &Licence) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let rights = DocProperties::new().set_comment(format!("{} ({})", licence.name, licence.url));
    book.set_properties(&rights.set_custom_property("License", licence.url.as_str()));
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let day = Format::new().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Top);
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (index, table) in tables.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&table.name, index))?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, title) in (0..).zip(&table.columns) {
            sheet.write_with_format(0, column, title, &head)?;
            sheet.set_column_width(column, width(table, usize::from(column)))?;
        }
        for (row, cells) in (1..).zip(&table.rows) {
            for (column, cell) in (0..).zip(cells) {
                write_cell(sheet, (row, column), cell, (&plain, &day))?;
            }
        }
        if let (Ok(rows), Ok(columns)) = (u32::try_from(table.rows.len()), u16::try_from(table.columns.len()))
            && columns > 0
        {
            sheet.autofilter(0, 0, rows, columns - 1)?;
        }
    }
    book.save_to_buffer()
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    (plain, day): (&Format, &Format),
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        // Never a formula: `write_string` keeps a text a text. A cell holds 32,767 characters.
        Cell::Text(text) => {
            let text: Cow<'_, str> =
                if text.len() > 32_767 { text.chars().take(32_767).collect() } else { text.as_str().into() };
            sheet.write_string_with_format(row, column, text, plain)?;
        }
        Cell::Number(number) if number.is_finite() => {
            sheet.write_number_with_format(row, column, *number, &Format::new().set_align(FormatAlign::Top))?;
        }
        Cell::Number(number) => {
            sheet.write_string(row, column, number.to_string())?;
        }
        Cell::Date(date) => match ExcelDateTime::from_ymd(
            date.year().unsigned_abs(),
            date.month().unsigned_abs(),
            date.day().unsigned_abs(),
        ) {
            Ok(value) if date.year() >= 1900 => {
                sheet.write_datetime_with_format(row, column, &value, day)?;
            }
            // A spreadsheet knows no day before 1900.
            _ => {
                sheet.write_string(row, column, date.to_string())?;
            }
        },
    }
    Ok(())
}

/// A sheet's name has at most 31 characters and none of `[]:*?/\`.
fn sheet_name(name: &str, index: usize) -> String {
    let clean: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
    if clean.trim().is_empty() { format!("{}", index + 1) } else { clean }
}

fn width(table: &Table, column: usize) -> f64 {
    let of = |cell: &Cell| match cell {
        Cell::Text(text) => text.chars().count().min(60),
        Cell::Number(_) | Cell::Date(_) => 11,
        Cell::Empty => 0,
    };
    let cells = table.rows.iter().take(200).filter_map(|row| row.get(column)).map(of);
    let widest = cells.chain(table.columns.get(column).map(|head| head.chars().count().min(60))).max().unwrap_or(8);
    f64::from(u32::try_from(widest + 2).unwrap_or(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        Table {
            name: "Liste [1]".into(),
            columns: vec!["Nom".into(), "Nombre".into()],
            rows: vec![
                vec!["Été ; « à »".into(), 12.5.into()],
                vec!["=1+1".into(), (-5).into()],
                vec![jiff::civil::date(2018, 5, 14).into(), None::<f64>.into()],
            ],
        }
    }

    #[test]
    fn each_reader_gets_its_csv() {
        let text = |style| String::from_utf8(sample().csv(style)).unwrap();
        assert_eq!(text(CsvStyle::Data), "Nom,Nombre\nÉté ; « à »,12.5\n=1+1,-5\n2018-05-14,\n");
        assert_eq!(
            text(CsvStyle::Office(Lang::Fr)),
            "\u{feff}Nom;Nombre\n\"Été ; « à »\";12,5\n'=1+1;-5\n2018-05-14;\n"
        );
        assert!(text(CsvStyle::Office(Lang::En)).starts_with("\u{feff}Nom,Nombre\n"));
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_guarded_for_it_alone() {
        for start in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
            let text = [start, "SUM(1)"].concat();
            for lang in Lang::ALL {
                assert_eq!(CsvStyle::Office(lang).text(&text), ["'", &text].concat());
            }
            assert_eq!(CsvStyle::Data.text(&text), text);
        }
        assert_eq!(CsvStyle::Office(Lang::Fr).text("1 - 1"), "1 - 1");
    }

    #[test]
    fn a_workbook_takes_any_table() {
        let licence = crate::ShellConfig::default().licence;
        let empty = Table::default();
        let huge = Table { rows: vec![vec!["x".repeat(40_000).into()]], columns: vec!["a".into()], ..Table::default() };
        for tables in [vec![sample(), empty], vec![huge]] {
            assert!(workbook(&tables, &licence).unwrap().starts_with(b"PK"));
        }
    }
}

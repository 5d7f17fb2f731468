//! The tables as they are committed: tab-separated, a header, no quoting.

use std::io::Read;

use essaim_geo::{Level, TerritoryCode, TerritoryCodeError};

use essaim_geo::Point;

/// The texts of the official tables, as `data/territories/` holds them.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// `regions.tsv`
    pub regions: &'a str,
    /// `departements.tsv`
    pub departements: &'a str,
    /// `arrondissements.tsv`
    pub arrondissements: &'a str,
    /// `epci.tsv`
    pub epci: &'a str,
    /// `contrats.tsv`
    pub contrats: &'a str,
    /// `communes.tsv`, unzipped
    pub communes: &'a str,
    /// `qpv.tsv`
    pub qpv: &'a str,
    /// `announcements.tsv`
    pub announcements: &'a str,
}

/// What is wrong with a table.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A line has fewer columns than the header.
    #[error("{table}, line {line}: a column is missing")]
    ShortLine {
        /// The table's file name.
        table: &'static str,
        /// The line, counted from 1 with the header.
        line: usize,
    },
    /// A code is not written as its level's codes are.
    #[error("{table}, line {line}: {source}")]
    Code {
        /// The table's file name.
        table: &'static str,
        /// The line, counted from 1 with the header.
        line: usize,
        /// What is wrong with the code.
        source: TerritoryCodeError,
    },
    /// A value is not what its column expects.
    #[error("{table}, line {line}: “{value}” was not expected here")]
    Value {
        /// The table's file name.
        table: &'static str,
        /// The line, counted from 1 with the header.
        line: usize,
        /// The value.
        value: String,
    },
    /// A code stands twice in the tables.
    #[error("{0} stands twice in the tables")]
    Twice(TerritoryCode),
    /// A line names a territory that no table has.
    #[error("{of} names {missing}, which no table has")]
    Dangling {
        /// The territory whose line it is.
        of: TerritoryCode,
        /// What it names.
        missing: TerritoryCode,
    },
}

const REGIONS: &str = include_str!("../../../data/territories/regions.tsv");
const DEPARTEMENTS: &str = include_str!("../../../data/territories/departements.tsv");
const ARRONDISSEMENTS: &str = include_str!("../../../data/territories/arrondissements.tsv");
const EPCI: &str = include_str!("../../../data/territories/epci.tsv");
const CONTRATS: &str = include_str!("../../../data/territories/contrats.tsv");
const COMMUNES: &[u8] = include_bytes!("../../../data/territories/communes.tsv.gz");
const QPV: &str = include_str!("../../../data/territories/qpv.tsv");
const ANNOUNCEMENTS: &str = include_str!("../../../data/territories/announcements.tsv");

/// Calls `read` with the embedded tables; the large one is unzipped for the time of the call.
pub(crate) fn with_embedded<T>(read: impl FnOnce(Tables<'_>) -> T) -> T {
    let mut communes = String::new();
    flate2::read::GzDecoder::new(COMMUNES)
        .read_to_string(&mut communes)
        .expect("the embedded table is whole: a test reads it");
    read(Tables {
        regions: REGIONS,
        departements: DEPARTEMENTS,
        arrondissements: ARRONDISSEMENTS,
        epci: EPCI,
        contrats: CONTRATS,
        communes: &communes,
        qpv: QPV,
        announcements: ANNOUNCEMENTS,
    })
}

/// One line of a table, with its place for the message.
pub(crate) struct Row<'a, const N: usize> {
    table: &'static str,
    line: usize,
    pub(crate) cells: [&'a str; N],
}

/// The lines of a table after its header.
pub(crate) fn rows<'a, const N: usize>(
    table: &'static str,
    text: &'a str,
) -> impl Iterator<Item = Result<Row<'a, N>, TableError>> {
    text.lines().enumerate().skip(1).map(move |(index, line)| {
        let line_number = index + 1;
        let mut cells = [""; N];
        let mut given = line.split('\t');
        for cell in &mut cells {
            *cell = given.next().ok_or(TableError::ShortLine { table, line: line_number })?;
        }
        Ok(Row { table, line: line_number, cells })
    })
}

impl<const N: usize> Row<'_, N> {
    pub(crate) fn code(&self, level: Level, column: usize) -> Result<TerritoryCode, TableError> {
        self.read_code(level, self.cells[column])
    }

    pub(crate) fn optional(&self, level: Level, column: usize) -> Result<Option<TerritoryCode>, TableError> {
        Some(self.cells[column]).filter(|cell| !cell.is_empty()).map(|cell| self.read_code(level, cell)).transpose()
    }

    /// Codes separated by commas.
    pub(crate) fn list(&self, level: Level, column: usize) -> Result<Vec<TerritoryCode>, TableError> {
        let cells = self.cells[column].split(',').filter(|cell| !cell.is_empty());
        cells.map(|cell| self.read_code(level, cell)).collect()
    }

    pub(crate) fn number(&self, column: usize) -> Result<Option<u32>, TableError> {
        match self.cells[column] {
            "" => Ok(None),
            cell => cell.parse().map(Some).map_err(|_| self.unexpected(column)),
        }
    }

    /// The longitude in that column and the latitude in the next.
    pub(crate) fn point(&self, column: usize) -> Result<Option<Point>, TableError> {
        if self.cells[column].is_empty() {
            return Ok(None);
        }
        let degrees = |column: usize| self.cells[column].parse().map_err(|_| self.unexpected(column));
        Ok(Some(Point { lon: degrees(column)?, lat: degrees(column + 1)? }))
    }

    pub(crate) fn unexpected(&self, column: usize) -> TableError {
        TableError::Value { table: self.table, line: self.line, value: self.cells[column].to_owned() }
    }

    fn read_code(&self, level: Level, cell: &str) -> Result<TerritoryCode, TableError> {
        TerritoryCode::new(level, cell).map_err(|source| TableError::Code {
            table: self.table,
            line: self.line,
            source,
        })
    }
}

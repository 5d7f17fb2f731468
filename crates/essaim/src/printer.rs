//! Documents of figures through the press of the bank, in its turns.

use axum::http::StatusCode;
use essaim_bank::BankState;
use essaim_bank::books::BooksError;
use essaim_press::{Date, Document, Grid, GridRow, Imprint, Language, Link, Part, PressError};
use essaim_territories::{Printer, Report, ReportPart};
use essaim_web::{Failure, Frame, Lang};
use futures::future::BoxFuture;
use jiff::civil;

/// The press that the bank's books are printed by.
pub(crate) struct BankPress(pub(crate) BankState);

impl Printer for BankPress {
    fn print<'f>(&'f self, frame: &'f Frame, report: Report) -> BoxFuture<'f, Result<Vec<u8>, Failure>> {
        let document: Document = document(frame, report).into();
        Box::pin(async move {
            self.0.books().print(document).await.map_err(|error| match error {
                BooksError::Press(PressError::TooLong { .. }) => {
                    Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "report-too-long", "report-too-long")
                }
                error => error.into(),
            })
        })
    }
}

fn document(frame: &Frame, report: Report) -> essaim_press::Report {
    let Report { title, lead, day, figures, facts, parts } = report;
    essaim_press::Report {
        imprint: imprint(frame, day),
        title,
        lead,
        figures,
        facts,
        parts: parts.into_iter().map(part).collect(),
    }
}

/// What the document says of itself. It holds somebody's figures: no licence of contents is theirs.
fn imprint(frame: &Frame, day: civil::Date) -> Imprint {
    Imprint {
        language: match frame.lang() {
            Lang::Fr => Language::Fr,
            Lang::En => Language::En,
        },
        date: Date {
            year: u16::try_from(day.year()).unwrap_or_default(),
            month: u8::try_from(day.month()).unwrap_or(1),
            day: u8::try_from(day.day()).unwrap_or(1),
        },
        site: frame.site_name().to_owned(),
        editor: frame.publisher().to_owned(),
        address: frame.public_url("/"),
        licence: String::new(),
        licence_url: None,
        contact: frame.contact().map(|contact| Link { url: contact.href(), label: contact.to_string() }),
    }
}

fn part(part: ReportPart) -> Part {
    let ReportPart { title, text, columns, lines, words } = part;
    let rows = lines.into_iter().map(|line| GridRow { cells: line.cells, is_total: line.is_total });
    let table = (!columns.is_empty()).then(|| Grid { columns, rows: rows.collect(), words });
    Part { title, text, table }
}

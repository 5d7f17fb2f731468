//! A summary taken away: every count as a table, or the page as a document.

use axum::extract::{Path, State};
use axum::response::Response;
use essaim_web::{Budget, Cell, CsvStyle, Failure, Frame, Table, download, format};

use super::super::named;
use super::super::report::{Line, Part, Report};
use super::{Asked, Figures, asked, crossed, facts, quarters, reading, value};
use crate::api::unkept;
use crate::official::Holdings;
use crate::panel::TerritoriesState;

/// Every count of the summary, one a line.
pub(in crate::pages::file) async fn table(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    frame.spend(Budget::File)?;
    let (asked, holdings) = asked(&state, &frame, &token).await?;
    let summary = &asked.summary;
    let mut columns: Vec<String> = ["qpv_verdict", "qpv_code", "qpv_nom"].map(str::to_owned).to_vec();
    columns.extend(summary.crossed.iter().cloned());
    columns.push(frame.t("file-table-lines").to_owned());
    let (height, width) = (summary.grid.height(), summary.grid.width());
    let all = frame.t("file-row-all").to_owned();
    let mut rows = Vec::new();
    for row in 0..height {
        let quarter = summary.quarters.get(row);
        let verdict = match row {
            _ if quarter.is_some() => "dans",
            row if row + 3 == height => "hors",
            row if row + 2 == height => "a_verifier",
            _ => all.as_str(),
        };
        let (code, name) = quarter.map_or(("", ""), |(code, name)| (code.as_str(), name.as_str()));
        for column in 0..width {
            let head = summary.heads.get(column);
            let values = (0..summary.crossed.len())
                .map(|at| head.and_then(|head| head.get(at)).map_or_else(|| all.clone(), |own| value(&frame, own)));
            let count = counted(&frame, summary.grid.get(row, column));
            let begin = [verdict, code, name].map(Cell::from);
            rows.push(begin.into_iter().chain(values.map(Cell::from)).chain([count]).collect());
        }
    }
    // All lines inside are told in all only: for each value too, small counts could be worked out.
    let inside = ["dans", "", all.as_str()].into_iter().chain(summary.crossed.iter().map(|_| all.as_str()));
    let at = rows.len() - 3 * width;
    rows.insert(at, inside.map(Cell::from).chain([counted(&frame, summary.grid.inside())]).collect());
    for (key, fact) in facts(&state, &frame, &asked, &holdings) {
        rows.push(vec![Cell::from(format!("# {} : {fact}", frame.t(key)))]);
    }
    let table = Table { name: frame.t("file-step-summary").to_owned(), columns, rows };
    let name = file_name(&asked, "csv", &frame);
    let bytes = table.csv(CsvStyle::Office(frame.lang()));
    Ok(unkept(download(bytes, "text/csv; charset=utf-8", Some(&name))))
}

/// A count in a table, or that it is not told.
fn counted(frame: &Frame, count: Option<u64>) -> Cell {
    count.map_or_else(|| Cell::from(frame.t("file-masked")), |count| Cell::Number(count as f64))
}

/// The name of the summary of a file; one that is masked says so.
fn file_name(asked: &Asked, ending: &str, frame: &Frame) -> String {
    let masked = if asked.is_masked { format!("-{}", frame.t("file-masked-name")) } else { String::new() };
    named(&asked.job.order().file_name, &[frame.t("file-summary-name"), &masked].concat(), ending)
}

/// The summary as a document, to print and to keep.
pub(in crate::pages::file) async fn document(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    frame.spend(Budget::Document)?;
    let (asked, holdings) = asked(&state, &frame, &token).await?;
    let report = report(&state, &frame, &asked, &holdings);
    let bytes = state.printer().print(&frame, report).await?;
    Ok(unkept(download(bytes, "application/pdf", Some(&file_name(&asked, "pdf", &frame)))))
}

fn report(state: &TerritoriesState, frame: &Frame, asked: &Asked, holdings: &Holdings) -> Report {
    let summary = &asked.summary;
    let figures = Figures::of(frame, summary);
    let text = |key: &str| frame.t(key).to_owned();
    let mut parts = vec![Part {
        title: text("file-by-quarter"),
        text: if summary.quarters.is_empty() { vec![text("file-no-quarter")] } else { Vec::new() },
        columns: ["file-col-quarter", "file-col-code", "file-col-lines", "file-col-share"].map(text).to_vec(),
        lines: quarters(state, frame, summary)
            .into_iter()
            .map(|line| Line { cells: vec![line.name, line.code, line.count, line.share], is_total: line.is_total })
            .collect(),
        words: 2,
    }];
    if let Some(crossing) = crossed(frame, summary) {
        let heads = summary.heads.iter().enumerate().map(|(column, head)| {
            let values = head.iter().map(|own| value(frame, own));
            let sum = (crossing.sums[column]).then(|| text("file-row-all"));
            values.chain(sum).collect::<Vec<_>>().join("\u{a0}· ")
        });
        parts.push(Part {
            title: crossing.caption,
            text: Vec::new(),
            columns: [text("file-col-where")].into_iter().chain(heads).chain([text("file-row-all")]).collect(),
            lines: crossing
                .rows
                .into_iter()
                .map(|(name, cells, is_total)| Line { cells: [name].into_iter().chain(cells).collect(), is_total })
                .collect(),
            words: 1,
        });
    }
    parts.push(Part { title: text("file-reading"), text: reading(frame, asked.is_masked), ..Part::default() });
    Report {
        title: format!("{}\u{a0}: {}", text("file-summary-title"), asked.job.order().file_name),
        lead: figures.share,
        day: format::day_of(state.now()),
        figures: vec![
            (figures.rows, text("file-figure-rows")),
            (figures.inside, text("file-figure-inside")),
            (figures.outside, text("file-figure-outside")),
            (figures.to_check, text("file-figure-to-check")),
        ],
        facts: facts(state, frame, asked, holdings).into_iter().map(|(key, fact)| (text(key), fact)).collect(),
        parts,
    }
}

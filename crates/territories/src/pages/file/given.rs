//! What is taken away: the table with its answers, the answers alone, the lines to be corrected where they come from.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use essaim_web::{Budget, Cell, CsvStyle, Failure, Frame, Table, download};

use super::faults::table_fault;
use super::{named, worked};
use crate::api::unkept;
use crate::jobs::{Job, Worked};
use crate::official::Holdings;
use crate::panel::TerritoriesState;
use crate::tagging::TagError;
use crate::tagging::cases::LINE;

const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Works on a thread of its own, and gives what it wrote.
async fn given(
    state: &TerritoriesState,
    frame: &Frame,
    token: &str,
    write: impl FnOnce(&Job, &Worked, &Holdings, &mut Vec<u8>) -> Result<(), TagError> + Send + 'static,
) -> Result<(Arc<Job>, Vec<u8>), Failure> {
    frame.spend(Budget::File)?;
    let (job, worked) = worked(state, frame, token).await?;
    let (holdings, own) = (state.node().holdings(), Arc::clone(&job));
    let done = tokio::task::spawn_blocking(move || {
        let mut out = Vec::new();
        write(&own, &worked, &holdings, &mut out).map(|()| out)
    });
    match done.await.map_err(Failure::internal)? {
        Ok(out) => Ok((job, out)),
        Err(fault @ TagError::Table(_)) => {
            let refused = Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "table-refused", "file-refused");
            Err(refused.arg("why", table_fault(frame, &fault)))
        }
        Err(fault) => Err(Failure::internal(fault)),
    }
}

/// The table that was brought, with its answers.
pub(super) async fn whole(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let (job, bytes) = given(&state, &frame, &token, |job, worked, holdings, out| {
        let Some(wanting) = job.order().wanting else { return Err(TagError::Empty) };
        let settled = worked.settled();
        worked.reviewed(&settled, holdings).write_table(&job.table()?, &wanting, out)
    })
    .await?;
    let file_name = job.order().file_name;
    let (kind, ending) = if bytes.starts_with(b"PK") { (XLSX, "xlsx") } else { ("text/csv", "csv") };
    Ok(unkept(download(bytes, kind, Some(&named(&file_name, "qpv", ending)))))
}

/// The answers alone, line by line.
pub(super) async fn answers(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let (job, bytes) = given(&state, &frame, &token, |_, worked, holdings, out| {
        let settled = worked.settled();
        Ok(worked.reviewed(&settled, holdings).write_answers(out)?)
    })
    .await?;
    let file_name = job.order().file_name;
    Ok(unkept(download(bytes, CSV, Some(&named(&file_name, "reponses", "csv")))))
}

/// The lines that only whoever holds the file can mend: their number in it, why, and the address as it is written.
pub(super) async fn to_correct(
    State(state): State<TerritoriesState>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let lang = frame.lang();
    let (job, bytes) = given(&state, &frame, &token, move |_, worked, holdings, out| {
        let settled = worked.settled();
        let reviewed = worked.reviewed(&settled, holdings);
        let lines = worked.cases.of_row.iter().zip(2_u32..).filter_map(|(number, line)| {
            let reason = reviewed.standing(*number)?.reason.filter(|reason| reason.is_of_source())?;
            let address = worked.cases.all[*number as usize].asked.line();
            Some(vec![Cell::from(line), Cell::from(reason.key()), Cell::from(address)])
        });
        let columns = [LINE, "qpv_motif", "adresse"].map(str::to_owned).to_vec();
        let table = Table { name: String::new(), columns, rows: lines.collect() };
        out.extend(table.csv(CsvStyle::Office(lang)));
        Ok(())
    })
    .await?;
    let file_name = job.order().file_name;
    Ok(unkept(download(bytes, CSV, Some(&named(&file_name, "a-corriger", "csv")))))
}

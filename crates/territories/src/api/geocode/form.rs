//! A table and how to read it, as a form sends both.

use axum::extract::Multipart;
use bytes::Bytes;
use essaim_web::{Failure, Query};
use utoipa::ToSchema;

use crate::api::refusal::{Fault, Refusal};

/// A table of addresses.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a form")]
pub(crate) struct SearchTable {
    /// The table: CSV in any usual dress.
    #[schema(value_type = String, format = Binary)]
    data: Vec<u8>,
    /// The columns that make the address, in order; all where none is told.
    columns: Option<Vec<String>>,
    /// The column of postal codes that answers must have.
    postcode: Option<String>,
    /// The column of INSEE codes that answers must have.
    citycode: Option<String>,
    /// The column of what answers must be.
    r#type: Option<String>,
    /// The column of latitudes near which places are preferred.
    lat: Option<String>,
    /// The column of longitudes.
    lon: Option<String>,
    /// The columns that are added; all where none is told.
    result_columns: Option<Vec<String>>,
    /// The score that answers must exceed: 0.5 where none is told.
    min_score: Option<f64>,
}

/// A table of points, in columns `latitude` and `longitude`, or `lat` and `lon`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a form")]
pub(crate) struct ReverseTable {
    /// The table: CSV in any usual dress.
    #[schema(value_type = String, format = Binary)]
    data: Vec<u8>,
    /// The column of what answers must be.
    r#type: Option<String>,
    /// The columns that are added; all where none is told.
    result_columns: Option<Vec<String>>,
}

/// What a form holds.
pub(super) struct Form {
    pub(super) data: Bytes,
    pub(super) file_name: String,
    pub(super) fields: Query,
}

impl Form {
    pub(super) async fn read(mut form: Multipart) -> Result<Self, Fault> {
        let (mut data, mut fields) = (None, Vec::new());
        while let Some(field) = form.next_field().await.map_err(|fault| Failure::of_status(fault.status()))? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            let bytes = field.bytes().await.map_err(|fault| Failure::of_status(fault.status()))?;
            if name == "data" && data.is_none() {
                data = Some((bytes, file_name.unwrap_or_default()));
            } else {
                fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        let lack = || Refusal::new("Missing file", "The table must be sent as \"data\".");
        let (data, file_name) = data.ok_or_else(lack)?;
        Ok(Self { data, file_name, fields: Query::from_pairs(fields) })
    }

    /// What the answer is saved as: `people.csv` comes back as `people.geocoded.csv`.
    pub(super) fn answer_name(&self) -> String {
        let stem = self.file_name.rsplit_once('.').map_or(self.file_name.as_str(), |(stem, _)| stem);
        format!("{stem}.geocoded.csv")
    }
}

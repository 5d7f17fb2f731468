//! JSON and tables for `/api/v1`: neighbourhoods of addresses and points, and a geocoder that speaks as the national address
//! service does. What is asked is somebody's address: no answer may be kept on its way, and nothing of it is logged.

mod description;
mod geocode;
mod qpv;
mod refusal;
mod streamed;
#[cfg(test)]
mod tests;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use essaim_accounts::{Access::Everyone, Doors};
use essaim_web::{Failure, Upload};

pub use description::TerritoriesApi;

use crate::panel::TerritoriesState;
use crate::tagging::Missing;

/// The largest table or list that is taken: that of the national address service.
const MOST: usize = 50 * 1024 * 1024;

/// The addresses that take a table or a list.
pub const UPLOADS: [Upload; 4] = [
    crate::pages::BRINGS,
    Upload { path: "/api/v1/qpv", most: MOST, is_open: true },
    Upload { path: "/api/v1/geocode/search/csv", most: MOST, is_open: true },
    Upload { path: "/api/v1/geocode/reverse/csv", most: MOST, is_open: true },
];

/// The routes of the API.
pub(crate) fn routes(state: TerritoriesState) -> Doors {
    Doors::new()
        .get(Everyone, "/api/v1/qpv", qpv::one)
        .post(Everyone, "/api/v1/qpv", qpv::many)
        .get(Everyone, "/api/v1/geocode/search", geocode::search)
        .get(Everyone, "/api/v1/geocode/reverse", geocode::reverse)
        .post(Everyone, "/api/v1/geocode/search/csv", geocode::search_table)
        .post(Everyone, "/api/v1/geocode/reverse/csv", geocode::reverse_table)
        // The shell holds bodies to their limits.
        .map(|router| router.layer(DefaultBodyLimit::disable()))
        .with_state(state)
}

/// What a node lacks, and how it is brought in.
pub(crate) fn missing(lack: Missing) -> Failure {
    match lack {
        Missing::Perimeters => Failure::new(StatusCode::SERVICE_UNAVAILABLE, "no-perimeters", "qpv-no-perimeters"),
        Missing::Addresses => Failure::new(StatusCode::SERVICE_UNAVAILABLE, "no-addresses", "qpv-no-addresses"),
    }
}

/// An answer that holds somebody's address: kept by nobody.
pub(crate) fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

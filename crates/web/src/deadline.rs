//! How long an answer may take, and who is to blame when it takes longer: the visitor whose body does not come, or us.

use crate::Failure;
use axum::{
    body::{Body, HttpBody},
    extract::Request,
    http::StatusCode,
};
use futures::{StreamExt, stream};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::Duration,
};

/// When a visitor told to wait should come back, in seconds.
const LATER: u32 = 30;

/// Ends what takes too long: 408 where the body is still to come, 503 otherwise.
pub(crate) async fn keep<F: Future>(
    patience: Duration,
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Result<F::Output, Failure> {
    let has_come = Arc::new(AtomicBool::new(request.body().is_end_stream()));
    let request = if has_come.load(Ordering::Relaxed) { request } else { request.map(|body| awaited(body, &has_come)) };
    tokio::time::timeout(patience, answer(request)).await.map_err(|_| match has_come.load(Ordering::Relaxed) {
        true => Failure::unavailable(LATER),
        false => Failure::of_status(StatusCode::REQUEST_TIMEOUT),
    })
}

/// The body, which tells when its end has come.
fn awaited(body: Body, has_come: &Arc<AtomicBool>) -> Body {
    let told = Arc::clone(has_come);
    let end = stream::poll_fn(move |_| {
        told.store(true, Ordering::Relaxed);
        Poll::Ready(None)
    });
    Body::from_stream(body.into_data_stream().chain(end))
}

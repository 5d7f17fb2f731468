//! How long an answer may take, and who is to blame when it takes longer: the visitor whose body does not come, or us.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use essaim_web::Failure;
use hyper::body::{Body as HttpBody, Frame, SizeHint};

/// When a visitor told to wait should come back, in seconds.
const LATER: u32 = 30;

/// Ends what takes too long: 408 where the body is still to come, 503 otherwise.
pub(crate) async fn keep(State(patience): State<Duration>, request: Request, next: Next) -> Response {
    let has_come = Arc::new(AtomicBool::new(request.body().is_end_stream()));
    let watched = Arc::clone(&has_come);
    let request = request.map(|body| Body::new(Awaited { body, has_come: watched }));
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) if has_come.load(Ordering::Relaxed) => Failure::unavailable(LATER).into_response(),
        Err(_) => Failure::new(StatusCode::REQUEST_TIMEOUT, "request-timeout", "error-request-timeout").into_response(),
    }
}

/// A body that tells when its end has come.
struct Awaited {
    body: Body,
    has_come: Arc<AtomicBool>,
}

impl HttpBody for Awaited {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if frame.is_none() || self.body.is_end_stream() {
            self.has_come.store(true, Ordering::Relaxed);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

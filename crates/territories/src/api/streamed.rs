//! A table worked through on a thread of its own, and given back while it is.

use std::io::{self, BufWriter, Write};

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use essaim_web::download;
use futures::stream;
use tokio::sync::mpsc::{self, Sender};

use crate::tagging::TagError;

/// So many parts of the answer wait for whoever reads it.
const WAITING: usize = 4;
/// How large a part is, in bytes.
const PART: usize = 64 * 1024;

/// Answers with what `work` writes, a table in some letters. Its fault is the answer as long as nothing was sent; later it breaks the answer off.
///
/// # Errors
/// What `work` says before it has written anything.
pub(super) async fn streamed(
    file_name: Option<&str>,
    charset: &str,
    work: impl FnOnce(&mut dyn Write) -> Result<(), TagError> + Send + 'static,
) -> Result<Response, TagError> {
    let (sender, mut parts) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut out = BufWriter::with_capacity(PART, Out(sender.clone()));
        let done = work(&mut out).and_then(|()| Ok(out.flush()?));
        if let Err(fault) = done {
            // Whoever left needs not be told.
            drop(out.into_parts());
            drop(sender.blocking_send(Err(fault)));
        }
    });
    let first = parts.recv().await.transpose()?;
    let rest = stream::unfold((first, parts), async |(first, mut parts)| {
        let part = match first {
            Some(part) => Ok(part),
            None => parts.recv().await?.map_err(io::Error::other),
        };
        Some((part, (None, parts)))
    });
    let mut response = download(Body::from_stream(rest), "text/csv", file_name);
    let kind = HeaderValue::try_from(format!("text/csv; charset={}", charset.to_lowercase()));
    response.headers_mut().insert(header::CONTENT_TYPE, kind.expect("the names of letters are ASCII"));
    Ok(response)
}

/// What was written, part by part.
struct Out(Sender<Result<Bytes, TagError>>);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

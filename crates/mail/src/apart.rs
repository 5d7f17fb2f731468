//! Conversations with mail servers, kept apart from what answers visitors: whatever a server says, and however much, it
//! costs nobody else's time, and no more than so much room.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::MailError;

/// The threads of conversations; they live as long as the program.
static THREADS: LazyLock<io::Result<Runtime>> = LazyLock::new(|| {
    // One may be held by a server that talks without end; another goes on.
    Builder::new_multi_thread().worker_threads(2).thread_name("mail").enable_all().build()
});

/// Runs a conversation apart. Where the caller gives it up, it ends.
pub(crate) async fn apart<T: Send + 'static>(
    conversation: impl Future<Output = Result<T, MailError>> + Send + 'static,
) -> Result<T, MailError> {
    let threads = THREADS.as_ref().map_err(|error| MailError::NotNow(error.to_string()))?;
    let mut one = JoinSet::new();
    one.spawn_on(conversation, threads.handle());
    let ended = one.join_next().await.expect("one was spawned");
    ended.map_err(|error| MailError::NotNow(error.to_string()))?
}

/// All that a server may say in one conversation, in bytes: a greeting, a list of what it can do, certificates, a few
/// lines.
const MOST: usize = 128 * 1024;

/// A connection that ends when the server has said too much.
pub(crate) struct Bounded {
    stream: TcpStream,
    left: usize,
}

impl Bounded {
    pub(crate) async fn connect(host: &str, port: u16) -> io::Result<Self> {
        Ok(Self { stream: TcpStream::connect((host, port)).await?, left: MOST })
    }
}

impl fmt::Debug for Bounded {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Bounded").field("left", &self.left).finish_non_exhaustive()
    }
}

impl AsyncTokioStream for Bounded {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl AsyncRead for Bounded {
    fn poll_read(mut self: Pin<&mut Self>, task: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.left == 0 {
            return Poll::Ready(Err(io::Error::other("the server says too much")));
        }
        let most = into.remaining().min(self.left);
        let mut room = ReadBuf::new(into.initialize_unfilled_to(most));
        let read = Pin::new(&mut self.stream).poll_read(task, &mut room);
        let came = room.filled().len();
        into.advance(came);
        self.left -= came;
        read
    }
}

impl AsyncWrite for Bounded {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(task, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(task)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(task)
    }
}

//! Listening: connections are counted, for each address too, and must speak and read; a stop cuts nobody off.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Semaphore;

use crate::config::ServerConfig;
use crate::notify::{self, Moment};
use crate::patient::Patient;
use crate::room::Room;
use crate::watched::Watched;

/// How long to wait when the system has no more room for a connection.
const NO_ROOM: Duration = Duration::from_millis(200);

/// The system's request to stop. Made before the address is announced: until then a signal would end the program
/// at once.
pub(crate) struct StopRequest {
    terminate: Signal,
    interrupt: Signal,
}

impl StopRequest {
    /// Listens to SIGTERM and SIGINT.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn heard(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Serves until told to stop, then waits for the answers under way, no longer than the configured farewell.
pub(crate) async fn serve(listener: TcpListener, site: Watched, config: &ServerConfig, mut stop: StopRequest) {
    let server = Server::new(site, config);
    tokio::select! {
        () = server.accept(&listener) => {}
        () = stop.heard() => {}
    }
    tracing::info!("stopping: no new request is taken");
    notify::tell(Moment::Stopping);
    drop(listener);
    if tokio::time::timeout(config.farewell, server.under_way.shutdown()).await.is_err() {
        tracing::warn!("some answers were not finished in time");
    }
}

struct Server {
    site: Watched,
    protocol: http1::Builder,
    /// One permit for each open connection: past it, newcomers wait in the system's queue.
    room: Arc<Semaphore>,
    of_each: Room,
    write_patience: Duration,
    under_way: GracefulShutdown,
}

impl Server {
    fn new(site: Watched, config: &ServerConfig) -> Self {
        let mut protocol = http1::Builder::new();
        // Also ends a connection kept alive that says nothing more.
        protocol.timer(TokioTimer::new()).header_read_timeout(config.header_patience);
        Self {
            site,
            protocol,
            room: Arc::new(Semaphore::new(config.connections as usize)),
            of_each: Room::new(config.connections_per_address, config.trusted_proxies.clone()),
            write_patience: config.write_patience,
            under_way: GracefulShutdown::new(),
        }
    }

    /// Never ends.
    async fn accept(&self, listener: &TcpListener) {
        loop {
            let permit = Arc::clone(&self.room).acquire_owned().await.expect("the semaphore is never closed");
            let (stream, peer) = match listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(NO_ROOM).await;
                    continue;
                }
            };
            // Closed at once: an answer would cost what is refused.
            let Some(place) = self.of_each.enter(peer.ip()) else { continue };
            let conversation = self.converse(stream, peer);
            tokio::spawn(async move {
                conversation.await;
                drop((place, permit));
            });
        }
    }

    /// Answers one visitor until she leaves, says nothing, reads nothing, or the server stops.
    fn converse(&self, stream: TcpStream, peer: SocketAddr) -> impl Future<Output = ()> + Send + use<> {
        // A page goes out in one piece: waiting to fill a packet would only delay it.
        drop(stream.set_nodelay(true));
        let site = self.site.clone();
        let service = service_fn(move |request| answer(site.clone(), request, peer));
        let connection =
            self.protocol.serve_connection(TokioIo::new(Patient::new(stream, self.write_patience)), service);
        let watched = self.under_way.watch(connection);
        async move {
            // A visitor who goes away in the middle is no news.
            drop(watched.await);
        }
    }
}

async fn answer(site: Watched, request: Request<Incoming>, peer: SocketAddr) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    Ok(site.answer(request).await)
}

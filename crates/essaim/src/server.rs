//! Listening, and stopping without cutting anyone off.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::ServiceExt;
use axum::extract::Request;
use axum::serve::ListenerExt;
use essaim_web::Site;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Serves until told to stop, then waits for the answers under way, no longer than `farewell`.
pub(crate) async fn serve(listener: TcpListener, site: Site, farewell: Duration) -> io::Result<()> {
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(async move {
        told_to_stop().await;
        tracing::info!("stopping: no new request is taken");
        stop.send_replace(true);
    });
    let listener = listener.tap_io(|stream| {
        // A page goes out in one piece: waiting to fill a packet would only delay it.
        drop(stream.set_nodelay(true));
    });
    let service = ServiceExt::<Request>::into_make_service_with_connect_info::<SocketAddr>(site);
    let server = axum::serve(listener, service).with_graceful_shutdown(until(stopping.clone()));
    tokio::select! {
        outcome = server => outcome,
        () = async { until(stopping).await; tokio::time::sleep(farewell).await } => {
            tracing::warn!("some answers were not finished in time");
            Ok(())
        }
    }
}

async fn until(mut stopping: watch::Receiver<bool>) {
    // The sender only goes away with the whole program.
    drop(stopping.wait_for(|stopping| *stopping).await);
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("a handler can be set for SIGTERM");
    let mut interrupt = signal(SignalKind::interrupt()).expect("a handler can be set for SIGINT");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

//! Structured logs, on the standard error.

use std::io::{self, IsTerminal};
use std::panic;

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LogsConfig};

/// Starts telling. A panic is told too, with its place, before the request that met it is answered.
pub(crate) fn start(config: &LogsConfig) {
    let filter = EnvFilter::try_new(&config.level).expect("the configuration was checked");
    let logs =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    // Already started when several tests share a process: the first one's settings then hold.
    drop(match config.format {
        LogFormat::Text => logs.with_target(false).try_init(),
        LogFormat::Json => logs.json().flatten_event(true).try_init(),
    });
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, message = info.payload_as_str().unwrap_or("no message"), "panicked");
        usual(info);
    }));
}

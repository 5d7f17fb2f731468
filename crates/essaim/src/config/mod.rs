//! The configuration: one TOML file, each key overridable by an environment variable, nothing understood silently.
//!
//! A key exists because [`Config::take`] asks for it: the list of known keys, the defaults and the checks are one text.

mod fault;
mod nearest;
mod source;
mod take;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use essaim_web::Network;

pub(crate) use fault::ConfigFaults;
use source::Source;
use take::Take;

/// The whole configuration, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Config {
    pub(crate) site: SiteConfig,
    pub(crate) server: ServerConfig,
    pub(crate) database: DatabaseConfig,
    pub(crate) map: MapConfig,
    pub(crate) logs: LogsConfig,
    pub(crate) metrics: MetricsConfig,
    pub(crate) limits: LimitsConfig,
    pub(crate) backup: BackupConfig,
}

/// What the site says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SiteConfig {
    pub(crate) name: String,
    /// None: the address that is listened on.
    pub(crate) public_url: Option<String>,
    pub(crate) contact: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) licence_name: String,
    pub(crate) licence_url: String,
}

/// How requests come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServerConfig {
    pub(crate) listen: SocketAddr,
    pub(crate) trusted_proxies: Vec<Network>,
    pub(crate) frame_sites: Vec<String>,
    /// How many connections may be open at once.
    pub(crate) connections: u32,
    /// How long a visitor may take to say what she wants.
    pub(crate) header_patience: Duration,
    pub(crate) patience: Duration,
    pub(crate) farewell: Duration,
}

/// Where the facts are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DatabaseConfig {
    /// None: a SQLite file in the data folder.
    pub(crate) url: Option<String>,
    pub(crate) connections: u32,
    pub(crate) patience: Duration,
}

/// The tiles under the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MapConfig {
    pub(crate) tiles: Option<String>,
    pub(crate) attribution: String,
}

/// What the program tells while it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogsConfig {
    pub(crate) level: String,
    pub(crate) format: LogFormat,
    pub(crate) requests: bool,
}

/// How a line of log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// The measures for Prometheus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MetricsConfig {
    pub(crate) listen: Option<SocketAddr>,
}

/// How often one visitor may ask for what costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LimitsConfig {
    /// 0 is no limit.
    pub(crate) files_per_minute: u32,
    /// 0 is no limit.
    pub(crate) documents_per_minute: u32,
}

/// The backup made before an upgrade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BackupConfig {
    /// None: `backups` in the data folder.
    pub(crate) folder: Option<PathBuf>,
}

const LICENCE_URL: &str = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/";
const HOUR: u64 = 3600;

impl Config {
    /// Every key of the configuration, its default and what it accepts.
    fn take(take: &mut Take) -> Self {
        Self {
            site: SiteConfig {
                name: take.text("site.name", "Essaim"),
                public_url: take.optional_url("site.public_url"),
                contact: take.optional_text("site.contact"),
                publisher: take.optional_text("site.publisher"),
                host: take.optional_text("site.host"),
                licence_name: take.text("site.licence_name", "Licence Ouverte 2.0"),
                licence_url: take.url("site.licence_url", LICENCE_URL),
            },
            server: ServerConfig {
                listen: take.address("server.listen", "127.0.0.1:8080"),
                trusted_proxies: take.networks("server.trusted_proxies"),
                frame_sites: take.sites("server.frame_sites"),
                connections: take.number("server.connections", 800, 1..=100_000),
                header_patience: take.seconds("server.header_patience_seconds", 20, 1..=HOUR),
                patience: take.seconds("server.patience_seconds", 60, 1..=HOUR),
                farewell: take.seconds("server.farewell_seconds", 10, 0..=HOUR),
            },
            database: DatabaseConfig {
                url: take.optional_database("database.url"),
                connections: take.number("database.connections", 8, 1..=1_000),
                patience: take.seconds("database.patience_seconds", 10, 1..=HOUR),
            },
            map: MapConfig {
                tiles: take.optional_tiles("map.tiles"),
                attribution: take.text("map.attribution", "© OpenStreetMap"),
            },
            logs: LogsConfig {
                level: take.log_filter("logs.level", "info"),
                format: take.choice("logs.format", &[("text", LogFormat::Text), ("json", LogFormat::Json)]),
                requests: take.flag("logs.requests", false),
            },
            metrics: MetricsConfig { listen: take.optional_address("metrics.listen") },
            limits: LimitsConfig {
                files_per_minute: take.number("limits.files_per_minute", 120, 0..=100_000),
                documents_per_minute: take.number("limits.documents_per_minute", 30, 0..=100_000),
            },
            backup: BackupConfig { folder: take.optional_text("backup.folder").map(PathBuf::from) },
        }
    }

    /// Reads the file, where there is one, then the environment over it.
    pub(crate) fn read(file: Option<&Path>, environment: &[(String, String)]) -> Result<Read, ConfigFaults> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path).map_err(|error| ConfigFaults::unreadable(path, &error))?,
            None => String::new(),
        };
        Self::parse(&text, file.unwrap_or(Path::new("essaim.toml")), environment)
    }

    fn parse(text: &str, path: &Path, environment: &[(String, String)]) -> Result<Read, ConfigFaults> {
        let mut take = Take::new(Source::read(text, path)?);
        take.environment(environment);
        let config = Self::take(&mut take);
        let strangers = take.strangers();
        take.finish()?;
        Ok(Read { config, strangers })
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::take(&mut Take::new(Source::default()))
    }
}

/// A configuration that was read.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) config: Config,
    /// Variables that look like ours and are none, with the nearest that is. Told, not refused: a container
    /// platform may set some of its own under the service's name.
    pub(crate) strangers: Vec<(String, Option<String>)>,
}

#[cfg(test)]
mod tests;

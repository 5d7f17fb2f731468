//! The configuration: one TOML file, each key overridable by an environment variable, nothing understood silently.
//!
//! A key exists because [`Config::take`] asks for it: the list of known keys, the defaults and the checks are one text.

mod fault;
mod guess;
mod kind;
mod nearest;
mod platform;
mod source;
mod take;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use essaim_accounts::ProviderSettings;
use essaim_mail::{MailServer, Sender, Transport};
use essaim_territories::official::fetch::Download;
use essaim_web::{Contact, Network};

pub(crate) use fault::ConfigFaults;
use source::Source;
use take::Take;
pub(crate) use take::is_ours;

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
    pub(crate) mail: MailConfig,
    pub(crate) provider: ProviderConfig,
    pub(crate) backup: BackupConfig,
    pub(crate) downloads: DownloadsConfig,
}

/// What the site says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SiteConfig {
    pub(crate) name: String,
    /// None: the address that is listened on.
    pub(crate) public_url: Option<String>,
    pub(crate) contact: Option<Contact>,
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
    /// How many of them one address may hold; 0 is no limit.
    pub(crate) connections_per_address: u32,
    /// How long a visitor may read nothing of her answer.
    pub(crate) write_patience: Duration,
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
    /// How much room the tables that visitors bring may take together, in megabytes.
    pub(crate) brought_megabytes: u32,
}

/// How letters leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MailConfig {
    /// None: letters wait.
    pub(crate) server: Option<MailServer>,
    /// None: letters wait.
    pub(crate) sender: Option<Sender>,
    /// Whether a server on a network that one trusts may do without encryption.
    pub(crate) may_be_open: bool,
}

impl MailConfig {
    /// How letters leave, where that is configured whole.
    pub(crate) fn transport(&self) -> Option<Transport> {
        let (server, sender) = (self.server.clone()?, self.sender.clone()?);
        let server = if self.may_be_open { server.without_insisting() } else { server };
        Some(Transport::Server { server, sender })
    }
}

/// By whom else than by mail one signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProviderConfig {
    pub(crate) name: String,
    /// None: by mail only.
    pub(crate) issuer: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<Hidden>,
    pub(crate) scopes: Vec<String>,
    pub(crate) assurance: Option<String>,
    pub(crate) trusts_mail: bool,
}

/// A text that no log shows.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Hidden(pub(crate) String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("…")
    }
}

impl ProviderConfig {
    /// The provider, where it is configured whole.
    pub(crate) fn settings(&self) -> Option<ProviderSettings> {
        Some(ProviderSettings {
            name: self.name.clone(),
            issuer: self.issuer.clone()?,
            client_id: self.client_id.clone()?,
            client_secret: self.client_secret.clone()?.0,
            scopes: if self.scopes.is_empty() { vec!["email".to_owned()] } else { self.scopes.clone() },
            assurance: self.assurance.clone(),
            trusts_mail: self.trusts_mail,
        })
    }
}

/// Where backups go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BackupConfig {
    /// None: `backups` in the data folder.
    pub(crate) folder: Option<PathBuf>,
}

/// Where the official files are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DownloadsConfig {
    /// The address of each, by its key.
    pub(crate) addresses: BTreeMap<&'static str, String>,
    /// How long a publisher may send nothing.
    pub(crate) silence: Duration,
}

/// The key of each address: the list of downloads is one text too.
static DOWNLOADS: LazyLock<Vec<(String, &Download)>> =
    LazyLock::new(|| Download::all().iter().map(|one| (format!("downloads.{}", one.key), one)).collect());

impl DownloadsConfig {
    fn take(take: &mut Take) -> Self {
        let mut address = |(key, one): &'static (String, &'static Download)| {
            (one.key.as_str(), take.one(key, one.address.clone(), kind::download(one)))
        };
        let addresses = DOWNLOADS.iter().map(&mut address).collect();
        Self { addresses, silence: seconds("downloads.silence_seconds", 30, 1..=HOUR, take) }
    }
}

const LICENCE_URL: &str = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/";
const HOUR: u64 = 3600;
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const FORMATS: [(&str, LogFormat); 2] = [("text", LogFormat::Text), ("json", LogFormat::Json)];

fn seconds(key: &'static str, default: u64, range: RangeInclusive<u64>, take: &mut Take) -> Duration {
    take.one(key, Duration::from_secs(default), kind::seconds(range))
}

impl Config {
    /// Every key of the configuration, its default and what it accepts.
    fn take(take: &mut Take) -> Self {
        Self {
            site: SiteConfig {
                name: take.one("site.name", "Essaim".to_owned(), kind::text()),
                public_url: take.optional("site.public_url", kind::web()),
                contact: take.optional("site.contact", kind::contact()),
                publisher: take.optional("site.publisher", kind::text()),
                host: take.optional("site.host", kind::text()),
                licence_name: take.one("site.licence_name", "Licence Ouverte 2.0".to_owned(), kind::text()),
                licence_url: take.one("site.licence_url", LICENCE_URL.to_owned(), kind::web()),
            },
            server: ServerConfig {
                listen: take.one("server.listen", LISTEN, kind::address()),
                trusted_proxies: take.list("server.trusted_proxies", kind::network()),
                frame_sites: take.list("server.frame_sites", kind::site()),
                connections: take.one("server.connections", 800, kind::number(1..=100_000)),
                connections_per_address: take.one("server.connections_per_address", 200, kind::number(0..=100_000)),
                write_patience: seconds("server.write_patience_seconds", 20, 1..=HOUR, take),
                header_patience: seconds("server.header_patience_seconds", 20, 1..=HOUR, take),
                patience: seconds("server.patience_seconds", 60, 1..=HOUR, take),
                farewell: seconds("server.farewell_seconds", 10, 0..=HOUR, take),
            },
            database: DatabaseConfig {
                url: take.optional("database.url", kind::database()),
                connections: take.one("database.connections", 8, kind::number(1..=1_000)),
                patience: seconds("database.patience_seconds", 10, 1..=HOUR, take),
            },
            map: MapConfig {
                tiles: take.optional("map.tiles", kind::tiles()),
                attribution: take.one("map.attribution", "© OpenStreetMap".to_owned(), kind::text()),
            },
            logs: LogsConfig {
                level: take.one("logs.level", "info".to_owned(), kind::log_filter()),
                format: take.one("logs.format", LogFormat::Text, kind::choice(&FORMATS)),
                requests: take.one("logs.requests", false, kind::flag()),
            },
            metrics: MetricsConfig { listen: take.optional("metrics.listen", kind::address()) },
            limits: LimitsConfig {
                files_per_minute: take.one("limits.files_per_minute", 120, kind::number(0..=100_000)),
                documents_per_minute: take.one("limits.documents_per_minute", 30, kind::number(0..=100_000)),
                brought_megabytes: take.one("limits.brought_megabytes", 2_000, kind::number(0..=1_000_000)),
            },
            mail: MailConfig {
                server: take.optional("mail.server", kind::mail_server()),
                sender: take.optional("mail.sender", kind::sender()),
                may_be_open: take.one("mail.may_be_open", false, kind::flag()),
            },
            provider: ProviderConfig {
                name: take.one("provider.name", "ProConnect".to_owned(), kind::text()),
                issuer: take.optional("provider.issuer", kind::web()),
                client_id: take.optional("provider.client_id", kind::text()),
                client_secret: take.optional("provider.client_secret", kind::hidden()),
                scopes: take.list("provider.scopes", kind::text()),
                assurance: take.optional("provider.assurance", kind::text()),
                trusts_mail: take.one("provider.trusts_mail", false, kind::flag()),
            },
            backup: BackupConfig { folder: take.optional("backup.folder", kind::text()).map(PathBuf::from) },
            downloads: DownloadsConfig::take(take),
        }
    }

    /// Reads the file, where there is one, then the environment over it.
    pub(crate) fn read(file: Option<&Path>, environment: &[(String, OsString)]) -> Result<Self, ConfigFaults> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path).map_err(|error| ConfigFaults::unreadable(path, &error))?,
            None => String::new(),
        };
        Self::parse(&text, file.unwrap_or(Path::new("essaim.toml")), environment)
    }

    fn parse(text: &str, path: &Path, environment: &[(String, OsString)]) -> Result<Self, ConfigFaults> {
        let mut take = Take::new(Source::read(text, path)?);
        take.environment(environment);
        let config = Self::take(&mut take);
        take.finish()?;
        Ok(config)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::take(&mut Take::new(Source::default()))
    }
}

#[cfg(test)]
mod tests;

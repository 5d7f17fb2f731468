//! What a command stands on: the data folder and the configuration.

use std::env;
use std::path::{Path, PathBuf};

use essaim_store::{Address, Settings};

use crate::cli;
use crate::config::{Config, ConfigFaults, Read};

/// The data folder and the configuration.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    pub(crate) data: PathBuf,
    pub(crate) config: Config,
    /// The configuration file that was read.
    pub(crate) file: Option<PathBuf>,
    /// Variables that look like ours and are none.
    pub(crate) strangers: Vec<(String, Option<String>)>,
}

impl Ground {
    /// Reads the configuration: the file that was named, else the data folder's, else none.
    pub(crate) fn read(place: &cli::Place, usual_data: &str) -> Result<Self, ConfigFaults> {
        let data = place.data.clone().unwrap_or_else(|| usual_data.into());
        let usual = data.join("essaim.toml");
        let file = place.config.clone().or_else(|| usual.is_file().then_some(usual));
        let variables =
            env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let Read { config, strangers } = Config::read(file.as_deref(), &variables.collect::<Vec<_>>())?;
        Ok(Self { data, config, file, strangers })
    }

    /// How to open the database.
    pub(crate) fn database(&self) -> Settings {
        let config = &self.config.database;
        let address = match &config.url {
            Some(url) => url.parse().expect("the configuration was checked"),
            None => Address::Sqlite(self.data.join("essaim.db")),
        };
        Settings { max_connections: config.connections, patience: config.patience, ..Settings::new(address) }
    }

    /// Where this node keeps its snapshot and its index.
    pub(crate) fn index_folder(&self) -> PathBuf {
        self.data.join("index")
    }

    /// Where backups go.
    pub(crate) fn backup_folder(&self) -> PathBuf {
        self.config.backup.folder.clone().unwrap_or_else(|| self.data.join("backups"))
    }

    /// A dated file in the backup folder.
    pub(crate) fn backup_file(&self, at: jiff::Timestamp) -> PathBuf {
        let stamp = at.strftime("%Y-%m-%dT%H%M%SZ");
        free_name(&self.backup_folder(), &format!("essaim-{stamp}"))
    }
}

/// Two backups in one second do not overwrite each other.
fn free_name(folder: &Path, stem: &str) -> PathBuf {
    let names = std::iter::once(format!("{stem}.tar.gz")).chain((2..).map(|n| format!("{stem}-{n}.tar.gz")));
    names.map(|name| folder.join(name)).find(|path| !path.exists()).expect("numbers do not end")
}

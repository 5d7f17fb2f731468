//! What a command stands on: the data folder and the configuration.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use essaim_store::{Absent, Address, Settings};
use essaim_web::Contact;

use crate::cli::{self, CONFIG_VARIABLE, DATA_VARIABLE};
use crate::config::{Config, ConfigFaults, is_ours};
use crate::folders;

/// The data folder and the configuration.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    pub(crate) data: PathBuf,
    pub(crate) config: Config,
    /// The configuration file that was read.
    pub(crate) file: Option<PathBuf>,
}

/// Which bank a command is about when nobody says where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Usual {
    Bank,
    Demo,
}

/// Whom the demo's visitors are told to write to, unless it is configured: nobody, at a domain that never exists.
const SAMPLE_CONTACT: &str = "bonjour@centre-de-ressources.example";

/// Where the Debian package puts things.
const PACKAGE: Package<'_> = Package { config: "/etc/essaim/essaim.toml", data: "/var/lib/essaim" };

/// A package's folders.
#[derive(Clone, Copy, Debug)]
struct Package<'a> {
    config: &'a str,
    data: &'a str,
}

impl Ground {
    /// Reads the configuration: the file that was named, else the data folder's, else the package's, else none.
    pub(crate) fn read(place: &cli::Place, usual: Usual) -> Result<Self, ConfigFaults> {
        let data = place.data.clone().or_else(|| path_of(DATA_VARIABLE));
        let config = place.config.clone().or_else(|| path_of(CONFIG_VARIABLE));
        let (data, file) = locate(data, config, usual, PACKAGE);
        let variables = env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
        let variables: Vec<(String, OsString)> = variables.filter(|(name, _)| is_ours(name)).collect();
        let mut config = Config::read(file.as_deref(), &variables)?;
        if usual == Usual::Demo {
            config.site.contact.get_or_insert_with(|| Contact::Mail(SAMPLE_CONTACT.to_owned()));
        }
        Ok(Self { data, config, file })
    }

    /// How to open the database.
    pub(crate) fn database(&self, absent: Absent) -> Settings {
        let config = &self.config.database;
        let address = match &config.url {
            Some(url) => url.parse().expect("the configuration was checked"),
            None => Address::Sqlite(self.data.join("essaim.db")),
        };
        let (max_connections, patience) = (config.connections, config.patience);
        Settings { address, max_connections, patience, absent }
    }

    /// Where this node keeps its snapshot and its index.
    pub(crate) fn index_folder(&self) -> PathBuf {
        self.data.join("index")
    }

    /// Where this node keeps the official perimeters.
    pub(crate) fn territories_folder(&self) -> PathBuf {
        self.data.join("territories")
    }

    /// Where this node keeps the files that it took from their publishers.
    pub(crate) fn downloads_folder(&self) -> PathBuf {
        self.territories_folder().join("downloads")
    }

    /// Where this node keeps the tables that visitors bring, sealed, until they end.
    pub(crate) fn brought_folder(&self) -> PathBuf {
        self.data.join("brought")
    }

    /// Where backups go.
    pub(crate) fn backup_folder(&self) -> PathBuf {
        self.config.backup.folder.clone().unwrap_or_else(|| self.data.join("backups"))
    }
}

/// A variable that holds a path; an empty one is as if unset.
fn path_of(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The data folder, and the configuration file if there is one.
fn locate(
    data: Option<PathBuf>,
    config: Option<PathBuf>,
    usual: Usual,
    package: Package<'_>,
) -> (PathBuf, Option<PathBuf>) {
    let is_packaged = data.is_none() && usual == Usual::Bank && Path::new(package.config).is_file();
    let data = data.unwrap_or_else(|| match usual {
        Usual::Bank if is_packaged => package.data.into(),
        Usual::Bank => "var/essaim".into(),
        Usual::Demo => folders::demo(),
    });
    let beside = Some(data.join("essaim.toml")).filter(|path| path.is_file());
    let packaged = is_packaged.then(|| package.config.into());
    (data, config.or(beside).or(packaged))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_is_found_by_itself_unless_something_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("essaim.toml");
        let package = Package { config: config.to_str().unwrap(), data: "/var/lib/somewhere" };
        let locate = |data: Option<&str>| locate(data.map(PathBuf::from), None, Usual::Bank, package);
        assert_eq!(locate(None), ("var/essaim".into(), None));
        std::fs::write(&config, "").unwrap();
        assert_eq!(locate(None), ("/var/lib/somewhere".into(), Some(config.clone())));
        assert_eq!(locate(Some("/srv/essaim")), ("/srv/essaim".into(), None));
    }
}

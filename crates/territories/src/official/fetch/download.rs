//! Which files there are to take, and from where.

use std::sync::LazyLock;

use essaim_geo::{Level, TerritoryCode};
use jiff::civil::Date;
use serde::Deserialize;

use crate::Registry;

const DOWNLOADS: &str = include_str!("../../../../../data/territories/downloads.toml");

static PARSED: LazyLock<Vec<Download>> = LazyLock::new(|| {
    let list: List = toml::from_str(DOWNLOADS).expect("a test reads the embedded list of downloads");
    list.download
});

#[derive(Deserialize)]
struct List {
    download: Vec<Download>,
}

/// What stands in an address for the code of a département.
const DEPARTEMENT: &str = "{departement}";

/// An official file that its publisher offers to all, or one for each département.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Download {
    /// What it is called in the configuration and on the command line.
    pub key: String,
    /// What it is, in its publisher's language.
    pub title: String,
    /// Who made it.
    pub producer: String,
    /// Under which licence it is published.
    pub licence: String,
    /// What it holds.
    pub kind: Kind,
    /// Where it is, unless the configuration says otherwise; `{departement}` stands for a code.
    pub address: String,
    /// The day of the data, where that address is of one edition and tells no day.
    pub vintage: Option<Date>,
    /// The day on which the address was last seen to give the file; none when nobody tried it.
    pub verified: Option<Date>,
}

/// What a file holds, as far as its first bytes can deny it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Perimeters: GeoJSON, TopoJSON, or an archive of files.
    Perimeters,
    /// A table: CSV or JSON, compressed or not.
    Table,
    /// A table of addresses.
    Addresses,
}

impl Download {
    /// All, in the order in which they are told.
    pub fn all() -> &'static [Download] {
        &PARSED
    }

    /// The one of that key.
    pub fn of(key: &str) -> Option<&'static Download> {
        PARSED.iter().find(|download| download.key == key)
    }

    /// Whether there is one file for each département.
    pub fn is_by_departement(&self) -> bool {
        self.address.contains(DEPARTEMENT)
    }

    /// Whether an address can stand for the usual one: it names a département where there is a file for each, and only
    /// there.
    pub fn fits(&self, address: &str) -> bool {
        address.contains(DEPARTEMENT) == self.is_by_departement()
    }

    /// The file itself, at the address that is configured.
    pub fn at(&'static self, address: &str, departement: Option<&str>) -> Wanted {
        Wanted {
            download: self,
            departement: departement.map(str::to_owned),
            address: address.replace(DEPARTEMENT, departement.unwrap_or_default()),
            // Of another edition the list knows nothing.
            vintage: self.vintage.filter(|_| address == self.address),
        }
    }
}

/// One file to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Which.
    pub download: &'static Download,
    /// Of which département, where there is one for each.
    pub departement: Option<String>,
    /// Where it is.
    pub address: String,
    /// The day of the data, where the address alone tells it.
    pub(super) vintage: Option<Date>,
}

impl Wanted {
    /// What it is called in a summary, and its folder on the disk: `qpv_2024`, `addresses-51`.
    pub fn name(&self) -> String {
        match &self.departement {
            Some(code) => format!("{}-{code}", self.download.key),
            None => self.download.key.clone(),
        }
    }
}

/// Codes that are those of no département.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no département has the code {}", .0.join(", "))]
pub struct UnknownDepartements(pub Vec<String>);

/// The codes of départements as files are named after them: `51,8,2a` is 08, 2A, 51, and `all` is every one.
///
/// # Errors
/// When one is no département's.
pub fn departements(typed: &[String], registry: &Registry) -> Result<Vec<String>, UnknownDepartements> {
    let every = || registry.all(Level::Departement).map(|one| one.code().code().to_owned());
    if typed.iter().any(|one| one.trim() == "all") {
        return Ok(every().collect());
    }
    let padded = |one: &String| format!("{:0>2}", one.trim().to_uppercase());
    let mut codes: Vec<String> = typed.iter().map(padded).collect();
    codes.sort_unstable();
    codes.dedup();
    let is_known = |code: &String| {
        let territory = format!("departement-{code}").parse::<TerritoryCode>();
        territory.is_ok_and(|territory| registry.get(&territory).is_some())
    };
    let unknown: Vec<String> = codes.iter().filter(|code| !is_known(code)).cloned().collect();
    if unknown.is_empty() { Ok(codes) } else { Err(UnknownDepartements(unknown)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_download_has_a_key_of_its_own_and_an_address_with_tls() {
        let mut keys: Vec<&str> = Download::all().iter().map(|one| one.key.as_str()).collect();
        assert!(keys.iter().all(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')));
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), Download::all().len());
        assert!(Download::all().iter().all(|one| one.address.starts_with("https://") && one.fits(&one.address)));
    }

    #[test]
    fn addresses_come_by_departement_and_the_rest_at_once() {
        let by_departement: Vec<&str> =
            Download::all().iter().filter(|one| one.is_by_departement()).map(|one| one.key.as_str()).collect();
        assert_eq!(by_departement, ["addresses"]);
        let wanted = Download::of("addresses").unwrap().at("http://a/{departement}.csv", Some("2A"));
        assert_eq!((wanted.address.as_str(), wanted.name().as_str()), ("http://a/2A.csv", "addresses-2A"));
    }

    #[test]
    fn the_day_of_an_edition_is_not_that_of_another_address() {
        let cog = Download::of("cog_communes").unwrap();
        assert!(cog.at(&cog.address, None).vintage.is_some());
        assert!(cog.at("https://example.org/v_commune_2031.csv", None).vintage.is_none());
    }

    #[test]
    fn codes_of_departements_are_read_as_people_write_them() {
        let read = |typed: &[&str]| {
            let typed: Vec<String> = typed.iter().map(|one| (*one).to_owned()).collect();
            departements(&typed, Registry::embedded())
        };
        assert_eq!(read(&["51", "8", "2a", "08", " 974"]).unwrap(), ["08", "2A", "51", "974"]);
        assert_eq!(read(&["51", "20", "grand-est"]).unwrap_err().0, ["20", "GRAND-EST"]);
        assert!(read(&["all"]).unwrap().len() > 100);
    }
}

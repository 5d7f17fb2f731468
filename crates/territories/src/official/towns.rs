//! Every commune as people write it: for whoever looks addresses up.

use essaim_geo::{Level, Point, TerritoryCode};
use jiff::civil::Date;

use super::{Insee, Postcode};
use crate::registry::FormerKind;
use crate::suggest::fold;
use crate::{Registry, Territory};

/// A commune of today, or an arrondissement of Paris, Lyon or Marseille.
#[derive(Debug, Clone, PartialEq)]
pub struct Town {
    /// Its code.
    pub insee: TerritoryCode,
    /// Its name.
    pub name: String,
    /// What else it, or a part of it, is or was called.
    pub other_names: Vec<OtherName>,
    /// The postal codes that serve it.
    pub postcodes: Vec<Postcode>,
    /// Where it is.
    pub point: Option<Point>,
    /// How many people live there.
    pub population: Option<u32>,
}

/// Another name of a commune or of a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherName {
    /// The name.
    pub name: String,
    /// What bears it.
    pub kind: OtherNameKind,
    /// The code that it had or has, where that is not the commune's.
    pub insee: Option<Insee>,
    /// The first day on which it was no longer so; none where no table says it.
    pub until: Option<Date>,
}

/// What bears another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherNameKind {
    /// A delegated or associated commune.
    Part,
    /// A former commune, or the commune itself under its former name or code.
    Former,
    /// A former commune or a hamlet that mail names.
    Locality,
    /// The town that mail names.
    Routing,
    /// The city of an arrondissement.
    City,
}

/// Every commune of a registry, with all that was brought in beside it, in the order of codes.
pub fn towns(registry: &Registry) -> Vec<Town> {
    registry.all(Level::Commune).map(|place| town(registry, place)).collect()
}

fn town(registry: &Registry, place: &Territory) -> Town {
    let code = place.code();
    let mail = registry.mail_to(&code);
    let mut names = Names { own: fold(place.name()), code, all: Vec::new() };
    if place.is_municipal_arrondissement() {
        let above = registry.ancestors(&code);
        let city = above.iter().filter(|code| code.level() == Level::Commune).find_map(|code| registry.get(code));
        city.into_iter().for_each(|city| names.add(city.name(), OtherNameKind::City, None, None));
    }
    for former in registry.former_names(&code) {
        let kind = match former.kind {
            FormerKind::Delegated | FormerKind::Associated => OtherNameKind::Part,
            FormerKind::Former => OtherNameKind::Former,
        };
        names.add(&former.name, kind, Some(former.code), former.until);
    }
    for name in mail.iter().flat_map(|mail| &mail.localities) {
        names.add(name, OtherNameKind::Locality, None, None);
    }
    for name in mail.iter().flat_map(|mail| &mail.routings) {
        names.add(name, OtherNameKind::Routing, None, None);
    }
    Town {
        insee: code,
        name: place.name().to_owned(),
        other_names: names.all,
        postcodes: registry.postcodes(&code).to_vec(),
        point: place.point().or_else(|| mail.and_then(|mail| mail.point)),
        population: place.population(),
    }
}

/// The other names of a commune, each once under each code.
struct Names {
    own: String,
    code: TerritoryCode,
    all: Vec<OtherName>,
}

impl Names {
    fn add(&mut self, name: &str, kind: OtherNameKind, insee: Option<Insee>, until: Option<Date>) {
        let insee = insee.filter(|insee| insee.as_str() != self.code.code());
        let plain = fold(name);
        let is_own = plain == self.own && insee.is_none();
        // A name that bears a code already is not told again without one.
        let is_known = |known: &OtherName| fold(&known.name) == plain && (insee.is_none() || known.insee == insee);
        if !is_own && !self.all.iter().any(is_known) {
            self.all.push(OtherName { name: name.to_owned(), kind, insee, until });
        }
    }
}

//! Which columns of a table hold what.

use serde::{Deserialize, Serialize};

use super::TagError;

pub(super) const LONGITUDES: [&str; 7] = ["lon", "longitude", "long", "lng", "x", "coord_x", "x_longitude"];
pub(super) const LATITUDES: [&str; 6] = ["lat", "latitude", "y", "coord_y", "y_latitude", "lati"];

const NUMBERS: [&str; 24] = [
    "numero",
    "num",
    "no",
    "n",
    "numero_voie",
    "num_voie",
    "numvoie",
    "housenumber",
    "numero_rue",
    "numero_de_voie",
    "numero_de_la_voie",
    "numero_de_rue",
    "numero_de_la_rue",
    "numero_dans_la_voie",
    "numero_dans_la_rue",
    "num_de_voie",
    "num_rue",
    "n_voie",
    "n_de_voie",
    "n_rue",
    "n_de_rue",
    "n_dans_la_voie",
    "no_voie",
    "no_rue",
];
const REPETITIONS: [&str; 7] = ["rep", "repetition", "indice_repetition", "bister", "suffixe", "indice", "btq"];
const STREETS: [&str; 14] = [
    "nom_voie",
    "voie",
    "rue",
    "libelle_voie",
    "nom_de_la_voie",
    "voie_nom",
    "street",
    "lib_voie",
    "nomvoie",
    "ligne_4",
    "adresse_1",
    "adresse1",
    "adr1",
    "libelle_de_voie",
];
const WAY_KINDS: [&str; 5] = ["type_voie", "typevoie", "type_de_voie", "nature_voie", "typvoie"];
const ADDRESSES: [&str; 10] = [
    "adresse",
    "adresse_complete",
    "adresse_postale",
    "address",
    "adr",
    "adresse_personne",
    "domicile",
    "adresse_du_domicile",
    "adresse_beneficiaire",
    "adresse_domicile",
];
const COMPLEMENTS: [&str; 6] =
    ["complement", "complement_adresse", "adresse_2", "adresse2", "adr2", "complement_d_adresse"];
const POSTCODES: [&str; 10] = [
    "code_postal",
    "cp",
    "codepostal",
    "postcode",
    "code_post",
    "codpos",
    "cpostal",
    "postal",
    "zip",
    "code_postal_domicile",
];
const CITIES: [&str; 12] = [
    "ville",
    "commune",
    "nom_commune",
    "city",
    "localite",
    "libelle_commune",
    "nom_de_la_commune",
    "lib_commune",
    "bureau_distributeur",
    "acheminement",
    "ville_domicile",
    "commune_domicile",
];
const CODES: [&str; 9] = [
    "code_insee",
    "insee",
    "code_commune",
    "citycode",
    "codeinsee",
    "depcom",
    "code_insee_commune",
    "insee_commune",
    "codgeo",
];

/// Where the addresses of a table are: names of columns, or none to be guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressColumns {
    /// House numbers.
    pub number: Option<String>,
    /// Ways.
    pub street: Option<String>,
    /// What completes them: a second line.
    pub complement: Option<String>,
    /// Postal codes.
    pub postcode: Option<String>,
    /// Communes.
    pub city: Option<String>,
    /// Whole addresses.
    pub address: Option<String>,
    /// INSEE codes of communes.
    pub insee: Option<String>,
    /// Points, which are taken as they are where they are told.
    pub point: Option<[String; 2]>,
}

/// The same, by their places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// Number, what follows it, the kind of way: put before the way.
    pub(super) number: Vec<usize>,
    /// The way, the whole address, what completes it.
    pub(super) address: Vec<usize>,
    pub(super) postcode: Option<usize>,
    pub(super) city: Option<usize>,
    pub(super) insee: Option<usize>,
    pub(super) point: Option<[usize; 2]>,
}

impl AddressColumns {
    fn is_told(&self) -> bool {
        *self != Self::default()
    }

    /// The places of the columns: those that are told and, where none is, those that bear usual names.
    pub(super) fn places(&self, names: &[String]) -> Result<Places, TagError> {
        if self.is_told() {
            return self.told(names);
        }
        let roles = Roles::guessed(names);
        if roles.is_enough() { Ok(roles.places()) } else { Err(no_address(names)) }
    }

    fn told(&self, names: &[String]) -> Result<Places, TagError> {
        let place = |name: &Option<String>| name.as_deref().map(|name| find(names, Some(name), &[])).transpose();
        let point = match &self.point {
            Some([lon, lat]) => Some([find(names, Some(lon), &[])?, find(names, Some(lat), &[])?]),
            None => None,
        };
        let (street, address) = (place(&self.street)?, place(&self.address)?);
        let complement = place(&self.complement)?.filter(|_| street.is_some() || address.is_some());
        let places = Places {
            number: place(&self.number)?.into_iter().collect(),
            address: street.into_iter().chain(address).chain(complement).collect(),
            postcode: place(&self.postcode)?,
            city: place(&self.city)?,
            insee: place(&self.insee)?,
            point,
        };
        if places.address.is_empty() && places.point.is_none() && places.city.is_none() {
            return Err(no_address(names));
        }
        Ok(places)
    }
}

fn no_address(names: &[String]) -> TagError {
    TagError::NoColumn("adresse / nom_voie".into(), names.join(", "))
}

/// Which column holds what, by its place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Roles {
    /// House number.
    pub(crate) number: Option<usize>,
    /// What follows the number.
    pub(crate) repetition: Option<usize>,
    /// The kind of way, where it stands apart.
    pub(crate) way_kind: Option<usize>,
    /// The way, or the whole address.
    pub(crate) address: Option<usize>,
    /// What completes it.
    pub(crate) complement: Option<usize>,
    /// Postal code.
    pub(crate) postcode: Option<usize>,
    /// Commune.
    pub(crate) city: Option<usize>,
    /// INSEE code.
    pub(crate) insee: Option<usize>,
}

impl Roles {
    /// Those of the columns that bear usual names.
    pub(crate) fn guessed(names: &[String]) -> Self {
        let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let first = |usual: &[&str]| usual.iter().find_map(|name| plain.iter().position(|own| own == name));
        let whole = first(&ADDRESSES);
        // A column that begins like one is one, where no other is: `adresse du jeune`.
        let like = |begin: &str| plain.iter().position(|own| own.starts_with(begin));
        let street = first(&STREETS).filter(|_| whole.is_none());
        // A whole address has its number.
        let apart = |usual: &[&str]| first(usual).filter(|_| whole.is_none());
        Self {
            number: apart(&NUMBERS),
            repetition: apart(&REPETITIONS),
            way_kind: apart(&WAY_KINDS),
            address: whole.or(street).or_else(|| like("adresse")).or_else(|| like("voie")),
            complement: first(&COMPLEMENTS),
            postcode: first(&POSTCODES),
            city: first(&CITIES),
            insee: first(&CODES),
        }
    }

    /// The same columns by their names in another table; none where it lacks one.
    pub(super) fn renamed(&self, names: &[String], own: &[String]) -> Option<Self> {
        let place = |at: Option<usize>| match at {
            None => Some(None),
            Some(at) => own.iter().position(|name| Some(name) == names.get(at)).map(Some),
        };
        Some(Self {
            number: place(self.number)?,
            repetition: place(self.repetition)?,
            way_kind: place(self.way_kind)?,
            address: place(self.address)?,
            complement: place(self.complement)?,
            postcode: place(self.postcode)?,
            city: place(self.city)?,
            insee: place(self.insee)?,
        })
    }

    /// Whether an address can be told from them.
    pub(crate) fn is_enough(&self) -> bool {
        self.address.is_some() || self.city.is_some()
    }

    pub(super) fn places(&self) -> Places {
        Places {
            number: [self.number, self.repetition, self.way_kind].into_iter().flatten().collect(),
            address: self.address.into_iter().chain(self.complement).collect(),
            postcode: self.postcode,
            city: self.city,
            insee: self.insee,
            point: None,
        }
    }
}

/// A name without case, accents or marks: `Code postal` is `code_postal`.
fn plain(name: &str) -> String {
    let name = name.trim().trim_start_matches('\u{feff}');
    let letters: String = unicode_normalization::UnicodeNormalization::nfd(name)
        .filter(|letter| !unicode_normalization::char::is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .map(|letter| if letter.is_alphanumeric() { letter } else { '_' })
        .collect();
    letters.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// The place of a column: the one that was named, else the first that bears a usual name.
pub(super) fn find(names: &[String], wanted: Option<&str>, usual: &[&str]) -> Result<usize, TagError> {
    let own = |name: &String| name.trim().trim_start_matches('\u{feff}').to_owned();
    let place = |name: &str| names.iter().position(|known| own(known).eq_ignore_ascii_case(name));
    let found = match wanted {
        Some(name) => place(name).or_else(|| names.iter().position(|known| plain(known) == plain(name))),
        None => usual.iter().find_map(|name| place(name)),
    };
    found.ok_or_else(|| TagError::NoColumn(wanted.map_or_else(|| usual.join(" / "), str::to_owned), names.join(", ")))
}

impl Places {
    /// The cells of some columns, one after the other.
    pub(super) fn text(cells: &[String], columns: &[usize]) -> String {
        let filled =
            columns.iter().filter_map(|at| cells.get(*at)).map(|cell| unwrapped(cell)).filter(|cell| !cell.is_empty());
        filled.collect::<Vec<_>>().join(" ")
    }

    /// The cell of a column.
    pub(super) fn cell(cells: &[String], column: Option<usize>) -> &str {
        column.and_then(|at| cells.get(at)).map_or("", |cell| unwrapped(cell))
    }
}

/// A cell without the formula that some programs write codes with: `="01234"`.
fn unwrapped(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix("=\"").and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_completes_an_address_is_read_after_it_guessed_or_told() {
        let names = ["adresse2", "rue", "ville", "ligne b"].map(str::to_owned);
        let places = |columns: AddressColumns| columns.places(&names).unwrap().address;
        assert_eq!(places(AddressColumns::default()), [1, 0], "guessed");
        let told = AddressColumns { street: Some("rue".into()), ..AddressColumns::default() };
        assert_eq!(places(told.clone()), [1], "nothing but what is told");
        assert_eq!(places(AddressColumns { complement: Some("ligne b".into()), ..told }), [1, 3]);
    }
}

//! The parameters of the national address service.

use essaim_geo::Point;
use essaim_geo::addresses::{Found, Nature};
use essaim_web::Query;

use crate::api::refusal::Refusal;

/// How many answers come at most.
const MOST: usize = 100;

/// What an answer is, in the words of the national address service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    HouseNumber,
    Street,
    Locality,
    Municipality,
}

impl Kind {
    const ALL: [Self; 4] = [Self::HouseNumber, Self::Street, Self::Locality, Self::Municipality];

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::HouseNumber => "housenumber",
            Self::Street => "street",
            Self::Locality => "locality",
            Self::Municipality => "municipality",
        }
    }

    /// A point between two houses is known of its way only: that service has no word for more.
    pub(super) const fn of(nature: Nature) -> Self {
        match nature {
            Nature::Number => Self::HouseNumber,
            Nature::Between | Nature::Way => Self::Street,
            Nature::Place => Self::Locality,
            Nature::Town => Self::Municipality,
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What answers must be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filters {
    pub(super) kinds: Vec<Kind>,
    pub(super) postcodes: Vec<String>,
    pub(super) citycodes: Vec<String>,
}

impl Filters {
    pub(super) fn read(query: &Query) -> Result<Self, Refusal> {
        let all = |name: &str| -> Vec<String> {
            query.all(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
        };
        let kind = |key: &String| {
            let why = "Expected one of housenumber, street, locality, municipality.";
            Kind::from_key(key).ok_or_else(|| Refusal::invalid("type", why))
        };
        Ok(Self {
            kinds: all("type").iter().map(kind).collect::<Result<_, _>>()?,
            postcodes: all("postcode"),
            citycodes: all("citycode"),
        })
    }

    pub(super) fn wants(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// Whether an answer is where it must be, whatever it is.
    pub(super) fn holds_place(&self, found: &Found<'_>) -> bool {
        let postcode = || format!("{:05}", found.postcode);
        (self.postcodes.is_empty() || self.postcodes.contains(&postcode()))
            && (self.citycodes.is_empty() || self.citycodes.iter().any(|code| code == found.insee))
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How many answers are asked.
pub(super) fn limit(query: &Query, otherwise: usize) -> Result<usize, Refusal> {
    let Some(text) = query.get("limit").filter(|text| !text.is_empty()) else { return Ok(otherwise) };
    match text.parse::<usize>() {
        Ok(limit @ 1..=MOST) => Ok(limit),
        Ok(_) => Err(Refusal::invalid("limit", "out of range (1..100)")),
        Err(_) => Err(Refusal::invalid("limit", "The value must be an integer.")),
    }
}

/// A text that may be looked for.
pub(super) fn text(query: &Query) -> Result<&str, Refusal> {
    let text = query.get("q").map(str::trim).filter(|text| !text.is_empty()).ok_or_else(|| Refusal::missing("q"))?;
    let begins = text.chars().next().is_some_and(char::is_alphanumeric);
    if begins && (3..=200).contains(&text.chars().count()) {
        return Ok(text);
    }
    Err(Refusal::invalid("q", "It must contain between 3 and 200 chars and start with a number or a letter."))
}

/// Whether the last word may be only the beginning of one: yes, unless it is refused.
pub(super) fn autocomplete(query: &Query) -> Result<bool, Refusal> {
    match query.get("autocomplete").map(str::to_lowercase).as_deref() {
        None | Some("" | "1" | "true" | "yes" | "on" | "t" | "y") => Ok(true),
        Some("0" | "false" | "no" | "off" | "f" | "n") => Ok(false),
        Some(_) => Err(Refusal::invalid("autocomplete", "The value of the parameter must be \"true\" or \"false\".")),
    }
}

/// A point, where one is told; a half of one is none.
pub(super) fn point(query: &Query) -> Result<Option<Point>, Refusal> {
    let lat = number(query, &["lat", "latitude"], 90.0)?;
    let lon = number(query, &["lon", "lng", "long", "longitude"], 180.0)?;
    Ok(lon.zip(lat).map(|(lon, lat)| Point { lon, lat }))
}

fn number(query: &Query, names: &[&str], most: f64) -> Result<Option<f64>, Refusal> {
    let told = names.iter().find_map(|name| Some((name, query.get(name).filter(|text| !text.is_empty())?)));
    let Some((name, text)) = told else { return Ok(None) };
    match text.trim().parse::<f64>() {
        Ok(number) if number.abs() <= most => Ok(Some(number)),
        Ok(_) => Err(Refusal::invalid(name, "out of range")),
        Err(_) => Err(Refusal::invalid(name, "invalid value")),
    }
}

//! Exact decimals, ranges and how sure one is of them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An exact decimal with at most three places, kept as thousandths: 7.5 is `Decimal(7_500)`.
///
/// Figures are compared and written back byte for byte, which floats do not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

/// The largest whole number that a figure may hold, either side of zero.
const LARGEST: u64 = 1_000_000_000_000;

impl Decimal {
    /// A whole number. `None` beyond a million million.
    pub fn whole(value: i64) -> Option<Self> {
        (value.unsigned_abs() <= LARGEST).then(|| Self(value * 1_000))
    }

    /// From thousandths, as the database keeps it. `None` beyond a million million.
    pub fn from_thousandths(value: i64) -> Option<Self> {
        (value.unsigned_abs() <= LARGEST * 1_000).then_some(Self(value))
    }

    /// From a binary float as TOML and JSON hand it. `None` when it has more than three decimals or is too large.
    pub fn from_f64(value: f64) -> Option<Self> {
        let scaled = value * 1_000.0;
        let rounded = scaled.round();
        let close = (scaled - rounded).abs() <= 1e-6 * scaled.abs().max(1.0);
        (value.is_finite() && close && rounded.abs() <= (LARGEST * 1_000) as f64).then_some(Self(rounded as i64))
    }

    /// In thousandths.
    pub fn thousandths(self) -> i64 {
        self.0
    }

    /// The nearest float, for charts and spreadsheets.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    /// The whole number, where it is one.
    pub fn as_whole(self) -> Option<i64> {
        (self.0 % 1_000 == 0).then_some(self.0 / 1_000)
    }
}

/// With a point and no needless zero, as files and feeds write it: `7.5`, `142`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (units, rest) = (self.0.unsigned_abs() / 1_000, self.0.unsigned_abs() % 1_000);
        if rest == 0 {
            return write!(f, "{sign}{units}");
        }
        let decimals = format!("{rest:03}");
        write!(f, "{sign}{units}.{}", decimals.trim_end_matches('0'))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_whole() {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.as_f64()),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Decimal;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number with at most three decimals")
            }
            fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<Decimal, E> {
                Decimal::whole(v).ok_or_else(|| E::custom("number too large"))
            }
            fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<Decimal, E> {
                let v = i64::try_from(v).map_err(E::custom)?;
                self.visit_i64(v)
            }
            fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<Decimal, E> {
                Decimal::from_f64(v).ok_or_else(|| E::custom("a number with at most three decimals is expected"))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// How many: one value, or a range of which one end may be open ("up to 3").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Quantity {
    /// One value.
    Value(Decimal),
    /// From the first to the second, both included.
    Range(Decimal, Decimal),
    /// No more than.
    UpTo(Decimal),
    /// No less than.
    From(Decimal),
}

impl Quantity {
    /// From the three keys of a file. Errors name the fault for whoever wrote it.
    pub fn from_parts(
        value: Option<Decimal>,
        min: Option<Decimal>,
        max: Option<Decimal>,
    ) -> Result<Self, QuantityFault> {
        match (value, min, max) {
            (Some(v), None, None) => Ok(Self::Value(v)),
            (None, Some(a), Some(b)) if a < b => Ok(Self::Range(a, b)),
            (None, Some(_), Some(_)) => Err(QuantityFault::Reversed),
            (None, None, Some(b)) => Ok(Self::UpTo(b)),
            (None, Some(a), None) => Ok(Self::From(a)),
            (None, None, None) => Err(QuantityFault::Absent),
            (Some(_), ..) => Err(QuantityFault::Both),
        }
    }

    /// `(value, min, max)`, of which the absent ones are `None`.
    pub fn parts(self) -> (Option<Decimal>, Option<Decimal>, Option<Decimal>) {
        match self {
            Self::Value(v) => (Some(v), None, None),
            Self::Range(a, b) => (None, Some(a), Some(b)),
            Self::UpTo(b) => (None, None, Some(b)),
            Self::From(a) => (None, Some(a), None),
        }
    }
}

/// What is wrong with the numbers of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuantityFault {
    /// Neither `value` nor `min` nor `max`.
    #[error("no number: give `value`, or `min` and `max`")]
    Absent,
    /// `value` beside `min` or `max`.
    #[error("`value` stands beside `min` or `max`: keep one or the other")]
    Both,
    /// `min` is not below `max`.
    #[error("`min` must be below `max`")]
    Reversed,
}

/// How sure one is of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Qualifier {
    /// Counted.
    #[default]
    Exact,
    /// Around.
    About,
    /// A little less than.
    Nearly,
    /// Strictly above.
    MoreThan,
    /// That much or above.
    AtLeast,
}

impl Qualifier {
    /// All, in the order of the vocabulary.
    pub const ALL: [Self; 5] = [Self::Exact, Self::About, Self::Nearly, Self::MoreThan, Self::AtLeast];

    /// Its key in the vocabulary `figure-qualifier`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::Nearly => "nearly",
            Self::MoreThan => "more-than",
            Self::AtLeast => "at-least",
        }
    }

    /// From its key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|q| q.key() == key)
    }
}

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// Observed over the period.
    Measured,
    /// Added up since the start of the period.
    Cumulative,
    /// What one pays.
    Price,
    /// A condition or a ceiling.
    Limit,
    /// What is aimed at.
    Target,
}

impl Nature {
    /// All, in the order of the vocabulary.
    pub const ALL: [Self; 5] = [Self::Measured, Self::Cumulative, Self::Price, Self::Limit, Self::Target];

    /// Its key in the vocabulary `figure-nature`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Cumulative => "cumulative",
            Self::Price => "price",
            Self::Limit => "limit",
            Self::Target => "target",
        }
    }

    /// From its key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|n| n.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_written_without_needless_zeros() {
        for (float, text) in [(7.5, "7.5"), (142.0, "142"), (0.125, "0.125"), (-2.5, "-2.5"), (2_561.0, "2561")] {
            assert_eq!(Decimal::from_f64(float).map(|d| d.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn more_than_three_decimals_are_refused() {
        assert_eq!(Decimal::from_f64(0.12345), None);
        assert_eq!(Decimal::from_f64(f64::NAN), None);
        assert_eq!(Decimal::from_f64(1e30), None);
        assert_eq!((Decimal::whole(i64::MIN), Decimal::from_thousandths(i64::MIN)), (None, None));
    }

    #[test]
    fn a_range_must_go_upwards() {
        let d = |v| Decimal::whole(v);
        assert_eq!(Quantity::from_parts(None, d(30), d(18)), Err(QuantityFault::Reversed));
        assert_eq!(Quantity::from_parts(d(1), d(1), None), Err(QuantityFault::Both));
        assert_eq!(Quantity::from_parts(None, None, None), Err(QuantityFault::Absent));
        assert!(matches!(Quantity::from_parts(None, d(18), d(30)), Ok(Quantity::Range(..))));
    }
}

//! Dates known to the year, the month or the day.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date known to the year, the month or the day: `2018`, `2013-08`, `2018-06-19`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date: write 2018, 2018-06 or 2018-06-19")]
pub struct DateFault(String);

impl PartialDate {
    /// A whole year, from 1800 to 2199.
    pub fn year_only(year: i16) -> Option<Self> {
        (1800..2200).contains(&year).then_some(Self { year, month: None, day: None })
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, from 1 to 12, where it is known.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month, where it is known.
    pub fn day(self) -> Option<i8> {
        self.day
    }
}

impl FromStr for PartialDate {
    type Err = DateFault;

    fn from_str(text: &str) -> Result<Self, DateFault> {
        let fault = || DateFault(text.to_owned());
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<i16>().ok())
                .flatten()
        };
        let mut parts = text.split('-');
        let year = parts.next().and_then(|p| number(p, 4)).and_then(Self::year_only).ok_or_else(fault)?;
        let Some(month) = parts.next() else { return Ok(year) };
        let month = number(month, 2).filter(|m| (1..=12).contains(m)).ok_or_else(fault)? as i8;
        let Some(day) = parts.next() else { return Ok(Self { month: Some(month), ..year }) };
        let day = number(day, 2).ok_or_else(fault)? as i8;
        if parts.next().is_some() || jiff::civil::Date::new(year.year, month, day).is_err() {
            return Err(fault());
        }
        Ok(Self { year: year.year, month: Some(month), day: Some(day) })
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_written_the_same() {
        for text in ["2018", "2013-08", "2018-06-19"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "18", "2018-13", "2018-02-30", "2018-6", "2018-06-19-1", "juin 2018", "99999"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }
}

//! A territory's code: its level and its official code, parsed once.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Generation, Level, syntax};

/// The longest official code: a SIREN.
const LONGEST: usize = 9;

/// An official place, written level-code: `commune-57463`, `qpv-QN05701M`, `region-44`.
///
/// Small and `Copy`. Ordered by level, then by code. The level's word is read in any case and
/// the code is kept in upper case, so that one place has one spelling.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TerritoryCode {
    level: Level,
    /// Padded with zero bytes, which sort before any character.
    code: [u8; LONGEST],
}

/// Why a text is not a territory's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TerritoryCodeError {
    /// No level before the dash, or no dash.
    #[error("“{0}” is not a level and a code: write for example commune-57463")]
    NoLevel(String),
    /// The code is not written as that level's codes are.
    #[error("“{code}” is not a code of level {level}: {}", syntax::expected(*level))]
    BadCode {
        /// The level that was asked for.
        level: Level,
        /// The code as it was given.
        code: String,
    },
}

impl TerritoryCode {
    /// The territory of that level and code; the code is read in any case.
    pub fn new(level: Level, code: &str) -> Result<Self, TerritoryCodeError> {
        let upper = code.to_ascii_uppercase();
        if !syntax::is_valid(level, &upper) {
            return Err(TerritoryCodeError::BadCode { level, code: code.to_owned() });
        }
        let mut bytes = [0; LONGEST];
        bytes[..upper.len()].copy_from_slice(upper.as_bytes());
        Ok(TerritoryCode { level, code: bytes })
    }

    /// Every territory that a code without a level could be, the largest first.
    ///
    /// Only the spelling is judged: the registry keeps those that exist.
    pub fn candidates(bare: &str) -> Vec<Self> {
        Level::ALL.into_iter().filter_map(|level| Self::new(level, bare).ok()).collect()
    }

    /// The kind of place.
    pub const fn level(&self) -> Level {
        self.level
    }

    /// The official code alone, in upper case.
    pub fn code(&self) -> &str {
        let end = self.code.iter().position(|byte| *byte == 0).unwrap_or(LONGEST);
        std::str::from_utf8(&self.code[..end]).expect("valid codes are ASCII")
    }

    /// The département that the code itself names: known for a département, an arrondissement, a
    /// commune and a QPV; the registry knows it for the others.
    pub fn departement(&self) -> Option<Self> {
        let code = syntax::departement_of(self.level, self.code())?;
        Self::new(Level::Departement, code).ok()
    }

    /// The generation that a QPV's code tells; `None` for any other level.
    pub fn generation(&self) -> Option<Generation> {
        match (self.level, self.code[1]) {
            (Level::Qpv, b'P') => Some(Generation::G2015),
            (Level::Qpv, _) => Some(Generation::G2024),
            _ => None,
        }
    }
}

impl fmt::Display for TerritoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.level, self.code())
    }
}

impl fmt::Debug for TerritoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for TerritoryCode {
    type Err = TerritoryCodeError;

    fn from_str(text: &str) -> Result<Self, TerritoryCodeError> {
        let no_level = || TerritoryCodeError::NoLevel(text.to_owned());
        let (level, code) = text.split_once('-').ok_or_else(no_level)?;
        Self::new(level.parse().map_err(|()| no_level())?, code)
    }
}

impl Serialize for TerritoryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TerritoryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn right_codes_are_read_and_written_alike() {
        for text in [
            "region-44",
            "region-01",
            "region-975",
            "departement-01",
            "departement-95",
            "departement-2A",
            "departement-2B",
            "departement-971",
            "departement-989",
            "arrondissement-577",
            "arrondissement-2A1",
            "arrondissement-9741",
            "epci-200039865",
            "commune-57463",
            "commune-2A004",
            "commune-97105",
            "commune-13201",
            "contrat-CV180",
            "qpv-QN05701M",
            "qpv-QN00803I",
            "qpv-QN05112N",
            "qpv-QP057001",
            "qpv-QN02A01M",
            "qpv-QP02A001",
            "qpv-QN97101M",
            "qpv-QP974001",
        ] {
            assert_eq!(text.parse::<TerritoryCode>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn wrong_codes_are_refused() {
        for text in [
            "",
            "44",
            "commune",
            "commune-",
            "-57463",
            "pays-44",
            "region-4",
            "region-444",
            "region-4A",
            "departement-00",
            "departement-20",
            "departement-96",
            "departement-970",
            "departement-2C",
            "departement-990",
            "arrondissement-57",
            "arrondissement-5A7",
            "epci-20003986",
            "epci-2000398650",
            "epci-20003986A",
            "commune-5746",
            "commune-574630",
            "commune-2C004",
            "commune-00001",
            "contrat-180",
            "contrat-CV18",
            "qpv-QN05701",
            "qpv-QX05701M",
            "qpv-QN057011",
            "qpv-QP05701M",
            "qpv-QN09601M",
            "commune-57463 ",
            "commune-5746é",
        ] {
            assert!(text.parse::<TerritoryCode>().is_err(), "{text} was accepted");
        }
    }

    #[test]
    fn case_is_normalised() {
        let code: TerritoryCode = "Commune-2a004".parse().unwrap();
        assert_eq!(code.to_string(), "commune-2A004");
        assert_eq!("QPV-qn05701m".parse::<TerritoryCode>().unwrap().code(), "QN05701M");
    }

    #[test]
    fn a_bare_code_may_be_several_territories() {
        let levels =
            |bare| -> Vec<Level> { TerritoryCode::candidates(bare).iter().map(TerritoryCode::level).collect() };
        assert_eq!(levels("44"), [Level::Region, Level::Departement]);
        assert_eq!(levels("2a"), [Level::Departement]);
        assert_eq!(levels("577"), [Level::Arrondissement]);
        assert_eq!(levels("975"), [Level::Region, Level::Departement]);
        assert_eq!(levels("57463"), [Level::Commune]);
        assert_eq!(levels("CV180"), [Level::Contrat]);
        assert_eq!(levels("Metz"), []);
    }

    #[test]
    fn a_code_tells_its_departement_and_generation() {
        let departement =
            |text: &str| text.parse::<TerritoryCode>().unwrap().departement().map(|code| code.code().to_owned());
        assert_eq!(departement("commune-97105").as_deref(), Some("971"));
        assert_eq!(departement("commune-2A004").as_deref(), Some("2A"));
        assert_eq!(departement("arrondissement-9741").as_deref(), Some("974"));
        assert_eq!(departement("qpv-QN05701M").as_deref(), Some("57"));
        assert_eq!(departement("qpv-QP02A001").as_deref(), Some("2A"));
        assert_eq!(departement("epci-200039865"), None);

        let generation = |text: &str| text.parse::<TerritoryCode>().unwrap().generation();
        assert_eq!(generation("qpv-QP057001"), Some(Generation::G2015));
        assert_eq!(generation("qpv-QN05701M"), Some(Generation::G2024));
        assert_eq!(generation("commune-57463"), None);
    }

    #[test]
    fn order_is_by_level_then_code() {
        let mut codes: Vec<TerritoryCode> =
            ["commune-57463", "region-44", "commune-2A004", "departement-975", "departement-97"]
                .iter()
                .filter_map(|text| text.parse().ok())
                .collect();
        codes.sort();
        let texts: Vec<String> = codes.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["region-44", "departement-975", "commune-2A004", "commune-57463"]);
    }

    #[test]
    fn json_holds_the_written_form() {
        let code: TerritoryCode = serde_json::from_str("\"commune-57463\"").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"commune-57463\"");
        let refused = serde_json::from_str::<TerritoryCode>("\"commune-57\"").unwrap_err();
        assert!(refused.to_string().contains("five characters"));
    }

    proptest! {
        #[test]
        fn any_text_is_accepted_or_refused_without_panic(text in "\\PC{0,24}") {
            if let Ok(code) = text.parse::<TerritoryCode>() {
                prop_assert_eq!(code.to_string().parse::<TerritoryCode>().unwrap(), code);
            }
        }

        #[test]
        fn whatever_looks_like_a_code_round_trips(text in "(commune|qpv|departement|region|arrondissement|contrat|epci)-[0-9ABCVQPNM]{2,9}") {
            if let Ok(code) = text.parse::<TerritoryCode>() {
                prop_assert_eq!(code.to_string(), text);
                let _ = code.departement();
            }
        }
    }
}

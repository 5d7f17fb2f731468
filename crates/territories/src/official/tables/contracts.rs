//! Contrats de ville as points, with how many people live in their neighbourhoods.

use std::collections::BTreeMap;

use essaim_geo::reading::{Feature, Place};
use essaim_geo::{Level, Point, TerritoryCode};
use serde::{Deserialize, Serialize};

use super::Table;
use super::cell::{clean, code, number};
use super::read::Record;
use super::sheet::Row;

/// A contrat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ContractRow {
    pub(crate) code: TerritoryCode,
    pub(crate) name: String,
    pub(crate) departements: Vec<TerritoryCode>,
    /// The EPCI or the communes that it was signed for.
    pub(crate) signed_for: Vec<TerritoryCode>,
    /// How many people live in its neighbourhoods.
    pub(crate) population: Option<u32>,
    pub(crate) point: Option<Point>,
}

impl ContractRow {
    /// The contrat that a point of a file stands for.
    pub(in crate::official) fn of(feature: &Feature) -> Option<Self> {
        let Place::Point(point) = feature.place else { return None };
        let text = |names: &[&str]| feature.properties.text(names).map(|said| clean(&said));
        let departement = text(&["insee_dep"]).and_then(|said| code(Level::Departement, &said));
        let is_overseas = departement.is_some_and(|departement| departement.code().len() == 3);
        let signed_for = text(&["codgeo"]).unwrap_or_default();
        let signed_for = signed_for.split([' ', ',']).filter_map(|said| match said.len() {
            9 => code(Level::Epci, said),
            _ => code(Level::Commune, said),
        });
        Some(Self {
            code: code(Level::Contrat, &text(&["code_cv"])?)?,
            name: without_departement(&text(&["lib_cv"])?).to_owned(),
            departements: departement.into_iter().collect(),
            signed_for: signed_for.collect(),
            population: text(&["pop"]).and_then(|said| number(&said)),
            // The maps that these points were drawn for show overseas territories beside Brittany.
            point: (!is_overseas).then_some(point),
        })
    }
}

/// The name of a contrat, before which files write its département: `57 - Metz Métropole`; `NA` where they lost it, since
/// they took Corsica's for numbers.
pub(crate) fn without_departement(name: &str) -> &str {
    let is_departement =
        |before: &str| before == "NA" || (before.len() >= 2 && code(Level::Departement, before).is_some());
    name.split_once(" - ").filter(|(before, _)| is_departement(before)).map_or(name, |(_, after)| after)
}

impl Record for ContractRow {
    const TABLE: Table = Table::Contracts;

    /// They come as points, not as rows.
    fn read(_: &Row<'_>) -> Option<Self> {
        None
    }

    fn key(&self) -> Option<String> {
        Some(self.code.code().to_owned())
    }

    /// A contrat over two départements comes once for each.
    fn gathered(rows: Vec<Self>) -> Vec<Self> {
        let mut contracts: BTreeMap<TerritoryCode, Self> = BTreeMap::new();
        for row in rows {
            match contracts.get_mut(&row.code) {
                Some(contract) => {
                    contract.departements.extend(row.departements);
                    contract.signed_for.extend(row.signed_for);
                }
                None => {
                    contracts.insert(row.code, row);
                }
            }
        }
        contracts.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use essaim_geo::reading::{ReadingError, features};
    use proptest::prelude::*;

    use super::*;

    fn read(properties: &str) -> Vec<ContractRow> {
        let text = format!(
            r#"{{"type": "FeatureCollection", "features": [{{"type": "Feature", "properties": {properties},
                "geometry": {{"type": "Point", "coordinates": [6.2, 49.1]}}}}]}}"#
        );
        let mut all = Vec::new();
        let _refused = features(std::io::Cursor::new(text), |feature| {
            all.extend(ContractRow::of(&feature));
            Ok::<_, ReadingError>(())
        });
        all
    }

    #[test]
    fn a_contrat_is_read_without_the_departement_before_its_name() {
        for (written, name) in [
            ("57 - Metz Métropole", "Metz Métropole"),
            ("2A - CA du Pays Ajaccien", "CA du Pays Ajaccien"),
            ("NA - CA de Bastia", "CA de Bastia"),
            ("CC Haut - Bugey", "CC Haut - Bugey"),
        ] {
            assert_eq!(without_departement(written), name);
        }
        let properties = r#"{"code_cv": "CV185", "lib_cv": "57 - Metz", "codgeo": "200039865 57463", "insee_dep": "57", "pop": 27786.0}"#;
        let row = &read(properties)[0];
        assert_eq!((row.name.as_str(), row.population, row.signed_for.len()), ("Metz", Some(27_786), 2));
        assert!(row.point.is_some());
        assert_eq!(read(&properties.replace(r#""57","#, r#""974","#))[0].point, None, "drawn beside Brittany");
        assert!(read(&properties.replace("CV185", "185")).is_empty());
    }

    proptest! {
        #[test]
        fn any_properties_are_a_contrat_or_nothing(
            texts in prop::collection::vec("\\PC{0,12}", 5),
            number in any::<f64>(),
        ) {
            let keys = ["code_cv", "lib_cv", "codgeo", "insee_dep", "x"];
            let mut properties: serde_json::Map<String, serde_json::Value> =
                keys.iter().zip(&texts).map(|(key, text)| ((*key).to_owned(), text.as_str().into())).collect();
            properties.insert("pop".into(), serde_json::json!(number));
            let _ = read(&serde_json::Value::Object(properties).to_string());
        }
    }
}

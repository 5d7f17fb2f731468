//! The registry of the official tables, where these are at hand.

use std::path::Path;

use essaim_geo::Point;
use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::official::tables::CommuneRow;
use crate::official::{Layer, import, official_folder, towns};

fn code(text: &str) -> TerritoryCode {
    text.parse().unwrap()
}

/// A registry of every official table.
fn official_registry() -> Option<(Shelf, tempfile::TempDir, Registry)> {
    let data = official_folder()?;
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path());
    for file in [
        "admin/communes_cog2026.json.gz",
        "admin/communes_mouvements_2026.csv.gz",
        "admin/arrondissements_2026.json",
        "admin/departements_2026.json",
        "admin/regions_2026.json",
        "admin/epci_2026.json.gz",
        "admin/codes_postaux_laposte_2025.csv.gz",
        "admin/epci_contours_grand_est.geojson.gz",
        "qpv/qpv_correspondance_2024_2015_grand_est.csv",
        "contrats_de_ville/contrats_de_ville_2015_2023_points.geojson",
    ] {
        import_official(&shelf, &data.join(file));
    }
    let (registry, faults) = Registry::of(&shelf);
    assert!(faults.is_empty(), "{faults:?}");
    Some((shelf, folder, registry))
}

fn import_official(shelf: &Shelf, path: &Path) {
    let done = import(shelf, Registry::embedded(), path, date(2026, 1, 1), Timestamp::UNIX_EPOCH);
    done.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

#[test]
fn the_official_tables_make_the_same_registry_and_tell_the_rest() {
    let Some((shelf, _folder, registry)) = official_registry() else { return };
    let embedded = Registry::embedded();
    assert_eq!(registry.ancestors, embedded.ancestors);
    let names = |registry: &Registry| registry.places.iter().map(|place| place.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&registry), names(embedded), "tables of the same day name all alike");

    let overseas = code("contrat-CV427");
    assert_eq!(
        registry.get(&overseas).unwrap().point(),
        embedded.get(&overseas).unwrap().point(),
        "not beside Brittany"
    );

    // The contours know a merger that the table of EPCI ignores.
    let within =
        |place: &&Territory| registry.differences(&place.code()).any(|one| one.about == About::Within(Level::Epci));
    assert_eq!(registry.all(Level::Commune).filter(within).count(), 23);
    for (epci, about) in
        [("epci-992367730", "existence"), ("epci-245701362", "existence"), ("epci-245701222", "existence")]
    {
        assert_eq!(registry.differences(&code(epci)).next().unwrap().about.key(), about, "{epci}");
    }

    // Every part of a commune leads to it, by the movements as by the table of communes.
    let communes: Vec<CommuneRow> = shelf.rows().unwrap().unwrap().1;
    for row in communes.iter().filter(|row| !row.is_place() && registry.get(&row.code).is_none()) {
        assert_eq!(Some(registry.successors(row.code.code())), row.parent.map(|parent| vec![parent]), "{}", row.code);
    }
    for (old, today) in
        [("49069", "49126"), ("20004", "2A004"), ("93059", "93066"), ("27058", "27676"), ("57094", "57463")]
    {
        assert_eq!(registry.successors(old), [code(&format!("commune-{today}"))], "{old}");
    }
    let all = towns(&registry);
    assert_eq!(all.len(), 35_014);
    assert!(all.iter().filter(|town| town.postcodes.is_empty()).all(|town| town.insee.code().starts_with("984")));
    assert_eq!(registry.postcodes(&code("commune-75056")).len(), 21);
    let population: u32 =
        registry.all(Level::Contrat).filter_map(|place| Some(registry.figures(&place.code()).first()?.value)).sum();
    assert!((5_000_000..6_000_000).contains(&population), "{population}");
    let of_2024 = registry.all(Level::Qpv).filter(|place| place.generation() == Some(Generation::G2024));
    let told: Vec<usize> = of_2024.map(|place| registry.changes(&place.code()).len()).collect();
    assert_eq!((told.iter().sum::<usize>(), told.iter().max()), (123, Some(&1)), "both tables say the same of each");
}

#[test]
fn the_points_of_la_poste_lie_in_their_communes() {
    let Some(data) = official_folder() else { return };
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path());
    import_official(&shelf, &data.join("adresses/laposte_points_contact_2020.csv.gz"));
    import_official(&shelf, &data.join("admin/communes_mouvements_2026.csv.gz"));
    import_official(&shelf, &data.join("qpv/qpv_2024_grand_est.geojson"));
    let (registry, _) = Registry::of(&shelf);
    let in_moselle: Vec<_> = registry.contacts_in(&code("departement-57")).collect();
    assert!(in_moselle.len() > 200);
    let (_, perimeters) = shelf.open(Layer::Qpv(Generation::G2024)).unwrap().unwrap();
    let within = (0..perimeters.len()).filter(|number| registry.contacts_within(&perimeters, *number).next().is_some());
    assert!(within.count() > 10);
    let point = Point { lon: 6.2, lat: 49.1 };
    assert!(perimeters.len() == 123 && perimeters.holding(point).count() < 2);
}

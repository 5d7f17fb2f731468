//! The embedded tables, and small ones with faults.

use super::*;

fn code(text: &str) -> TerritoryCode {
    text.parse().unwrap()
}

fn codes(texts: &[&str]) -> Vec<TerritoryCode> {
    texts.iter().map(|text| code(text)).collect()
}

#[test]
fn every_level_of_the_official_tables_is_there() {
    let registry = Registry::embedded();
    let count = |level| registry.all(level).count();
    assert_eq!(count(Level::Region), 26);
    assert_eq!(count(Level::Departement), 109);
    assert_eq!(count(Level::Arrondissement), 333);
    assert_eq!(count(Level::Epci), 1255);
    assert_eq!(count(Level::Commune), 34_969 + 45);
    assert_eq!(count(Level::Contrat), 433);
    assert_eq!(count(Level::Qpv), 1584 + 219);
}

#[test]
fn twenty_six_codes_are_both_a_regions_and_a_departements() {
    let registry = Registry::embedded();
    let both = registry.all(Level::Region).filter(|region| registry.resolve_bare(region.code().code()).len() == 2);
    assert_eq!(both.count(), 26);
    assert_eq!(registry.resolve_bare("44"), codes(&["region-44", "departement-44"]));
    assert_eq!(registry.resolve_bare("57463"), codes(&["commune-57463"]));
    assert_eq!(registry.resolve_bare("qn05701m"), codes(&["qpv-QN05701M"]));
    assert_eq!(registry.resolve_bare("99"), []);
}

#[test]
fn what_contains_metz_is_told_the_nearest_first() {
    let registry = Registry::embedded();
    let metz = registry.get(&code("commune-57463")).unwrap();
    assert_eq!(metz.name(), "Metz");
    assert_eq!(registry.population_band(&metz.code()), Some(PopulationBand::From50kTo200k));
    assert_eq!(
        registry.ancestors(&metz.code()),
        codes(&["contrat-CV185", "epci-200039865", "arrondissement-579", "departement-57", "region-44"])
    );
    let point = metz.point().unwrap();
    assert!((point.lon - 6.19).abs() < 0.02 && (point.lat - 49.11).abs() < 0.02);
}

#[test]
fn a_neighbourhood_lies_in_its_communes_and_all_theirs() {
    let registry = Registry::embedded();
    let inside = registry.ancestors(&code("qpv-QN05701M"));
    assert!(inside.contains(&code("region-44")));
    assert_eq!(inside.first().map(TerritoryCode::level), Some(Level::Commune));
    // Pierrefitte joined Saint-Denis in 2025; the perimeters of 2024 still name it.
    assert!(registry.contains(&code("commune-93066"), &code("qpv-QN09336I")));
    assert!(registry.contains(&code("qpv-QN05701M"), &code("qpv-QN05701M")));
    assert!(!registry.contains(&code("region-52"), &code("qpv-QN05701M")));
}

#[test]
fn corsica_overseas_and_the_three_cities_are_whole() {
    let registry = Registry::embedded();
    assert!(registry.contains(&code("departement-2A"), &code("commune-2A004")));
    assert!(registry.contains(&code("region-94"), &code("qpv-QN02A01M")));
    assert!(registry.contains(&code("region-01"), &code("commune-97105")));
    assert!(registry.contains(&code("departement-974"), &code("contrat-CV427")));
    for (city, arrondissements) in [("commune-75056", 20), ("commune-69123", 9), ("commune-13055", 16)] {
        assert_eq!(registry.children(&code(city), Level::Commune).count(), arrondissements);
    }
    assert_eq!(registry.children(&code("departement-75"), Level::Commune).count(), 1);
    assert_eq!(registry.population_band(&code("commune-75101")), Some(PopulationBand::Over200k));
    assert_eq!(registry.ancestors(&code("commune-75101")).first(), Some(&code("commune-75056")));
    let paris = registry.get(&code("departement-75")).unwrap().population().unwrap();
    assert_eq!(Some(paris), registry.get(&code("commune-75056")).unwrap().population());
}

#[test]
fn an_epci_and_a_contrat_reach_up_through_their_communes() {
    let registry = Registry::embedded();
    assert_eq!(registry.ancestors(&code("epci-200039865")), codes(&["departement-57", "region-44"]));
    let straddling = registry.all(Level::Epci).filter(|epci| {
        registry.ancestors(&epci.code()).iter().filter(|above| above.level() == Level::Departement).count() > 1
    });
    assert!(straddling.count() > 50);
    for contract in registry.all(Level::Contrat) {
        assert!(!registry.ancestors(&contract.code()).is_empty(), "{} lies nowhere", contract.code());
        assert!(registry.children(&contract.code(), Level::Commune).count() > 0);
    }
}

#[test]
fn the_grand_est_has_its_neighbourhoods_of_both_generations() {
    let registry = Registry::embedded();
    let of = |generation| {
        let all = registry.children(&code("region-44"), Level::Qpv);
        all.filter(|place| place.generation() == Some(generation)).count()
    };
    assert_eq!(of(Generation::G2024), 123);
    assert_eq!(of(Generation::G2015), 114);
    let before = registry.get(&code("qpv-QP008001")).unwrap();
    assert_eq!(before.successors(), codes(&["qpv-QN00801M"]));
    assert!(before.point_is_the_successors());
    assert_eq!(registry.get(&code("qpv-QN00801M")).unwrap().predecessors(), codes(&["qpv-QP008001"]));
    assert!(!registry.get(&code("qpv-QP008003")).unwrap().point_is_the_successors());
}

#[test]
fn what_documents_announce_stands_beside_what_the_tables_count() {
    let registry = Registry::embedded();
    let told: Vec<_> = registry
        .announcements(&code("region-44"))
        .map(|told| (&*told.part, told.measure, told.value as usize, registry.counted(told)))
        .collect();
    assert_eq!(told.len(), 8);
    assert!(told.contains(&("", Measure::Qpv, 116, 114)));
    assert!(told.contains(&("", Measure::Contrat, 40, 39)));
    let sums =
        |measure| -> usize { told.iter().filter(|one| one.1 == measure && !one.0.is_empty()).map(|one| one.2).sum() };
    assert_eq!((sums(Measure::Qpv), sums(Measure::Contrat)), (116, 40));
}

#[test]
fn names_are_written_as_one_writes_french() {
    let registry = Registry::embedded();
    for (text, name) in [
        ("qpv-QN06719I", "Port du Rhin"),
        ("qpv-QP054015", "Plateau de Haye Nancy - Maxéville"),
        ("contrat-CV246", "Métropole de Lyon"),
        ("contrat-CV236", "Eurométropole de Strasbourg"),
        ("epci-200054781", "Métropole du Grand Paris"),
    ] {
        assert_eq!(registry.get(&code(text)).map(Territory::name), Some(name), "{text}");
    }
    let all = [Level::Qpv, Level::Contrat].into_iter().flat_map(|level| registry.all(level));
    for place in all {
        let words: Vec<&str> = place.name().split([' ', '’']).collect();
        for pair in words.windows(2).filter(|pair| !matches!(pair[0], "-" | ":") && !pair[0].ends_with('-')) {
            assert!(!["De", "Du", "Des", "D", "Et", "Aux", "DE", "DU"].contains(&pair[1]), "{}", place.name());
        }
    }
}

#[test]
fn names_are_found_whatever_their_accents_and_dashes() {
    let registry = Registry::embedded();
    let first = |text: &str| registry.search(text, 8).first().map(|place| place.code().to_string());
    assert_eq!(first("metz").as_deref(), Some("commune-57463"));
    assert_eq!(first("Saint die des v").as_deref(), Some("commune-88413"));
    assert_eq!(first("st-dié-des-vosges").as_deref(), Some("commune-88413"));
    assert_eq!(first("grand est").as_deref(), Some("region-44"));
    assert_eq!(first("moselle").as_deref(), Some("departement-57"));
    assert_eq!(first("57463").as_deref(), Some("commune-57463"));
    assert_eq!(first("qpv-qn05701m").as_deref(), Some("qpv-QN05701M"));
    assert!(registry.search("vosges", 8).iter().any(|place| place.code() == code("departement-88")));
    assert!(registry.search("", 8).is_empty());
    assert!(registry.search("zzzz", 8).is_empty());
    assert_eq!(registry.search("saint", 8).len(), 8);
}

#[test]
fn a_label_stands_alone() {
    let registry = Registry::embedded();
    assert_eq!(registry.label(&code("commune-57463")).as_deref(), Some("Metz (57)"));
    assert_eq!(registry.label(&code("region-44")).as_deref(), Some("Grand Est"));
    assert_eq!(registry.label(&code("qpv-QN00801M")).as_deref(), Some("Manchester (Charleville-Mézières)"));
    assert_eq!(registry.label(&code("arrondissement-579")).as_deref(), Some("Metz (arrondissement)"));
    assert_eq!(registry.label(&code("commune-57999")), None);
}

#[test]
fn every_source_named_by_a_place_or_an_announcement_exists() {
    let registry = Registry::embedded();
    for place in &registry.places {
        assert!(registry.source(registry.source_key(place)).is_some());
    }
    for told in &registry.announcements {
        assert!(crate::Source::of(&told.source).is_some());
    }
}

#[test]
fn the_tables_take_less_than_twelve_megabytes() {
    let registry = Registry::embedded();
    let lists = registry.ancestors.iter().chain(&registry.descendants).map(|list| list.len() * 4 + 16);
    let names = registry.places.iter().map(|place| place.name.len());
    let places = registry.places.capacity() * size_of::<Territory>();
    let all = places + lists.sum::<usize>() + names.sum::<usize>();
    assert!(all < 12_000_000, "{all} bytes");
}

const SMALL: Tables<'static> = Tables {
    regions: "code\tname\n44\tGrand Est",
    departements: "code\tname\tregion\n57\tMoselle\t44",
    arrondissements: "code\tname\tdepartement\n579\tMetz\t57",
    epci: "siren\tname\tkind\n200039865\tMetz Métropole\tMETRO",
    contrats: "code\tname\tdepartements\tsigned_for\tlon\tlat\nCV185\tMetz\t57\t245700372\t\t",
    communes: "code\tname\ta\te\tc\tw\tp\tlon\tlat\n57463\tMetz\t579\t200039865\tCV185\t\t122572\t6.196\t49.108",
    qpv: "code\tname\tcommunes\tlon\tlat\tfrom\tsuccessors\nQN05701M\tBorny\t57463\t6.2\t49.1\t2024\t",
    announcements: "territory\tpart\tdepartements\tmeasure\tvalue\tsource\tyear",
};

#[test]
fn small_tables_make_a_small_registry() {
    let registry = Registry::from_tables(SMALL).unwrap();
    assert_eq!(registry.ancestors(&code("qpv-QN05701M")).len(), 6);
    assert_eq!(registry.get(&code("contrat-CV185")).unwrap().population(), Some(122_572));
    assert_eq!(registry.search("bor", 3).len(), 1);
}

#[test]
fn a_fault_in_a_table_is_told_with_its_place() {
    let message = |tables| Registry::from_tables(tables).unwrap_err().to_string();
    let short = message(Tables { departements: "code\tname\tregion\n57\tMoselle", ..SMALL });
    assert_eq!(short, "departements.tsv, line 2: a column is missing");
    let bad = message(Tables { regions: "code\tname\n4\tGrand Est", ..SMALL });
    assert!(bad.starts_with("regions.tsv, line 2:"), "{bad}");
    let twice = message(Tables { regions: "code\tname\n44\tGrand Est\n44\tGrand Est", ..SMALL });
    assert_eq!(twice, "region-44 stands twice in the tables");
    let dangling = message(Tables { regions: "code\tname\n52\tPays de la Loire", ..SMALL });
    assert_eq!(dangling, "departement-57 names region-44, which no table has");
}

//! Tables brought in beside small ones.

use essaim_geo::Shape;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::official::{ChangeStatus, Note, Precision, import, towns};

const TABLES: Tables<'static> = Tables {
    regions: "code\tname\n44\tGrand Est",
    departements: "code\tname\tregion\n57\tMoselle\t44\n01\tAin\t44",
    arrondissements: "code\tname\tdepartement\n579\tMetz\t57\n577\tThionville\t57\n011\tBelley\t01",
    epci: "siren\tname\tkind\n200039865\tMetz Métropole\tMETRO\n245701362\tCA Portes de France-Thionville\tCA",
    contrats: "code\tname\tdepartements\tsigned_for\tlon\tlat\nCV185\tMetz Métropole\t57\t200039865\t6.2\t49.1",
    communes: "code\tname\ta\te\tc\tw\tp\tlon\tlat
01015\tArboys-en-Bugey\t011\t\t\t\t600\t5.64\t45.71
57001\tAboncourt\t577\t245701362\t\t\t300\t6.35\t49.25
57412\tL’Hôpital\t579\t200039865\tCV185\t\t5000\t6.7\t49.2
57463\tMetz\t579\t200039865\tCV185\t\t122572\t6.196\t49.108
57672\tThionville\t577\t245701362\t\t\t42000\t6.168\t49.358",
    qpv: "code\tname\tcommunes\tlon\tlat\tfrom\tsuccessors
QN05701M\tBorny\t57463\t6.2\t49.1\t2024\t
QN05702M\tLes Deux\t57412,57672\t6.2\t49.1\t2024\t
QP057001\tBorny\t57463\t6.2\t49.1\t2024\tQN05701M
QP057002\tAboncourt\t57001\t6.2\t49.1\t2024\tQN05701M",
    announcements: "territory\tpart\tdepartements\tmeasure\tvalue\tsource\tyear",
};

const DAY: Date = date(2027, 1, 1);

fn code(text: &str) -> TerritoryCode {
    text.parse().unwrap()
}

/// A shelf of a test's own.
struct Ground {
    folder: tempfile::TempDir,
    shelf: Shelf,
}

impl Ground {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::at(folder.path().join("territories"));
        Self { folder, shelf }
    }

    fn bring_on(&self, day: Date, text: &str) -> Vec<Note> {
        let path = self.folder.path().join("file");
        std::fs::write(&path, text).unwrap();
        let small = Registry::from_tables(TABLES).unwrap();
        import(&self.shelf, &small, &path, day, Timestamp::UNIX_EPOCH).unwrap().notes
    }

    fn bring(&self, text: &str) -> Vec<Note> {
        self.bring_on(DAY, text)
    }

    fn registry(&self) -> Registry {
        let (brought, faults) = Brought::of(&self.shelf);
        assert!(faults.is_empty(), "{faults:?}");
        build::composed(TABLES, brought).unwrap()
    }
}

/// What each source says, in short.
fn differences(registry: &Registry, text: &str) -> Vec<(&'static str, [String; 2])> {
    let says = |said: &Said| match &said.says {
        Says::Nothing => "–".to_owned(),
        Says::Name(name) => name.to_string(),
        Says::Territory(code, _) => code.to_string(),
    };
    let all = registry.differences(&code(text));
    all.map(|one| (one.about.key(), [says(&one.said[0]), says(&one.said[1])])).collect()
}

const COMMUNES: &str = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT
COM,57412,44,57,57D,577,5,HOPITAL,Hôpital,L'Hôpital,5799,
COM,57463,44,57,57D,579,0,METZ,Metz,Metz,5799,
COM,57672,44,57,57D,577,0,THIONVILLE,Thionville,Thionville-Aboncourt,5799,
COMD,57001,,,,,1,ABONCOURT,Aboncourt,Aboncourt,,57672
";

#[test]
fn without_any_table_the_program_answers_as_it_does_alone() {
    let ground = Ground::new();
    let (registry, faults) = Registry::of(&ground.shelf);
    let embedded = Registry::embedded();
    assert!(faults.is_empty());
    assert_eq!(registry.places.len(), embedded.places.len());
    assert_eq!(registry.ancestors, embedded.ancestors);
    assert_eq!((registry.brought().count(), registry.postcodes(&code("commune-57463"))), (0, &[][..]));
}

#[test]
fn a_commune_that_merged_gives_way_to_the_one_that_it_merged_into() {
    let ground = Ground::new();
    assert!(ground.bring(COMMUNES).is_empty());
    let registry = ground.registry();
    assert!(registry.get(&code("commune-57001")).is_none());
    assert_eq!(registry.successors("57001"), [code("commune-57672")]);
    assert_eq!(registry.successors("57463"), [code("commune-57463")]);
    assert!(registry.contains(&code("commune-57672"), &code("qpv-QP057002")), "its neighbourhood is there");
    assert_eq!(differences(&registry, "commune-57001"), [("existence", ["–".into(), "Aboncourt".into()])]);
    let former = &registry.former_names(&code("commune-57672"))[0];
    assert_eq!((former.code.as_str(), &*former.name, former.kind), ("57001", "Aboncourt", FormerKind::Delegated));
}

#[test]
fn a_place_takes_the_name_and_the_source_of_the_table_that_was_brought_in() {
    let ground = Ground::new();
    ground.bring(COMMUNES);
    let registry = ground.registry();
    let thionville = registry.get(&code("commune-57672")).unwrap();
    assert_eq!((thionville.name(), thionville.population()), ("Thionville-Aboncourt", Some(42_000)));
    assert_eq!(
        differences(&registry, "commune-57672"),
        [("name", ["Thionville-Aboncourt".into(), "Thionville".into()])]
    );
    let source = registry.source(registry.source_key(thionville)).unwrap();
    assert_eq!((source.producer.as_str(), source.vintage.as_str()), ("Insee", "1er\u{a0}janvier 2027"));
    assert_eq!(
        registry.population_source(thionville).unwrap().vintage,
        "telles que publiées avec le code officiel géographique 2026"
    );
    let hospital = registry.get(&code("commune-57412")).unwrap();
    assert_eq!(hospital.name(), "L’Hôpital", "the same name keeps the spelling of a book");
    assert_eq!(
        differences(&registry, "commune-57412"),
        [("within-arrondissement", ["arrondissement-577".into(), "arrondissement-579".into()])]
    );
    let outside = registry.get(&code("commune-01015")).unwrap();
    assert_eq!(registry.source_key(outside), "cog-2026", "the table says nothing of its département");
}

#[test]
fn an_extract_takes_nothing_away_and_says_that_it_is_one() {
    let ground = Ground::new();
    let extract: String = COMMUNES.lines().take(2).map(|line| format!("{line}\n")).collect();
    assert_eq!(ground.bring(&extract), [Note::Extract { code: "57".into() }]);
    let registry = ground.registry();
    assert_eq!(registry.all(Level::Commune).count(), 5);
}

#[test]
fn an_epci_that_replaced_another_is_told_with_both_sources() {
    let ground = Ground::new();
    ground.bring("CODGEO;EPCI;LIBEPCI\n57672;992367730;CA Thionville-Fensch\n57001;992367730;CA Thionville-Fensch\n");
    let registry = ground.registry();
    assert_eq!(registry.get(&code("epci-992367730")).unwrap().epci_kind(), Some("CA"));
    assert!(registry.get(&code("epci-245701362")).is_none(), "nobody is in it any more");
    assert!(registry.get(&code("epci-200039865")).is_some(), "the table does not name its communes");
    assert!(registry.contains(&code("epci-992367730"), &code("qpv-QN05702M")), "a neighbourhood over two communes");
    assert!(registry.contains(&code("epci-200039865"), &code("qpv-QN05702M")));
    assert_eq!(
        differences(&registry, "commune-57672"),
        [("within-epci", ["epci-992367730".into(), "epci-245701362".into()])]
    );
    let said = &registry.differences(&code("commune-57672")).next().unwrap().said;
    assert_eq!(said.each_ref().map(|said| said.source.vintage.as_str()), ["1er\u{a0}janvier 2027", "1er janvier 2026"]);
    let gone = ("existence", ["–".into(), "CA Portes de France-Thionville".into()]);
    assert_eq!(differences(&registry, "epci-245701362"), [gone]);
    assert_eq!(differences(&registry, "epci-992367730"), [("existence", ["CA Thionville-Fensch".into(), "–".into()])]);
}

#[test]
fn an_epci_table_of_another_year_reaches_the_communes_of_today() {
    let ground = Ground::new();
    ground.bring(COMMUNES);
    ground.bring("CODGEO;EPCI;LIBEPCI\n57001;992367730;CA Thionville-Fensch\n57999;992367730;CA Thionville-Fensch\n");
    assert!(ground.registry().contains(&code("epci-992367730"), &code("commune-57672")));
}

#[test]
fn what_contours_say_otherwise_than_tables_is_told_with_both_sources() {
    let ground = Ground::new();
    let ring = "[[6.0, 49.2], [6.5, 49.2], [6.5, 49.5], [6.0, 49.5]]";
    ground.bring(&format!(
        r#"{{"type": "FeatureCollection", "features": [{{"type": "Feature",
            "properties": {{"code_siren": "992367730", "nom": "Thionville Fensch Agglomération"}},
            "geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}]}}"#
    ));
    let registry = ground.registry();
    let other = ("within-epci", ["epci-245701362".into(), "epci-992367730".into()]);
    assert_eq!(differences(&registry, "commune-57672"), [other]);
    assert_eq!(
        differences(&registry, "epci-245701362"),
        [("existence", ["CA Portes de France-Thionville".into(), "–".into()])]
    );
    assert_eq!(
        differences(&registry, "epci-992367730"),
        [("existence", ["–".into(), "Thionville Fensch Agglomération".into()])]
    );
    assert!(differences(&registry, "commune-57463").is_empty(), "outside of what is drawn");
    assert!(differences(&registry, "epci-200039865").is_empty());
}

#[test]
fn postal_codes_lead_to_communes_of_today_and_back() {
    let ground = Ground::new();
    ground.bring(COMMUNES);
    let text = "Code_commune_INSEE;Nom_commune;Code_postal;Ligne_5;Libelle_acheminement
57463;METZ;57000;;METZ
57463;METZ;57050;DEVANT LES PONTS;METZ
57001;ABONCOURT;57920;;ABONCOURT
57672;THIONVILLE;57100;ST FRANCOIS;THIONVILLE CEDEX
";
    ground.bring(text);
    let registry = ground.registry();
    let codes = |text: &str| registry.postcodes(&code(text)).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        (codes("commune-57463"), codes("commune-57672")),
        (vec!["57000".into(), "57050".into()], vec!["57100".into(), "57920".into()])
    );
    assert_eq!(registry.communes_of("57920".parse().unwrap()), [code("commune-57672")]);
    assert!(registry.communes_of("75001".parse().unwrap()).is_empty());
    let town = towns(&registry).into_iter().find(|town| town.insee == code("commune-57672")).unwrap();
    let names: Vec<_> =
        town.other_names.iter().map(|one| (one.name.as_str(), one.insee.map(|code| code.to_string()))).collect();
    assert_eq!(names, [("Aboncourt", Some("57001".into())), ("ST FRANCOIS", None), ("THIONVILLE CEDEX", None)]);
}

#[test]
fn the_table_of_communes_gives_the_postal_codes_that_la_poste_does_not() {
    let ground = Ground::new();
    ground.bring(
        r#"[{"code":"57463","nom":"Metz","type":"commune-actuelle","departement":"57","codesPostaux":["57000"],"population":120000},
            {"code":"57412","nom":"L'Hôpital","type":"commune-actuelle","departement":"57","codesPostaux":["57490"]},
            {"code":"57672","nom":"Thionville","type":"commune-actuelle","departement":"57","codesPostaux":["57100"]}]"#,
    );
    ground.bring("code_commune_insee,code_postal,libelle_d_acheminement\n57463,57050,METZ\n");
    let registry = ground.registry();
    assert_eq!(registry.postcodes(&code("commune-57463"))[0].as_str(), "57050");
    assert_eq!(registry.postcodes(&code("commune-57672"))[0].as_str(), "57100");
    let metz = registry.get(&code("commune-57463")).unwrap();
    assert_eq!(
        (metz.population(), registry.population_source(metz).unwrap().producer.as_str()),
        (Some(120_000), "Insee")
    );
}

#[test]
fn what_became_of_a_neighbourhood_is_told_by_both_tables_where_they_differ() {
    let ground = Ground::new();
    let alone = ground.registry().changes(&code("qpv-QN05701M"));
    assert_eq!((alone.len(), alone[0].status), (1, None));
    ground
        .bring("qp2024,statut,qp2015_1,qp2015_2,qp2015_3\nQN05701M,MODIFIE,QP057001,QP057009,\nQN05702M,NOUVEAU,,,\n");
    let registry = ground.registry();
    let told = registry.changes(&code("qpv-QN05701M"));
    assert_eq!(told[0].before, [code("qpv-QP057001"), code("qpv-QP057009")]);
    assert_eq!(told[1].before, [code("qpv-QP057001"), code("qpv-QP057002")]);
    assert_eq!((told[0].status, told[1].status), (Some(ChangeStatus::Changed), None));
    assert_ne!(told[0].source.vintage, told[1].source.vintage);
    let unknown = registry.changes(&code("qpv-QP057009"));
    assert_eq!((unknown.len(), unknown[0].code), (1, code("qpv-QN05701M")), "also one that the registry has not");
    assert_eq!(registry.changes(&code("qpv-QN05702M"))[0].status, Some(ChangeStatus::New));
    assert_eq!(registry.get(&code("qpv-QN05701M")).unwrap().predecessors().len(), 2, "the other keeps its tie");
}

#[test]
fn figures_of_a_contrat_are_told_by_vintage_and_new_contrats_are_places() {
    let ground = Ground::new();
    let points = |population: u32| {
        let one = |properties: String| {
            format!(
                r#"{{"type": "Feature", "properties": {{{properties}}}, "geometry": {{"type": "Point", "coordinates": [6.2, 49.1]}}}}"#
            )
        };
        let metz = one(format!(
            r#""code_cv": "CV185", "lib_cv": "57 - Metz Métropole", "codgeo": "200039865", "insee_dep": "57", "pop": {population}.0"#
        ));
        let new = one(r#""code_cv": "CV500", "lib_cv": "57 - Thionville", "codgeo": "245701362", "insee_dep": "57", "pop": 900.0"#.into());
        let twice = one(
            r#""code_cv": "CV500", "lib_cv": "57 - Thionville", "codgeo": "01015", "insee_dep": "01", "pop": 900.0"#
                .into(),
        );
        format!(r#"{{"type": "FeatureCollection", "features": [{metz}, {new}, {twice}]}}"#)
    };
    ground.bring_on(date(2018, 1, 1), &points(27_000));
    ground.bring_on(date(2023, 1, 1), &points(27_786));
    let registry = ground.registry();
    let figures = registry.figures(&code("contrat-CV185"));
    assert_eq!(figures.iter().map(|figure| figure.value).collect::<Vec<_>>(), [27_786, 27_000]);
    assert!(figures[0].source.vintage.ends_with("2023"));
    let inside: Vec<_> = registry.children(&code("contrat-CV500"), Level::Commune).map(Territory::name).collect();
    assert_eq!(inside, ["Arboys-en-Bugey", "Aboncourt", "Thionville"]);
    assert!(registry.contains(&code("departement-01"), &code("contrat-CV500")));
    assert!(registry.contains(&code("contrat-CV185"), &code("commune-57463")));
}

#[test]
fn points_of_contact_are_found_by_commune_and_by_perimeter() {
    let ground = Ground::new();
    ground.bring(COMMUNES);
    ground.bring(
        "libelle_du_site;caracteristique_du_site;adresse;code_postal;localite;code_insee;latitude;longitude;precision_du_geocodage
METZ GARE;Bureau de Poste;1 RUE GAMBETTA;57000;METZ;57463;49.109;6.177;Géocodé au numéro
METZ CENTRE;Relais poste;;57000;METZ;57463;49.109;6.177;Géocodé au centre de la commune
ABONCOURT AP;Agence postale communale;;57920;ABONCOURT;57001;;;
",
    );
    let registry = ground.registry();
    let in_metz: Vec<_> = registry.contacts_in(&code("commune-57463")).map(|contact| &*contact.name).collect();
    assert_eq!(in_metz, ["METZ CENTRE", "METZ GARE"]);
    let moved: Vec<_> = registry.contacts_in(&code("commune-57672")).collect();
    assert_eq!((moved.len(), moved[0].precision), (1, Precision::Commune), "its commune merged since");
    assert_eq!(registry.contacts_in(&code("departement-57")).count(), 3);
    let mut builder = essaim_geo::PerimetersBuilder::new(700.0);
    let shape = Shape::from_degrees([vec![vec![[6.17, 49.1], [6.18, 49.1], [6.18, 49.11], [6.17, 49.11]]]]);
    builder.add(essaim_geo::Perimeter { code: "QN05701M".into(), name: String::new(), shape }).unwrap();
    let perimeters = builder.finish().unwrap();
    let within: Vec<_> = registry.contacts_within(&perimeters, 0).map(|contact| &*contact.name).collect();
    assert_eq!(within, ["METZ GARE"], "the middle of a commune says nothing of a neighbourhood");
}

#[test]
fn a_table_that_cannot_be_read_leaves_the_programs_own_and_is_told() {
    let ground = Ground::new();
    ground.bring(COMMUNES);
    ground.bring("CODGEO;EPCI;LIBEPCI\n57672;992367730;CA Thionville-Fensch\n");
    let path = ground.folder.path().join("territories/cog-communes/2027-01-01.table");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let (brought, faults) = Brought::of(&ground.shelf);
    assert!(faults[0].to_string().contains("damaged") && faults.len() == 1);
    let registry = build::composed(TABLES, brought).unwrap();
    assert!(registry.get(&code("commune-57001")).is_some());
    assert!(registry.contains(&code("epci-992367730"), &code("commune-57672")));
}

#[test]
fn the_mark_changes_with_what_is_brought_in() {
    let ground = Ground::new();
    let alone = ground.registry().mark();
    ground.bring(COMMUNES);
    let first = ground.registry().mark();
    ground.bring(&COMMUNES.replace("Aboncourt", "Aboncour"));
    let marks = [alone, first, ground.registry().mark()];
    assert!(
        marks[0] != marks[1]
            && marks[1] != marks[2]
            && marks[1] == {
                ground.bring(COMMUNES);
                ground.registry().mark()
            }
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_tables_make_a_registry_in_which_nothing_contains_itself(
        communes in prop::collection::vec((0..4usize, 0..4usize, 0..5usize, 0..5usize), 1..8),
        groups in prop::collection::vec((0..3usize, 0..5usize), 0..6),
        moves in prop::collection::vec((0..5usize, 0..5usize, 0..3usize), 0..8),
    ) {
        let codes = ["57001", "57412", "57463", "57672", "57999"];
        let mut table = "TYPECOM,COM,ARR,LIBELLE,COMPARENT\n".to_owned();
        for (kind, arrondissement, commune, parent) in communes {
            let kind = ["COM", "COMD", "ARM", "COMA"][kind];
            let arrondissement = ["579", "577", "578", ""][arrondissement];
            table.push_str(&format!("{kind},{},{arrondissement},Nom,{}\n", codes[commune], codes[parent]));
        }
        let mut epci = "CODGEO;EPCI;LIBEPCI\n".to_owned();
        for (group, commune) in groups {
            epci.push_str(&format!("{};{};Groupe\n", codes[commune], ["200039865", "992367730", "111111111"][group]));
        }
        let mut movements = "MOD,DATE_EFF,TYPECOM_AV,COM_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,LIBELLE_AP\n".to_owned();
        for (before, after, year) in moves {
            movements.push_str(&format!("32,200{year}-01-01,COM,{},A,COM,{},B\n", codes[before], codes[after]));
        }
        let ground = Ground::new();
        for text in [table, epci, movements] {
            let path = ground.folder.path().join("file");
            std::fs::write(&path, text).unwrap();
            let small = Registry::from_tables(TABLES).unwrap();
            // What comes twice is refused, which is another test's matter.
            let _ = import(&ground.shelf, &small, &path, DAY, Timestamp::UNIX_EPOCH);
        }
        let registry = ground.registry();
        for place in &registry.places {
            prop_assert!(!registry.ancestors(&place.code()).contains(&place.code()), "{}", place.code());
            let is_empty = place.level() == Level::Epci && registry.children(&place.code(), Level::Commune).next().is_none();
            prop_assert!(is_empty || registry.contains(&code("region-44"), &place.code()), "{}", place.code());
        }
        for town in towns(&registry) {
            prop_assert!(registry.get(&town.insee).is_some());
        }
    }
}

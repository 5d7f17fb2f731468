//! Each table in its usual dresses, with the traps that published files hold.

use proptest::prelude::*;

use super::read::Record;
use super::sheet::Sheet;
use super::*;
use crate::Registry;
use crate::official::import::{Note, OfficialError};
use essaim_geo::TerritoryCode;

fn draft(bytes: impl Into<Vec<u8>>) -> Result<Draft, OfficialError> {
    super::read(Sheet::of(bytes.into())?, Registry::embedded())
}

#[track_caller]
fn rows<R: Record>(text: impl Into<Vec<u8>>) -> Vec<R> {
    let draft = draft(text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(draft.table, R::TABLE);
    let rows: Vec<R> = serde_json::from_slice(&draft.rows).unwrap();
    assert_eq!(rows.len(), draft.count);
    rows
}

#[track_caller]
fn refused(text: impl Into<Vec<u8>>) -> String {
    match draft(text) {
        Ok(draft) => panic!("{} rows of {} were taken", draft.count, draft.table),
        Err(error) => error.to_string(),
    }
}

const COMMUNES: &str = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT
COM,01015,84,01,01D,011,1,ARBOYS EN BUGEY,Arboys en Bugey,Arboys en Bugey,0104,
COMD,01015,,,,,1,ARBIGNIEU,Arbignieu,Arbignieu,,01015
COMD,01340,,,,,0,SAINT BOIS,Saint-Bois,Saint-Bois,,01015
COMA,01120,,,,,0,CORDIEUX,Cordieux,Cordieux,,01262
COM,2A004,94,2A,20R,2A1,1,AJACCIO,Ajaccio,Ajaccio,2A99,
ARM,13201,93,13,13D,133,0,MARSEILLE 1ER ARRONDISSEMENT,Marseille 1er Arrondissement,Marseille 1er Arrondissement,1398,13055
";

fn told(rows: &[CommuneRow]) -> Vec<(CommuneKind, &str, &str, Option<String>)> {
    let parent = |row: &CommuneRow| row.parent.map(|parent| parent.code().to_owned());
    rows.iter().map(|row| (row.kind, row.code.code(), row.name.as_str(), parent(row))).collect()
}

#[test]
fn communes_are_read_in_the_dress_of_insee() {
    let rows = rows::<CommuneRow>(COMMUNES);
    assert_eq!(
        told(&rows),
        [
            (CommuneKind::Current, "01015", "Arboys en Bugey", None),
            (CommuneKind::Delegated, "01015", "Arbignieu", Some("01015".into())),
            (CommuneKind::Delegated, "01340", "Saint-Bois", Some("01015".into())),
            (CommuneKind::Associated, "01120", "Cordieux", Some("01262".into())),
            (CommuneKind::Current, "2A004", "Ajaccio", None),
            (CommuneKind::Municipal, "13201", "Marseille 1er Arrondissement", Some("13055".into())),
        ]
    );
    assert_eq!(rows[4].arrondissement.unwrap().code(), "2A1");
}

#[test]
fn communes_are_read_as_a_list_of_objects() {
    let rows = rows::<CommuneRow>(
        r#"[{"code":"01015","nom":"Arboys en Bugey","arrondissement":"011","departement":"01","type":"commune-actuelle",
            "anciensCodes":["01340"],"siren":"1","codesPostaux":["01300","01301"],"population":665},
           {"code":"01340","nom":"Saint-Bois","type":"commune-deleguee","chefLieu":"01015","departement":"01"}]"#,
    );
    assert_eq!((rows[0].population, rows[0].merged[0].code()), (Some(665), "01340"));
    assert_eq!(rows[0].postcodes.iter().map(Postcode::as_str).collect::<Vec<_>>(), ["01300", "01301"]);
    assert_eq!(rows[1].parent.unwrap().code(), "01015");
}

#[test]
fn a_table_is_the_same_in_any_dress() {
    let plain = rows::<CommuneRow>(COMMUNES);
    let french = COMMUNES.replace(',', ";").replace('\n', "\r\n");
    let wrapped = COMMUNES.replace("01015", "=\"01015\"").replace("13201", "\"=\"\"13201\"\"\"");
    let eaten = COMMUNES.replace(",01015", ",1015").replace(",01340", ",1340").replace(",01120", ",1120");
    let eaten = eaten.replace(",01262", ",1262").replace(",011,", ",11,");
    for dress in [
        format!("\u{feff}{COMMUNES}"),
        french,
        COMMUNES.replace(',', "\t"),
        wrapped,
        eaten,
        COMMUNES.to_lowercase().lines().next().unwrap().to_owned() + "\n" + COMMUNES.split_once('\n').unwrap().1,
        COMMUNES.replace('\n', "\n,,,,,,,,,,,\n"),
    ] {
        assert_eq!(rows::<CommuneRow>(dress), plain);
    }
}

#[test]
fn letters_of_windows_and_letters_encoded_twice_are_given_back() {
    let accents = "#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5
57463;METZ;57000;METZ;DEVANT LES PONTS ÉTÉ
";
    let plain = rows::<PostalRow>(accents);
    assert_eq!(plain[0].locality.as_deref(), Some("DEVANT LES PONTS ÉTÉ"));
    assert_eq!(rows::<PostalRow>(encoding_rs::WINDOWS_1252.encode(accents).0.into_owned()), plain);
    let twice = encoding_rs::WINDOWS_1252.decode_without_bom_handling(accents.as_bytes()).0.into_owned();
    assert_eq!(rows::<PostalRow>(twice), plain);
}

#[test]
fn postal_codes_are_read_under_their_old_and_new_columns() {
    let old = "Code_commune_INSEE;Nom_commune;Code_postal;Ligne_5;Libellé_d_acheminement;coordonnees_gps
1015;ARBOYS EN BUGEY;1300;ST BOIS;ARBOYS EN BUGEY;45.71,5.64
";
    let new = r#""code_commune_insee","nom_de_la_commune","code_postal","libelle_d_acheminement","ligne_5","_geopoint","latitude","longitude"
"01015","ARBOYS EN BUGEY","01300","ARBOYS EN BUGEY","ST BOIS","45.71,5.64","45.71","5.64"
"#;
    let rows_of_old = rows::<PostalRow>(old);
    assert_eq!(rows_of_old, rows::<PostalRow>(new));
    let row = &rows_of_old[0];
    assert_eq!((row.commune.code(), row.postcode.as_str()), ("01015", "01300"));
    assert_eq!((row.locality.as_deref(), row.point.unwrap().lat), (Some("ST BOIS"), 45.71));
}

const MOVEMENTS: &str = "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP
34,2026-01-01,COMA,01324,0,RIGNAT,Rignat,Rignat,COM,01245,0,X,X,Bohas-Meyriat-Rignat
21,2025-01-01,COM,15141,0,X,X,Neussargues en Pinatelle,COM,15031,0,X,X,Celles
20,2011-03-31,,,,,,,COM,97601,0,ACOUA,Acoua,Acoua
30,2007-02-23,COM,97123,0,X,X,Saint-Barthélemy,,,,,,
41,1976-01-01,COM,20001,0,AFA,Afa,Afa,COM,2A001,0,AFA,Afa,Afa
";

#[test]
fn movements_are_read_and_a_commune_that_begins_follows_nothing() {
    let draft = draft(MOVEMENTS).unwrap();
    assert_eq!((draft.count, draft.notes), (4, Vec::new()));
    let rows: Vec<MovementRow> = serde_json::from_slice(&draft.rows).unwrap();
    assert_eq!((rows[0].before.standing, rows[0].restores), (Standing::Part, false));
    assert!(rows[1].restores && rows[2].after.is_none());
    assert_eq!((rows[3].before.code.as_str(), rows[3].on.year()), ("20001", 1976));
}

#[test]
fn groups_of_communes_are_read_in_their_three_dresses() {
    let list = r#"[{"code":"992367730","nom":"CA Thionville-Fensch","type":"CA","populationTotale":1,
        "membres":[{"code":"57672","siren":"2","nom":"Thionville"},{"code":"57221","nom":"Fameck"}]}]"#;
    let dgcl = "dept;siren;raison_sociale;nature_juridique;mode_financ;nb_membres;insee;siren_membre;nom_membre
57;992367730;CA Thionville-Fensch;CA;FPU;2;57672;2;Thionville
57;992367730;CA Thionville-Fensch;CA;FPU;2;57221;2;Fameck
";
    let insee = "CODGEO;LIBGEO;EPCI;LIBEPCI;DEP;REG
57672;Thionville;992367730;Thionville Fensch;57;44
57221;Fameck;992367730;Thionville Fensch;57;44
29083;Île-de-Sein;ZZZZZZZZZ;Sans objet;29;53
";
    let from_list = rows::<EpciRow>(list);
    assert_eq!(from_list, rows::<EpciRow>(dgcl));
    assert_eq!(from_list[0].members.iter().map(TerritoryCode::code).collect::<Vec<_>>(), ["57672", "57221"]);
    let from_insee = rows::<EpciRow>(insee);
    assert_eq!((from_insee.len(), from_insee[0].kind.as_deref()), (1, None));
    assert_eq!(from_insee[0].members, from_list[0].members);
    let named = rows::<EpciRow>(insee.replace("Thionville Fensch;", "CA Thionville Fensch;"));
    assert_eq!(named[0].kind.as_deref(), Some("CA"), "its name says it");
}

#[test]
fn a_territorial_establishment_of_paris_is_no_epci_and_a_commune_is_in_one_only() {
    let ept = r#"[{"code":"200057867","nom":"Plaine Commune","type":"EPT","membres":[{"code":"93001"}]}]"#;
    assert!(refused(ept).contains("epci-membres, but only 0"));
    let twice = "CODGEO;EPCI;LIBEPCI\n57463;200039865;Metz\n57463;992367730;Thionville\n";
    assert_eq!(refused(twice), "57463 comes twice in the table epci-membres");
}

#[test]
fn divisions_are_read_as_csv_and_as_lists() {
    let csv = [
        "ARR,DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\n579,57,44,57463,0,METZ,Metz,Metz\n",
        "DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\n57,44,57463,0,MOSELLE,Moselle,Moselle\n",
        "REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\n1,97105,3,GUADELOUPE,Guadeloupe,Guadeloupe\n",
    ];
    let lists = [
        r#"[{"code":"579","departement":"57","region":"44","chefLieu":"57463","nom":"Metz","typeLiaison":0}]"#,
        r#"[{"code":"57","region":"44","chefLieu":"57463","nom":"Moselle","typeLiaison":0,"zone":"metro"}]"#,
        r#"[{"code":"01","chefLieu":"97105","nom":"Guadeloupe","typeLiaison":3,"zone":"drom"}]"#,
    ];
    assert_eq!(rows::<ArrondissementRow>(csv[0]), rows::<ArrondissementRow>(lists[0]));
    assert_eq!(rows::<DepartementRow>(csv[1]), rows::<DepartementRow>(lists[1]));
    assert_eq!(rows::<RegionRow>(csv[2]), rows::<RegionRow>(lists[2]));
    assert_eq!(rows::<RegionRow>(csv[2])[0].0.code.code(), "01");
    let collectivities = "CTCD,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\n01D,84,01053,5,AIN,Ain,Ain\n";
    assert!(refused(collectivities).contains("no official codes"));
}

#[test]
fn what_became_of_a_neighbourhood_is_read_with_up_to_three_codes() {
    let rows = rows::<ChangeRow>(
        "qp2024,label_qp2024,statut,qp2015_1,label_qp2015_1,qp2015_2,label_qp2015_2,qp2015_3,label_qp2015_3
QN00803I,La Houillère,INCHANGE,QP008003,La Houillère,,,,
QN05112N,Neuf,NOUVEAU,,,,,,
QN02A01M,Les Cannes,Modifié,QP02A002,a,QP02A001,b,QP02A003,c
",
    );
    let codes: Vec<usize> = rows.iter().map(|row| row.before.len()).collect();
    assert_eq!(codes, [1, 0, 3]);
    let states = [ChangeStatus::Unchanged, ChangeStatus::New, ChangeStatus::Changed];
    assert_eq!(rows.iter().map(|row| row.status).collect::<Vec<_>>(), states);
    assert_eq!(rows[2].before[0].code(), "QP02A001");
}

#[test]
fn points_of_contact_are_kept_without_their_telephone() {
    let text = "#Identifiant_du_site;Libellé_du_site;Caractéristique_du_site;Site_Acores_de_rattachement;Adresse;Complément_d_adresse;Lieu_dit;Code_postal;Localité;Code_INSEE;Pays;Latitude;Longitude;Précision_du_géocodage;Numéro_de_téléphone;latlong
00006A;ARGIS RP;Relais poste commerçant;00001A;LES RAISINS D OR;HOTEL RESTAURANT;;01230;ARGIS;01017;FRANCE;45.931876;5.490961;Géocodé au numéro;3631;45.931876,5.490961
";
    let draft = draft(text).unwrap();
    assert!(!String::from_utf8(draft.rows.clone()).unwrap().contains("3631"));
    let row = &rows::<ContactRow>(text)[0];
    assert_eq!((row.kind, row.precision), (ContactKind::Shop, Precision::Number));
    assert_eq!(row.address, ["HOTEL RESTAURANT", "LES RAISINS D OR"]);
}

#[test]
fn what_is_not_a_whole_official_table_is_refused_with_its_reason() {
    assert_eq!(
        refused(MOVEMENTS.replace(",COM_AP,", ",AUTRE,")),
        "this looks like the table cog-mouvements, but has no column com_ap"
    );
    assert_eq!(
        refused(COMMUNES.replacen("LIBELLE", "AUTRE", 1)),
        "this looks like the table cog-communes, but has no column libelle"
    );
    let columns = refused("nom;prénom\nA;B\n");
    assert!(columns.ends_with("its columns are nom, prénom"), "{columns}");
    assert!(refused("\u{1f}\u{1f}a,b\n1,2\n").contains("??a, b"), "nothing that a screen stumbles on");
    assert!(refused(&b"TYPECOM,COM\0"[..]).contains("no text"));
    assert!(refused("REG,CHEFLIEU,LIBELLE\nx,y,z\nx,y,z\n44,57463,Grand Est\n").contains("only 1 of its first 3 rows"));
    assert!(refused("REG,CHEFLIEU,LIBELLE\n").contains("only 0"));
    assert_eq!(
        refused("REG,CHEFLIEU,LIBELLE\n44,57463,Grand Est\n44,57463,Grand Est\n"),
        "44 comes twice in the table cog-regions"
    );
    assert!(refused("[{\"code\": \"44\", \"chefLieu\": \"57463\", \"nom\": \"Gra").contains("cut short or damaged"));
    assert!(refused("[]").contains("no official codes"));
}

#[test]
fn rows_that_say_nothing_of_the_table_are_left_out_and_told() {
    let draft = draft("REG,CHEFLIEU,LIBELLE\n44,57463,Grand Est\nx,y,z\n52,44109,Pays de la Loire\n").unwrap();
    assert_eq!((draft.count, draft.notes), (2, vec![Note::NoCode { place: 2 }]));
    let postal = "code_commune_insee;code_postal;libelle_d_acheminement\n57463;57000;METZ\n99138;98000;MONACO\n57463;57050;METZ\n";
    assert_eq!(super::tests::draft(postal).unwrap().notes, [Note::NoCode { place: 2 }]);
    let unknown = postal.replace("99138", "57999");
    assert_eq!(super::tests::draft(unknown).unwrap().notes, [Note::UnknownCode { code: "57999".into() }]);
}

#[test]
fn a_line_without_end_is_refused_before_it_fills_the_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("communes.csv");
    std::fs::write(&path, COMMUNES.trim_end()).unwrap();
    // Two gigabytes that take no room on the disk: letters, since a table has no zero byte where it is looked at.
    let file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
    std::fs::write(&path, [COMMUNES.trim_end().as_bytes(), &vec![b'a'; 1 << 20]].concat()).unwrap();
    file.set_len(2 << 30).unwrap();
    let Dress::Sheet(sheet) = dress(&path).unwrap() else { panic!("a sheet") };
    let Err(error) = super::read(sheet, Registry::embedded()) else { panic!("it was taken") };
    assert!(error.to_string().contains("longer than a megabyte"), "{error}");
}

#[test]
fn a_table_is_whole_or_it_is_refused_whatever_its_compression() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("communes.csv.gz");
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut zipped, COMMUNES.as_bytes()).unwrap();
    let zipped = zipped.finish().unwrap();
    let read = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        match dress(&path)? {
            Dress::Sheet(sheet) => super::read(sheet, Registry::embedded()).map(|draft| draft.count),
            Dress::Places => panic!("it holds no places"),
        }
    };
    assert_eq!(read(&zipped).unwrap(), 6);
    for length in [zipped.len() - 1, zipped.len() - 9, zipped.len() / 2, 20] {
        let error = read(&zipped[..length]).unwrap_err().to_string();
        assert!(error.contains("cut short or damaged"), "{length}: {error}");
    }
}

#[test]
fn a_kept_table_that_was_damaged_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept");
    let draft = draft(COMMUNES).unwrap();
    let whole = encoded(draft.table, &draft.rows);
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(decoded::<CommuneRow>(&path).unwrap().len(), 6);
    assert!(examined(&path, Table::Regions).is_err(), "another table's");
    for at in [0, 20, whole.len() / 2, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        std::fs::write(&path, &damaged).unwrap();
        assert!(examined(&path, draft.table).is_err() && decoded::<CommuneRow>(&path).is_err(), "byte {at}");
        std::fs::write(&path, &whole[..at]).unwrap();
        assert!(examined(&path, draft.table).is_err(), "cut at {at}");
    }
}

/// A row of each table, to be spoiled.
const SAMPLES: [&str; 7] = [
    COMMUNES,
    MOVEMENTS,
    "ARR,DEP,REG,CHEFLIEU,LIBELLE\n579,57,44,57463,Metz\n",
    "CODGEO;EPCI;LIBEPCI\n57463;200039865;Metz\n",
    "code_commune_insee,code_postal,libelle_d_acheminement,ligne_5,latitude,longitude\n57463,57000,METZ,BORNY,49.1,6.2\n",
    "qp2024,statut,qp2015_1,qp2015_2\nQN00803I,INCHANGE,QP008003,\n",
    "libelle_du_site;caracteristique_du_site;code_insee;latitude;longitude\nMETZ;Bureau de Poste;57463;49.1;6.2\n",
];

proptest! {
    #[test]
    fn any_bytes_are_a_table_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = draft(bytes);
    }

    #[test]
    fn any_cells_of_each_table_are_taken_or_refused(
        sample in 0..SAMPLES.len(),
        cells in prop::collection::vec("[\\PC\"=;,\\t]{0,12}", 0..20),
    ) {
        let head = SAMPLES[sample].lines().next().unwrap();
        let separator = if head.contains(';') { ";" } else { "," };
        let _ = draft(format!("{head}\n{}\n", cells.join(separator)));
    }

    #[test]
    fn each_table_damaged_at_one_place_is_taken_or_refused(sample in 0..SAMPLES.len(), at in 0..700usize, byte: u8) {
        let mut bytes = SAMPLES[sample].as_bytes().to_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = draft(bytes);
    }

    #[test]
    fn a_list_damaged_at_one_place_is_taken_or_refused(at in 0..300usize, byte: u8) {
        let mut bytes = br#"[{"code":"200039865","nom":"Metz","type":"METRO","membres":[{"code":"57463"}]},
            {"code":"01015","nom":"A","type":"commune-actuelle","departement":"01","codesPostaux":["01300"]}]"#.to_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = draft(bytes);
    }
}

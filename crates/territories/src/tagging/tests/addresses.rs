//! Lines with addresses, and what is told of each.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use essaim_geo::{Generation, Level};
use jiff::Timestamp;
use jiff::civil::date;

use super::super::{AddressColumns, Decisions, NearColumns, Progress, Quarters, Tagging, Wanted, geocode, tag};
use super::quarters;
use crate::Registry;
use crate::official::{AddressSet, Shelf, import, import_addresses, official_folder};

const HEAD: &str = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat;type_position\n";

/// Addresses of Metz around a square neighbourhood (6.2 to 6.21, 49.1 to 49.11): a way inside, one outside, one across.
fn addresses(folder: &Path) -> AddressSet {
    let mut text = String::from(HEAD);
    for (street, lat, from) in
        [("Rue du Dedans", 49.105, 6.202), ("Rue du Dehors", 49.12, 6.202), ("Rue de Travers", 49.103, 6.207)]
    {
        for number in 1..=10 {
            let lon = from + f64::from(number) * 0.0006;
            text.push_str(&format!("57463_0001;{number};;{street};57000;57463;Metz;{lon:.6};{lat};entrée\n"));
        }
    }
    let file = folder.join("adresses-2026-01-01.csv");
    File::create(&file).unwrap().write_all(text.as_bytes()).unwrap();
    let shelf = Shelf::at(folder);
    let files = [(file, date(2026, 1, 1))];
    import_addresses(&shelf, Registry::embedded(), &files, Timestamp::UNIX_EPOCH).unwrap();
    shelf.addresses().unwrap().unwrap()
}

pub(super) struct Ground {
    _folder: tempfile::TempDir,
    pub(super) addresses: AddressSet,
    pub(super) quarters: Vec<Quarters>,
}

impl Ground {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let addresses = addresses(folder.path());
        Self { _folder: folder, addresses, quarters: vec![quarters(Generation::G2024, "QN05701M")] }
    }

    pub(super) fn tagging(&self) -> Tagging<'_> {
        Tagging {
            quarters: &self.quarters,
            addresses: &self.addresses,
            departements: None,
            wanted: Wanted::All,
            margin: None,
            decisions: Decisions::default(),
        }
    }
}

fn tagged(table: &str, tagging: &Tagging<'_>) -> String {
    let mut out = Vec::new();
    tag(table.as_bytes(), &mut out, &AddressColumns::default(), tagging, Progress::default(), |_| Ok(())).unwrap();
    String::from_utf8(out).unwrap()
}

/// What the columns added to a line say.
fn told(out: &str, line: usize, columns: &[&str]) -> Vec<String> {
    let head: Vec<&str> = out.lines().next().unwrap().split(';').collect();
    let cells: Vec<&str> = out.lines().nth(line).unwrap().split(';').collect();
    columns.iter().map(|name| cells[head.iter().position(|own| own == name).unwrap()].to_owned()).collect()
}

#[test]
fn each_line_is_told_inside_outside_or_why_it_must_be_looked_at() {
    let ground = Ground::new();
    for (address, verdict, reason, nature) in [
        ("3 rue du Dedans 57000 Metz", "dans", "", "numero"),
        ("3 rue du Dehors 57000 Metz", "hors", "", "numero"),
        ("rue du Dedans 57000 Metz", "dans", "", "voie"),
        ("rue du Dehors 57000 Metz", "hors", "", "voie"),
        ("rue de Travers 57000 Metz", "a_verifier", "numero_absent", "voie"),
        ("800 rue de Travers 57000 Metz", "a_verifier", "numero_inconnu", "voie"),
        ("2 rue de Travers 57000 Metz", "dans", "", "numero"),
        ("9 rue de Travers 57000 Metz", "hors", "", "numero"),
        ("3 rue du Dedans 75011 Metz", "dans", "code_postal_ignore", "numero"),
        ("", "a_verifier", "vide", ""),
        ("Metz", "a_verifier", "commune_seule", "commune"),
        ("BP 12 57000 Metz", "a_verifier", "boite_postale", "commune"),
        ("12 rue de la Gare 57050 Longeville-lès-Metz", "a_verifier", "adresses_absentes", "commune"),
        ("3 rue Inconnue 57000 Metz", "a_verifier", "introuvable", "commune"),
    ] {
        let out = tagged(&format!("nom;adresse\nX;{address}\n"), &ground.tagging());
        let expected = [verdict, reason, nature].map(str::to_owned);
        assert_eq!(told(&out, 1, &["qpv_verdict", "qpv_motif", "adresse_nature"]), expected, "{address}\n{out}");
    }
}

#[test]
fn columns_are_kept_and_answers_are_whole() {
    let ground = Ground::new();
    let table = "id;N°;Voie;CP;Ville\r\n=\"01\";3;rue du Dedans;57000;METZ\r\n";
    let out = tagged(table, &ground.tagging());
    let expected = "id;N°;Voie;CP;Ville;qpv_verdict;qpv_code;qpv_nom;qpv_motif;qpv_distance_m;qpv_proche_code;qpv_proche_m;\
        qpv_millesime;adresse_trouvee;adresse_nature;adresse_score;adresse_insee;adresse_lon;adresse_lat;adresse_millesime\r\n\
        =\"01\";3;rue du Dedans;57000;METZ;dans;QN05701M;Les Hauts de Bévoye;;-277.5;;;2026-01-15;\
        3 Rue du Dedans 57000 Metz;numero;0.99;57463;6.203800;49.105000;2026-01-01\r\n";
    assert_eq!(out, expected);
}

#[test]
fn a_margin_and_what_a_point_is_accurate_to_are_kept_away_from_edges() {
    let ground = Ground::new();
    let table = "adresse\n3 rue du Dedans 57000 Metz\n";
    let wide = Tagging { margin: Some(400.0), ..ground.tagging() };
    assert_eq!(told(&tagged(table, &wide), 1, &["qpv_verdict", "qpv_motif"]), ["a_verifier", "bord"]);
    // A way without a number: its last house is 146 m from the edge, the house that stands for it farther.
    let table = "adresse\nrue du Dedans 57000 Metz\n";
    for (margin, expected) in [(140.0, ["dans", ""]), (160.0, ["a_verifier", "bord"])] {
        let near = Tagging { margin: Some(margin), ..ground.tagging() };
        assert_eq!(told(&tagged(table, &near), 1, &["qpv_verdict", "qpv_motif"]), expected, "{margin}");
    }
}

#[test]
fn the_generation_in_force_on_a_day_is_told() {
    let ground = Ground::new();
    let quarters = vec![quarters(Generation::G2015, "QP057001"), quarters(Generation::G2024, "QN05701M")];
    let tagging = Tagging { quarters: &quarters, wanted: Wanted::InForce("entrée".into()), ..ground.tagging() };
    let table = "adresse;Entrée\n3 rue du Dedans 57000 Metz;31/12/2023\n3 rue du Dedans 57000 Metz;2024-01-01\n3 rue du Dedans 57000 Metz;?\n";
    let out = tagged(table, &tagging);
    assert_eq!(told(&out, 1, &["qpv_verdict", "qpv_code"]), ["dans", "QP057001"]);
    assert_eq!(told(&out, 2, &["qpv_verdict", "qpv_code"]), ["dans", "QN05701M"]);
    assert_eq!(told(&out, 3, &["qpv_verdict", "qpv_motif"]), ["a_verifier", "illisible"]);
}

#[test]
fn what_somebody_decided_is_taken_the_year_after() {
    let ground = Ground::new();
    let last = "adresse;qpv_decision;qpv_decision_le\nRue de Travers 57000 METZ;qn05701m;2025-03-01\n800 rue de travers  57000 Metz;hors;2025-03-02\n3 rue du Dedans 57000 Metz;;\n";
    let decisions = Decisions::read(last.as_bytes(), &AddressColumns::default()).unwrap();
    assert_eq!(decisions.len(), 2);
    let tagging = Tagging { decisions, ..ground.tagging() };
    let out = tagged(
        "adresse\nrue de Travers 57000 Metz\n800 rue de Travers 57000 Metz\n3 rue du Dedans 57000 Metz\n",
        &tagging,
    );
    let columns = ["qpv_verdict", "qpv_code", "qpv_motif", "qpv_decision", "qpv_decision_le"];
    assert_eq!(told(&out, 1, &columns), ["dans", "QN05701M", "decision", "qn05701m", "2025-03-01"]);
    assert_eq!(told(&out, 2, &columns), ["hors", "", "decision", "hors", "2025-03-02"]);
    assert_eq!(told(&out, 3, &columns), ["dans", "QN05701M", "", "", ""]);
}

#[test]
fn a_run_goes_on_from_where_it_was() {
    let ground = Ground::new();
    let table = format!("adresse\n{}", "3 rue du Dedans 57000 Metz\n9 rue de Travers 57000 Metz\n".repeat(5_000));
    let (tagging, columns) = (ground.tagging(), AddressColumns::default());
    let (mut whole, mut steps) = (Vec::new(), Vec::new());
    let keep = |progress| {
        steps.push(progress);
        Ok(())
    };
    let done = tag(table.as_bytes(), &mut whole, &columns, &tagging, Progress::default(), keep).unwrap();
    assert_eq!((done.tally.inside, done.tally.outside, steps.len()), (5_000, 5_000, 3));
    for from in steps {
        let mut out = whole[..from.written as usize].to_vec();
        let again = tag(table.as_bytes(), &mut out, &columns, &tagging, from, |_| Ok(())).unwrap();
        assert!(out == whole && again == done, "from {from:?}");
    }
}

#[test]
fn a_workbook_is_given_back_with_its_values_as_they_are() {
    use calamine::{Data, Reader, Xlsx};
    let ground = Ground::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 5, 6).unwrap();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    for (name, column) in ["Nom", "Numéro", "Voie", "CP", "Ville", "Né le"].into_iter().zip(0..) {
        sheet.write(0, column, name).unwrap();
    }
    sheet.write(1, 0, "=1+1 est un nom").unwrap();
    sheet.write(1, 1, 3).unwrap();
    sheet.write(1, 2, "rue du Dedans").unwrap();
    sheet.write(1, 3, 57_000).unwrap();
    sheet.write(1, 4, "Metz").unwrap();
    sheet.write_with_format(1, 5, &day, &date).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let tagging = ground.tagging();
    let run = || {
        let mut out = Vec::new();
        let columns = AddressColumns::default();
        let done = tag(bytes.as_slice(), &mut out, &columns, &tagging, Progress::default(), |_| Ok(())).unwrap();
        (out, done.tally.inside)
    };
    let (out, inside) = run();
    assert_eq!(inside, 1);
    assert_eq!(run().0, out, "the same bytes");
    let mut back = Xlsx::new(std::io::Cursor::new(out)).unwrap();
    let name = back.sheet_names()[0].clone();
    let sheet = back.worksheet_range(&name).unwrap();
    let row: Vec<Data> = sheet.rows().nth(1).unwrap().to_vec();
    assert_eq!(row[..2], [Data::String("=1+1 est un nom".into()), Data::Float(3.0)]);
    assert!(matches!(row[5], Data::DateTime(_)), "{:?}", row[5]);
    assert_eq!(row[6..8], [Data::String("dans".into()), Data::String("QN05701M".into())]);
    assert_eq!(row[10], Data::Float(-277.5));
    let refused = tag(
        &b"PK\x03\x04nothing"[..],
        &mut Vec::new(),
        &AddressColumns::default(),
        &tagging,
        Progress::default(),
        |_| Ok(()),
    );
    assert!(refused.unwrap_err().to_string().contains("the workbook cannot be read"));
}

#[test]
fn addresses_get_their_points_alone() {
    let ground = Ground::new();
    let mut out = Vec::new();
    let near: NearColumns = None;
    let table = "adresse\n3 rue du Dedans 57000 Metz\nrue de Travers 57000 Metz\n";
    let columns = AddressColumns::default();
    let from = Progress::default();
    let done = geocode(table.as_bytes(), &mut out, &columns, &near, &ground.addresses, from, |_| Ok(())).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert_eq!(told(&out, 1, &["adresse_trouvee", "adresse_motif"]), ["3 Rue du Dedans 57000 Metz", ""]);
    assert_eq!(told(&out, 2, &["adresse_trouvee", "adresse_motif"]), ["Rue de Travers 57000 Metz", "numero_absent"]);
    assert_eq!(done.tally.inside, 2);
}

#[test]
fn a_later_file_takes_the_place_of_the_communes_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    drop(addresses(folder.path()));
    let file = folder.path().join("autres.csv");
    let text = format!("{HEAD}57480_0001;1;;Rue Haute;57240;57480;Nilvange;6.05;49.34;\n");
    std::fs::write(&file, text).unwrap();
    let shelf = Shelf::at(folder.path());
    let kept =
        import_addresses(&shelf, Registry::embedded(), &[(file, date(2026, 2, 1))], Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!((kept.vintage, kept.numbers, kept.sources.len()), (date(2026, 2, 1), 31, 2));
    let file = folder.path().join("metz.csv");
    std::fs::write(&file, format!("{HEAD}57463_0001;1;;Rue Neuve;57000;57463;Metz;6.17;49.12;\n")).unwrap();
    let kept =
        import_addresses(&shelf, Registry::embedded(), &[(file, date(2026, 3, 1))], Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(kept.numbers, 2, "Metz is the new file's");
    assert_eq!(shelf.address_sets().unwrap().len(), 3, "the former sets stay");
}

/// The 8,413 addresses of Bondy by their texts alone, against their points.
#[test]
fn the_addresses_of_bondy_are_found_back_in_their_neighbourhoods() {
    let Some(official) = official_folder() else { return };
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::at(folder.path());
    let (registry, day, at) = (Registry::embedded(), date(2026, 1, 15), Timestamp::UNIX_EPOCH);
    import(&shelf, registry, &official.join("qpv/qpv_2024_france.geojson.gz"), day, at).unwrap();
    let ban = official.join("adresses/ban_93010_bondy_2022.csv.gz");
    import_addresses(&shelf, registry, &[(ban.clone(), day)], at).unwrap();
    let quarters = [Quarters::open(&shelf, registry, Generation::G2024).unwrap().unwrap()];
    assert_eq!(registry.all(Level::Qpv).filter(|one| one.generation() == Some(Generation::G2024)).count(), 1_584);
    let addresses = shelf.addresses().unwrap().unwrap();
    let tagging = Tagging {
        quarters: &quarters,
        addresses: &addresses,
        departements: None,
        wanted: Wanted::All,
        margin: Some(0.0),
        decisions: Decisions::default(),
    };
    let columns = AddressColumns {
        number: Some("numero".into()),
        street: Some("nom_voie".into()),
        postcode: Some("code_postal".into()),
        city: Some("nom_commune".into()),
        ..AddressColumns::default()
    };
    let input = flate2::read::MultiGzDecoder::new(File::open(ban).unwrap());
    let mut out = Vec::new();
    tag(input, &mut out, &columns, &tagging, Progress::default(), |_| Ok(())).unwrap();
    let table = csv_of(&out);
    let (mut inside, mut found, mut wrong) = (0, 0, 0);
    for (point, verdict) in table {
        let truth = quarters[0].perimeters.first_holding(point).is_some();
        inside += usize::from(truth);
        found += usize::from(truth && verdict == "dans");
        wrong += usize::from(!truth && verdict == "dans");
    }
    assert_eq!(inside, 2_055);
    assert!(found * 100 >= inside * 99, "{found} of {inside}");
    assert!(wrong * 1_000 <= found, "{wrong} false");
}

/// The published point and the verdict of each line.
fn csv_of(out: &[u8]) -> impl Iterator<Item = (essaim_geo::Point, String)> {
    let text = String::from_utf8(out.to_vec()).unwrap();
    let lines: Vec<Vec<String>> = text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect();
    let at = |name: &str| lines[0].iter().position(|own| own == name).unwrap();
    let (lon, lat, verdict) = (at("lon"), at("lat"), at("qpv_verdict"));
    let line = move |line: &Vec<String>| {
        let point = essaim_geo::Point { lon: line[lon].parse().unwrap(), lat: line[lat].parse().unwrap() };
        (point, line[verdict].clone())
    };
    lines[1..].iter().map(line).collect::<Vec<_>>().into_iter()
}

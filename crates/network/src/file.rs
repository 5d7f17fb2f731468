//! The directory on disk: `organisations.toml`, one `[[organisation]]` each, by slug.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use essaim_geo::TerritoryCode;

use crate::model::{FormerName, Organisation, OrganisationKind, Successor};
use crate::reading::{At, FlawKind, LINE_LIMIT, Sheet, Table, control_characters, decode};

/// The largest file that is read, in bytes.
pub const SIZE_LIMIT: usize = 16 * 1024 * 1024;

/// One fault of the file, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryFault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub kind: DirectoryFaultKind,
}

/// What can be wrong with the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryFaultKind {
    /// What can be wrong with any file.
    Reading(FlawKind),
    /// The same slug twice.
    Twice(String),
    /// A SIRET that has not 14 digits or whose check digit is wrong.
    Siret(String),
    /// A successor that neither the file nor the directory holds.
    UnknownSuccessor(String),
    /// An organisation that would take over from itself.
    OwnSuccessor(String),
}

impl DirectoryFault {
    /// What is wrong and how to mend it, in French or in English.
    pub fn describe(&self, english: bool) -> String {
        use DirectoryFaultKind as K;
        let (french, english_words) = match &self.kind {
            K::Reading(flaw) => return flaw.describe(english),
            K::Twice(slug) => (
                format!("La structure « {slug} » est écrite deux fois : réunissez-les."),
                format!("the organisation `{slug}` is written twice: join them."),
            ),
            K::Siret(siret) => (
                format!("« {siret} » n’est pas un SIRET : 14 chiffres, dont une clé juste."),
                format!("`{siret}` is no SIRET: 14 digits with a right check digit."),
            ),
            K::UnknownSuccessor(slug) => (
                format!("Le successeur « {slug} » n’est pas dans l’annuaire : ajoutez-le."),
                format!("the successor `{slug}` is not in the directory: add it."),
            ),
            K::OwnSuccessor(slug) => (
                format!("La structure « {slug} » se succède à elle-même : écrivez son ancien nom sous « former »."),
                format!("the organisation `{slug}` takes over from itself: write its old name under `former`."),
            ),
        };
        if english { english_words } else { french }
    }
}

/// Reads the file. `known` holds the slugs that the directory has already, `territory_exists` asks the official tables.
///
/// # Errors
/// Every fault, in the order of lines.
pub fn read(
    bytes: &[u8],
    known: &BTreeSet<String>,
    territory_exists: &dyn Fn(&TerritoryCode) -> bool,
) -> Result<Vec<Organisation>, Vec<DirectoryFault>> {
    let text = decode(bytes, SIZE_LIMIT)
        .map_err(|flaw| vec![DirectoryFault { line: flaw.line, kind: DirectoryFaultKind::Reading(flaw.kind) }])?;
    let (sheet, mut root) = Sheet::open(&text, 1);
    let mut check = Check { sheet, territory_exists, faults: Vec::new() };
    let tables = check.sheet.all_tables(&mut root, "organisation");
    check.sheet.finish(root);
    let mut organisations = Vec::with_capacity(tables.len());
    let mut written = BTreeSet::new();
    let mut successors = Vec::new();
    for table in tables {
        let Some((slug, organisation)) = check.organisation(table, &mut successors) else { continue };
        if !written.insert(organisation.slug.clone()) {
            check.fault(slug, DirectoryFaultKind::Twice(organisation.slug.clone()));
        }
        organisations.push(organisation);
    }
    for At { at, value } in successors {
        if !written.contains(&value) && !known.contains(&value) && !check.sheet.is_broken() {
            check.fault(at, DirectoryFaultKind::UnknownSuccessor(value));
        }
    }
    let faults = check.close(&text);
    if faults.is_empty() { Ok(organisations) } else { Err(faults) }
}

/// Turns the tables of the file into organisations, noting each fault with its line.
struct Check<'a> {
    sheet: Sheet<'a>,
    territory_exists: &'a dyn Fn(&TerritoryCode) -> bool,
    faults: Vec<DirectoryFault>,
}

impl<'a> Check<'a> {
    fn fault(&mut self, at: usize, kind: DirectoryFaultKind) {
        let line = self.sheet.line(at);
        self.faults.push(DirectoryFault { line, kind });
    }

    fn close(self, text: &str) -> Vec<DirectoryFault> {
        let mut faults = self.faults;
        let flaws = self.sheet.close();
        // What a text cannot hold is said once a line, written as it is or escaped.
        let raw = control_characters(text).filter(|flaw| !flaws.contains(flaw)).collect::<Vec<_>>();
        let flaws = flaws.into_iter().chain(raw);
        faults
            .extend(flaws.map(|flaw| DirectoryFault { line: flaw.line, kind: DirectoryFaultKind::Reading(flaw.kind) }));
        faults.sort_by_key(|fault| fault.line);
        faults
    }

    /// An organisation and where its slug stands; `None` where its slug or its kind cannot be read.
    fn organisation(
        &mut self,
        mut table: Table<'a>,
        successors: &mut Vec<At<String>>,
    ) -> Option<(usize, Organisation)> {
        let slug = self.sheet.slug(&mut table, "slug");
        let name = self.sheet.text(&mut table, "name", LINE_LIMIT);
        let acronym = self.sheet.optional_text(&mut table, "acronym", LINE_LIMIT);
        let kinds = OrganisationKind::ALL.map(|(kind, _)| kind);
        let kind = self.sheet.choice(&mut table, "kind", &kinds, OrganisationKind::key);
        let siret = self.sheet.optional_text(&mut table, "siret", LINE_LIMIT);
        if let Some(At { at, value }) = siret.as_ref().filter(|siret| !is_siret(&siret.value)) {
            self.fault(*at, DirectoryFaultKind::Siret(value.chars().take(40).collect()));
        }
        let website = self.sheet.optional_text(&mut table, "website", LINE_LIMIT);
        if let Some(At { at, value }) = &website {
            self.sheet.check_url(*at, value);
        }
        let territory = self.sheet.optional_territory(&mut table, "territory", self.territory_exists);
        let former = self.former(&mut table);
        let own = slug.as_ref().map(|slug| slug.value.clone());
        let followed = self.successors(&mut table, own.as_deref(), successors);
        self.sheet.finish(table);
        let At { at, value: slug } = slug?;
        let text = |text: Option<At<String>>| text.map(|text| text.value);
        let organisation = Organisation {
            slug,
            name: text(name).unwrap_or_default(),
            acronym: text(acronym),
            kind: kind?,
            siret: text(siret),
            website: text(website),
            territory,
            former,
            successors: followed,
        };
        Some((at, organisation))
    }

    fn former(&mut self, table: &mut Table<'a>) -> Vec<FormerName> {
        let mut former: Vec<FormerName> = Vec::new();
        for mut line in self.sheet.tables(table, "former") {
            let name = self.sheet.text(&mut line, "name", LINE_LIMIT);
            let until = self.sheet.date(&mut line, "until").map(|date| date.to_string());
            self.sheet.finish(line);
            let Some(At { at, value: name }) = name else { continue };
            if former.iter().any(|other| other.name == name) {
                self.sheet.flaw(at, FlawKind::Twice(name.clone()));
            }
            former.push(FormerName { name, until });
        }
        former
    }

    fn successors(&mut self, table: &mut Table<'a>, own: Option<&str>, all: &mut Vec<At<String>>) -> Vec<Successor> {
        let mut successors: Vec<Successor> = Vec::new();
        for mut line in self.sheet.tables(table, "successors") {
            let slug = self.sheet.slug(&mut line, "slug");
            let date = self.sheet.date(&mut line, "date").map(|date| date.to_string());
            let note = self.sheet.optional_text(&mut line, "note", LINE_LIMIT).map(|note| note.value);
            self.sheet.finish(line);
            let Some(At { at, value: slug }) = slug else { continue };
            if own == Some(slug.as_str()) {
                self.fault(at, DirectoryFaultKind::OwnSuccessor(slug.clone()));
            } else if successors.iter().any(|other| other.slug == slug) {
                self.sheet.flaw(at, FlawKind::Twice(slug.clone()));
            } else {
                all.push(At { at, value: slug.clone() });
            }
            successors.push(Successor { slug, date, note });
        }
        successors
    }
}

/// Luhn's key over 14 digits; La Poste's establishments (SIREN 356000000) follow a rule of their own: the plain sum of
/// the digits is a multiple of five.
fn is_siret(text: &str) -> bool {
    if text.len() != 14 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let digits = text.bytes().map(|b| u32::from(b - b'0'));
    let luhn: u32 = digits
        .clone()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum();
    luhn.is_multiple_of(10) || (text.starts_with("356000000") && digits.sum::<u32>().is_multiple_of(5))
}

/// The canonical file: by slug, keys in the order of [`Organisation`].
pub fn write(organisations: &[Organisation]) -> String {
    let mut out = String::from("# Organisations of the bank, by slug: names, former names, successors.\n");
    for organisation in organisations {
        let table = toml::to_string(&Lines::from(organisation)).expect("plain strings serialise");
        write!(out, "\n[[organisation]]\n{table}").expect("writing to a string");
        inline(
            &mut out,
            "former",
            organisation.former.iter().map(|f| pairs(&[("name", Some(&f.name)), ("until", f.until.as_ref())])),
        );
        let successors = organisation.successors.iter();
        inline(
            &mut out,
            "successors",
            successors.map(|s| pairs(&[("slug", Some(&s.slug)), ("date", s.date.as_ref()), ("note", s.note.as_ref())])),
        );
    }
    out
}

/// The plain keys of an organisation; its lists follow as inline tables.
#[derive(serde::Serialize)]
struct Lines<'a> {
    slug: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    acronym: Option<&'a str>,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    siret: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    territory: Option<String>,
}

impl<'a> From<&'a Organisation> for Lines<'a> {
    fn from(o: &'a Organisation) -> Self {
        Self {
            slug: &o.slug,
            name: &o.name,
            acronym: o.acronym.as_deref(),
            kind: o.kind.key(),
            siret: o.siret.as_deref(),
            website: o.website.as_deref(),
            territory: o.territory.as_ref().map(ToString::to_string),
        }
    }
}

fn pairs(pairs: &[(&str, Option<&String>)]) -> String {
    let pairs: Vec<_> = pairs
        .iter()
        .filter_map(|(key, value)| Some(format!("{key} = {}", toml::Value::String((*value)?.clone()))))
        .collect();
    format!("{{ {} }}", pairs.join(", "))
}

fn inline(out: &mut String, key: &str, tables: impl Iterator<Item = String>) {
    let tables: Vec<_> = tables.collect();
    if !tables.is_empty() {
        writeln!(out, "{key} = [{}]", tables.join(", ")).expect("writing to a string");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
[[organisation]]
slug = \"ancien\"
name = \"Ancien \\\"service\\\"\"
kind = \"state\"
former = [{ name = \"Bureau\", until = \"2012\" }]
successors = [{ slug = \"nouveau\", date = \"2020-01-01\", note = \"fusion\" }]

[[organisation]]
slug = \"nouveau\"
name = \"Nouveau\"
kind = \"state\"
website = \"https://exemple.invalid\"
";

    #[test]
    fn what_is_written_reads_back_the_same() {
        let first = read(FILE.as_bytes(), &BTreeSet::new(), &|_| true).unwrap();
        let canonical = write(&first);
        let second = read(canonical.as_bytes(), &BTreeSet::new(), &|_| true).unwrap();
        assert_eq!(first, second);
        assert_eq!(write(&second), canonical);
    }

    fn faults_of(file: &str) -> Vec<(usize, String)> {
        let faults = read(file.as_bytes(), &BTreeSet::new(), &|code| code.to_string() != "commune-88888").unwrap_err();
        faults.iter().for_each(|fault| assert!(!fault.describe(true).is_empty()));
        faults.iter().map(|fault| (fault.line, fault.describe(false))).collect()
    }

    #[test]
    fn every_fault_comes_with_its_line() {
        let file = "[[organisation]]\nslug = \"A b\"\nname = \"\"\nkind = \"stat\"\nsiret = \"1\"\nwebsite = \"x\"\nterritory = \"commune-88888\"\n\n[[organisation]]\nslug = \"bc\"\nname = \"x\\u0000\"\nkind = \"state\"\nsuccessors = [{ slug = \"absent\" }]\ncolour = 1\n";
        let lines: Vec<_> = faults_of(file).iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 7, 11, 13, 14], "{:?}", faults_of(file));
    }

    #[test]
    fn names_and_dates_of_the_past_are_checked_too() {
        for (sound, spoiled, words) in [
            ("until = \"2012\"", "until = \"demain\"", "« demain »"),
            ("date = \"2020-01-01\"", "date = \"2020-13-01\"", "2020-13-01"),
            ("name = \"Bureau\"", "name = \" \"", "vide"),
            ("name = \"Bureau\", until = \"2012\" }", "name = \"B\" }, { name = \"B\" }", "deux fois"),
            ("slug = \"nouveau\", date", "slug = \"ancien\", date", "se succède"),
            ("slug = \"nouveau\"\n", "slug = \"ancien\"\n", "deux fois"),
        ] {
            let faults = faults_of(&FILE.replacen(sound, spoiled, 1));
            assert!(faults.iter().any(|(_, said)| said.contains(words)), "{spoiled}: {faults:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            let _any_answer = read(&bytes, &BTreeSet::new(), &|_| true);
        }

        #[test]
        fn no_spoiled_file_makes_the_reader_panic(at in 0..FILE.len(), cut in 0..9_usize, with in "[\\[\\]{}=\"'., a-z0-9\\\\\n-]{0,4}") {
            let spoiled = format!("{}{with}{}", &FILE[..at], &FILE[(at + cut).min(FILE.len())..]);
            if let Err(faults) = read(spoiled.as_bytes(), &BTreeSet::new(), &|_| true) {
                proptest::prop_assert!(!faults.is_empty());
                proptest::prop_assert!(faults.iter().all(|f| f.line >= 1 && f.line <= spoiled.lines().count() + 1));
            }
        }
    }

    #[test]
    fn a_siret_is_known_by_its_key() {
        assert!(is_siret("73282932000074"));
        assert!(!is_siret("73282932000075"));
        assert!(is_siret("35600000000048"));
    }
}

//! The directory on disk: `organisations.toml`, one `[[organisation]]` each, by slug.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use essaim_geo::TerritoryCode;
use serde::Deserialize;
use toml::Spanned;

use crate::model::Organisation;

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
    /// Not UTF-8.
    NotUtf8,
    /// TOML that cannot be read; the reader's own words.
    Toml(String),
    /// A slug that is none.
    Slug(String),
    /// The same slug twice.
    Twice(String),
    /// An empty name.
    NoName(String),
    /// A SIRET that has not 14 digits or whose check digit is wrong.
    Siret(String),
    /// A website that is neither http nor https.
    Website(String),
    /// A territory that the official tables lack.
    UnknownTerritory(String),
    /// A successor that neither the file nor the directory holds.
    UnknownSuccessor(String),
}

impl DirectoryFault {
    /// What is wrong and how to mend it, in French or in English.
    pub fn describe(&self, english: bool) -> String {
        use DirectoryFaultKind as K;
        let (french, english_words) = match &self.kind {
            K::NotUtf8 => (
                "Le fichier n’est pas en UTF-8 : enregistrez-le dans ce codage.".to_owned(),
                "the file is not UTF-8: save it in that encoding.".to_owned(),
            ),
            K::Toml(words) => (
                format!("Le fichier n’est pas lisible ({words}) : corrigez cette ligne."),
                format!("the file cannot be read ({words}): mend this line."),
            ),
            K::Slug(slug) => (
                format!("« {slug} » n’est pas un nom d’adresse : lettres minuscules sans accent, chiffres et tirets."),
                format!("`{slug}` is no name for an address: lower-case letters, digits and hyphens."),
            ),
            K::Twice(slug) => (
                format!("La structure « {slug} » est écrite deux fois : réunissez-les."),
                format!("the organisation `{slug}` is written twice: join them."),
            ),
            K::NoName(slug) => (
                format!("La structure « {slug} » n’a pas de nom : écrivez-le."),
                format!("the organisation `{slug}` has no name: write it."),
            ),
            K::Siret(siret) => (
                format!("« {siret} » n’est pas un SIRET : 14 chiffres, dont une clé juste."),
                format!("`{siret}` is no SIRET: 14 digits with a right check digit."),
            ),
            K::Website(url) => (
                format!("« {url} » n’est pas une adresse : écrivez-la avec http:// ou https://."),
                format!("`{url}` is no address: write it with http:// or https://."),
            ),
            K::UnknownTerritory(code) => (
                format!("« {code} » n’est pas dans les tables officielles : vérifiez le niveau et le code."),
                format!("`{code}` is not in the official tables: check its level and its code."),
            ),
            K::UnknownSuccessor(slug) => (
                format!("Le successeur « {slug} » n’est pas dans l’annuaire : ajoutez-le."),
                format!("the successor `{slug}` is not in the directory: add it."),
            ),
        };
        if english { english_words } else { french }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    organisation: Vec<Spanned<Organisation>>,
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
    let one = |line, kind| vec![DirectoryFault { line, kind }];
    let text = std::str::from_utf8(bytes)
        .map_err(|error| one(line_of(bytes, error.valid_up_to()), DirectoryFaultKind::NotUtf8))?;
    let text = text.trim_start_matches('\u{feff}');
    let file: File = toml::from_str(text).map_err(|error| {
        let words = error.message().lines().collect::<Vec<_>>().join(" ");
        one(line_of(text.as_bytes(), error.span().map_or(0, |s| s.start)), DirectoryFaultKind::Toml(words))
    })?;
    let written: BTreeSet<&str> = file.organisation.iter().map(|o| o.as_ref().slug.as_str()).collect();
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for spanned in &file.organisation {
        let line = line_of(text.as_bytes(), spanned.span().start);
        let organisation = spanned.as_ref();
        let mut kinds = faults_of(organisation, territory_exists);
        if !seen.insert(organisation.slug.as_str()) {
            kinds.push(DirectoryFaultKind::Twice(organisation.slug.clone()));
        }
        for successor in &organisation.successors {
            if !written.contains(successor.slug.as_str()) && !known.contains(&successor.slug) {
                kinds.push(DirectoryFaultKind::UnknownSuccessor(successor.slug.clone()));
            }
        }
        faults.extend(kinds.into_iter().map(|kind| DirectoryFault { line, kind }));
    }
    if faults.is_empty() { Ok(file.organisation.into_iter().map(Spanned::into_inner).collect()) } else { Err(faults) }
}

fn line_of(bytes: &[u8], position: usize) -> usize {
    bytes[..position.min(bytes.len())].iter().filter(|b| **b == b'\n').count() + 1
}

fn faults_of(
    organisation: &Organisation,
    territory_exists: &dyn Fn(&TerritoryCode) -> bool,
) -> Vec<DirectoryFaultKind> {
    let mut faults = Vec::new();
    if !is_slug(&organisation.slug) {
        faults.push(DirectoryFaultKind::Slug(organisation.slug.chars().take(80).collect()));
    }
    if organisation.name.trim().is_empty() {
        faults.push(DirectoryFaultKind::NoName(organisation.slug.clone()));
    }
    if let Some(siret) = organisation.siret.as_ref().filter(|siret| !is_siret(siret)) {
        faults.push(DirectoryFaultKind::Siret(siret.chars().take(40).collect()));
    }
    if let Some(url) = organisation.website.as_ref().filter(|url| !is_web_address(url)) {
        faults.push(DirectoryFaultKind::Website(url.chars().take(100).collect()));
    }
    if let Some(code) = organisation.territory.as_ref().filter(|code| !territory_exists(code)) {
        faults.push(DirectoryFaultKind::UnknownTerritory(code.to_string()));
    }
    faults
}

fn is_slug(text: &str) -> bool {
    (2..=80).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
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

fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !url.contains(|c: char| c.is_whitespace() || c.is_control()))
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

    #[test]
    fn every_fault_comes_with_its_line() {
        let file = "[[organisation]]\nslug = \"A b\"\nname = \"\"\nkind = \"state\"\nsiret = \"1\"\n\n[[organisation]]\nslug = \"bc\"\nname = \"x\"\nkind = \"state\"\nsuccessors = [{ slug = \"absent\" }]\n";
        let faults = read(file.as_bytes(), &BTreeSet::new(), &|_| true).unwrap_err();
        let lines: Vec<_> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [1, 1, 1, 7]);
        assert!(faults.iter().all(|fault| !fault.describe(false).is_empty() && !fault.describe(true).is_empty()));
    }

    #[test]
    fn a_siret_is_known_by_its_key() {
        assert!(is_siret("73282932000074"));
        assert!(!is_siret("73282932000075"));
        assert!(is_siret("35600000000048"));
    }
}

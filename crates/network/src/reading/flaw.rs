//! What can be wrong with any file that people write, and how to mend it.

use essaim_geo::Level;

use super::SyntaxFlaw;

/// A flaw of a file, for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub kind: FlawKind,
}

/// What can be wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlawKind {
    /// Not UTF-8.
    NotUtf8,
    /// Larger than so many kilobytes.
    TooLarge(usize),
    /// A control character, such as NUL.
    Control,
    /// A line that is no TOML.
    Syntax(SyntaxFlaw),
    /// The same key or the same value twice.
    Twice(String),
    /// A key that must be there.
    Missing(String),
    /// A key that means nothing there; the nearest one, if any.
    UnknownKey(String, Option<String>),
    /// A value of another type.
    WrongType(String, Expected),
    /// A text that must not be empty.
    Empty(String),
    /// A text longer than so many characters.
    TooLong(String, usize),
    /// A list of more than so many entries.
    TooMany(String, usize),
    /// A word that is none of those expected.
    NotOneOf {
        /// The key.
        key: String,
        /// What was written.
        value: String,
        /// What may be.
        known: Vec<&'static str>,
        /// The nearest of them.
        nearest: Option<String>,
    },
    /// A date that is none.
    Date(String),
    /// A year out of 1800–2199.
    Year(String),
    /// An address that is neither http nor https.
    Url(String),
    /// A name that cannot stand in an address.
    Slug(String),
    /// A text that is no territory's code; its level, where it names one.
    TerritoryCode(String, Option<Level>),
    /// A territory that the official tables lack.
    UnknownTerritory(String),
}

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// `true` or `false`.
    Flag,
    /// A table.
    Table,
    /// A list of tables.
    Tables,
}

impl Expected {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("un texte entre guillemets", "a text between quotes"),
            Self::Texts => {
                ("une liste de textes, comme [\"un\", \"deux\"]", "a list of texts, like [\"one\", \"two\"]")
            }
            Self::Number => ("un nombre, trois décimales au plus", "a number with at most three decimals"),
            Self::Whole => ("un nombre entier", "a whole number"),
            Self::Flag => ("true ou false", "true or false"),
            Self::Table => ("une table, comme { clé = valeur }", "a table, like { key = value }"),
            Self::Tables => ("une liste de tables, écrites [[…]]", "a list of tables, written [[…]]"),
        }
    }
}

fn example(level: Option<Level>) -> &'static str {
    match level {
        Some(Level::Region) => "region-44",
        Some(Level::Departement) => "departement-57",
        Some(Level::Arrondissement) => "arrondissement-577",
        Some(Level::Epci) => "epci-200039865",
        Some(Level::Contrat) => "contrat-CV180",
        Some(Level::Qpv) => "qpv-QN05701M",
        Some(Level::Commune) | None => "commune-57463",
    }
}

impl Flaw {
    /// What is wrong and how to mend it, in French or in English.
    pub fn describe(&self, english: bool) -> String {
        self.kind.describe(english)
    }
}

impl FlawKind {
    /// Whether it says that something is not there, which a line that is no TOML may have swallowed.
    pub fn is_absence(&self) -> bool {
        matches!(self, Self::Missing(_))
    }

    /// What is wrong and how to mend it, in French or in English.
    pub fn describe(&self, english: bool) -> String {
        if english { self.english() } else { self.french() }
    }

    fn french(&self) -> String {
        let near = |n: &Option<String>| n.as_ref().map_or(String::new(), |n| format!(" Vouliez-vous écrire « {n} » ?"));
        match self {
            Self::NotUtf8 => "Le fichier n’est pas en UTF-8 : enregistrez-le dans ce codage.".into(),
            Self::TooLarge(limit) => format!("Le fichier dépasse {limit} ko : raccourcissez-le."),
            Self::Control => "La ligne contient un caractère de contrôle, qui ne se voit pas : retirez-le.".into(),
            Self::Syntax(syntax) => syntax.words().0.into(),
            Self::Twice(what) => format!("« {what} » est écrit deux fois : retirez-en un."),
            Self::Missing(key) => format!("« {key} » manque : ajoutez-le."),
            Self::UnknownKey(key, nearest) => {
                format!("« {key} » n’est pas une clé connue ici : retirez-la.{}", near(nearest))
            }
            Self::WrongType(key, expected) => format!("« {key} » attend {} : corrigez-le.", expected.words().0),
            Self::Empty(key) => format!("« {key} » est vide : écrivez-le."),
            Self::TooLong(key, limit) => format!("« {key} » dépasse {limit} caractères : raccourcissez-le."),
            Self::TooMany(key, limit) => format!("« {key} » a plus de {limit} entrées : retirez-en."),
            Self::NotOneOf { key, value, known, nearest } => {
                format!("« {value} » n’est pas une valeur de « {key} » : prenez {}.{}", known.join(", "), near(nearest))
            }
            Self::Date(text) => format!("« {text} » n’est pas une date : écrivez 2018, 2018-06 ou 2018-06-19."),
            Self::Year(year) => format!("{year} n’est pas une année entre 1800 et 2199 : corrigez-la."),
            Self::Url(url) => format!("« {url} » n’est pas une adresse : écrivez-la avec http:// ou https://."),
            Self::Slug(text) => format!(
                "« {text} » n’est pas un nom d’adresse : lettres minuscules sans accent, chiffres et tirets, 2 à 80 caractères."
            ),
            Self::TerritoryCode(text, level) => {
                format!("« {text} » n’est pas un niveau et son code : écrivez par exemple {}.", example(*level))
            }
            Self::UnknownTerritory(code) => {
                format!("« {code} » n’est pas dans les tables officielles : vérifiez le niveau et le code.")
            }
        }
    }

    fn english(&self) -> String {
        let near = |n: &Option<String>| n.as_ref().map_or(String::new(), |n| format!(" Did you mean `{n}`?"));
        match self {
            Self::NotUtf8 => "the file is not UTF-8: save it in that encoding.".into(),
            Self::TooLarge(limit) => format!("the file is over {limit} kB: shorten it."),
            Self::Control => "the line holds a control character, which cannot be seen: remove it.".into(),
            Self::Syntax(syntax) => syntax.words().1.into(),
            Self::Twice(what) => format!("`{what}` is written twice: remove one."),
            Self::Missing(key) => format!("`{key}` is missing: add it."),
            Self::UnknownKey(key, nearest) => format!("`{key}` is no known key here: remove it.{}", near(nearest)),
            Self::WrongType(key, expected) => format!("`{key}` takes {}: correct it.", expected.words().1),
            Self::Empty(key) => format!("`{key}` is empty: write it."),
            Self::TooLong(key, limit) => format!("`{key}` is over {limit} characters: shorten it."),
            Self::TooMany(key, limit) => format!("`{key}` has more than {limit} entries: remove some."),
            Self::NotOneOf { key, value, known, nearest } => {
                format!("`{value}` is no value of `{key}`: take one of {}.{}", known.join(", "), near(nearest))
            }
            Self::Date(text) => format!("`{text}` is not a date: write 2018, 2018-06 or 2018-06-19."),
            Self::Year(year) => format!("{year} is no year between 1800 and 2199: correct it."),
            Self::Url(url) => format!("`{url}` is no address: write it with http:// or https://."),
            Self::Slug(text) => format!(
                "`{text}` is no name for an address: lower-case letters, digits and hyphens, 2 to 80 characters."
            ),
            Self::TerritoryCode(text, level) => {
                format!("`{text}` is not a level and its code: write for example {}.", example(*level))
            }
            Self::UnknownTerritory(code) => {
                format!("`{code}` is not in the official tables: check its level and its code.")
            }
        }
    }
}

//! What is wrong with a file, where, and how to mend it.

use std::fmt;

use crate::model::QuantityFault;

/// One fault of a file, for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What can be wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// Not UTF-8.
    NotUtf8,
    /// Larger than [`super::SIZE_LIMIT`] bytes.
    TooLarge,
    /// No `+++` at the first line.
    NoHead,
    /// No closing `+++`.
    HeadNotClosed,
    /// TOML that cannot be read, or a key or a type that is not expected; the reader's own words.
    Toml(String),
    /// A text that must not be empty.
    Empty(&'static str),
    /// A text longer than the limit, in characters.
    TooLong(&'static str, usize),
    /// `in_brief` has not three sentences.
    NotThreeSentences(usize),
    /// An axis that is none.
    UnknownAxis(String),
    /// A term that the vocabulary lacks; the nearest one, if any.
    UnknownTerm {
        /// The vocabulary's key.
        vocabulary: String,
        /// What was written.
        key: String,
        /// The nearest term.
        nearest: Option<String>,
    },
    /// An axis that must hold one term exactly.
    NotOneTerm(&'static str, usize),
    /// At least one term is needed on this axis.
    NoTerm(&'static str),
    /// The same value twice.
    Twice(String),
    /// An organisation that the directory lacks; the nearest slug, if any.
    UnknownOrganisation(String, Option<String>),
    /// A territory that the official tables lack.
    UnknownTerritory(String),
    /// A figure or an amount that names no source of the file.
    UnknownSource(String),
    /// The numbers of a figure contradict each other.
    Quantity(QuantityFault),
    /// A period that ends before it starts.
    ReversedPeriod,
    /// A year out of 1800–2199.
    Year(i64),
    /// More than four large numbers.
    TooManyHeadlines(usize),
    /// An address that is neither http nor https.
    Url(String),
    /// A picture's name that leaves the folder, or is of a kind that is not taken.
    PictureName(String),
    /// A picture that is listed but does not stand beside the file.
    PictureAbsent(String),
    /// A heading that is not one of the six sections.
    UnknownHeading(String),
    /// A section twice.
    HeadingTwice(String),
    /// Text that stands before the first heading, or between `## Enjeux` and its parts.
    TextOutside,
    /// The first section is missing.
    NoPresentation,
    /// A code block that is never closed.
    FenceNotClosed,
    /// The folder's name is no slug.
    FolderName(String),
    /// A translation whose labels are not as many as the figures or the contributions.
    LabelCount(&'static str, usize, usize),
}

impl Fault {
    /// What is wrong and how to mend it, in French or in English.
    pub fn describe(&self, english: bool) -> String {
        if english { self.kind.english() } else { self.kind.french() }
    }

    pub(crate) fn at(line: usize, kind: FaultKind) -> Self {
        Self { line, kind }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.kind.english())
    }
}

impl FaultKind {
    fn french(&self) -> String {
        use FaultKind as K;
        let nearest =
            |n: &Option<String>| n.as_ref().map_or(String::new(), |n| format!(" Vouliez-vous écrire « {n} » ?"));
        match self {
            K::NotUtf8 => "Le fichier n’est pas en UTF-8 : enregistrez-le dans ce codage.".into(),
            K::TooLarge => format!("Le fichier dépasse {} ko : raccourcissez-le.", super::SIZE_LIMIT / 1024),
            K::NoHead => "L’en-tête manque : la première ligne doit être « +++ ».".into(),
            K::HeadNotClosed => "L’en-tête n’est pas fermé : ajoutez une ligne « +++ » après la dernière clé.".into(),
            K::Toml(words) => format!("L’en-tête n’est pas lisible ({words}) : corrigez cette ligne."),
            K::Empty(key) => format!("« {key} » est vide : écrivez-le."),
            K::TooLong(key, limit) => format!("« {key} » dépasse {limit} caractères : raccourcissez-le."),
            K::NotThreeSentences(n) => format!("« in_brief » a {n} phrases : il en faut trois."),
            K::UnknownAxis(key) => format!("« {key} » n’est pas un axe de classement : retirez-le ou corrigez-le."),
            K::UnknownTerm { vocabulary, key, nearest: n } => {
                format!(
                    "« {key} » n’est pas dans le vocabulaire « {vocabulary} » : prenez l’une de ses clés.{}",
                    nearest(n)
                )
            }
            K::NotOneTerm(axis, n) => format!("« {axis} » a {n} valeurs : il en faut une et une seule."),
            K::NoTerm(axis) => format!("« {axis} » n’a pas de valeur : il en faut au moins une."),
            K::Twice(what) => format!("« {what} » est écrit deux fois : retirez-en un."),
            K::UnknownOrganisation(slug, n) => {
                format!(
                    "La structure « {slug} » n’est pas dans l’annuaire : ajoutez-la à organisations.toml.{}",
                    nearest(n)
                )
            }
            K::UnknownTerritory(code) => {
                format!("« {code} » n’est pas dans les tables officielles : vérifiez le niveau et le code.")
            }
            K::UnknownSource(key) => format!("La source « {key} » n’est pas déclarée : ajoutez-la sous [[sources]]."),
            K::Quantity(fault) => match fault {
                QuantityFault::Absent => "Le nombre manque : donnez « value », ou « min » et « max ».".into(),
                QuantityFault::Both => "« value » est à côté de « min » ou « max » : gardez l’un ou l’autre.".into(),
                QuantityFault::Reversed => "« min » doit être plus petit que « max ».".into(),
            },
            K::ReversedPeriod => "La période finit avant de commencer : échangez « from » et « to ».".into(),
            K::Year(year) => format!("{year} n’est pas une année entre 1800 et 2199 : corrigez-la."),
            K::TooManyHeadlines(n) => format!("{n} chiffres sont mis en avant : gardez-en quatre au plus."),
            K::Url(url) => format!("« {url} » n’est pas une adresse : écrivez-la avec http:// ou https://."),
            K::PictureName(name) => {
                format!(
                    "« {name} » n’est pas une image du dossier : donnez un nom simple en .jpg, .png, .webp ou .avif."
                )
            }
            K::PictureAbsent(name) => {
                format!("L’image « {name} » n’est pas dans le dossier : ajoutez-la ou retirez-la.")
            }
            K::UnknownHeading(title) => {
                format!("« {title} » n’est pas une partie connue : {}.", super::heading_list(false))
            }
            K::HeadingTwice(title) => format!("La partie « {title} » est écrite deux fois : réunissez-les."),
            K::TextOutside => "Ce texte n’est dans aucune partie : placez-le sous un titre connu.".into(),
            K::NoPresentation => "La partie « Présentation » manque : écrivez-la.".into(),
            K::FenceNotClosed => "Un bloc de code n’est pas fermé : ajoutez la ligne ```.".into(),
            K::FolderName(name) => {
                format!(
                    "Le dossier « {name} » n’est pas un nom d’adresse : lettres minuscules sans accent, chiffres et tirets."
                )
            }
            K::LabelCount(key, found, expected) => {
                format!(
                    "« {key} » a {found} lignes pour {expected} attendues : une par chiffre ou par apport, dans l’ordre."
                )
            }
        }
    }

    fn english(&self) -> String {
        use FaultKind as K;
        let nearest = |n: &Option<String>| n.as_ref().map_or(String::new(), |n| format!(" Did you mean `{n}`?"));
        match self {
            K::NotUtf8 => "the file is not UTF-8: save it in that encoding.".into(),
            K::TooLarge => format!("the file is over {} kB: shorten it.", super::SIZE_LIMIT / 1024),
            K::NoHead => "the head is missing: the first line must be `+++`.".into(),
            K::HeadNotClosed => "the head is not closed: add a line `+++` after its last key.".into(),
            K::Toml(words) => format!("the head cannot be read ({words}): mend this line."),
            K::Empty(key) => format!("`{key}` is empty: write it."),
            K::TooLong(key, limit) => format!("`{key}` is over {limit} characters: shorten it."),
            K::NotThreeSentences(n) => format!("`in_brief` has {n} sentences: three are needed."),
            K::UnknownAxis(key) => format!("`{key}` is no axis of the classification: remove or correct it."),
            K::UnknownTerm { vocabulary, key, nearest: n } => {
                format!("`{key}` is not in the vocabulary `{vocabulary}`: take one of its keys.{}", nearest(n))
            }
            K::NotOneTerm(axis, n) => format!("`{axis}` has {n} values: exactly one is needed."),
            K::NoTerm(axis) => format!("`{axis}` has no value: at least one is needed."),
            K::Twice(what) => format!("`{what}` is written twice: remove one."),
            K::UnknownOrganisation(slug, n) => {
                format!(
                    "the organisation `{slug}` is not in the directory: add it to organisations.toml.{}",
                    nearest(n)
                )
            }
            K::UnknownTerritory(code) => {
                format!("`{code}` is not in the official tables: check its level and its code.")
            }
            K::UnknownSource(key) => format!("the source `{key}` is not declared: add it under [[sources]]."),
            K::Quantity(fault) => format!("{fault}."),
            K::ReversedPeriod => "the period ends before it starts: swap `from` and `to`.".into(),
            K::Year(year) => format!("{year} is no year between 1800 and 2199: correct it."),
            K::TooManyHeadlines(n) => format!("{n} figures are headlines: keep four at most."),
            K::Url(url) => format!("`{url}` is no address: write it with http:// or https://."),
            K::PictureName(name) => {
                format!("`{name}` is no picture of the folder: give a plain name in .jpg, .png, .webp or .avif.")
            }
            K::PictureAbsent(name) => format!("the picture `{name}` is not in the folder: add it or remove it."),
            K::UnknownHeading(title) => format!("`{title}` is no known section: {}.", super::heading_list(true)),
            K::HeadingTwice(title) => format!("the section `{title}` is written twice: join them."),
            K::TextOutside => "this text is in no section: move it under a known heading.".into(),
            K::NoPresentation => {
                "the first section (`Présentation`, `Overview` in English) is missing: write it.".into()
            }
            K::FenceNotClosed => "a code block is not closed: add a line ```.".into(),
            K::FolderName(name) => {
                format!("the folder `{name}` is no name for an address: lower-case letters, digits and hyphens.")
            }
            K::LabelCount(key, found, expected) => {
                format!(
                    "`{key}` has {found} lines where {expected} are expected: one per figure or contribution, in order."
                )
            }
        }
    }
}

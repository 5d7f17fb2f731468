//! What is wrong with a file, where, and how to mend it.

use std::fmt;

use essaim_network::reading::{Flaw, FlawKind};
use essaim_web::ExcessKind;

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
    /// What can be wrong with any file.
    Reading(FlawKind),
    /// A file that the system does not let be read.
    Unreadable,
    /// Nothing but what another file, refused too, would have brought: that file's name.
    Waits(&'static str),
    /// No `+++` at the first line.
    NoHead,
    /// A head in YAML, between `---` lines.
    YamlHead,
    /// No closing `+++`.
    HeadNotClosed,
    /// `in_brief` has not three sentences.
    NotThreeSentences(usize),
    /// A line of `in_brief` that holds several sentences.
    SeveralSentences(usize),
    /// An axis that is none; the nearest one, if any.
    UnknownAxis(String, Option<String>),
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
    /// An organisation that the directory lacks; the nearest slug, if any.
    UnknownOrganisation(String, Option<String>),
    /// A figure or an amount that names no source of the file.
    UnknownSource(String),
    /// The numbers of a figure contradict each other.
    Quantity(QuantityFault),
    /// A contribution told in part: these keys are missing.
    IncompleteAmount(Vec<&'static str>),
    /// A period that ends before it starts.
    ReversedPeriod,
    /// More than four large numbers.
    TooManyHeadlines(usize),
    /// A picture's name that leaves the folder, or is of a kind that is not taken.
    PictureName(String),
    /// A picture that is listed but does not stand beside the file.
    PictureAbsent(String),
    /// A picture over [`super::PICTURE_LIMIT`] bytes.
    PictureTooLarge(String),
    /// A picture whose bytes are not what its name says.
    PictureKind(String),
    /// A heading that is not one of the six sections.
    UnknownHeading(String),
    /// A section twice.
    HeadingTwice(String),
    /// Text that stands before the first heading, or between `## Enjeux` and its parts.
    TextOutside,
    /// A text that would cost too much to show.
    Markdown(ExcessKind),
    /// The first section is missing.
    NoPresentation,
    /// A code block that is never closed.
    FenceNotClosed,
    /// The folder's name is no slug.
    FolderName(String),
    /// The folder's name now leads to another experience.
    SlugMoved(String, String),
    /// A former slug that belongs to another experience.
    SlugTaken(String, String),
    /// A former slug that is the present one.
    OwnSlug(String),
    /// A translation whose labels are not as many as the figures or the contributions.
    LabelCount(&'static str, usize, usize),
    /// A key of a vocabulary or of a term that cannot be one.
    Key(String),
    /// The address key of a vocabulary is not the one that searches know, if any.
    Parameter(String, Option<&'static str>),
    /// Synonyms of which there is only one.
    LoneWord,
}

impl Fault {
    /// What is wrong and how to mend it, in French or in English.
    pub fn describe(&self, english: bool) -> String {
        self.kind.describe(english)
    }

    pub(crate) fn at(line: usize, kind: FaultKind) -> Self {
        Self { line, kind }
    }
}

impl From<Flaw> for Fault {
    fn from(flaw: Flaw) -> Self {
        Self { line: flaw.line, kind: FaultKind::Reading(flaw.kind) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.kind.english())
    }
}

impl FaultKind {
    /// Whether it says that something is not there, which a line that is no TOML may have swallowed.
    pub(super) fn is_absence(&self) -> bool {
        match self {
            Self::Reading(flaw) => flaw.is_absence(),
            Self::Quantity(fault) => *fault == QuantityFault::Absent,
            Self::NoTerm(_)
            | Self::UnknownSource(_)
            | Self::NotThreeSentences(_)
            | Self::IncompleteAmount(_)
            | Self::LabelCount(..)
            | Self::LoneWord => true,
            _ => false,
        }
    }

    /// What is wrong and how to mend it, in French or in English.
    pub fn describe(&self, english: bool) -> String {
        if english { self.english() } else { self.french() }
    }

    fn french(&self) -> String {
        use FaultKind as K;
        let nearest =
            |n: &Option<String>| n.as_ref().map_or(String::new(), |n| format!(" Vouliez-vous écrire « {n} » ?"));
        match self {
            K::Reading(flaw) => flaw.describe(false),
            K::Unreadable => "Le fichier ne peut pas être lu : vérifiez ses droits et le disque.".into(),
            K::Waits(file) => format!("Ce qu’il nomme attend {file} : corrigez d’abord ce fichier."),
            K::YamlHead => "L’en-tête est en YAML (« --- ») : écrivez-le en TOML, entre deux lignes « +++ ».".into(),
            K::NoHead => "L’en-tête manque : la première ligne doit être « +++ ».".into(),
            K::HeadNotClosed => "L’en-tête n’est pas fermé : ajoutez une ligne « +++ » après la dernière clé.".into(),
            K::NotThreeSentences(n) => format!("« in_brief » a {n} phrases : il en faut trois."),
            K::SeveralSentences(n) => {
                format!("Cette ligne de « in_brief » a {n} phrases : il en faut une par ligne, trois en tout.")
            }
            K::UnknownAxis(key, n) => {
                format!("« {key} » n’est pas un axe de classement : retirez-le ou corrigez-le.{}", nearest(n))
            }
            K::UnknownTerm { vocabulary, key, nearest: n } => {
                format!(
                    "« {key} » n’est pas dans le vocabulaire « {vocabulary} » : prenez l’une de ses clés.{}",
                    nearest(n)
                )
            }
            K::NotOneTerm(axis, n) => format!("« {axis} » a {n} valeurs : il en faut une et une seule."),
            K::NoTerm(axis) => format!("« {axis} » n’a pas de valeur : il en faut au moins une."),
            K::UnknownOrganisation(slug, n) => {
                format!(
                    "La structure « {slug} » n’est pas dans l’annuaire : ajoutez-la à organisations.toml.{}",
                    nearest(n)
                )
            }
            K::UnknownSource(key) => format!("La source « {key} » n’est pas déclarée : ajoutez-la sous [[sources]]."),
            K::Quantity(fault) => match fault {
                QuantityFault::Absent => "Le nombre manque : donnez « value », ou « min » et « max ».".into(),
                QuantityFault::Both => "« value » est à côté de « min » ou « max » : gardez l’un ou l’autre.".into(),
                QuantityFault::Reversed => "« min » doit être plus petit que « max ».".into(),
            },
            K::IncompleteAmount(missing) => format!(
                "Un apport chiffré donne « value » (ou « min » et « max »), « unit » et « source » ensemble : ajoutez {}.",
                missing.iter().map(|key| format!("« {key} »")).collect::<Vec<_>>().join(" et ")
            ),
            K::ReversedPeriod => "La période finit avant de commencer : échangez « from » et « to ».".into(),
            K::TooManyHeadlines(n) => format!("{n} chiffres sont mis en avant : gardez-en quatre au plus."),
            K::PictureName(name) => {
                format!(
                    "« {name} » n’est pas une image du dossier : donnez un nom simple en .jpg, .png, .webp ou .avif."
                )
            }
            K::PictureAbsent(name) => {
                format!("L’image « {name} » n’est pas dans le dossier : ajoutez-la ou retirez-la.")
            }
            K::PictureTooLarge(name) => {
                format!("L’image « {name} » dépasse {} Mo : réduisez-la.", super::PICTURE_LIMIT / 1024 / 1024)
            }
            K::PictureKind(name) => {
                format!("« {name} » n’a pas le contenu que son nom annonce : enregistrez l’image dans ce format.")
            }
            K::UnknownHeading(title) => {
                format!("« {title} » n’est pas une partie connue : {}.", super::heading_list(false))
            }
            K::HeadingTwice(title) => format!("La partie « {title} » est écrite deux fois : réunissez-les."),
            K::TextOutside => "Ce texte n’est dans aucune partie : placez-le sous un titre connu.".into(),
            K::Markdown(excess) => excess_in_french(*excess),
            K::NoPresentation => "La partie « Présentation » manque : écrivez-la.".into(),
            K::FenceNotClosed => "Un bloc de code n’est pas fermé : ajoutez la ligne ```.".into(),
            K::FolderName(name) => {
                format!(
                    "Le dossier « {name} » n’est pas un nom d’adresse : lettres minuscules sans accent, chiffres et tirets."
                )
            }
            K::SlugMoved(slug, to) => {
                format!(
                    "L’adresse « {slug} » appartient maintenant à « {to} » : corrigez ce dossier-là, retirez celui-ci."
                )
            }
            K::SlugTaken(slug, by) => {
                format!("L’ancien nom « {slug} » appartient à « {by} » : retirez-le de « former_slugs ».")
            }
            K::OwnSlug(slug) => format!("« {slug} » est le nom présent : retirez-le de « former_slugs »."),
            K::Key(key) => {
                format!("« {key} » n’est pas une clé : lettres sans accent, chiffres et tirets, 80 au plus.")
            }
            K::Parameter(key, Some(known)) => {
                format!("Les adresses filtrent sur « {key} » par « {known} » : écrivez parameter = \"{known}\".")
            }
            K::Parameter(key, None) => format!("Aucune adresse ne filtre sur « {key} » : retirez « parameter »."),
            K::LoneWord => "Un groupe de synonymes a deux mots au moins : ajoutez-en ou retirez-le.".into(),
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
            K::Reading(flaw) => flaw.describe(true),
            K::Unreadable => "the file cannot be read: check its rights and the disk.".into(),
            K::Waits(file) => format!("what it names waits for {file}: mend that file first."),
            K::YamlHead => "the head is in YAML (`---`): write it in TOML, between two lines `+++`.".into(),
            K::NoHead => "the head is missing: the first line must be `+++`.".into(),
            K::HeadNotClosed => "the head is not closed: add a line `+++` after its last key.".into(),
            K::NotThreeSentences(n) => format!("`in_brief` has {n} sentences: three are needed."),
            K::SeveralSentences(n) => {
                format!("this line of `in_brief` has {n} sentences: one a line is needed, three in all.")
            }
            K::UnknownAxis(key, n) => {
                format!("`{key}` is no axis of the classification: remove or correct it.{}", nearest(n))
            }
            K::UnknownTerm { vocabulary, key, nearest: n } => {
                format!("`{key}` is not in the vocabulary `{vocabulary}`: take one of its keys.{}", nearest(n))
            }
            K::NotOneTerm(axis, n) => format!("`{axis}` has {n} values: exactly one is needed."),
            K::NoTerm(axis) => format!("`{axis}` has no value: at least one is needed."),
            K::UnknownOrganisation(slug, n) => {
                format!(
                    "the organisation `{slug}` is not in the directory: add it to organisations.toml.{}",
                    nearest(n)
                )
            }
            K::UnknownSource(key) => format!("the source `{key}` is not declared: add it under [[sources]]."),
            K::Quantity(fault) => format!("{fault}."),
            K::IncompleteAmount(missing) => format!(
                "a measured contribution gives `value` (or `min` and `max`), `unit` and `source` together: add {}.",
                missing.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" and ")
            ),
            K::ReversedPeriod => "the period ends before it starts: swap `from` and `to`.".into(),
            K::TooManyHeadlines(n) => format!("{n} figures are headlines: keep four at most."),
            K::PictureName(name) => {
                format!("`{name}` is no picture of the folder: give a plain name in .jpg, .png, .webp or .avif.")
            }
            K::PictureAbsent(name) => format!("the picture `{name}` is not in the folder: add it or remove it."),
            K::PictureTooLarge(name) => {
                format!("the picture `{name}` is over {} MB: make it smaller.", super::PICTURE_LIMIT / 1024 / 1024)
            }
            K::PictureKind(name) => format!("`{name}` does not hold what its name says: save it in that format."),
            K::UnknownHeading(title) => format!("`{title}` is no known section: {}.", super::heading_list(true)),
            K::HeadingTwice(title) => format!("the section `{title}` is written twice: join them."),
            K::TextOutside => "this text is in no section: move it under a known heading.".into(),
            K::Markdown(excess) => excess_in_english(*excess),
            K::NoPresentation => {
                "the first section (`Présentation`, `Overview` in English) is missing: write it.".into()
            }
            K::FenceNotClosed => "a code block is not closed: add a line ```.".into(),
            K::FolderName(name) => {
                format!("the folder `{name}` is no name for an address: lower-case letters, digits and hyphens.")
            }
            K::SlugMoved(slug, to) => {
                format!("the address `{slug}` now belongs to `{to}`: correct that folder, remove this one.")
            }
            K::SlugTaken(slug, by) => {
                format!("the former name `{slug}` belongs to `{by}`: remove it from `former_slugs`.")
            }
            K::OwnSlug(slug) => format!("`{slug}` is the present name: remove it from `former_slugs`."),
            K::Key(key) => format!("`{key}` is no key: plain letters, digits and hyphens, 80 at most."),
            K::Parameter(key, Some(known)) => {
                format!("addresses filter on `{key}` by `{known}`: write parameter = \"{known}\".")
            }
            K::Parameter(key, None) => format!("no address filters on `{key}`: remove `parameter`."),
            K::LoneWord => "a group of synonyms has two words at least: add some or remove it.".into(),
            K::LabelCount(key, found, expected) => {
                format!(
                    "`{key}` has {found} lines where {expected} are expected: one per figure or contribution, in order."
                )
            }
        }
    }
}

fn excess_in_french(excess: ExcessKind) -> String {
    match excess {
        ExcessKind::Long(limit) => format!("Le texte dépasse {limit} Ko : raccourcissez-le ou partagez-le."),
        ExcessKind::Deep(limit) => format!(
            "Des citations, listes ou balises HTML s’emboîtent sur plus de {limit} niveaux : aplatissez-les, fermez les balises."
        ),
        ExcessKind::Tags(limit) => format!("Le texte a plus de {limit} balises HTML : écrivez-le en Markdown."),
        ExcessKind::Pieces(limit) => {
            format!("Le texte a plus de {limit} morceaux (cellules de tableau, liens, marques) : simplifiez-le.")
        }
    }
}

fn excess_in_english(excess: ExcessKind) -> String {
    match excess {
        ExcessKind::Long(limit) => format!("the text is over {limit} KB: shorten or divide it."),
        ExcessKind::Deep(limit) => {
            format!("quotes, lists or HTML tags are nested more than {limit} deep: flatten them, close the tags.")
        }
        ExcessKind::Tags(limit) => format!("the text has more than {limit} HTML tags: write it in Markdown."),
        ExcessKind::Pieces(limit) => {
            format!("the text has more than {limit} pieces (cells of tables, links, marks): make it simpler.")
        }
    }
}

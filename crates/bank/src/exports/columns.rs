//! The tables that the bank publishes: their columns, once, for CSV, XLSX, JSON and Table Schema alike.

use std::sync::Arc;

use essaim_web::{Cell, Lang};

use super::rows;
use crate::snapshot::{Entry, Snapshot};
use crate::words::Wording;

/// What a column holds, in the words of Table Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text.
    Text,
    /// Number.
    Number,
    /// Whole number.
    Integer,
    /// Year.
    Year,
    /// Date known to the year, the month or the day.
    PartialDate,
    /// Instant, RFC 3339.
    Instant,
    /// Address of the web.
    Url,
}

impl Kind {
    /// `type` and `format` of Table Schema.
    pub(super) fn table_schema(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Text | Self::PartialDate => ("string", None),
            Self::Number => ("number", None),
            Self::Integer => ("integer", None),
            Self::Year => ("year", None),
            Self::Instant => ("datetime", None),
            Self::Url => ("string", Some("uri")),
        }
    }
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its name, a word of the glossary.
    pub(super) name: &'static str,
    /// What it holds.
    pub(super) kind: Kind,
    /// What it means, in French.
    pub(super) fr: &'static str,
    /// What it means, in English.
    pub(super) en: &'static str,
}

const fn column(name: &'static str, kind: Kind, fr: &'static str, en: &'static str) -> Column {
    Column { name, kind, fr, en }
}

/// What rows are made from.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The bank.
    pub(super) snapshot: &'a Snapshot,
    /// Its words.
    pub(super) words: Wording<'a>,
    /// The public address of the site, language included, without a final slash.
    pub(super) base: &'a str,
}

/// A published table.
pub(super) struct Dataset {
    /// Its name in addresses.
    pub(super) key: &'static str,
    /// Its title, in French and English.
    pub(super) title: (&'static str, &'static str),
    /// What a row is, in French and English.
    pub(super) about: (&'static str, &'static str),
    /// The column that names a row, where one does.
    pub(super) primary_key: &'static [&'static str],
    /// Its columns.
    pub(super) columns: &'static [Column],
    /// How many rows an experience has.
    pub(super) count: fn(&Entry) -> usize,
    /// The rows of an experience.
    pub(super) rows: fn(&Context<'_>, &Arc<Entry>) -> Vec<Vec<Cell>>,
    /// The rows that belong to no experience: tombstones, vocabularies.
    pub(super) others: fn(&Context<'_>, Option<jiff::Timestamp>) -> Vec<Vec<Cell>>,
}

impl Dataset {
    /// Its title in a language.
    pub(super) fn title_in(&self, lang: Lang) -> &'static str {
        if lang == Lang::En { self.title.1 } else { self.title.0 }
    }

    /// What a row is, in a language.
    pub(super) fn about_in(&self, lang: Lang) -> &'static str {
        if lang == Lang::En { self.about.1 } else { self.about.0 }
    }

    /// By its name in addresses.
    pub(super) fn find(key: &str) -> Option<&'static Self> {
        DATASETS.iter().find(|dataset| dataset.key == key)
    }
}

/// All the published tables.
pub(super) static DATASETS: [Dataset; 5] = [
    Dataset {
        key: "experiences",
        title: ("Expériences", "Experiences"),
        about: ("Une ligne par expérience, publiée ou retirée.", "One row per experience, published or withdrawn."),
        primary_key: &["slug"],
        columns: &EXPERIENCES,
        count: |_| 1,
        rows: rows::experience,
        others: rows::tombstones,
    },
    Dataset {
        key: "chiffres",
        title: ("Chiffres clés", "Key figures"),
        about: (
            "Une ligne par chiffre, avec sa période et sa source.",
            "One row per figure, with its period and source.",
        ),
        primary_key: &["experience", "position"],
        columns: &FIGURES,
        count: |entry| entry.experience.figures.len(),
        rows: rows::figures,
        others: rows::none,
    },
    Dataset {
        key: "partenaires",
        title: ("Partenaires", "Partners"),
        about: (
            "Une ligne par structure et par rôle dans une expérience.",
            "One row per organisation and role in an experience.",
        ),
        primary_key: &["experience", "position"],
        columns: &PARTNERS,
        count: |entry| entry.experience.partners.len(),
        rows: rows::partners,
        others: rows::none,
    },
    Dataset {
        key: super::datasets::PLACES,
        title: ("Lieux", "Places"),
        about: (
            "Une ligne par territoire d’une expérience, avec ce qui les relie.",
            "One row per territory of an experience, with what ties them.",
        ),
        primary_key: &["experience", "position"],
        columns: &PLACES,
        count: |entry| entry.experience.places.len(),
        rows: rows::places,
        others: rows::none,
    },
    Dataset {
        key: "vocabulaires",
        title: ("Vocabulaires", "Vocabularies"),
        about: ("Une ligne par terme : clé stable et libellés.", "One row per term: stable key and labels."),
        primary_key: &["vocabulary", "key"],
        columns: &VOCABULARIES,
        count: |_| 0,
        rows: rows::no_rows,
        others: rows::vocabularies,
    },
];

const UPDATED: Column =
    column("updated_at", Kind::Instant, "Dernière modification de l’expérience", "Last change of the experience");
const EXPERIENCE: Column = column(
    "experience",
    Kind::Text,
    "Identifiant de l’expérience dans les adresses",
    "Name of the experience in addresses",
);
const POSITION: Column =
    column("position", Kind::Integer, "Rang de la ligne dans l’expérience", "Place of the row in the experience");

static EXPERIENCES: [Column; 27] = [
    column("slug", Kind::Text, "Identifiant dans les adresses", "Name in addresses"),
    column("url", Kind::Url, "Adresse de la page", "Address of the page"),
    column("status", Kind::Text, "published ou withdrawn", "published or withdrawn"),
    column("title", Kind::Text, "Titre", "Title"),
    column("summary", Kind::Text, "Résumé en une phrase", "One sentence"),
    column("in_brief", Kind::Text, "En bref, trois phrases", "In brief, three sentences"),
    column("situation_year", Kind::Year, "Année dont parle le texte", "Year of which the text speaks"),
    column("known_status", Kind::Text, "Ce que l’on sait depuis", "What is known since"),
    column("situation", Kind::Text, "La situation en toutes lettres", "The situation in words"),
    column("checked_on", Kind::PartialDate, "Dernière vérification", "Last check"),
    column("place", Kind::Text, "Où, en toutes lettres", "Where, in words"),
    column("leads", Kind::Text, "Qui porte", "Who leads"),
    column("audience", Kind::Text, "Pour qui, en toutes lettres", "For whom, in words"),
    column("category", Kind::Text, "Catégories (clés séparées par |)", "Categories (keys separated by |)"),
    column("lever", Kind::Text, "Leviers (clés)", "Levers (keys)"),
    column("objective", Kind::Text, "Objectifs locaux (clés)", "Local objectives (keys)"),
    column("public", Kind::Text, "Publics (clés)", "Publics (keys)"),
    column("theme", Kind::Text, "Thèmes (clés)", "Themes (keys)"),
    column("sector", Kind::Text, "Sections de la NAF", "Sections of NAF"),
    column("lead_kind", Kind::Text, "Nature du porteur (clés)", "Kind of lead organisation (keys)"),
    column("scale", Kind::Text, "Échelle (clé)", "Scale (key)"),
    column("means", Kind::Text, "Moyens nécessaires (clé)", "Means needed (key)"),
    column("maturity", Kind::Text, "Maturité (clé)", "Maturity (key)"),
    column("contribution", Kind::Text, "Apports attendus (clés)", "What is asked (keys)"),
    column("created_at", Kind::Instant, "Entrée dans la banque", "Entry into the bank"),
    UPDATED,
    column("withdrawn_at", Kind::Instant, "Retrait de la banque", "Withdrawal from the bank"),
];

static FIGURES: [Column; 18] = [
    EXPERIENCE,
    POSITION,
    column("label", Kind::Text, "Ce qui est compté", "What is counted"),
    column("value", Kind::Number, "Valeur", "Value"),
    column("min", Kind::Number, "Borne basse", "Lower end"),
    column("max", Kind::Number, "Borne haute", "Upper end"),
    column("unit", Kind::Text, "Unité (clé)", "Unit (key)"),
    column("qualifier", Kind::Text, "Précision (clé)", "Qualifier (key)"),
    column("nature", Kind::Text, "Nature (clé)", "Nature (key)"),
    column("from", Kind::PartialDate, "Début de la période", "Start of the period"),
    column("to", Kind::PartialDate, "Fin de la période", "End of the period"),
    column("scope", Kind::Text, "Territoire (niveau-code)", "Territory (level-code)"),
    column("scope_note", Kind::Text, "Précision sur le territoire", "Precision on the scope"),
    column("headline", Kind::Text, "oui pour un chiffre mis en avant", "yes for a headline figure"),
    column("source", Kind::Text, "Source", "Source"),
    column("source_url", Kind::Url, "Adresse de la source", "Address of the source"),
    column("words", Kind::Text, "Le chiffre en toutes lettres", "The figure in words"),
    UPDATED,
];

static PARTNERS: [Column; 15] = [
    EXPERIENCE,
    POSITION,
    column("organisation", Kind::Text, "Identifiant de la structure", "Name of the organisation in addresses"),
    column("name", Kind::Text, "Nom", "Name"),
    column("role", Kind::Text, "Rôle (clé)", "Role (key)"),
    column("note", Kind::Text, "Précision", "Precision"),
    column("goods", Kind::Text, "Dons en nature", "Gifts in kind"),
    column("value", Kind::Number, "Montant en euros", "Amount in euros"),
    column("min", Kind::Number, "Borne basse", "Lower end"),
    column("max", Kind::Number, "Borne haute", "Upper end"),
    column("qualifier", Kind::Text, "Précision du montant (clé)", "Qualifier of the amount (key)"),
    column("from", Kind::PartialDate, "Début de la période", "Start of the period"),
    column("to", Kind::PartialDate, "Fin de la période", "End of the period"),
    column("website", Kind::Url, "Site de la structure", "Website of the organisation"),
    UPDATED,
];

static PLACES: [Column; 10] = [
    EXPERIENCE,
    POSITION,
    column("territory", Kind::Text, "Territoire (niveau-code)", "Territory (level-code)"),
    column("name", Kind::Text, "Nom", "Name"),
    column("relation", Kind::Text, "Relation (clé)", "Relation (key)"),
    column("year", Kind::Year, "Depuis", "Since"),
    column("note", Kind::Text, "Précision", "Precision"),
    column(
        "lon",
        Kind::Number,
        "Longitude, en degrés, d’un point de la carte",
        "Longitude, in degrees, of a point of the map",
    ),
    column(
        "lat",
        Kind::Number,
        "Latitude, en degrés, d’un point de la carte",
        "Latitude, in degrees, of a point of the map",
    ),
    UPDATED,
];

static VOCABULARIES: [Column; 8] = [
    column("vocabulary", Kind::Text, "Clé du vocabulaire", "Key of the vocabulary"),
    column("vocabulary_label", Kind::Text, "Libellé du vocabulaire", "Label of the vocabulary"),
    column("parameter", Kind::Text, "Clé dans les adresses", "Key in addresses"),
    column("key", Kind::Text, "Clé du terme", "Key of the term"),
    column("label_fr", Kind::Text, "Libellé en français", "Label in French"),
    column("label_en", Kind::Text, "Libellé en anglais", "Label in English"),
    column(
        "data_inclusion",
        Kind::Text,
        "Valeur correspondante de data·inclusion (schéma v1)",
        "Matching value of data·inclusion (schema v1)",
    ),
    column(
        "source",
        Kind::Text,
        "Source des termes, quand ils ne sont pas les nôtres",
        "Source of the terms, when they are not our own",
    ),
];

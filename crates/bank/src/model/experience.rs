//! An experience of the bank: an action told, dated, sourced.

use essaim_geo::TerritoryCode;
use serde::{Deserialize, Serialize};

use super::{Axis, Decimal, Nature, PartialDate, Period, Qualifier, Quantity, Slug};

/// One entry of the bank, as read from its file or from the store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Experience {
    /// Its name in addresses.
    pub slug: Slug,
    /// Names that it had before: they redirect to the present one.
    pub former_slugs: Vec<Slug>,
    /// Whether visitors see it.
    pub status: Status,
    /// What is told, in French.
    pub text: Text,
    /// What is told in English, where somebody wrote it.
    pub english: Option<Text>,
    /// When what is told was true and what is known since.
    pub situation: Situation,
    /// Its terms, axis by axis.
    pub classification: Classification,
    /// Where the facts come from.
    pub sources: Vec<Source>,
    /// Where it happens, what it covers…
    pub places: Vec<Place>,
    /// Who takes part, and how.
    pub partners: Vec<Partner>,
    /// Its figures, typed.
    pub figures: Vec<KeyFigure>,
    /// What is asked of an economic actor.
    pub contributions: Vec<Contribution>,
    /// Whom to ask: organisations and functions, never persons.
    pub referents: Vec<Referent>,
    /// Where to read more.
    pub links: Vec<Link>,
    /// Pictures that stand beside the file.
    pub pictures: Vec<Picture>,
}

/// Whether visitors see an experience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Seen by all.
    #[default]
    Published,
    /// Being written: in the store and in files, on no page.
    Draft,
    /// Taken off: its address says so, feeds keep a tombstone.
    Withdrawn,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Published, Self::Draft, Self::Withdrawn];

    /// Its key in files and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Draft => "draft",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The words of an experience in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// Its title.
    pub title: String,
    /// One sentence for cards, at most [`Text::SUMMARY_LIMIT`] characters.
    pub summary: String,
    /// « En bref »: three plain sentences.
    pub in_brief: Vec<String>,
    /// « Y aller », where an inhabitant can come.
    pub access: Option<Access>,
    /// The story, section by section; Markdown; an absent section is empty.
    pub sections: [String; 6],
    /// In a translation, the labels of the figures, in their order. Empty in French.
    pub figure_labels: Vec<String>,
    /// In a translation, what is asked, in the order of the contributions. Empty in French.
    pub contribution_texts: Vec<String>,
}

impl Text {
    /// The longest summary, in characters.
    pub const SUMMARY_LIMIT: usize = 180;

    /// A section's Markdown.
    pub fn section(&self, section: Section) -> &str {
        &self.sections[section as usize]
    }
}

/// The sections of the story, in their order on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// What the action is.
    Presentation,
    /// What inhabitants and partners hope for.
    StakesInhabitants,
    /// What economic actors hope for.
    StakesEconomic,
    /// Where it comes from and how it is held up.
    Context,
    /// The editors' view on what transfers.
    GoingFurther,
    /// What else deserves notice.
    WorthNoting,
}

impl Section {
    /// All, in order.
    pub const ALL: [Self; 6] = [
        Self::Presentation,
        Self::StakesInhabitants,
        Self::StakesEconomic,
        Self::Context,
        Self::GoingFurther,
        Self::WorthNoting,
    ];

    /// Its key in the API and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Presentation => "presentation",
            Self::StakesInhabitants => "stakes_inhabitants",
            Self::StakesEconomic => "stakes_economic",
            Self::Context => "context",
            Self::GoingFurther => "going_further",
            Self::WorthNoting => "worth_noting",
        }
    }
}

/// « Y aller »: for whom, where, when, at what cost. At least one line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// For whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// At what cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
}

/// When what is told was true and what is known since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// The year of which the text speaks.
    pub year: i16,
    /// What is known since.
    pub known: KnownStatus,
    /// When somebody last checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_on: Option<PartialDate>,
}

/// What is known of an action since it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KnownStatus {
    /// It runs.
    Running,
    /// It has ended.
    Ended,
    /// Nobody checked.
    Unknown,
}

impl KnownStatus {
    /// All, in the order of the vocabulary `known-status`.
    pub const ALL: [Self; 3] = [Self::Running, Self::Ended, Self::Unknown];

    /// Its key in the vocabulary.
    pub fn key(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Ended => "ended",
            Self::Unknown => "unknown",
        }
    }
}

/// The terms of an experience, axis by axis, as keys of the vocabularies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Classification([Vec<Box<str>>; Axis::COUNT]);

impl Classification {
    /// The terms on one axis, in the file's order.
    pub fn on(&self, axis: Axis) -> &[Box<str>] {
        &self.0[axis as usize]
    }

    /// Sets the terms of one axis.
    pub fn set(&mut self, axis: Axis, terms: Vec<Box<str>>) {
        self.0[axis as usize] = terms;
    }

    /// The only term of an axis that holds one.
    pub fn one(&self, axis: Axis) -> Option<&str> {
        self.on(axis).first().map(|term| &**term)
    }
}

/// A document or a statement from which facts come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// How figures refer to it, within the experience.
    pub key: String,
    /// Its title.
    pub title: String,
    /// The organisation that published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The year of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// Where to read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// How an experience relates to a territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceRelation {
    /// It takes place there.
    HappensIn,
    /// It serves the whole of it, without a place of its own there.
    Covers,
    /// It began there.
    BeganIn,
    /// It is planned there.
    Planned,
    /// The same action exists there too.
    Elsewhere,
}

impl PlaceRelation {
    /// All, in the order of the vocabulary `place-relation`.
    pub const ALL: [Self; 5] = [Self::HappensIn, Self::Covers, Self::BeganIn, Self::Planned, Self::Elsewhere];

    /// Its key in the vocabulary.
    pub fn key(self) -> &'static str {
        match self {
            Self::HappensIn => "happens-in",
            Self::Covers => "covers",
            Self::BeganIn => "began-in",
            Self::Planned => "planned",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// Whether the experience is at work there, so that a filter on a territory around it finds the experience.
    pub fn is_inside(self) -> bool {
        matches!(self, Self::HappensIn | Self::BeganIn | Self::Covers)
    }

    /// Whether it is a point on the map: what merely covers a territory is none.
    pub fn is_point(self) -> bool {
        matches!(self, Self::HappensIn | Self::BeganIn)
    }
}

/// A territory of an experience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Which.
    pub territory: TerritoryCode,
    /// How.
    pub relation: PlaceRelation,
    /// Since when, where sourced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// A precision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What an organisation does in an experience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartnerRole {
    /// Answers for it.
    Leads,
    /// Does it.
    Runs,
    /// Pays.
    Funds,
    /// Gives it a place.
    Hosts,
    /// Helps.
    Supports,
}

impl PartnerRole {
    /// All, in the order of the vocabulary `partner-role`.
    pub const ALL: [Self; 5] = [Self::Leads, Self::Runs, Self::Funds, Self::Hosts, Self::Supports];

    /// Its key in the vocabulary.
    pub fn key(self) -> &'static str {
        match self {
            Self::Leads => "leads",
            Self::Runs => "runs",
            Self::Funds => "funds",
            Self::Hosts => "hosts",
            Self::Supports => "supports",
        }
    }
}

/// An organisation in an experience, in one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Its slug in the directory of organisations.
    pub organisation: String,
    /// Its role.
    pub role: PartnerRole,
    /// A precision.
    pub note: Option<String>,
    /// What it gives in kind.
    pub goods: Option<String>,
    /// The money it puts in, in euros.
    pub amount: Option<Money>,
}

/// Euros given, with how sure one is and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Euros.
    pub quantity: Quantity,
    /// How sure.
    pub qualifier: Qualifier,
    /// Over which period.
    pub period: Period,
    /// Key of the source.
    pub source: Option<String>,
}

/// A figure: how many of what, how sure, when, where, according to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyFigure {
    /// What is counted, in French.
    pub label: String,
    /// How many.
    pub quantity: Quantity,
    /// Key in the vocabulary `figure-unit`.
    pub unit: String,
    /// How sure.
    pub qualifier: Qualifier,
    /// What kind of number.
    pub nature: Nature,
    /// When; undated where the source gives none.
    pub period: Period,
    /// The official territory it is about, where there is one.
    pub scope: Option<TerritoryCode>,
    /// A scope that no official code names, or a precision.
    pub scope_note: Option<String>,
    /// Key of the source.
    pub source: String,
    /// Whether it is one of the large numbers of the page.
    pub headline: bool,
}

/// What is asked of an economic actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// Key in the vocabulary `contribution`.
    pub kind: String,
    /// What, in French.
    pub what: String,
    /// How much, where sourced; otherwise « à préciser ».
    pub amount: Option<ContributionAmount>,
}

/// How much is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContributionAmount {
    /// How many.
    pub quantity: Quantity,
    /// Key in the vocabulary `figure-unit`: it carries the period ("times a month", "€ a year").
    pub unit: String,
    /// How sure.
    pub qualifier: Qualifier,
    /// When it was asked, where dated.
    pub period: Period,
    /// Key of the source.
    pub source: String,
}

/// Whom to ask: a function in an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Referent {
    /// Its slug in the directory of organisations.
    pub organisation: String,
    /// The function, never a name.
    pub function: String,
}

/// Where to read more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// http or https.
    pub url: String,
    /// What one finds there.
    pub label: String,
    /// Key in the vocabulary `link-kind`.
    pub kind: String,
}

/// A picture beside the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// The file's name, in the experience's folder.
    pub file: String,
    /// What it shows, for who does not see it.
    pub alt: String,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

impl Experience {
    /// The text in a language: French where no English stands beside.
    pub fn text_in(&self, english: bool) -> &Text {
        self.english.as_ref().filter(|_| english).unwrap_or(&self.text)
    }

    /// The organisations that answer for it, or else that run it.
    pub fn leaders(&self) -> impl Iterator<Item = &Partner> {
        let wanted = [PartnerRole::Leads, PartnerRole::Runs]
            .into_iter()
            .find(|role| self.partners.iter().any(|p| p.role == *role));
        self.partners.iter().filter(move |p| Some(p.role) == wanted)
    }

    /// One cell per organisation, in its most engaged role: the cover, on cards, pages and in books. The most engaged first,
    /// then the order of the file.
    pub fn cells(&self) -> Vec<(&str, PartnerRole)> {
        let mut cells: Vec<(&str, PartnerRole)> = Vec::new();
        for partner in &self.partners {
            match cells.iter_mut().find(|(organisation, _)| *organisation == partner.organisation) {
                Some((_, role)) => *role = partner.role.min(*role),
                None => cells.push((&partner.organisation, partner.role)),
            }
        }
        cells.sort_by_key(|(_, role)| *role);
        cells
    }

    /// The source that a key names.
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == key)
    }

    /// Euros known to be given by an organisation: exact sums only, in cents of a euro thousandths kept as [`Decimal`].
    pub fn amounts(&self) -> impl Iterator<Item = (&Partner, Decimal)> {
        self.partners.iter().filter_map(|p| match p.amount.as_ref()?.quantity {
            Quantity::Value(value) => Some((p, value)),
            _ => None,
        })
    }
}

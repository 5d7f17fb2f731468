//! An experience as the API tells it: the glossary's English words, keys with their labels.

use std::sync::Arc;

use essaim_geo::TerritoryCode;
use essaim_web::Lang;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{
    Access, Axis, Contribution, Decimal, Experience, KeyFigure, Link, Money, Partner, Period, Place, Quantity,
    Referent, Section, Source, Vocabularies,
};
use crate::snapshot::{Entry, Snapshot};

/// A term of a vocabulary: its stable key and its label in the language asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermBody {
    /// Stable key.
    pub key: String,
    /// Label.
    pub label: String,
}

/// A number: `value`, or `min` and `max`, of which one may be absent.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QuantityBody {
    /// One value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub value: Option<Decimal>,
    /// Lower end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub min: Option<Decimal>,
    /// Upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub max: Option<Decimal>,
}

/// A period: dates known to the year, the month or the day; both absent where the source gives none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PeriodBody {
    /// Its start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// When what is told was true, and what is known since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SituationBody {
    /// The year of which the text speaks.
    pub year: i16,
    /// What is known since.
    pub known_status: TermBody,
    /// When somebody last checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_on: Option<String>,
}

/// A place of an experience.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PlaceBody {
    /// Level-code of the territory.
    #[schema(value_type = String, example = "commune-57463")]
    pub territory: TerritoryCode,
    /// Its name.
    pub name: String,
    /// How the experience relates to it.
    pub relation: TermBody,
    /// Since when, where sourced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// A precision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Longitude and latitude in degrees, for what is a point of the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<[f64; 2]>,
}

/// An organisation in an experience.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PartnerBody {
    /// Slug of the organisation.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: TermBody,
    /// A precision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What it gives in kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods: Option<String>,
    /// The money it puts in, in euros.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<AmountBody>,
}

/// An amount and how sure one is of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AmountBody {
    /// How many.
    #[serde(flatten)]
    pub quantity: QuantityBody,
    /// Unit.
    pub unit: TermBody,
    /// How sure.
    pub qualifier: TermBody,
    /// When.
    pub period: PeriodBody,
    /// Key of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A key figure.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct KeyFigureBody {
    /// What is counted.
    pub label: String,
    /// How many, how sure, when, according to whom.
    #[serde(flatten)]
    pub amount: AmountBody,
    /// What kind of number it is.
    pub nature: TermBody,
    /// Level-code of the territory that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub scope: Option<TerritoryCode>,
    /// A scope that no official code names, or a precision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope_note: Option<String>,
    /// Whether it is one of the large numbers of the page.
    pub headline: bool,
}

/// What is asked of an economic actor.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ContributionBody {
    /// Kind.
    pub kind: TermBody,
    /// What.
    pub what: String,
    /// How much, where sourced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<AmountBody>,
}

/// The terms of an experience, axis by axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClassificationBody {
    /// What it gives access to.
    pub category: Vec<TermBody>,
    /// Why an economic actor joins.
    pub lever: Vec<TermBody>,
    /// Which local objective it serves.
    pub objective: Vec<TermBody>,
    /// For whom.
    pub public: Vec<TermBody>,
    /// About what.
    pub theme: Vec<TermBody>,
    /// Section of NAF.
    pub sector: Vec<TermBody>,
    /// What kind of organisation leads.
    pub lead_kind: Vec<TermBody>,
    /// At which scale.
    pub scale: Vec<TermBody>,
    /// What it takes.
    pub means: Vec<TermBody>,
    /// How far it has come.
    pub maturity: Vec<TermBody>,
}

/// An experience in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ExperienceItem {
    /// Its name in addresses.
    pub slug: String,
    /// The address of its page.
    pub url: String,
    /// Language of its texts.
    pub lang: &'static str,
    /// Title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// When what is told was true, and what is known since.
    pub situation: SituationBody,
    /// Its terms.
    pub classification: ClassificationBody,
    /// Its places.
    pub places: Vec<PlaceBody>,
    /// Who leads.
    pub leads: Vec<String>,
    /// The kinds of contribution asked of an economic actor.
    pub contributions: Vec<TermBody>,
    /// When it entered the bank (RFC 3339).
    #[schema(value_type = String, format = DateTime)]
    pub created_at: jiff::Timestamp,
    /// When it last changed (RFC 3339).
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: jiff::Timestamp,
}

/// Everything that is known of an experience.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ExperienceBody {
    /// What a list also says.
    #[serde(flatten)]
    pub item: ExperienceItem,
    /// Three plain sentences.
    pub in_brief: Vec<String>,
    /// For whom, where, when, at what cost, where an inhabitant can come.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub access: Option<Access>,
    /// The story, section by section, as HTML.
    pub sections: Vec<SectionBody>,
    /// Partners and their roles.
    pub partners: Vec<PartnerBody>,
    /// Key figures.
    pub key_figures: Vec<KeyFigureBody>,
    /// What is asked of an economic actor.
    pub asked: Vec<ContributionBody>,
    /// Whom to ask: organisations and functions.
    #[schema(value_type = Vec<Object>)]
    pub referents: Vec<Referent>,
    /// Where to read more.
    #[schema(value_type = Vec<Object>)]
    pub links: Vec<Link>,
    /// Where the facts come from.
    #[schema(value_type = Vec<Object>)]
    pub sources: Vec<Source>,
    /// Licence of the texts and data.
    pub licence: LicenceBody,
}

/// A section of the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SectionBody {
    /// Which: `presentation`, `stakes_inhabitants`, `stakes_economic`, `context`, `going_further`, `worth_noting`.
    pub key: &'static str,
    /// HTML.
    pub html: String,
}

/// The licence of the contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LicenceBody {
    /// Name.
    pub name: String,
    /// Address.
    pub url: String,
}

/// Writes experiences in one language, from one snapshot.
pub struct Writer<'a> {
    /// The bank.
    pub snapshot: &'a Snapshot,
    /// The language.
    pub lang: Lang,
    /// The public address of the site, without a final slash, language included.
    pub base: String,
    /// The licence.
    pub licence: LicenceBody,
}

impl Writer<'_> {
    fn english(&self) -> bool {
        self.lang == Lang::En
    }

    fn vocabularies(&self) -> &Vocabularies {
        self.snapshot.vocabularies()
    }

    fn term(&self, vocabulary: &str, key: &str) -> TermBody {
        TermBody { key: key.to_owned(), label: self.vocabularies().label(vocabulary, key, self.english()).to_owned() }
    }

    fn axis(&self, experience: &Experience, axis: Axis) -> Vec<TermBody> {
        experience.classification.on(axis).iter().map(|term| self.term(axis.key(), term)).collect()
    }

    /// An experience in a list.
    pub fn item(&self, entry: &Arc<Entry>) -> ExperienceItem {
        let experience = &entry.experience;
        let text = experience.text_in(self.english());
        let axis = |axis| self.axis(experience, axis);
        let mut kinds: Vec<_> = experience.contributions.iter().map(|c| self.term("contribution", &c.kind)).collect();
        kinds.dedup();
        ExperienceItem {
            slug: experience.slug.to_string(),
            url: format!("{}/experiences/{}", self.base, experience.slug),
            lang: if self.english() && experience.english.is_some() { "en" } else { "fr" },
            title: text.title.clone(),
            summary: text.summary.clone(),
            situation: SituationBody {
                year: experience.situation.year,
                known_status: self.term("known-status", experience.situation.known.key()),
                checked_on: experience.situation.checked_on.map(|date| date.to_string()),
            },
            classification: ClassificationBody {
                category: axis(Axis::Category),
                lever: axis(Axis::Lever),
                objective: axis(Axis::Objective),
                public: axis(Axis::Public),
                theme: axis(Axis::Theme),
                sector: axis(Axis::Sector),
                lead_kind: axis(Axis::LeadKind),
                scale: axis(Axis::Scale),
                means: axis(Axis::Means),
                maturity: axis(Axis::Maturity),
            },
            places: experience.places.iter().map(|place| self.place(entry, place)).collect(),
            leads: experience.leaders().map(|partner| self.organisation(&partner.organisation)).collect(),
            contributions: kinds,
            created_at: entry.created_at,
            updated_at: entry.updated_at,
        }
    }

    /// Everything that is known of an experience.
    pub fn body(&self, entry: &Arc<Entry>) -> ExperienceBody {
        let experience = &entry.experience;
        let text = experience.text_in(self.english());
        let story = self.snapshot.story(experience.slug.as_str());
        let sections =
            Section::ALL.into_iter().zip(story.sections(self.english())).filter(|(_, html)| !html.is_empty());
        let figures = experience.figures.iter().enumerate();
        let asked = experience.contributions.iter().enumerate();
        ExperienceBody {
            item: self.item(entry),
            in_brief: text.in_brief.clone(),
            access: text.access.clone(),
            sections: sections
                .map(|(section, html)| SectionBody { key: section.key(), html: html.to_string() })
                .collect(),
            partners: experience.partners.iter().map(|partner| self.partner(partner)).collect(),
            key_figures: figures.map(|(place, figure)| self.figure(figure, text.figure_labels.get(place))).collect(),
            asked: asked.map(|(place, line)| self.asked(line, text.contribution_texts.get(place))).collect(),
            referents: experience.referents.clone(),
            links: experience.links.clone(),
            sources: experience.sources.clone(),
            licence: self.licence.clone(),
        }
    }

    fn organisation(&self, slug: &str) -> String {
        self.snapshot.directory().name(slug).to_owned()
    }

    fn place(&self, entry: &Entry, place: &Place) -> PlaceBody {
        let points = place.relation.is_point().then_some(&entry.card.points);
        let point = points.and_then(|points| points.iter().find(|point| point.territory == place.territory));
        PlaceBody {
            territory: place.territory,
            name: self.snapshot.territory_name(&place.territory),
            relation: self.term("place-relation", place.relation.key()),
            year: place.year,
            note: place.note.clone(),
            point: point.map(|point| [point.lon, point.lat]),
        }
    }

    fn partner(&self, partner: &Partner) -> PartnerBody {
        PartnerBody {
            organisation: partner.organisation.clone(),
            name: self.organisation(&partner.organisation),
            role: self.term("partner-role", partner.role.key()),
            note: partner.note.clone(),
            goods: partner.goods.clone(),
            amount: partner.amount.as_ref().map(|amount| self.money(amount)),
        }
    }

    fn money(&self, money: &Money) -> AmountBody {
        AmountBody {
            quantity: quantity(money.quantity),
            unit: self.term("figure-unit", "eur"),
            qualifier: self.term("figure-qualifier", money.qualifier.key()),
            period: period(money.period),
            source: money.source.clone(),
        }
    }

    fn figure(&self, figure: &KeyFigure, label: Option<&String>) -> KeyFigureBody {
        KeyFigureBody {
            label: label.unwrap_or(&figure.label).clone(),
            amount: AmountBody {
                quantity: quantity(figure.quantity),
                unit: self.term("figure-unit", &figure.unit),
                qualifier: self.term("figure-qualifier", figure.qualifier.key()),
                period: period(figure.period),
                source: Some(figure.source.clone()),
            },
            nature: self.term("figure-nature", figure.nature.key()),
            scope: figure.scope,
            scope_note: figure.scope_note.clone(),
            headline: figure.headline,
        }
    }

    fn asked(&self, contribution: &Contribution, words: Option<&String>) -> ContributionBody {
        ContributionBody {
            kind: self.term("contribution", &contribution.kind),
            what: words.unwrap_or(&contribution.what).clone(),
            amount: contribution.amount.as_ref().map(|amount| AmountBody {
                quantity: quantity(amount.quantity),
                unit: self.term("figure-unit", &amount.unit),
                qualifier: self.term("figure-qualifier", amount.qualifier.key()),
                period: period(amount.period),
                source: Some(amount.source.clone()),
            }),
        }
    }
}

fn quantity(quantity: Quantity) -> QuantityBody {
    let (value, min, max) = quantity.parts();
    QuantityBody { value, min, max }
}

fn period(period: Period) -> PeriodBody {
    PeriodBody { from: period.from.map(|date| date.to_string()), to: period.to.map(|date| date.to_string()) }
}

//! Between rows and the model. A row that says what the model refuses is a damaged database, and is said so.

use sea_orm::entity::prelude::Uuid;

use super::entities as e;
use crate::error::BankError;
use crate::model::{
    Access, Axis, Classification, Contribution, ContributionAmount, Decimal, Experience, KeyFigure, KnownStatus, Link,
    Money, Nature, PartialDate, Partner, PartnerRole, Period, Picture, Place, PlaceRelation, Qualifier, Quantity,
    Referent, Situation, Slug, Source, Status, Text,
};

/// Reads a stored text back into its type.
fn read<T: std::str::FromStr>(what: &'static str, text: &str) -> Result<T, BankError> {
    text.parse().map_err(|_| BankError::damaged(what, text))
}

fn read_optional<T: std::str::FromStr>(what: &'static str, text: Option<&str>) -> Result<Option<T>, BankError> {
    text.map(|text| read(what, text)).transpose()
}

fn from_key<T>(what: &'static str, key: &str, find: impl Fn(&str) -> Option<T>) -> Result<T, BankError> {
    find(key).ok_or_else(|| BankError::damaged(what, key))
}

fn lines(text: &str) -> Result<Vec<String>, BankError> {
    serde_json::from_str(text).map_err(|_| BankError::damaged("lines", text))
}

fn json(lines: &[String]) -> String {
    serde_json::to_string(lines).expect("strings serialise")
}

fn thousandths(number: Option<Decimal>) -> Option<i64> {
    number.map(Decimal::thousandths)
}

fn quantity(value: Option<i64>, min: Option<i64>, max: Option<i64>) -> Result<Quantity, BankError> {
    let decimal = |number: Option<i64>| number.and_then(Decimal::from_thousandths);
    Quantity::from_parts(decimal(value), decimal(min), decimal(max))
        .map_err(|fault| BankError::damaged("quantity", &fault.to_string()))
}

fn period(from: Option<&str>, to: Option<&str>) -> Result<Period, BankError> {
    let date = |text: Option<&str>| read_optional::<PartialDate>("date", text);
    Ok(Period { from: date(from)?, to: date(to)? })
}

fn date(date: Option<PartialDate>) -> Option<String> {
    date.map(|d| d.to_string())
}

/// The rows of one experience, the lines in their order.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) former_slugs: Vec<e::former_slug::Model>,
    pub(super) texts: Vec<e::text::Model>,
    pub(super) terms: Vec<e::experience_term::Model>,
    pub(super) sources: Vec<e::source::Model>,
    pub(super) places: Vec<e::place::Model>,
    pub(super) partners: Vec<e::partner::Model>,
    pub(super) figures: Vec<e::figure::Model>,
    pub(super) contributions: Vec<e::contribution::Model>,
    pub(super) referents: Vec<e::referent::Model>,
    pub(super) links: Vec<e::link::Model>,
    pub(super) pictures: Vec<Picture>,
}

impl Rows {
    /// The rows of an experience, ready to insert. Pictures are written apart, with their bytes.
    pub(super) fn of(id: Uuid, experience: &Experience) -> Self {
        let mut rows = Self { texts: vec![text_row(id, "fr", &experience.text)], ..Self::default() };
        rows.texts.extend(experience.english.as_ref().map(|text| text_row(id, "en", text)));
        rows.former_slugs = each(&experience.former_slugs, |position, slug| e::former_slug::Model {
            slug: slug.to_string(),
            experience_id: id,
            position,
        });
        for axis in Axis::ALL {
            rows.terms.extend(each(experience.classification.on(axis), |position, term| e::experience_term::Model {
                experience_id: id,
                axis: axis.key().to_owned(),
                term: term.to_string(),
                position,
            }));
        }
        rows.sources = each(&experience.sources, |position, source| source_row(id, position, source));
        rows.places = each(&experience.places, |position, place| place_row(id, position, place));
        rows.partners = each(&experience.partners, |position, partner| partner_row(id, position, partner));
        rows.figures = each(&experience.figures, |position, figure| figure_row(id, position, figure));
        rows.contributions = each(&experience.contributions, |position, line| contribution_row(id, position, line));
        rows.referents = each(&experience.referents, |position, referent| e::referent::Model {
            experience_id: id,
            position,
            organisation: referent.organisation.clone(),
            function: referent.function.clone(),
        });
        rows.links = each(&experience.links, |position, link| e::link::Model {
            experience_id: id,
            position,
            url: link.url.clone(),
            label: link.label.clone(),
            kind: link.kind.clone(),
        });
        rows
    }

    /// The experience that the rows tell.
    pub(super) fn into_experience(self, head: &e::experience::Model) -> Result<Experience, BankError> {
        let mut french = None;
        let mut english = None;
        for row in self.texts {
            let slot = if row.lang == "en" { &mut english } else { &mut french };
            *slot = Some(into_text(row)?);
        }
        let mut terms: [Vec<Box<str>>; Axis::COUNT] = Default::default();
        for row in self.terms {
            let axis = from_key("axis", &row.axis, Axis::from_key)?;
            terms[axis as usize].push(row.term.into());
        }
        let mut classification = Classification::default();
        for (axis, terms) in Axis::ALL.into_iter().zip(terms) {
            classification.set(axis, terms);
        }
        Ok(Experience {
            slug: read("slug", &head.slug)?,
            former_slugs: self
                .former_slugs
                .iter()
                .map(|row| read::<Slug>("slug", &row.slug))
                .collect::<Result<_, _>>()?,
            status: from_key("status", &head.status, |key| Status::ALL.into_iter().find(|s| s.key() == key))?,
            text: french.ok_or_else(|| BankError::damaged("text", &head.slug))?,
            english,
            situation: Situation {
                year: head.year,
                known: from_key("known", &head.known, |key| KnownStatus::ALL.into_iter().find(|s| s.key() == key))?,
                checked_on: read_optional("date", head.checked_on.as_deref())?,
            },
            classification,
            sources: self.sources.into_iter().map(into_source).collect(),
            places: self.places.into_iter().map(into_place).collect::<Result<_, _>>()?,
            partners: self.partners.into_iter().map(into_partner).collect::<Result<_, _>>()?,
            figures: self.figures.into_iter().map(into_figure).collect::<Result<_, _>>()?,
            contributions: self.contributions.into_iter().map(into_contribution).collect::<Result<_, _>>()?,
            referents: self
                .referents
                .into_iter()
                .map(|row| Referent { organisation: row.organisation, function: row.function })
                .collect(),
            links: self.links.into_iter().map(|row| Link { url: row.url, label: row.label, kind: row.kind }).collect(),
            pictures: self.pictures,
        })
    }
}

fn each<T, R>(items: &[T], row: impl Fn(i32, &T) -> R) -> Vec<R> {
    (0..).zip(items).map(|(position, item)| row(position, item)).collect()
}

fn text_row(id: Uuid, lang: &str, text: &Text) -> e::text::Model {
    let [presentation, stakes_inhabitants, stakes_economic, context, going_further, worth_noting] =
        text.sections.clone();
    let access = text.access.clone().unwrap_or_default();
    e::text::Model {
        experience_id: id,
        lang: lang.to_owned(),
        title: text.title.clone(),
        summary: text.summary.clone(),
        in_brief: json(&text.in_brief),
        presentation,
        stakes_inhabitants,
        stakes_economic,
        context,
        going_further,
        worth_noting,
        figure_labels: json(&text.figure_labels),
        contribution_texts: json(&text.contribution_texts),
        access_audience: access.audience,
        access_place: access.place,
        access_schedule: access.schedule,
        access_cost: access.cost,
    }
}

fn into_text(row: e::text::Model) -> Result<Text, BankError> {
    let access = Access {
        audience: row.access_audience,
        place: row.access_place,
        schedule: row.access_schedule,
        cost: row.access_cost,
    };
    Ok(Text {
        in_brief: lines(&row.in_brief)?,
        figure_labels: lines(&row.figure_labels)?,
        contribution_texts: lines(&row.contribution_texts)?,
        title: row.title,
        summary: row.summary,
        access: (access != Access::default()).then_some(access),
        sections: [
            row.presentation,
            row.stakes_inhabitants,
            row.stakes_economic,
            row.context,
            row.going_further,
            row.worth_noting,
        ],
    })
}

fn source_row(id: Uuid, position: i32, source: &Source) -> e::source::Model {
    e::source::Model {
        experience_id: id,
        position,
        key: source.key.clone(),
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        year: source.year,
        url: source.url.clone(),
    }
}

fn into_source(row: e::source::Model) -> Source {
    Source { key: row.key, title: row.title, publisher: row.publisher, year: row.year, url: row.url }
}

fn place_row(id: Uuid, position: i32, place: &Place) -> e::place::Model {
    e::place::Model {
        experience_id: id,
        position,
        territory: place.territory.to_string(),
        relation: place.relation.key().to_owned(),
        year: place.year,
        note: place.note.clone(),
    }
}

fn into_place(row: e::place::Model) -> Result<Place, BankError> {
    Ok(Place {
        territory: read("territory", &row.territory)?,
        relation: from_key("relation", &row.relation, |key| PlaceRelation::ALL.into_iter().find(|r| r.key() == key))?,
        year: row.year,
        note: row.note,
    })
}

fn partner_row(id: Uuid, position: i32, partner: &Partner) -> e::partner::Model {
    let amount = partner.amount.as_ref();
    let (value, min, max) = amount.map_or((None, None, None), |a| a.quantity.parts());
    e::partner::Model {
        experience_id: id,
        position,
        organisation: partner.organisation.clone(),
        role: partner.role.key().to_owned(),
        note: partner.note.clone(),
        goods: partner.goods.clone(),
        value: thousandths(value),
        min: thousandths(min),
        max: thousandths(max),
        qualifier: amount.map(|a| a.qualifier.key().to_owned()),
        from: amount.and_then(|a| date(a.period.from)),
        to: amount.and_then(|a| date(a.period.to)),
        source: amount.and_then(|a| a.source.clone()),
    }
}

fn into_partner(row: e::partner::Model) -> Result<Partner, BankError> {
    let amount = match &row.qualifier {
        None => None,
        Some(key) => Some(Money {
            quantity: quantity(row.value, row.min, row.max)?,
            qualifier: from_key("qualifier", key, Qualifier::from_key)?,
            period: period(row.from.as_deref(), row.to.as_deref())?,
            source: row.source,
        }),
    };
    Ok(Partner {
        role: from_key("role", &row.role, |key| PartnerRole::ALL.into_iter().find(|r| r.key() == key))?,
        organisation: row.organisation,
        note: row.note,
        goods: row.goods,
        amount,
    })
}

fn figure_row(id: Uuid, position: i32, figure: &KeyFigure) -> e::figure::Model {
    let (value, min, max) = figure.quantity.parts();
    e::figure::Model {
        experience_id: id,
        position,
        label: figure.label.clone(),
        value: thousandths(value),
        min: thousandths(min),
        max: thousandths(max),
        unit: figure.unit.clone(),
        qualifier: figure.qualifier.key().to_owned(),
        nature: figure.nature.key().to_owned(),
        from: date(figure.period.from),
        to: date(figure.period.to),
        scope: figure.scope.as_ref().map(ToString::to_string),
        scope_note: figure.scope_note.clone(),
        source: figure.source.clone(),
        headline: figure.headline,
    }
}

fn into_figure(row: e::figure::Model) -> Result<KeyFigure, BankError> {
    Ok(KeyFigure {
        quantity: quantity(row.value, row.min, row.max)?,
        qualifier: from_key("qualifier", &row.qualifier, Qualifier::from_key)?,
        nature: from_key("nature", &row.nature, Nature::from_key)?,
        period: period(row.from.as_deref(), row.to.as_deref())?,
        scope: read_optional("territory", row.scope.as_deref())?,
        label: row.label,
        unit: row.unit,
        scope_note: row.scope_note,
        source: row.source,
        headline: row.headline,
    })
}

fn contribution_row(id: Uuid, position: i32, contribution: &Contribution) -> e::contribution::Model {
    let amount = contribution.amount.as_ref();
    let (value, min, max) = amount.map_or((None, None, None), |a| a.quantity.parts());
    e::contribution::Model {
        experience_id: id,
        position,
        kind: contribution.kind.clone(),
        what: contribution.what.clone(),
        value: thousandths(value),
        min: thousandths(min),
        max: thousandths(max),
        unit: amount.map(|a| a.unit.clone()),
        qualifier: amount.map(|a| a.qualifier.key().to_owned()),
        from: amount.and_then(|a| date(a.period.from)),
        to: amount.and_then(|a| date(a.period.to)),
        source: amount.map(|a| a.source.clone()),
    }
}

fn into_contribution(row: e::contribution::Model) -> Result<Contribution, BankError> {
    let amount = match (row.unit, row.qualifier, row.source) {
        (Some(unit), Some(key), Some(source)) => Some(ContributionAmount {
            quantity: quantity(row.value, row.min, row.max)?,
            unit,
            qualifier: from_key("qualifier", &key, Qualifier::from_key)?,
            period: period(row.from.as_deref(), row.to.as_deref())?,
            source,
        }),
        _ => None,
    };
    Ok(Contribution { kind: row.kind, what: row.what, amount })
}

//! The rows of the published tables.

use std::sync::Arc;

use essaim_web::Cell;
use jiff::Timestamp;

use super::columns::Context;
use crate::model::{Axis, Decimal, PartialDate};
use crate::snapshot::Entry;

fn number(number: Option<Decimal>) -> Cell {
    number.map(Decimal::as_f64).into()
}

fn date(date: Option<PartialDate>) -> Cell {
    date.map(|date| date.to_string()).into()
}

fn year(year: Option<i16>) -> Cell {
    year.map(i32::from).into()
}

fn instant(at: Timestamp) -> Cell {
    at.to_string().into()
}

fn place(position: usize) -> Cell {
    u32::try_from(position + 1).ok().into()
}

/// No row at all, for what tombstones and vocabularies fill.
pub(super) fn none(_: &Context<'_>, _: Option<Timestamp>) -> Vec<Vec<Cell>> {
    Vec::new()
}

/// No row for an experience.
pub(super) fn no_rows(_: &Context<'_>, _: &Arc<Entry>) -> Vec<Vec<Cell>> {
    Vec::new()
}

pub(super) fn experience(context: &Context<'_>, entry: &Arc<Entry>) -> Vec<Vec<Cell>> {
    let experience = &entry.experience;
    let words = &context.words;
    let text = experience.text_in(words.english());
    let mut row: Vec<Cell> = vec![
        experience.slug.as_str().into(),
        format!("{}/experiences/{}", context.base, experience.slug).into(),
        experience.status.key().into(),
        text.title.as_str().into(),
        text.summary.as_str().into(),
        text.in_brief.join(" ").into(),
        i32::from(experience.situation.year).into(),
        experience.situation.known.key().into(),
        words.situation(&experience.situation).into(),
        date(experience.situation.checked_on),
        words.where_it_is(experience).into(),
        words.lead(experience).into(),
        words.audience(experience).into(),
    ];
    row.extend(Axis::ALL.map(|axis| Cell::from(experience.classification.on(axis).join("|"))));
    let mut kinds: Vec<&str> = experience.contributions.iter().map(|line| line.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    row.extend([kinds.join("|").into(), instant(entry.created_at), instant(entry.updated_at), Cell::Empty]);
    vec![row]
}

/// What was taken off since: its slug, its end, nothing else.
pub(super) fn tombstones(context: &Context<'_>, since: Option<Timestamp>) -> Vec<Vec<Cell>> {
    let stones =
        context.snapshot.tombstones().iter().filter(|stone| since.is_none_or(|since| stone.withdrawn_at >= since));
    stones
        .map(|stone| {
            let mut row = vec![Cell::Empty; 27];
            row[0] = (&*stone.slug).into();
            row[1] = format!("{}/experiences/{}", context.base, stone.slug).into();
            row[2] = "withdrawn".into();
            row[25] = instant(stone.withdrawn_at);
            row[26] = instant(stone.withdrawn_at);
            row
        })
        .collect()
}

pub(super) fn figures(context: &Context<'_>, entry: &Arc<Entry>) -> Vec<Vec<Cell>> {
    let experience = &entry.experience;
    let told = context.words.figures(experience);
    experience
        .figures
        .iter()
        .zip(told)
        .enumerate()
        .map(|(position, (figure, told))| {
            let (value, min, max) = figure.quantity.parts();
            let source = experience.source(&figure.source);
            vec![
                experience.slug.as_str().into(),
                place(position),
                told.label.as_str().into(),
                number(value),
                number(min),
                number(max),
                figure.unit.as_str().into(),
                figure.qualifier.key().into(),
                figure.nature.key().into(),
                date(figure.period.from),
                date(figure.period.to),
                figure.scope.map(|code| code.to_string()).into(),
                figure.scope_note.clone().into(),
                if figure.headline { if context.words.english() { "yes" } else { "oui" }.into() } else { Cell::Empty },
                source.map(|source| context.words.full_source(source)).into(),
                source.and_then(|source| source.url.clone()).into(),
                told.line(context.words.lang).into(),
                instant(entry.updated_at),
            ]
        })
        .collect()
}

pub(super) fn partners(context: &Context<'_>, entry: &Arc<Entry>) -> Vec<Vec<Cell>> {
    let partners = entry.experience.partners.iter().enumerate();
    partners
        .map(|(position, partner)| {
            let amount = partner.amount.as_ref();
            let (value, min, max) = amount.map_or((None, None, None), |amount| amount.quantity.parts());
            vec![
                entry.experience.slug.as_str().into(),
                place(position),
                partner.organisation.as_str().into(),
                context.snapshot.directory().name(&partner.organisation).into(),
                partner.role.key().into(),
                partner.note.clone().into(),
                partner.goods.clone().into(),
                number(value),
                number(min),
                number(max),
                amount.map(|amount| amount.qualifier.key()).into(),
                date(amount.and_then(|amount| amount.period.from)),
                date(amount.and_then(|amount| amount.period.to)),
                context.words.website(&partner.organisation).into(),
                instant(entry.updated_at),
            ]
        })
        .collect()
}

pub(super) fn places(context: &Context<'_>, entry: &Arc<Entry>) -> Vec<Vec<Cell>> {
    let places = entry.experience.places.iter().enumerate();
    places
        .map(|(position, line)| {
            let mut points = entry.card.points.iter().filter(|_| line.relation.is_point());
            let point = points.find(|point| point.territory == line.territory);
            vec![
                entry.experience.slug.as_str().into(),
                place(position),
                line.territory.to_string().into(),
                context.snapshot.territory_name(&line.territory).into(),
                line.relation.key().into(),
                year(line.year),
                line.note.clone().into(),
                point.map(|point| point.lon).into(),
                point.map(|point| point.lat).into(),
                instant(entry.updated_at),
            ]
        })
        .collect()
}

pub(super) fn vocabularies(context: &Context<'_>, _: Option<Timestamp>) -> Vec<Vec<Cell>> {
    let english = context.words.english();
    let vocabularies = context.snapshot.vocabularies().all.iter();
    let rows = vocabularies.flat_map(|vocabulary| {
        vocabulary.terms.iter().map(move |term| {
            vec![
                vocabulary.key.as_str().into(),
                if english { vocabulary.en.as_str() } else { vocabulary.fr.as_str() }.into(),
                vocabulary.parameter.clone().into(),
                term.key.as_str().into(),
                term.fr.as_str().into(),
                term.en.as_str().into(),
                term.inclusion.clone().into(),
                vocabulary.source.clone().into(),
            ]
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::super::columns::DATASETS;

    #[test]
    fn the_columns_that_a_tombstone_fills_stand_where_it_writes() {
        let names: Vec<_> = DATASETS[0].columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), 27);
        assert_eq!(
            (names[0], names[1], names[2], names[25], names[26]),
            ("slug", "url", "status", "updated_at", "withdrawn_at")
        );
    }

    #[test]
    fn every_column_has_its_own_name_and_says_what_it_means() {
        for dataset in &DATASETS {
            let mut names: Vec<_> = dataset.columns.iter().map(|column| column.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), dataset.columns.len(), "{}", dataset.key);
            assert!(dataset.columns.iter().all(|column| !column.fr.is_empty() && !column.en.is_empty()));
        }
    }
}

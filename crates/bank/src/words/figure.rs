//! A key figure in words, piece by piece.

use essaim_web::Lang;

use super::{Wording, period, unit};
use crate::model::{Experience, KeyFigure};

/// A key figure in words. Every piece is ready to be shown; an empty one has nothing to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FigureWords {
    /// « près de », « jusqu’à »; empty when exact.
    pub qualifier: String,
    /// « 1 234 », « 18 à 30 », « 50 % ».
    pub number: String,
    /// « jeunes »; empty where the number holds it.
    pub unit: String,
    /// The three in one: « près de 142 jeunes ».
    pub phrase: String,
    /// What is counted.
    pub label: String,
    /// « 2018 », « d’août 2013 à 2018 », « non daté ».
    pub period: String,
    /// Whether the source gives no date.
    pub undated: bool,
    /// « cumulé »; empty for a plain measure.
    pub nature: String,
    /// Where it was counted, when that is not the whole experience.
    pub scope: String,
    /// Its source in a few words.
    pub source: String,
    /// Whether it is one of the large numbers.
    pub headline: bool,
}

impl FigureWords {
    /// The unit beside a large number, unless the label begins with it: « 10 » then « Ateliers ».
    pub fn shown_unit(&self) -> &str {
        let label = self.label.to_lowercase();
        if label.starts_with(&self.unit.to_lowercase()) { "" } else { &self.unit }
    }

    /// In one line: « Jeunes entrés dans le parcours : près de 142 (2018) ».
    pub fn line(&self, lang: Lang) -> String {
        let colon = if lang == Lang::En { ": " } else { "\u{a0}: " };
        [&self.label, colon, &self.told()].concat()
    }

    /// The same without its label: « près de 142 (2018) ».
    pub fn told(&self) -> String {
        let parts = [&self.qualifier, &self.number, self.shown_unit()];
        let amount = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        format!("{amount} ({})", self.period)
    }

    /// When and how it was counted, in one line: « 2018 · cumulé ».
    pub fn when(&self) -> String {
        let parts = [&self.period, &self.nature];
        parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
    }
}

impl Wording<'_> {
    /// A figure of an experience; `place` is its place in the list, by which a translation gives its label.
    pub fn figure(&self, experience: &Experience, place: usize, figure: &KeyFigure) -> FigureWords {
        let amount = unit::amount(self, figure.quantity, figure.qualifier, &figure.unit);
        let translated =
            experience.english.as_ref().filter(|_| self.english()).and_then(|text| text.figure_labels.get(place));
        let scope = [figure.scope.as_ref().map(|code| self.territory(code).into_owned()), figure.scope_note.clone()];
        FigureWords {
            phrase: amount.phrase(),
            qualifier: amount.qualifier,
            number: amount.number,
            unit: amount.unit,
            label: translated.unwrap_or(&figure.label).clone(),
            period: period(self.lang, figure.period),
            undated: figure.period.is_undated(),
            nature: match figure.nature {
                crate::model::Nature::Measured => String::new(),
                nature => self.vocabularies.label("figure-nature", nature.key(), self.english()).to_owned(),
            },
            scope: scope.into_iter().flatten().collect::<Vec<_>>().join(", "),
            source: experience.source(&figure.source).map(|source| self.source(source)).unwrap_or_default(),
            headline: figure.headline,
        }
    }

    /// All the figures of an experience, in their order.
    pub fn figures(&self, experience: &Experience) -> Vec<FigureWords> {
        experience.figures.iter().enumerate().map(|(place, figure)| self.figure(experience, place, figure)).collect()
    }

    /// The figure that says most: the first large one, else the first.
    pub fn first_figure(&self, experience: &Experience) -> Option<FigureWords> {
        let place = experience.figures.iter().position(|figure| figure.headline);
        let place = place.or((!experience.figures.is_empty()).then_some(0))?;
        Some(self.figure(experience, place, &experience.figures[place]))
    }
}

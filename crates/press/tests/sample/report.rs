//! Reports of figures.

use super::{Dice, SENTENCES, TOWNS, imprint};
use essaim_press::{Grid, GridRow, Language, Part, Report};

/// A report with a small table, and others of the number of columns that are asked for.
pub fn report(wide: &[usize]) -> Report {
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    let small = Grid {
        columns: ["Secteur", "Lieux", "Personnes", "Part"].map(str::to_owned).to_vec(),
        rows: vec![
            cells(&["Réparation et réemploi", "12", "1 250", "43,1 %"], false),
            cells(&["Alimentation", "7", "864", "29,8 %"], false),
            cells(&["Garde d’enfants à des heures qui ne sont pas celles des crèches", "5", "412", "14,2 %"], false),
            cells(&["Mobilité", "3", "374", "12,9 %"], false),
            cells(&["Ensemble", "27", "2 900", "100 %"], true),
        ],
        words: 1,
    };
    let opening =
        Part { title: "Par secteur".into(), text: vec![SENTENCES[0].into(), SENTENCES[1].into()], table: Some(small) };
    let part = |columns: &usize| Part {
        title: format!("Par commune, {columns} colonnes"),
        text: vec![SENTENCES[3].into()],
        table: Some(grid(*columns, 18)),
    };
    Report {
        imprint: imprint(Language::Fr),
        title: "Les lieux et leur public dans le Val d’Orne".into(),
        lead: "Vingt-sept lieux reçoivent deux mille neuf cents personnes, pour la plupart à moins d’un quart d’heure de chez elles.".into(),
        figures: vec![pair("2 900", "personnes reçues en 2025"), pair("27", "lieux ouverts"), pair("62 %", "habitent à moins de quinze minutes à pied")],
        facts: vec![
            pair("Source", "Relevé des lieux, Centre de ressources du Val d’Orne"),
            pair("Millésime", "2025, arrêté au 31 décembre"),
            pair("Secret statistique", "Les nombres inférieurs à 5 ne sont pas montrés ; leur place est tenue par un « s ». Les totaux les comptent."),
        ],
        parts: std::iter::once(opening).chain(wide.iter().map(part)).collect(),
    }
}

/// A table of towns with one total, its numbers drawn.
pub fn grid(columns: usize, rows: usize) -> Grid {
    const HEADS: [&str; 6] = [
        "Population",
        "Part des moins de 25 ans",
        "Demandeurs d’emploi",
        "Médiane du revenu disponible",
        "Établissements",
        "Intercommunalité",
    ];
    let mut dice = Dice(columns as u64 * 31 + 7);
    let mut number = |n: usize| match n % 3 {
        0 => format!("{}\u{202f}{:03}", 1 + dice.roll(98), dice.roll(1000)),
        1 => format!("{},{}\u{202f}%", dice.roll(60), dice.roll(10)),
        _ => dice.roll(4000).to_string(),
    };
    let head = |n: usize| if n < HEADS.len() { HEADS[n].into() } else { format!("{} ({})", HEADS[n % 6], 2010 + n) };
    let row = |n: usize, number: &mut dyn FnMut(usize) -> String| {
        let name = if n + 1 == rows { "Ensemble".into() } else { format!("{} {}", TOWNS[n % 7], n / 7 + 1) };
        GridRow { cells: std::iter::once(name).chain((1..columns).map(number)).collect(), is_total: n + 1 == rows }
    };
    Grid {
        columns: std::iter::once("Commune".to_owned()).chain((1..columns).map(|n| head(n - 1))).collect(),
        rows: (0..rows).map(|n| row(n, &mut number)).collect(),
        words: 1,
    }
}

/// A row of a table.
pub fn cells(cells: &[&str], is_total: bool) -> GridRow {
    GridRow { cells: cells.iter().map(|&cell| cell.to_owned()).collect(), is_total }
}

//! Prints one of each document into a folder, to be looked at: `cargo run -p essaim-press --example specimen -- DIR`.
#![expect(
    unreachable_pub,
    clippy::unwrap_used,
    reason = "an example for designers, which shares its samples with the tests"
)]

#[path = "../tests/sample/mod.rs"]
mod sample;

use essaim_press::{Cell, Document, Entry, Grid, Language, Leaflet, Part, Press, Report, Role};
use std::{fs, path::PathBuf};

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "specimen".into()));
    fs::create_dir_all(&folder).unwrap();
    let press = Press::new();
    let imprint = sample::imprint(Language::Fr);
    let leaflet = |entry: Entry| Document::from(Leaflet { imprint: imprint.clone(), entry });
    let bare = Entry { title: "Une expérience dont on ne sait presque rien".into(), ..Entry::default() };
    let specimens: Vec<(&str, Document)> = vec![
        ("leaflet", leaflet(sample::entry(0))),
        ("bare", leaflet(bare)),
        ("crowded", leaflet(crowded())),
        ("listing", sample::listing(12).into()),
        ("selection", sample::selection(3).into()),
        ("book", sample::book(19).into()),
        ("report", sample::report::report(&[8, 12, 30]).into()),
        ("across", across().into()),
        ("figures", crowded_figures().into()),
    ];
    for (name, document) in &specimens {
        for (path, bytes) in press.folder(document).unwrap() {
            let path = folder.join(name).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let pdf = press.print(document, &|_| ()).unwrap();
        fs::write(folder.join(format!("{name}.pdf")), pdf).unwrap();
    }
}

/// Forty partners, long words, a long title, many figures.
fn crowded() -> Entry {
    let mut entry = sample::entry(6);
    let roles = [Role::Leads, Role::Runs, Role::Funds, Role::Hosts, Role::Supports];
    let mut model = entry.partners[0].clone();
    entry.partners = (0..40)
        .map(|n| {
            model.role = roles[n % 5];
            model.name = format!("Association des commerçants numéro {n}");
            model.note = String::new();
            model.clone()
        })
        .collect();
    entry.cover.cells =
        entry.partners.iter().map(|partner| Cell { role: partner.role, organisation: partner.name.clone() }).collect();
    entry.title = "Intercommunalisationsanticonstitutionnellement ".repeat(3);
    entry.facts.lead = "W".repeat(80);
    entry.figures[0].value = "12 345 678,90".into();
    entry.figures[1].headline = true;
    entry.sections[0].title = "Un titre de section nettement plus long que la colonne de côté".into();
    entry.sections[0].markdown = format!(
        "{} 中文 🎉 #eval(\"1+1\") $x$ السلام عليكم \\* [lien](https://exemple.org/{})",
        "x".repeat(300),
        "chemin/".repeat(40)
    );
    entry
}

/// Long names, long heads, large numbers, many key figures, tables cut and empty.
fn crowded_figures() -> Report {
    let mut report = sample::report::report(&[]);
    let long = "Intercommunalisation anticonstitutionnelle de la petite-enfance, ".repeat(5);
    let part = |title: &str, table: Grid| Part { title: title.into(), text: Vec::new(), table: Some(table) };
    report.figures = (0..7).map(|n| (format!("{}\u{202f}456\u{a0}€", 12 + n), "label ".repeat(n + 1))).collect();
    report.figures.push(("X".repeat(40), "W".repeat(60)));
    report.facts.push(("Nomenclature-des-intercommunalisations".repeat(2), long.repeat(3)));
    let mut names = sample::report::grid(6, 12);
    (names.rows[2].cells[0], names.columns[3]) = (long.clone(), long.clone());
    names.words = 2;
    names.rows[4].cells[5] = "123\u{202f}456\u{202f}789\u{202f}012\u{202f}345\u{a0}€".into();
    let mut narrow = sample::report::grid(16, 40);
    (narrow.rows[3].cells[0], narrow.rows[5].cells[7]) = (long.clone(), long.clone());
    narrow.rows[7].cells[9] = "x".repeat(40);
    narrow.columns[2] = "CONTRACTUALISATION".into();
    let mut numbers = sample::report::grid(14, 6);
    numbers.words = 0;
    numbers
        .rows
        .iter_mut()
        .flat_map(|row| &mut row.cells)
        .for_each(|cell| *cell = "1\u{202f}234\u{202f}567\u{202f}890".into());
    report.parts = vec![
        part("Des noms longs", names),
        part("Seize colonnes", narrow),
        part("De grands nombres", numbers),
        part("Rien", Grid::default()),
        part(&long, Grid { words: 20, ..sample::report::grid(20, 5) }),
        part("Deux colonnes", sample::report::grid(2, 5)),
    ];
    report
}

/// A report in English whose first table is wide.
fn across() -> Report {
    let mut report = sample::report::report(&[10]);
    report.imprint.language = Language::En;
    report.parts.remove(0);
    report
        .figures
        .extend([("4.5".to_owned(), "hours a week".to_owned()), ("1 in 3".to_owned(), "come on foot".to_owned())]);
    report
}

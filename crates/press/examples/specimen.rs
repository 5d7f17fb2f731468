//! Prints one of each document into a folder, to be looked at: `cargo run -p essaim-press --example specimen -- DIR`.
#![expect(
    unreachable_pub,
    clippy::unwrap_used,
    reason = "an example for designers, which shares its samples with the tests"
)]

#[path = "../tests/sample/mod.rs"]
mod sample;

use essaim_press::{Cell, Document, Entry, Language, Leaflet, Press, Role};
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

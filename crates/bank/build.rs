//! Embeds the sample experiences: every `kits/<slug>/experience.md`, with its English beside it where there is one.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let kits = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../kits");
    println!("cargo::rerun-if-changed={}", kits.display());
    let mut folders: Vec<_> = fs::read_dir(&kits)
        .map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()).collect())
        .unwrap_or_default();
    folders.sort();
    let mut code = String::from("&[\n");
    for folder in folders {
        let french = folder.join("experience.md");
        let Some(slug) = folder.file_name().and_then(|name| name.to_str()).filter(|_| french.is_file()) else {
            continue;
        };
        println!("cargo::rerun-if-changed={}", folder.display());
        let english = folder.join("experience.en.md");
        let english = if english.is_file() { format!("Some(include_str!({english:?}))") } else { "None".to_owned() };
        writeln!(code, "    ({slug:?}, include_str!({french:?}), {english}),").expect("writing to a string");
    }
    code.push(']');
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("samples.rs");
    fs::write(out, code).expect("cargo's own folder can be written");
}

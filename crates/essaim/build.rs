//! Embeds what `ui/dist/manifest.json` lists; builds it first, with npm, where it is absent or older than its sources.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use std::{env, fs};

/// What `ui/` is built from. `dist` and `node_modules` are left out: the build writes them itself.
const SOURCES: [&str; 5] = ["build.mjs", "package-lock.json", "styles", "scripts", "icons"];

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    name: String,
    file: String,
    content_type: String,
    etag: String,
}

fn main() {
    let ui =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui").canonicalize().expect("ui/ stands in the repository");
    let manifest = ui.join("dist/manifest.json");
    let mut newest = SystemTime::UNIX_EPOCH;
    for source in SOURCES.map(|name| ui.join(name)) {
        println!("cargo::rerun-if-changed={}", source.display());
        newest = newest.max(last_change(&source));
    }
    let built = fs::metadata(&manifest).and_then(|data| data.modified());
    if !built.is_ok_and(|built| built >= newest) {
        build_interface(&ui);
    }
    embed(&ui.join("dist"), &manifest);
}

/// When a file, or the newest file of a folder, last changed.
fn last_change(path: &Path) -> SystemTime {
    let own = fs::metadata(path).and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let inside = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| last_change(&entry.path()));
    inside.fold(own, SystemTime::max)
}

fn build_interface(ui: &Path) {
    if !ui.join("node_modules/.package-lock.json").exists() {
        run(ui, "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    }
    run(ui, "node", &["build.mjs"]);
}

fn run(folder: &Path, program: &str, arguments: &[&str]) {
    let status = Command::new(program).args(arguments).current_dir(folder).status();
    let status = status.unwrap_or_else(|error| {
        panic!("{program} could not be run ({error}): install Node 20 or later, https://nodejs.org/en/download")
    });
    assert!(status.success(), "`{program} {}` failed in {}", arguments.join(" "), folder.display());
}

/// Copies the files, so that a later build of the interface does not pull them from under the compiler.
fn embed(dist: &Path, manifest: &Path) {
    let text = fs::read(manifest).expect("the interface's build wrote its manifest");
    let entries: Vec<Entry> = serde_json::from_slice(&text).expect("the manifest is a list of files");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo tells a build script where to write"));
    let folder = out.join("assets");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("cargo's folder takes files");
    let mut code = String::from("[\n");
    for Entry { name, file, content_type, etag } in &entries {
        let bytes = copy(dist, &folder, file).unwrap_or_else(|| panic!("{file} is listed and absent"));
        let [gzip, brotli] = ["gz", "br"].map(|form| {
            copy(dist, &folder, &format!("{file}.{form}")).map_or("None".to_owned(), |code| format!("Some({code})"))
        });
        let path = format!("/assets/{file}");
        writeln!(
            code,
            "Asset {{ name: {name:?}, path: {path:?}, content_type: {content_type:?}, bytes: {bytes}, gzip: {gzip}, \
             brotli: {brotli}, etag: {etag:?} }},"
        )
        .expect("a text takes more text");
    }
    code.push(']');
    fs::write(out.join("assets.rs"), code).expect("cargo's folder takes files");
}

fn copy(from: &Path, to: &Path, file: &str) -> Option<String> {
    fs::copy(from.join(file), to.join(file)).ok()?;
    Some(format!("include_bytes!({:?})", to.join(file)))
}

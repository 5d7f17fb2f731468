//! The interface's files, embedded by the build.

use essaim_web::{Asset, Assets};

/// Every file that pages ask for.
pub(crate) fn assets() -> Assets {
    Assets::new(include!(concat!(env!("OUT_DIR"), "/assets.rs")))
}

/// A mark of this build: its version, what its pages are made of, and the file of the program, which two builds of one
/// version do not share.
pub(crate) fn build_mark(assets: &Assets) -> String {
    let etags: Vec<&str> = assets.iter().map(|asset| asset.etag).collect();
    let program = std::env::current_exe().and_then(std::fs::metadata).ok();
    let written = program.and_then(|file| Some((file.len(), file.modified().ok()?)));
    format!("{}-{}-{written:?}", env!("CARGO_PKG_VERSION"), etags.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_scripts_and_icons_are_in_the_program() {
        let assets = assets();
        for name in ["app.css", "app.js", "icons.svg", "icon.svg"] {
            let asset = assets.named(name).unwrap_or_else(|| panic!("{name} is missing"));
            assert!(asset.is_fingerprinted(), "{name}");
            assert!(asset.gzip.is_some_and(|bytes| bytes.len() < asset.bytes.len()), "{name}");
        }
    }
}

//! The official files themselves, for tests: `../shared/data` from the project's root.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Once;

/// The folder of the official files; none, said once, where it is not.
pub(crate) fn official_folder() -> Option<PathBuf> {
    static SAID: Once = Once::new();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if folder.is_dir() {
        return Some(folder);
    }
    SAID.call_once(|| {
        // Written past the test harness, which keeps what a passing test prints.
        let _shown = writeln!(std::io::stderr(), "skipped: tests on the official files (../shared/data is not there)");
    });
    None
}

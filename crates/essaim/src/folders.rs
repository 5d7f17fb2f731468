//! Whether a folder can be written, and one for the demo when nobody says where: any that can.

use std::env;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// The first choice, from the folder where the command is typed.
const HERE: &str = "var/demo";

/// `var/demo`; where that cannot be written, a folder of the user's own data; else a temporary one.
pub(crate) fn demo() -> PathBuf {
    let home = || data_home(|name| env::var_os(name).map(PathBuf::from)).map(|home| home.join("essaim/demo"));
    let candidates = [Some(PathBuf::from(HERE)), home()];
    candidates.into_iter().flatten().find(|folder| is_writable(folder)).unwrap_or_else(temporary)
}

/// Where a user's programs keep their data, as the desktops agreed.
fn data_home(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let absolute = |path: &PathBuf| path.is_absolute();
    let home = || variable("HOME").filter(absolute).map(|home| home.join(".local/share"));
    variable("XDG_DATA_HOME").filter(absolute).or_else(home)
}

fn is_writable(folder: &Path) -> bool {
    fs::create_dir_all(folder).and_then(|()| probe(folder)).is_ok()
}

/// Writes a little file in a folder, and removes it.
pub(crate) fn probe(folder: &Path) -> io::Result<()> {
    let probe = folder.join(format!(".probe-{}", std::process::id()));
    let written = fs::write(&probe, [0; 4096]);
    // On a full disk the file is there all the same.
    let removed = fs::remove_file(&probe);
    written.and(removed)
}

/// A folder that only this user reads. Where even that fails, opening the database tells why.
fn temporary() -> PathBuf {
    let folder = env::temp_dir().join(format!("essaim-demo-{}", std::process::id()));
    drop(DirBuilder::new().mode(0o700).create(&folder));
    folder
}

/// Where a file is written before it takes its name.
pub(crate) fn beside(file: &Path) -> PathBuf {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".part");
    beside.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_of_a_user_are_where_the_desktops_agreed() {
        let with = |pairs: &'static [(&str, &str)]| {
            data_home(move |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| PathBuf::from(value)))
        };
        assert_eq!(with(&[("XDG_DATA_HOME", "/x"), ("HOME", "/h")]), Some("/x".into()));
        assert_eq!(with(&[("XDG_DATA_HOME", ""), ("HOME", "/h")]), Some("/h/.local/share".into()));
        assert_eq!(with(&[]), None);
    }
}

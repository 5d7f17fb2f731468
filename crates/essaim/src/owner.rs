//! Whose the data folder is, and what the program writes there. What root would write, the user who serves could not
//! write again.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use essaim_store::{Absent, Address};

use crate::ground::Ground;

/// The data folder, or a file of the bank, belongs to another user, who must run the command.
#[derive(Debug, thiserror::Error)]
#[error("{path} belongs to {owner}, who could not write what root writes there")]
pub(crate) struct NotTheOwner {
    path: String,
    pub(crate) owner: String,
}

/// Refuses root on a bank that belongs to somebody else, wholly or in part: a folder that was given to root and holds
/// the database of the user who serves is hers still.
pub(crate) fn refuse_root_elsewhere(ground: &Ground) -> Result<(), NotTheOwner> {
    let owner_of = |path: &Path| fs::metadata(path).map(|found| found.uid()).ok();
    // This very process, as the system sees it.
    if owner_of(Path::new("/proc/self")) != Some(0) {
        return Ok(());
    }
    match of_another(&written(ground), owner_of) {
        Some((path, owner)) => Err(NotTheOwner { path: path.display().to_string(), owner: name_of(owner) }),
        None => Ok(()),
    }
}

/// What the program writes in place, or what stands for it. Backups may well be kept in somebody else's folder.
fn written(ground: &Ground) -> Vec<PathBuf> {
    let index = ground.index_folder();
    let mut paths = vec![ground.data.clone()];
    if let Address::Sqlite(file) = ground.database(Absent::Refuse).address {
        let journals = ["-wal", "-shm"].map(|end| {
            let mut name = file.clone().into_os_string();
            name.push(end);
            name.into()
        });
        paths.push(file);
        paths.extend(journals);
    }
    paths.extend(["bank.entries", "bank.index"].map(|name| index.join(name)));
    paths.push(index);
    paths
}

/// The first that belongs to another user than root, and that user's number.
fn of_another(paths: &[PathBuf], owner_of: impl Fn(&Path) -> Option<u32>) -> Option<(&Path, u32)> {
    let owned = paths.iter().filter_map(|path| Some((path.as_path(), owner_of(path)?)));
    owned.into_iter().find(|(_, owner)| *owner != 0)
}

/// The user's name, or its number as `sudo -u` takes it.
fn name_of(user: u32) -> String {
    let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
    named(&accounts, user).map_or_else(|| format!("#{user}"), str::to_owned)
}

fn named(accounts: &str, user: u32) -> Option<&str> {
    let number = user.to_string();
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == number).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn one_file_of_another_is_enough() {
        let ground = Ground { data: "/bank".into(), config: Config::default(), file: None };
        let paths = written(&ground);
        let owned_but = |other: &'static str| move |path: &Path| Some(if path == Path::new(other) { 998 } else { 0 });
        for other in ["/bank", "/bank/essaim.db", "/bank/essaim.db-wal", "/bank/index", "/bank/index/bank.index"] {
            assert_eq!(of_another(&paths, owned_but(other)), Some((Path::new(other), 998)));
        }
        assert_eq!(of_another(&paths, owned_but("/bank/essaim.toml")), None, "an administrator's own file");
        assert_eq!(of_another(&paths, |_| None), None, "nothing is there yet");
    }

    #[test]
    fn a_user_is_named_as_the_system_names_her() {
        let accounts = "root:x:0:0::/root:/bin/sh\nessaim:x:998:998::/var/lib/essaim:/usr/sbin/nologin\n";
        assert_eq!(named(accounts, 998), Some("essaim"));
        assert_eq!(named(accounts, 1000), None);
    }
}

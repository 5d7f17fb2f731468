//! Whose the data folder is. What root would write there, the user who serves could not write again.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// The data folder belongs to another user, who must run the command.
#[derive(Debug, thiserror::Error)]
#[error("{folder} belongs to {owner}, who could not write what root writes there")]
pub(crate) struct NotTheOwner {
    folder: String,
    pub(crate) owner: String,
}

/// Refuses root on a folder that belongs to somebody else.
pub(crate) fn refuse_root_elsewhere(data: &Path) -> Result<(), NotTheOwner> {
    // This very process, as the system sees it.
    let user = fs::metadata("/proc/self").map(|process| process.uid()).ok();
    let owner = fs::metadata(data).map(|folder| folder.uid()).ok();
    match (user, owner) {
        (Some(0), Some(owner)) if owner != 0 => {
            Err(NotTheOwner { folder: data.display().to_string(), owner: name_of(owner) })
        }
        _ => Ok(()),
    }
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

    #[test]
    fn a_user_is_named_as_the_system_names_her() {
        let accounts = "root:x:0:0::/root:/bin/sh\nessaim:x:998:998::/var/lib/essaim:/usr/sbin/nologin\n";
        assert_eq!(named(accounts, 998), Some("essaim"));
        assert_eq!(named(accounts, 1000), None);
    }
}

//! Who may do what, as `docs/permissions.md` lists it: drawn from what the router opens and from the one table of
//! permissions, so that neither can say otherwise.

use std::fmt::Write;

use essaim_accounts::{Access, Door, Permission, Reach, Role, Way, reach};

const HEAD: &str = "\
# Who may do what

This page is written by the program's tests from what the program does; a test walks every route as every role and fails
where it is let in or kept out otherwise than here. To write it anew: `ESSAIM_WRITE_DOCS=1 cargo test -p essaim permissions`.

A *visitor* is not signed in. Whoever signs in is a *contributor*; a *member* is so of an organisation, an *editor* of a
resource centre, for all that lies in its territory. An operator, who runs commands on the machine, may do everything.

## Permissions

";

const ROUTES: &str = "\
## Routes

“Whoever holds the address”: nobody can guess it. A visitor who opens a page that is not hers is asked to sign in, and
comes back to it; a form that she sends is refused (401), as is (403) that of somebody whose roles do not reach so far.
Every path also answers in English, below `/en`.

";

/// The whole page.
pub(crate) fn page(doors: &[Door]) -> String {
    let mut page = HEAD.to_owned();
    row(&mut page, "permission", |role| role_name(role).to_owned());
    rule(&mut page);
    for permission in Permission::ALL {
        row(&mut page, &format!("`{}` {}", permission.key(), what(permission)), |role| {
            reach_word(reach(role, permission)).to_owned()
        });
    }
    page.push('\n');
    page.push_str(ROUTES);
    row(&mut page, "route", |role| role_name(role).to_owned());
    rule(&mut page);
    let mut doors: Vec<&Door> = doors.iter().collect();
    doors.sort_by_key(|door| (&door.path, door.way));
    for door in doors {
        let way = if door.way == Way::Get { "GET" } else { "POST" };
        row(&mut page, &format!("{way} `{}`", door.path), |role| access_word(door.access, role).to_owned());
    }
    page
}

fn row(page: &mut String, first: &str, cell: impl Fn(Role) -> String) {
    let cells: Vec<String> = Role::ALL.into_iter().map(cell).collect();
    writeln!(page, "| {first} | {} |", cells.join(" | ")).expect("a text takes what is written");
}

fn rule(page: &mut String) {
    writeln!(page, "|---{}|", "|---".repeat(Role::ALL.len())).expect("a text takes what is written");
}

const fn role_name(role: Role) -> &'static str {
    role.key()
}

const fn what(permission: Permission) -> &'static str {
    match permission {
        Permission::ReadBank => "read what is published",
        Permission::WriteBank => "change experiences, organisations, vocabularies, synonyms",
        Permission::EditCompendium => "freeze editions, change the texts of the compendium",
        Permission::HoldAccount => "see an account, change its name, end its sessions",
        Permission::ManageAccounts => "see all accounts, give roles, hand codes over",
        Permission::ManageCentres => "make resource centres, give them territories",
        Permission::ManageMail => "see which letters did not leave and why, send them again",
    }
}

const fn reach_word(reach: Reach) -> &'static str {
    match reach {
        Reach::None => "–",
        Reach::Own => "her own",
        Reach::Centre => "in her territory",
        Reach::All => "all",
    }
}

const fn access_word(access: Access, role: Role) -> &'static str {
    match access {
        Access::Everyone => "all",
        Access::Holder => "whoever holds the address",
        Access::Able(permission) => reach_word(reach(role, permission)),
    }
}

#[cfg(test)]
#[path = "permissions_tests.rs"]
mod tests;

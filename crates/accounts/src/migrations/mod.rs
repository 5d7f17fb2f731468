//! The tables of accounts, numbered.

mod m20261123_accounts_0001_audit;
mod m20261127_accounts_0002_people;
mod m20261127_accounts_0003_identities;

use sea_orm_migration::MigrationTrait;

/// The tables that no backup holds: a session or a link that was ended must not come back with one.
pub const PASSING: [&str; 2] = ["sessions", "sign_in_links"];

/// All of them, in order.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261123_accounts_0001_audit::Migration),
        Box::new(m20261127_accounts_0002_people::Migration),
        Box::new(m20261127_accounts_0003_identities::Migration),
    ]
}

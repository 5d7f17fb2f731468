//! The tables of mail, numbered.

mod m20261127_mail_0001_letters;
mod m20261127_mail_0002_answers;

use sea_orm_migration::MigrationTrait;

/// The tables that no backup holds: a letter that left must not leave again with one.
pub const PASSING: [&str; 1] = ["mail_letters"];

/// All of them, in order.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261127_mail_0001_letters::Migration), Box::new(m20261127_mail_0002_answers::Migration)]
}

//! The tables of mail, numbered.

mod m20261127_mail_0001_letters;

use sea_orm_migration::MigrationTrait;

/// All of them, in order.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261127_mail_0001_letters::Migration)]
}

//! The database: connection, transactions, migrations, identifiers, outbox, backup.

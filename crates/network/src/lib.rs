//! Organisations: names, former names, successors, roles.

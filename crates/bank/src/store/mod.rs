//! The bank's tables: every query on them is here, and nowhere else.

mod editions;
mod entities;
mod experiences;
mod rows;
mod vocabularies;

pub(crate) use editions::{edition, edition_exists, editions, insert_edition};
pub(crate) use experiences::{
    Stored, Which, all_ids, find, insert, load, picture, save_pictures, set_file_revision, slugs, update,
};
pub(crate) use vocabularies::{load_synonyms, load_vocabularies, save_synonyms, save_vocabularies};

use essaim_store::define_id;

define_id!(
    /// The identity of an experience, whatever its slug becomes.
    ExperienceId
);

//! What Typst asks for while it sets one document, answered from memory.

use crate::{Progress, Stage, press::Press};
use std::{
    collections::HashMap,
    sync::atomic::{AtomicUsize, Ordering},
};
use typst::{
    Library, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

/// The identifier of a file of the document's folder. Identifiers are never freed by Typst and there are 65,535 of them in a
/// process: names must come from a bounded set, never from a slug.
pub(crate) fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("the press names its own files");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One document being set.
pub(crate) struct Job<'a> {
    pub(crate) press: &'a Press,
    pub(crate) files: HashMap<FileId, Bytes>,
    pub(crate) watch: Watch<'a>,
}

/// Follows the layout from the only thing that it shows from outside: each entry reads its cover when its turn comes.
pub(crate) struct Watch<'a> {
    pub(crate) report: &'a (dyn Fn(Progress) + Sync),
    pub(crate) total: usize,
    pub(crate) seen: AtomicUsize,
}

impl Watch<'_> {
    fn one_more(&self) {
        let seen = self.seen.fetch_add(1, Ordering::Relaxed) + 1;
        (self.report)(Progress::during(Stage::Setting, seen, self.total));
    }
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.press.templates.get(&id).cloned().ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let bytes = self.files.get(&id).cloned().ok_or_else(|| absent(id))?;
        if id.vpath().file_stem().is_some_and(|stem| stem.starts_with("cover-")) {
            self.watch.one_more();
        }
        Ok(bytes)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    /// The press has no clock; templates take the date from the data.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

//! The two blocks that an index reads, wherever they lie: made in memory, or mapped from a file.
//!
//! What is mapped is a copy that has no name any more: nobody can shorten or overwrite it while it is read, which would
//! end the process. The system may drop its pages and read them again, so that an index costs the memory of what is
//! looked at, not its whole size.

use std::fs::File;
use std::io;
use std::ops::Deref;
use std::path::Path;

use bytes::Bytes;
use memmap2::{Mmap, MmapOptions, UncheckedAdvice};

/// A text that is shared and never changes.
#[derive(Clone)]
pub(crate) struct Text(Bytes);

impl Text {
    /// Takes bytes that are a text; none when they are not UTF-8.
    pub(crate) fn new(bytes: Bytes) -> Option<Self> {
        std::str::from_utf8(&bytes).is_ok().then_some(Self(bytes))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        #[expect(unsafe_code, reason = "checked when it was made, and nothing can change it since")]
        unsafe {
            std::str::from_utf8_unchecked(&self.0)
        }
    }
}

/// A mapped file whose pages can be given back.
pub(crate) struct Mapped(std::sync::Arc<Mmap>);

impl Mapped {
    /// Maps a nameless copy of a file, made in the same folder.
    ///
    /// # Errors
    /// When there is no room for the copy, or files cannot be mapped.
    pub(crate) fn copy_of(path: &Path) -> io::Result<Self> {
        let mut copy = tempfile::tempfile_in(path.parent().unwrap_or(Path::new(".")))?;
        io::copy(&mut File::open(path)?, &mut copy)?;
        #[expect(unsafe_code, reason = "the file has no name: only this process can reach it, and nothing here writes")]
        let map = unsafe { MmapOptions::new().map(&copy)? };
        Ok(Self(map.into()))
    }

    /// Its bytes.
    pub(crate) fn bytes(&self) -> Bytes {
        Bytes::from_owner(Shared(self.0.clone()))
    }

    /// Gives the pages back to the system, which reads again those that are looked at.
    pub(crate) fn let_go(&self) {
        #[expect(unsafe_code, reason = "the pages are those of a file that is only read: they come back the same")]
        // No help is no fault: the pages only stay.
        drop(unsafe { self.0.unchecked_advise(UncheckedAdvice::DontNeed) });
    }
}

struct Shared(std::sync::Arc<Mmap>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

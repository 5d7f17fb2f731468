//! The files that pages ask for, embedded in the program and found by a logical name.

use std::collections::HashMap;

/// One embedded file.
#[derive(Clone, Debug)]
pub struct Asset {
    /// What templates call it: `app.css`, `icons.svg`.
    pub name: &'static str,
    /// Its address, with a fingerprint when it never changes there: `/assets/app.3f2a9c.css`.
    pub path: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// The file.
    pub bytes: &'static [u8],
    /// The same, compressed with gzip, where that is smaller.
    pub gzip: Option<&'static [u8]>,
    /// The same, compressed with Brotli, where that is smaller.
    pub brotli: Option<&'static [u8]>,
    /// The content's fingerprint, without quotes.
    pub etag: &'static str,
}

impl Asset {
    /// Whether the address changes with the content, so that browsers may keep it for ever.
    #[must_use]
    pub fn is_fingerprinted(&self) -> bool {
        !self.etag.is_empty() && self.path.contains(self.etag)
    }
}

/// The table of embedded files.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    by_name: HashMap<&'static str, usize>,
    by_path: HashMap<&'static str, usize>,
    all: Vec<Asset>,
}

impl Assets {
    /// Indexes the files by name and by address; of two with one name, the last is kept.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = Asset>) -> Self {
        let mut table = Self::default();
        for (index, file) in files.into_iter().enumerate() {
            table.by_name.insert(file.name, index);
            table.by_path.insert(file.path, index);
            table.all.push(file);
        }
        table
    }

    /// The file that answers at this address.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Asset> {
        self.by_path.get(path).map(|index| &self.all[*index])
    }

    /// The file with this logical name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Asset> {
        self.by_name.get(name).map(|index| &self.all[*index])
    }

    /// All files, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Asset> {
        self.all.iter()
    }
}

//! Many texts, by their numbers.

/// Texts one after the other, and where each ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Texts<'d> {
    bytes: &'d [u8],
    ends: &'d [u32],
}

impl<'d> Texts<'d> {
    pub(super) const fn of(bytes: &'d [u8], ends: &'d [u32]) -> Self {
        Self { bytes, ends }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the last of them ends where they all do.
    pub(super) fn fits(&self) -> bool {
        self.ends.last().map_or(0, |end| *end as usize) == self.bytes.len()
    }

    /// A text; empty where there is none of that number, or where the file was damaged.
    #[inline]
    pub(super) fn get(&self, number: usize) -> &'d str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends.get(before).map_or(0, |end| *end as usize));
        let end = self.ends.get(number).map_or(start, |end| *end as usize);
        self.bytes.get(start..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// The two tables of [`Texts`], as bytes.
pub(super) fn tables<'t>(texts: impl Iterator<Item = &'t str>) -> (Vec<u8>, Vec<u8>) {
    let (mut bytes, mut ends) = (Vec::new(), Vec::new());
    for text in texts {
        bytes.extend_from_slice(text.as_bytes());
        ends.push(bytes.len() as u32);
    }
    (bytes, bytemuck::cast_slice(&ends).to_vec())
}

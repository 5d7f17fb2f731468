//! Room for pages, used again: a page is tens of kilobytes, and asking the system for as much each time costs more than
//! writing it.

use std::cell::RefCell;

use bytes::Bytes;

/// So many buffers wait on each thread.
const WAITING: usize = 8;
/// A larger one is given back to the system.
const LARGEST: usize = 512 * 1024;
/// What a new one holds: most pages.
const USUAL: usize = 96 * 1024;

thread_local! {
    static FREE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// A text under construction, whose room is used again once it was sent.
pub(crate) struct Buffer(String);

impl Buffer {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let free = FREE.with_borrow_mut(Vec::pop);
        Self(free.unwrap_or_else(|| String::with_capacity(USUAL)))
    }

    /// Where to write.
    pub(crate) fn text(&mut self) -> &mut String {
        &mut self.0
    }

    /// What was written, to be sent. Its room comes back when the last byte is gone.
    pub(crate) fn into_bytes(self) -> Bytes {
        Bytes::from_owner(self)
    }
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let mut text = std::mem::take(&mut self.0);
        if text.capacity() > LARGEST {
            return;
        }
        text.clear();
        // A thread that ends has no more pages to write.
        let _ended = FREE.try_with(|free| {
            let mut free = free.borrow_mut();
            if free.len() < WAITING {
                free.push(text);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_comes_back_empty_and_only_once_everything_was_sent() {
        let mut first = Buffer::new();
        first.text().push_str("bonjour");
        let place = first.text().as_ptr();
        let sent = first.into_bytes();
        let rest = sent.slice(3..);
        drop(sent);
        assert_ne!(Buffer::new().text().as_ptr(), place, "somebody still reads");
        assert_eq!(rest, "jour");
        drop(rest);
        let mut again = Buffer::new();
        assert_eq!((again.text().as_ptr(), again.text().as_str()), (place, ""));
    }
}

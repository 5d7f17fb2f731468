//! How far a download is: a bar that moves on a terminal, plain lines elsewhere, nothing for scripts.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::output::Output;

/// A bar moves so often at most.
const MOVE: Duration = Duration::from_millis(100);
/// A line is written so often at most.
const LINE: Duration = Duration::from_secs(5);
/// How many characters wide the bar is.
const WIDTH: usize = 30;

/// Where to tell it, on the standard error.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Terminal,
    Lines,
    Nowhere,
}

/// The progress of one download.
pub(super) struct Progress<'n> {
    place: Place,
    name: &'n str,
    whole: Option<u64>,
    /// When it began, and how much was there.
    start: Option<(Instant, u64)>,
    last: Instant,
}

impl<'n> Progress<'n> {
    pub(super) fn new(output: Output, name: &'n str, whole: Option<u64>) -> Self {
        let place = match (output.is_json(), io::stderr().is_terminal()) {
            (true, _) => Place::Nowhere,
            (false, true) => Place::Terminal,
            (false, false) => Place::Lines,
        };
        Self { place, name, whole, start: None, last: Instant::now() }
    }

    /// So many bytes are there.
    pub(super) fn tell(&mut self, there: u64) {
        let now = Instant::now();
        // A file that is taken from its beginning again is as quick as it is from then on.
        let start = self.start.filter(|(_, before)| *before <= there).unwrap_or((now, there));
        self.start = Some(start);
        let (every, begins, ends) = match self.place {
            Place::Terminal => (MOVE, "\r", "\u{1b}[K"),
            Place::Lines => (LINE, "", "\n"),
            Place::Nowhere => return,
        };
        let is_over = self.whole == Some(there);
        if now - self.last < every && !(is_over && self.place == Place::Terminal) {
            return;
        }
        self.last = now;
        let pace = pace(there - start.1, now - start.0);
        let told = told(self.name, there, self.whole, pace, self.place == Place::Terminal);
        let mut out = io::stderr().lock();
        drop(write!(out, "{begins}{told}{ends}").and_then(|()| out.flush()));
    }

    /// Leaves the line to what is told next.
    pub(super) fn end(self) {
        if self.place == Place::Terminal && self.start.is_some() {
            drop(write!(io::stderr().lock(), "\r\u{1b}[K"));
        }
    }
}

/// Bytes a second, once that means something.
fn pace(bytes: u64, elapsed: Duration) -> Option<u64> {
    (elapsed >= Duration::from_secs(1)).then(|| (bytes as f64 / elapsed.as_secs_f64()) as u64)
}

fn told(name: &str, there: u64, whole: Option<u64>, pace: Option<u64>, is_drawn: bool) -> String {
    let pace = pace.map(|pace| format!(", {}/s", size(pace))).unwrap_or_default();
    let Some(whole) = whole.filter(|whole| *whole > 0) else { return format!("{name}: {}{pace}", size(there)) };
    let share = there.min(whole) as f64 / whole as f64;
    let bar = if is_drawn {
        let full = (share * WIDTH as f64) as usize;
        format!(" [{}{}]", "#".repeat(full), "-".repeat(WIDTH - full))
    } else {
        String::new()
    };
    format!("{name}:{bar} {:.0} %, {} of {}{pace}", (share * 100.0).floor(), size(there), size(whole))
}

/// An amount of bytes, as people read it.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_told_in_its_unit() {
        let sizes = [0, 999, 1_000, 5_720_000, 2_100_000_000].map(size);
        assert_eq!(sizes, ["0 bytes", "999 bytes", "1.0 kB", "5.7 MB", "2.10 GB"]);
    }

    #[test]
    fn a_bar_is_full_only_at_the_end() {
        let bar = |there| told("qpv", there, Some(1_000), Some(2_000_000), true);
        assert_eq!(bar(0), format!("qpv: [{}] 0 %, 0 bytes of 1.0 kB, 2.0 MB/s", "-".repeat(WIDTH)));
        assert!(bar(999).contains("-] 99 %"), "{}", bar(999));
        assert!(bar(1_000).contains("#] 100 %"), "{}", bar(1_000));
    }

    #[test]
    fn what_has_no_known_size_and_what_is_no_terminal_get_plain_words() {
        assert_eq!(told("qpv", 1_500, None, None, true), "qpv: 1.5 kB");
        assert_eq!(told("qpv", 500, Some(1_000), None, false), "qpv: 50 %, 500 bytes of 1.0 kB");
    }
}

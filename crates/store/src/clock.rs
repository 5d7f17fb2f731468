//! The time, as an argument.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Where the time comes from: the machine, or a hand that a test moves.
///
/// ```
/// use essaim_store::Clock;
/// use jiff::{SignedDuration, Timestamp};
///
/// let clock = Clock::fixed("2026-03-01T09:00:00Z".parse::<Timestamp>()?);
/// clock.advance(SignedDuration::from_hours(1));
/// assert_eq!(clock.now().to_string(), "2026-03-01T10:00:00Z");
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until [`Clock::advance`]; its clones move together.
    pub fn fixed(at: Timestamp) -> Self {
        Self(Source::Fixed(Arc::new(Mutex::new(at))))
    }

    /// The time, cut to the microsecond that the store keeps, so that what is read back equals what was written.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => from_micros(to_micros(system_time())),
            Source::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Moves a fixed clock; the machine's stays as it is.
    pub fn advance(&self, by: SignedDuration) {
        if let Source::Fixed(at) = &self.0 {
            let mut at = at.lock().unwrap_or_else(PoisonError::into_inner);
            *at = at.saturating_add(by).expect("a signed duration is never a calendar span");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
fn system_time() -> Timestamp {
    Timestamp::now()
}

/// What a column of time holds: microseconds since 1970, UTC.
pub fn to_micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The time in a column; a number outside the calendar becomes its nearest end.
pub fn from_micros(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(if micros < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

//! How long somebody stays signed in.

use essaim_store::define_id;
use jiff::{SignedDuration, Timestamp};

use super::AccountId;

define_id!(
    /// The identity of a session, which opens nothing.
    SessionId
);

/// A session ends after so long without a visit,
pub(crate) const IDLE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// and after so long whatever happens.
pub(crate) const WHOLE: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Its key is changed when it has served for so long,
const TURN: SignedDuration = SignedDuration::from_hours(1);
/// and the former key still opens for so long after the new one was first used: pages ask for several things at once.
pub(crate) const GRACE: SignedDuration = SignedDuration::from_secs(60);
/// A visit is written down once in so long.
const NOTED: SignedDuration = SignedDuration::from_mins(1);

/// How somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// By the link of a mail, in the browser that asked for it.
    Link,
    /// By the code of a mail.
    Code,
    /// By a code that an administrator handed over.
    Handed,
    /// By an identity provider.
    Provider,
    /// As a persona of the demo.
    Demo,
}

impl Means {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Link, Self::Code, Self::Handed, Self::Provider, Self::Demo];

    /// As it is stored; the key of its label is `means-` before it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Code => "code",
            Self::Handed => "handed",
            Self::Provider => "provider",
            Self::Demo => "demo",
        }
    }

    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.key() == key)
    }
}

/// A session as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) account: AccountId,
    pub(crate) began: Timestamp,
    pub(crate) seen: Timestamp,
    /// Since when its present key serves.
    pub(crate) turned: Timestamp,
    /// Whether the request came with the key before the present one.
    pub(crate) by_former_key: bool,
    /// When the present key was first used; not yet where the browser never received it.
    pub(crate) taken_up: Option<Timestamp>,
}

/// What is to be done of a session when a request comes with its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// It has ended, or the key no longer opens it.
    Ended,
    /// It goes on, nothing is written.
    AsIs,
    /// It goes on: the visit is written down.
    Noted,
    /// It goes on under a new key.
    Turned,
}

impl Session {
    /// When it ends, unless somebody comes back before.
    pub(crate) fn ends(&self) -> Timestamp {
        later(self.seen, IDLE).min(later(self.began, WHOLE))
    }

    /// A session last seen at this instant, or before, has ended.
    pub(crate) fn unseen_since(now: Timestamp) -> Timestamp {
        later(now, -IDLE)
    }

    /// A session begun at this instant, or before, has ended.
    pub(crate) fn begun_before(now: Timestamp) -> Timestamp {
        later(now, -WHOLE)
    }

    /// What becomes of it at this instant.
    pub(crate) fn keeping(&self, now: Timestamp) -> Keeping {
        if now >= self.ends() {
            return Keeping::Ended;
        }
        if self.by_former_key {
            return match self.taken_up {
                Some(since) if now > later(since, GRACE) => Keeping::Ended,
                // The answer that bore the new key was lost: another is made.
                None if now > later(self.turned, GRACE) => Keeping::Turned,
                _ => Keeping::AsIs,
            };
        }
        match () {
            () if now >= later(self.turned, TURN) => Keeping::Turned,
            () if self.taken_up.is_none() || now >= later(self.seen, NOTED) => Keeping::Noted,
            () => Keeping::AsIs,
        }
    }
}

/// A session as its owner sees it in her list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Which.
    pub id: SessionId,
    /// When it began.
    pub began: Timestamp,
    /// When it last served, to the minute.
    pub seen: Timestamp,
    /// How she signed in.
    pub means: Means,
    /// The browser and the system: “Firefox · Linux”; empty where unknown.
    pub agent: String,
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).expect("a signed duration is never a calendar span")
}

#[cfg(test)]
mod tests {
    use essaim_store::testing::START;

    use super::*;

    fn session() -> Session {
        Session {
            id: SessionId::new(START),
            account: AccountId::new(START),
            began: START,
            seen: START,
            turned: START,
            by_former_key: false,
            taken_up: Some(START),
        }
    }

    fn after(minutes: i64) -> Timestamp {
        later(START, SignedDuration::from_mins(minutes))
    }

    #[test]
    fn a_session_ends_when_nobody_comes_for_a_week_and_after_a_month() {
        let week = IDLE.as_mins();
        assert_eq!(session().keeping(after(week - 1)), Keeping::Turned);
        assert_eq!(session().keeping(after(week)), Keeping::Ended);
        let month = WHOLE.as_mins();
        let faithful = Session { seen: after(month - 5), turned: after(month - 5), ..session() };
        assert_eq!(faithful.keeping(after(month - 1)), Keeping::Noted);
        assert_eq!(faithful.keeping(after(month)), Keeping::Ended);
    }

    #[test]
    fn a_visit_is_written_once_a_minute_and_the_key_changes_once_an_hour() {
        assert_eq!(session().keeping(START), Keeping::AsIs);
        assert_eq!(session().keeping(after(1)), Keeping::Noted);
        assert_eq!(session().keeping(after(60)), Keeping::Turned);
        assert_eq!(Session { taken_up: None, ..session() }.keeping(START), Keeping::Noted, "first use of a key");
    }

    #[test]
    fn the_former_key_opens_for_a_minute_once_the_new_one_was_used() {
        let former = Session { by_former_key: true, ..session() };
        assert_eq!(former.keeping(after(1)), Keeping::AsIs);
        assert_eq!(former.keeping(after(2)), Keeping::Ended);
    }

    #[test]
    fn a_new_key_that_never_reached_the_browser_is_made_again() {
        let lost = Session { by_former_key: true, taken_up: None, ..session() };
        assert_eq!(lost.keeping(after(1)), Keeping::AsIs);
        assert_eq!(lost.keeping(after(5)), Keeping::Turned);
    }
}

//! Signing in by mail: a link and a code, good once, for a quarter of an hour.

use essaim_store::define_id;
use essaim_web::Lang;
use jiff::{SignedDuration, Timestamp};

use super::Secret;

define_id!(
    /// The identity of a link, which opens nothing.
    LinkId
);

/// How long a mailed link serves.
pub(crate) const MAILED: SignedDuration = SignedDuration::from_mins(15);
/// How long what was handed over serves: an invitation is read in the day.
pub(crate) const HANDED: SignedDuration = SignedDuration::from_hours(24);
/// With less than this left, asking again makes another link: the former would end under the reader's eyes.
const WORTH_SENDING: SignedDuration = SignedDuration::from_mins(5);
/// Asking again sooner sends nothing: the mail is on its way.
const BETWEEN_SENDINGS: SignedDuration = SignedDuration::from_secs(60);
/// Strangers' browsers together send no more than so many mails to sign in to one address within [`MAILED`]: nobody floods
/// it. A browser in which its holder has signed in has as many for itself: nobody locks her out either.
pub(crate) const MOST_SENDINGS: i64 = 5;
/// A code has so many digits.
pub(crate) const CODE_DIGITS: usize = 8;
/// A wrong code is counted on every link of its address that serves; after so many the code of a link opens no more, and
/// the link alone does. At most [`MOST_SENDINGS`] codes can be made for strangers in [`MAILED`]: in a day, they have 2,400
/// chances in 100 million.
pub(crate) const MOST_WRONG: i32 = 5;
/// A link that has ended is kept for so long: whoever opens it is offered another in one click, and the browser in which
/// one was used is known again.
pub(crate) const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How a link reaches whom it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkKind {
    /// By mail: it opens by itself only in the browser that asked for it.
    Mailed,
    /// From hand to hand, by an administrator or an operator.
    Handed,
}

impl LinkKind {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Mailed => "mailed",
            Self::Handed => "handed",
        }
    }

    /// As it is stored; the database holds no other word.
    pub(crate) fn from_key(key: &str) -> Self {
        if key == Self::Handed.key() { Self::Handed } else { Self::Mailed }
    }
}

/// A link to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) id: LinkId,
    pub(crate) mail: String,
    pub(crate) lang: Lang,
    pub(crate) key: Secret,
    pub(crate) code: String,
    /// Of the browser that asked for it.
    pub(crate) browser: Option<String>,
    /// Where to go once signed in, a path of this site.
    pub(crate) next: String,
    pub(crate) kind: LinkKind,
    pub(crate) ends: Timestamp,
    pub(crate) sent: Option<Timestamp>,
    pub(crate) used: Option<Timestamp>,
    /// How many wrong codes were typed while it served.
    pub(crate) wrong_codes: i32,
}

impl Link {
    /// The path that opens it.
    pub(crate) fn path(&self) -> String {
        format!("/connexion/lien/{}", self.key)
    }

    /// Whether it opens still.
    pub(crate) fn serves(&self, now: Timestamp) -> bool {
        self.used.is_none() && now < self.ends
    }

    /// Whether its key alone opens it, in that browser.
    pub(crate) fn opens_in(&self, browser: Option<&Secret>) -> bool {
        match self.kind {
            LinkKind::Handed => true,
            LinkKind::Mailed => browser.is_some_and(|one| self.browser.as_ref() == Some(&one.digest())),
        }
    }

    /// Whether this is its code, and may still be typed. Compares in a time that does not tell how many digits are right.
    pub(crate) fn has_code(&self, typed: &str) -> bool {
        let wrong = self.code.bytes().zip(typed.bytes()).fold(0, |wrong, (a, b)| wrong | (a ^ b));
        self.wrong_codes < MOST_WRONG && self.code.len() == typed.len() && wrong == 0
    }

    /// Whether asking again sends this one.
    pub(crate) fn is_worth_sending(&self, now: Timestamp) -> bool {
        self.serves(now) && self.ends.duration_since(now) >= WORTH_SENDING
    }

    /// Whether it was sent so lately that it is on its way.
    pub(crate) fn is_on_its_way(&self, now: Timestamp) -> bool {
        self.sent.is_some_and(|sent| now.duration_since(sent) < BETWEEN_SENDINGS)
    }
}

/// A code as people type it: spaces and dashes mean nothing.
pub(crate) fn typed_code(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '.')).collect()
}

/// A code as people read it: two groups.
pub(crate) fn shown_code(code: &str) -> String {
    let (first, rest) = code.split_at(code.len() / 2);
    format!("{first} {rest}")
}

#[cfg(test)]
mod tests {
    use essaim_store::testing::START;

    use super::*;

    fn link() -> Link {
        Link {
            id: LinkId::new(START),
            mail: "camille@example.org".into(),
            lang: Lang::Fr,
            key: Secret::new().unwrap(),
            code: "12345678".into(),
            browser: None,
            next: "/".into(),
            kind: LinkKind::Mailed,
            ends: START + MAILED,
            sent: Some(START),
            used: None,
            wrong_codes: 0,
        }
    }

    #[test]
    fn a_link_serves_once_and_for_a_quarter_of_an_hour() {
        let almost = START + SignedDuration::from_secs(15 * 60 - 1);
        assert!(link().serves(almost) && !link().serves(START + MAILED));
        assert!(!Link { used: Some(START), ..link() }.serves(START));
    }

    #[test]
    fn a_mailed_link_opens_by_itself_in_its_browser_only() {
        let (own, other) = (Secret::new().unwrap(), Secret::new().unwrap());
        let mailed = Link { browser: Some(own.digest()), ..link() };
        assert!(mailed.opens_in(Some(&own)) && !mailed.opens_in(Some(&other)) && !mailed.opens_in(None));
        assert!(!link().opens_in(None));
        assert!(Link { kind: LinkKind::Handed, ..link() }.opens_in(None));
    }

    #[test]
    fn asking_again_sends_the_same_link_after_a_minute_unless_it_is_about_to_end() {
        let after = |seconds| START + SignedDuration::from_secs(seconds);
        assert!(link().is_on_its_way(after(59)) && !link().is_on_its_way(after(60)));
        assert!(link().is_worth_sending(after(600)) && !link().is_worth_sending(after(601)));
    }

    #[test]
    fn a_code_opens_until_too_many_wrong_ones_were_typed() {
        assert!(link().has_code("12345678") && !link().has_code("12345679") && !link().has_code("1234567"));
        assert!(!Link { wrong_codes: MOST_WRONG, ..link() }.has_code("12345678"));
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(typed_code(" 1234 5678 "), "12345678");
        assert_eq!(typed_code(&shown_code("12345678")), "12345678");
        assert_eq!(shown_code("12345678"), "1234 5678");
    }
}

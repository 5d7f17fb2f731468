//! A letter, before and after it is sent.

use std::fmt;
use std::str::FromStr;

use essaim_store::define_id;
use jiff::Timestamp;

use super::Address;

define_id!(
    /// The identity of a letter, and what its Message-ID begins with.
    LetterId
);

/// A letter to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What kind of letter it is, beginning with the capability's name: `accounts.sign-in`.
    pub kind: &'static str,
    /// To whom.
    pub to: Address,
    /// The code of its language: `fr`.
    pub lang: &'static str,
    /// What it is about, on one line.
    pub subject: String,
    /// What it says.
    pub body: Vec<Block>,
    /// From when it is of no use to anybody, and is not sent any more.
    pub useless_after: Option<Timestamp>,
    /// Who receives an answer, where that is not the sender.
    pub reply_to: Option<Sender>,
    /// The `https:` address that takes a `POST` and ends such letters (RFC 8058). Others are left out: mail programs show
    /// a button only for these.
    pub unsubscribe: Option<String>,
    /// The letter that this one follows, so that mail programs show them together.
    pub follows: Option<LetterId>,
}

/// A piece of what a letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Some sentences.
    Paragraph(String),
    /// A link that one acts on.
    Link {
        /// What it does.
        label: String,
        /// Where it leads, whole.
        href: String,
    },
    /// A code to be typed.
    Code(String),
    /// What somebody wrote, given as it is.
    Quote(String),
    /// Some lines.
    List(Vec<String>),
}

/// What has become of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LetterState {
    /// To be sent.
    Waiting,
    /// Its text was about to be given to the server; what became of it was not written down.
    Leaving,
    /// Taken by the server.
    Sent,
    /// Kept here, to be shown: in a demo nothing leaves.
    Kept,
    /// Refused by the server, for good.
    Refused,
    /// Not sent: it was of no use any more.
    Lapsed,
}

impl LetterState {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Waiting, Self::Leaving, Self::Sent, Self::Kept, Self::Refused, Self::Lapsed];

    /// As it is stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Leaving => "leaving",
            Self::Sent => "sent",
            Self::Kept => "kept",
            Self::Refused => "refused",
            Self::Lapsed => "lapsed",
        }
    }

    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Whether nothing more happens to it by itself.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Sent | Self::Kept | Self::Refused | Self::Lapsed)
    }
}

/// Who letters come from: `Essaim <bonjour@example.org>`, or an address alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The name that readers see; may be empty.
    pub name: String,
    /// The address.
    pub address: Address,
}

/// As it is read back; a name can hold neither quotes nor angles.
impl fmt::Display for Sender {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.replace(['<', '>', '"'], " ").trim() {
            "" => write!(out, "{}", self.address),
            name => write!(out, "{name} <{}>", self.address),
        }
    }
}

impl FromStr for Sender {
    type Err = super::AddressFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => {
                let name = name.trim().trim_matches('"').replace(char::is_control, " ");
                Ok(Self { name, address: address.parse()? })
            }
            None => Ok(Self { name: String::new(), address: text.parse()? }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_has_an_address_and_perhaps_a_name() {
        let sender: Sender = "Essaim du \"Grand Est\" <Bonjour@example.org>".parse().unwrap();
        assert_eq!(
            (sender.name.as_str(), sender.address.canonical()),
            ("Essaim du \"Grand Est", "bonjour@example.org")
        );
        let alone: Sender = "bonjour@example.org".parse().unwrap();
        assert_eq!(alone.name, "");
        assert!("Essaim <nowhere>".parse::<Sender>().is_err() && "Essaim".parse::<Sender>().is_err());
    }

    #[test]
    fn a_sender_is_read_back_as_it_was_written() {
        for text in ["Essaim <bonjour@example.org>", "bonjour@example.org", "L’été, à Metz <a@b.fr>"] {
            assert_eq!(text.parse::<Sender>().unwrap().to_string(), text);
        }
        let hostile = Sender { name: "a\r\nBcc: <c@d.fr>".into(), address: "a@b.fr".parse().unwrap() };
        assert_eq!(hostile.to_string().parse::<Sender>().unwrap().address, hostile.address);
    }

    #[test]
    fn every_state_is_stored_and_read_back() {
        for state in LetterState::ALL {
            assert_eq!(LetterState::from_key(state.key()), Some(state));
        }
    }
}

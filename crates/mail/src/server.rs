//! The mail server that letters are handed to: its settings, and one conversation with it, bounded in time.

use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{self};
use percent_encoding::percent_decode_str;

use crate::apart::{Bounded, apart};
use crate::mime::{address, written};
use crate::model::Sender;
use crate::{Kept, MailError};

/// How long all may take that comes before the text of a letter, and
const PREPARING: Duration = Duration::from_secs(60);
/// how long the server may take over the text. Together they are shorter than a task stays with its node.
const TAKING: Duration = Duration::from_secs(180);

/// How the conversation is kept from others' eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// From the first byte: `smtps://`.
    Whole,
    /// From STARTTLS on, without which nothing is sent: `smtp://`.
    Started,
    /// STARTTLS where the server offers it: `smtp://` to this very machine, or where the operator says so.
    IfOffered,
}

/// Where letters are handed over.
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    host: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<(String, String)>,
}

/// The text is no address of a mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no mail server: write smtps://user:password@host, smtp://user:password@host:587 or smtp://127.0.0.1:25")]
pub struct MailServerFault;

impl MailServer {
    /// The same, taking what the server offers even where it is no encryption: on a network that one trusts.
    #[must_use]
    pub fn without_insisting(self) -> Self {
        match self.encryption {
            Encryption::Started => Self { encryption: Encryption::IfOffered, ..self },
            _ => self,
        }
    }

    /// How the conversation is kept from others' eyes.
    #[must_use]
    pub fn encryption(&self) -> Encryption {
        self.encryption
    }

    /// Says whether the server answers and lets us in.
    ///
    /// # Errors
    /// Why not.
    pub async fn answers(&self, sender: &Sender) -> Result<(), MailError> {
        let (server, sender) = (self.clone(), sender.clone());
        apart(async move {
            let mut connection = bounded(PREPARING, Box::pin(server.connect(&sender))).await?;
            drop(bounded(PREPARING, said(connection.quit())).await);
            Ok(())
        })
        .await
    }

    async fn connect(&self, sender: &Sender) -> Result<AsyncSmtpConnection, MailError> {
        let hello = ClientId::Domain(sender.address.domain().to_owned());
        let tls = || TlsParameters::new_rustls(self.host.clone()).map_err(|error| MailError::NotNow(told(&error)));
        let mut connection = if self.encryption == Encryption::Whole {
            let place = (self.host.as_str(), self.port);
            said(AsyncSmtpConnection::connect_tokio1(place, Some(PREPARING), &hello, Some(tls()?), None)).await?
        } else {
            let reached = Bounded::connect(&self.host, self.port).await;
            let stream = reached.map_err(|error| MailError::NotNow(told(&error)))?;
            said(AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello)).await?
        };
        let must = self.encryption == Encryption::Started;
        if must || (self.encryption == Encryption::IfOffered && connection.can_starttls() && !is_here(&self.host)) {
            said(connection.starttls(tls()?, &hello)).await?;
        }
        if let Some((user, password)) = &self.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            said(connection.auth(DEFAULT_MECHANISMS, &credentials)).await?;
        }
        Ok(connection)
    }
}

/// What became of a letter that was handed over.
#[derive(Debug)]
pub(crate) enum Handed {
    /// The server has it, and said this.
    Taken(String),
    /// The server will never take it, and said this.
    Refused(String),
    /// Nobody knows: the text was given, and no answer came.
    Unknown(String),
}

/// A conversation that is ready for the text of one letter.
pub(crate) struct Ready {
    connection: AsyncSmtpConnection,
    message: Vec<u8>,
}

/// A letter that goes no further than its envelope.
pub(crate) enum Envelope {
    /// The text can follow.
    Open(Box<Ready>),
    /// The server will never take it, and said this.
    Refused(String),
}

/// Connects, and says from whom and to whom.
pub(crate) async fn prepare(server: &MailServer, sender: &Sender, letter: &Kept) -> Result<Envelope, MailError> {
    let message = written(sender, letter)?;
    let (server, sender, recipient) = (server.clone(), sender.clone(), letter.recipient.clone());
    apart(bounded(PREPARING, async move {
        let mut connection = Box::pin(server.connect(&sender)).await?;
        let from = address(sender.address.canonical())?;
        said(connection.command(Mail::new(Some(from), Vec::new()))).await?;
        let mut answer = connection.command(Rcpt::new(address(&recipient)?, Vec::new())).await;
        if answer.is_ok() {
            answer = connection.command(Data).await;
        }
        match answer {
            Err(error) if error.is_permanent() => {
                connection.abort().await;
                return Ok(Envelope::Refused(told(&error)));
            }
            answer => answer.map_err(|error| MailError::NotNow(told(&error)))?,
        };
        Ok(Envelope::Open(Box::new(Ready { connection, message })))
    }))
    .await
}

/// Gives the text.
pub(crate) async fn hand_over(ready: Ready) -> Result<Handed, MailError> {
    apart(given(ready)).await
}

async fn given(ready: Ready) -> Result<Handed, MailError> {
    let Ready { mut connection, message } = ready;
    let taking = tokio::time::timeout(TAKING, connection.message(&message)).await;
    match taking {
        Ok(Ok(answer)) => {
            let words = answer.message().collect::<Vec<_>>().join(" ");
            drop(tokio::time::timeout(Duration::from_secs(5), connection.quit()).await);
            Ok(Handed::Taken(words))
        }
        Ok(Err(error)) if error.is_permanent() => Ok(Handed::Refused(told(&error))),
        Ok(Err(error)) if error.is_transient() => Err(MailError::NotNow(told(&error))),
        Ok(Err(error)) => Ok(Handed::Unknown(told(&error))),
        Err(_) => Ok(Handed::Unknown("the server took the text and was silent".to_owned())),
    }
}

async fn bounded<T>(most: Duration, step: impl Future<Output = Result<T, MailError>>) -> Result<T, MailError> {
    let silent = |_| MailError::NotNow("the server is too slow".to_owned());
    tokio::time::timeout(most, step).await.map_err(silent)?
}

async fn said<T>(step: impl Future<Output = Result<T, smtp::Error>>) -> Result<T, MailError> {
    step.await.map_err(|error| MailError::NotNow(told(&error)))
}

/// What went wrong, with what lies under it, cut to what a person reads.
fn told(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(under) = cause {
        let more = under.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = under.source();
    }
    words.chars().take(400).collect()
}

/// Whether a host is this very machine.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl FromStr for MailServer {
    type Err = MailServerFault;

    fn from_str(text: &str) -> Result<Self, MailServerFault> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(MailServerFault)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (credentials, place) = match rest.rsplit_once('@') {
            Some((credentials, place)) => (Some(credentials), place),
            None => (None, rest),
        };
        let (host, port) = match place.rsplit_once(':').filter(|_| !place.ends_with(']')) {
            Some((host, port)) => (host, Some(port.parse().map_err(|_| MailServerFault)?)),
            None => (place, None),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:_".contains(&byte);
        if host.is_empty() || !host.bytes().all(is_plain) {
            return Err(MailServerFault);
        }
        let (encryption, usual) = match scheme {
            "smtps" => (Encryption::Whole, 465),
            "smtp" if is_here(&host) => (Encryption::IfOffered, 25),
            "smtp" => (Encryption::Started, 587),
            _ => return Err(MailServerFault),
        };
        let decoded = |part: &str| percent_decode_str(part).decode_utf8().map(|text| text.into_owned());
        let credentials = match credentials.map(|both| both.split_once(':')) {
            None => None,
            Some(None) => return Err(MailServerFault),
            Some(Some((user, password))) => {
                Some((decoded(user).map_err(|_| MailServerFault)?, decoded(password).map_err(|_| MailServerFault)?))
            }
        };
        Ok(Self { host, port: port.unwrap_or(usual), encryption, credentials })
    }
}

/// Without the password.
impl fmt::Display for MailServer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.host, self.port)
    }
}

/// Without the password.
impl fmt::Debug for MailServer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "MailServer({self})")
    }
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;

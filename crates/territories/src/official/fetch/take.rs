//! Looking at a file, then taking it.

use std::thread::sleep;

use essaim_web::format;
use jiff::Timestamp;
use ureq::http::header::CONTENT_TYPE;

use super::client::{Answer, Client};
use super::copy::copy;
use super::part::{Part, begun_of};
use super::published::range;
use super::{FetchError, Folder, Kind, Label, Published, Wanted};

/// No official file is larger, in bytes.
const LARGEST: u64 = 2 << 30;

/// What is known of a file before it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What its publisher says.
    pub published: Published,
    /// What there is of it already.
    pub held: Held,
}

/// What there is of a file already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// Nothing, or another version.
    Nothing,
    /// So many bytes of it, that the rest can follow.
    Part(u64),
    /// All of it, as this label says.
    Whole(Box<Label>),
}

impl Seen {
    /// How many bytes are still to come; none where the publisher does not say.
    pub fn to_come(&self) -> Option<u64> {
        match &self.held {
            Held::Nothing => self.published.length,
            Held::Part(begun) => self.published.length.map(|length| length.saturating_sub(*begun)),
            Held::Whole(_) => Some(0),
        }
    }

    fn most(&self) -> u64 {
        self.published.length.unwrap_or(LARGEST)
    }
}

/// Asks what a file is, without taking it.
///
/// # Errors
/// When the server gives no such file, or something else in its place; the disk's.
pub fn look(client: &Client, folder: &Folder, wanted: &Wanted) -> Result<Seen, FetchError> {
    let mut answer = client.head(&wanted.address)?;
    // Some servers refuse this question, or tell no length with its answer.
    let is_dumb = matches!(answer.status, 400 | 403 | 405 | 501);
    if is_dumb || answer.status == 200 && Published::of(&answer).length.is_none() {
        answer = client.first_byte(&wanted.address)?;
    }
    let published = refuse_others(&answer, wanted)?;
    let label = folder.label()?.filter(|label| label.address == wanted.address);
    let is_whole = |label: &Label| {
        published.is_same(&label.published) == Some(true)
            && published.length.is_none_or(|length| length == label.length)
    };
    let held = match label.filter(is_whole) {
        Some(label) => Held::Whole(Box::new(label)),
        None => begun_of(folder, wanted, &published)?.map_or(Held::Nothing, Held::Part),
    };
    Ok(Seen { published, held })
}

/// Takes a file that was looked at: asks for it, and again for what is missing of it when the connection breaks. `told`
/// hears how many bytes there are, each time that some came. Until the file is whole, the former one stays.
///
/// # Errors
/// When it does not come, is not what was announced, or is no such file; the disk's. What came is kept where it can be
/// continued by another call.
pub fn bring(
    client: &Client,
    folder: &Folder,
    wanted: &Wanted,
    seen: &Seen,
    at: Timestamp,
    told: &mut dyn FnMut(u64),
) -> Result<Label, FetchError> {
    let _alone = folder.lock()?;
    let mut part = Part::open(folder, wanted, &seen.published)?;
    let mut attempt = 1;
    while let Err(error) = receive(client, wanted, seen, &mut part, told) {
        if !error.is_passing() {
            forget(&mut part, &error)?;
            return Err(error);
        }
        if attempt >= client.patience.attempts {
            return Err(error);
        }
        attempt += 1;
        sleep(client.patience.pause);
    }
    let settled = settle(folder, wanted, &mut part, at);
    settled.inspect_err(|error| drop(forget(&mut part, error)))
}

/// What cannot become the file is not kept; on a full disk, what came still can.
fn forget(part: &mut Part<'_>, error: &FetchError) -> Result<(), FetchError> {
    if matches!(error, FetchError::Io(_)) { Ok(()) } else { Ok(part.clear()?) }
}

/// Asks once for what is missing.
fn receive(
    client: &Client,
    wanted: &Wanted,
    seen: &Seen,
    part: &mut Part<'_>,
    told: &mut dyn FnMut(u64),
) -> Result<(), FetchError> {
    if part.is_whole() {
        return Ok(());
    }
    let answer = client.get(&wanted.address, part.rest().as_ref())?;
    if answer.status == 416
        || answer.status == 206 && !part.is_continued_by(&Published::of(&answer), range(&answer.headers))
    {
        part.clear()?;
        return Err(FetchError::Changed { address: wanted.address.clone() });
    }
    if answer.status != 206 {
        let published = refuse_others(&answer, wanted)?;
        part.begin(wanted, as_long_as_seen(published, seen, wanted)?)?;
    }
    let most = part.announced().unwrap_or(seen.most());
    copy(answer, wanted, part, most, told)
}

/// What an answer says of the file, if it is one.
fn refuse_others(answer: &Answer, wanted: &Wanted) -> Result<Published, FetchError> {
    let address = || wanted.address.clone();
    if !matches!(answer.status, 200 | 206) {
        return Err(FetchError::Status { address: address(), status: answer.status });
    }
    let kind = answer.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.to_lowercase().starts_with("text/html") {
        return Err(FetchError::NotTheFile { address: address(), what: format!("a page ({kind})") });
    }
    let published = Published::of(answer);
    match published.length {
        Some(length) if length > LARGEST => Err(FetchError::TooMuch { address: address(), most: LARGEST }),
        _ => Ok(published),
    }
}

/// The length that was agreed to binds: a file may have changed since, but not have grown.
fn as_long_as_seen(published: Published, seen: &Seen, wanted: &Wanted) -> Result<Published, FetchError> {
    let address = || wanted.address.clone();
    let has_changed = published.is_same(&seen.published) == Some(false);
    match (seen.published.length, published.length) {
        (Some(most), Some(length)) if length > most => Err(FetchError::TooMuch { address: address(), most }),
        (Some(announced), Some(found)) if found < announced && !has_changed => {
            Err(FetchError::Inconsistent { address: address(), announced, found })
        }
        (announced, None) if !has_changed => Ok(Published { length: announced, ..published }),
        _ => Ok(published),
    }
}

/// Examines a file that came whole, and gives it its name.
fn settle(folder: &Folder, wanted: &Wanted, part: &mut Part<'_>, at: Timestamp) -> Result<Label, FetchError> {
    let address = || wanted.address.clone();
    if let Some(what) = denied(&part.head()?, wanted.download.kind) {
        return Err(FetchError::NotTheFile { address: address(), what: what.to_owned() });
    }
    let checksums = part.checksums()?;
    let published = part.published().cloned().expect("what came was described before its first byte was kept");
    if published.sha256.as_ref().is_some_and(|sha256| *sha256 != checksums.sha256) {
        return Err(FetchError::Corrupt { address: address() });
    }
    let day = published.day_of_name().or(wanted.vintage).or_else(|| published.day_of_change());
    let label = Label {
        address: address(),
        file: published.name().map_or_else(|| wanted.name(), str::to_owned),
        length: part.length,
        checksum: checksums.blake3,
        vintage: day.unwrap_or_else(|| format::day_of(at)),
        licence: wanted.download.licence.clone(),
        fetched_at: at,
        published,
    };
    folder.settle(&label)?;
    Ok(label)
}

/// What the first bytes show instead of the kind of file that was wanted.
fn denied(head: &[u8], kind: Kind) -> Option<&'static str> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let is_packed = head.starts_with(b"PK") || head.starts_with(&[0x1f, 0x8b]);
    match text.first() {
        _ if is_packed => None,
        None => Some("nothing"),
        Some(b'<') => Some("a page (HTML or XML)"),
        Some(b'{') => None,
        Some(_) if kind == Kind::Perimeters => Some("what is neither JSON nor an archive"),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_deny_what_is_another_kind() {
        for (head, perimeters, table) in [
            (&b"PK\x03\x04"[..], true, true),
            (b"\x1f\x8b\x08", true, true),
            (b"\xef\xbb\xbf {\"type\"", true, true),
            (b"COM;LIBELLE\n", false, true),
            (b"\"COM\",\"LIBELLE\"\n", false, true),
            (b"[{\"code\"", false, true),
            (b"\r\n<?xml version", false, false),
            (b"\xef\xbb\xbf<!DOCTYPE html>", false, false),
            (b" \n", false, false),
        ] {
            let fits = |kind| denied(head, kind).is_none();
            let told = String::from_utf8_lossy(head);
            assert_eq!((fits(Kind::Perimeters), fits(Kind::Table)), (perimeters, table), "{told}");
            assert_eq!(fits(Kind::Addresses), table, "{told}");
        }
    }
}

//! The bytes of an answer, onto the disk, within what was announced.

use std::io::Read;

use super::client::Answer;
use super::part::Part;
use super::{FetchError, Wanted};

/// Puts the rest of a file behind what came of it, and no more than `most` bytes in all.
pub(super) fn copy(
    mut answer: Answer,
    wanted: &Wanted,
    part: &mut Part<'_>,
    most: u64,
    told: &mut dyn FnMut(u64),
) -> Result<(), FetchError> {
    let address = || wanted.address.clone();
    let cut = |part: &Part<'_>, why: String| FetchError::CutShort {
        address: address(),
        received: part.length,
        announced: part.announced(),
        why,
    };
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = answer.body.read(&mut buffer).map_err(|error| cut(part, error.to_string()))?;
        if read == 0 {
            break;
        }
        if part.length + read as u64 > most {
            return Err(FetchError::TooMuch { address: address(), most });
        }
        part.append(&buffer[..read])?;
        told(part.length);
    }
    match part.announced() {
        Some(announced) if announced != part.length => Err(cut(part, "the end is missing".to_owned())),
        _ => Ok(()),
    }
}

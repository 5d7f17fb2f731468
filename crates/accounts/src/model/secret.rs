//! What nobody can guess: the keys of sessions and of links.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};

use crate::AccountsError;

/// 256 random bits, written as 43 letters, digits, `-` and `_`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Secret([u8; 32]);

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub(crate) fn new() -> Result<Self, AccountsError> {
        let mut bytes = [0; 32];
        SystemRandom::new().fill(&mut bytes).map_err(|_| AccountsError::NoRandom)?;
        Ok(Self(bytes))
    }

    /// What is stored in its place: whoever reads the database cannot use it. A digest without salt is enough for what
    /// is random already.
    pub(crate) fn digest(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, &self.0))
    }
}

impl FromStr for Secret {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| ())?;
        bytes.try_into().map(Self).map_err(|_| ())
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// Written in no log.
impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// A number of so many digits, leading zeros included: a code to be typed.
///
/// # Errors
/// When the system gives no random bytes.
pub(crate) fn code(digits: usize) -> Result<String, AccountsError> {
    let mut bytes = [0; 8];
    SystemRandom::new().fill(&mut bytes).map_err(|_| AccountsError::NoRandom)?;
    let most = 10_u64.pow(u32::try_from(digits).unwrap_or(6));
    // Of 2^64 numbers, no code has more than one part in 10^13 over another.
    Ok(format!("{:0digits$}", u64::from_le_bytes(bytes) % most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_as_it_was_written_and_shown_to_no_log() {
        let secret = Secret::new().unwrap();
        let written = secret.to_string();
        assert_eq!((written.len(), written.parse()), (43, Ok(secret)));
        assert!(!format!("{secret:?}").contains(&written[..6]));
        assert_ne!(secret.digest(), written);
        for wrong in ["", "a", &written[1..], &format!("{written}A"), "é".repeat(22).as_str()] {
            assert!(wrong.parse::<Secret>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_code_has_its_digits() {
        for _ in 0..50 {
            let code = code(6).unwrap();
            assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        }
    }
}

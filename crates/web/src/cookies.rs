//! Functional cookies: what a visitor chose, and the key of whoever signed in. None that follows anybody.

use crate::Frame;
use axum::http::{HeaderMap, HeaderValue, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// What RFC 6265 lets stand in a value.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'!').remove(b'*');

impl Frame {
    /// The value of a cookie set by [`Frame::set_cookie`]. It comes from outside: check it.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<Cow<'_, str>> {
        raw(self.cookies()?, name).map(|value| percent_decode_str(value).decode_utf8_lossy())
    }

    /// A cookie for [`crate::Page::cookie`], kept for some days (0 removes it): first party, not read
    /// by scripts, sent over HTTPS only where the site is. Browsers keep at most 4 kB of it.
    #[must_use]
    pub fn set_cookie(&self, name: &'static str, value: &str, days: u32) -> HeaderValue {
        let value = utf8_percent_encode(value, PLAIN);
        let secure = if self.is_secure() { "; Secure" } else { "" };
        let age = u64::from(days) * 86_400;
        let text = format!("{name}={value}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly{secure}");
        HeaderValue::try_from(text).expect("the name is ours and the value is encoded")
    }
}

/// All the cookies that a request brings, on one line or several. Those of other programs may hold any bytes.
pub(crate) fn gathered(headers: &HeaderMap) -> Option<Box<str>> {
    let lines: Vec<_> =
        headers.get_all(header::COOKIE).iter().map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    (!lines.is_empty()).then(|| lines.join("; ").into())
}

pub(crate) fn raw<'a>(cookies: &'a str, name: &str) -> Option<&'a str> {
    let pairs = cookies.split(';');
    let mut values = pairs.filter_map(|pair| pair.trim().split_once('='));
    values.find(|(key, _)| *key == name).map(|(_, value)| value.trim_matches('"'))
}

//! Who is asking, for limits only: an address, found behind proxies without trusting strangers.
//!
//! **The rule.**
//! 1. Forwarding headers are read from the configured proxies only: walking from the nearest hop, the
//!    first address that is not one of them is the visitor. A hop that cannot be read ends the walk:
//!    what lies behind it is the visitor's own word, and the proxy spends its ceiling instead.
//! 2. A peer on this machine or a private network that no one configured yet sends such a header may
//!    be a proxy. Each address that it claims has its own budget, and the peer as a whole has
//!    [`CEILING`] of them: visitors are not counted as one, and pretending wins little.
//! 3. Without a readable header, such a peer may also hide many visitors: it has the ceiling at once.
//! 4. Any other peer is the visitor, whatever it claims. IPv6 visitors are counted by /64, which one
//!    subscriber holds whole.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};

/// How many visitors' worth a peer that may hide many can spend.
pub(crate) const CEILING: u32 = 64;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A network, `10.0.0.0/8` or `2001:db8::/32`; a bare address is a network of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    bits: u128,
    length: u8,
}

/// The text is no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither an address nor a network such as 10.0.0.0/8")]
pub struct NetworkError(String);

impl Network {
    /// Whether an address is in it; an IPv4 address written in IPv6 is the same address.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        (bits(address) ^ self.bits) & mask(self.length) == 0
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let wrong = || NetworkError(text.to_owned());
        let (address, length) = text.trim().split_once('/').map_or((text.trim(), None), |(a, l)| (a, Some(l)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let (most, before) = if address.is_ipv4() { (32, 96) } else { (128, 0) };
        let length: u8 = length.map_or(Ok(most), |length| length.parse().map_err(|_| wrong()))?;
        if length > most {
            return Err(wrong());
        }
        Ok(Self { bits: bits(address), length: length + before })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = IpAddr::V6(Ipv6Addr::from(self.bits)).to_canonical();
        let length = if address.is_ipv4() { self.length - 96 } else { self.length };
        write!(out, "{address}/{length}")
    }
}

/// Everything is written in 128 bits, IPv4 as `::ffff:a.b.c.d`.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

fn mask(length: u8) -> u128 {
    u128::MAX.checked_shl(u32::from(128 - length)).unwrap_or(0)
}

/// What one budget belongs to: a visitor, alone or as claimed by a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    visitor: u128,
    through: u128,
}

impl Key {
    fn of(address: IpAddr) -> Self {
        Self { visitor: visitor_bits(address), through: 0 }
    }
}

fn visitor_bits(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(v4) => bits(IpAddr::V4(v4)),
        v6 @ IpAddr::V6(_) => bits(v6) & mask(64),
    }
}

/// Whose budgets a request spends: the visitor's own, and that of a peer that may hide many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) own: Option<Key>,
    pub(crate) crowd: Option<Key>,
}

/// What a request says of where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    peer: IpAddr,
    claims: Option<String>,
}

impl Origin {
    /// Keeps the forwarding headers, unread: few requests need them.
    pub(crate) fn of(peer: Option<IpAddr>, headers: &HeaderMap) -> Self {
        let standard = !headers.contains_key(X_FORWARDED_FOR);
        let name = if standard { header::FORWARDED } else { X_FORWARDED_FOR };
        let text = |line: &HeaderValue| String::from_utf8_lossy(line.as_bytes()).into_owned();
        let lines: Vec<String> = headers.get_all(name).iter().map(text).collect();
        Self {
            // Without a socket (a test, a Unix socket) the peer is this machine.
            peer: peer.unwrap_or(IpAddr::V6(Ipv6Addr::LOCALHOST)).to_canonical(),
            claims: (!lines.is_empty()).then(|| lines.join(",")),
        }
    }

    pub(crate) fn caller(&self, proxies: &[Network]) -> Caller {
        let trusted = |address: IpAddr| proxies.iter().any(|network| network.contains(address));
        let peer = Key::of(self.peer);
        // From the nearest hop to the farthest, each an address where it can be read.
        let mut hops = self.claims.iter().flat_map(|line| line.rsplit(',')).map(hop);
        let crowd = Caller { own: None, crowd: Some(peer) };
        if trusted(self.peer) {
            let visitor = hops.find(|hop| !hop.is_some_and(trusted)).flatten();
            return visitor.map_or(crowd, |visitor| Caller { own: Some(Key::of(visitor)), crowd: None });
        }
        if !is_near(self.peer) {
            return Caller { own: Some(peer), crowd: None };
        }
        match hops.next().flatten() {
            Some(claim) => {
                Caller { own: Some(Key { visitor: visitor_bits(claim), through: peer.visitor }), crowd: Some(peer) }
            }
            None => crowd,
        }
    }
}

/// One hop of `X-Forwarded-For` (`192.0.2.1`) or of `Forwarded` (`for="[2001:db8::1]:443";proto=https`).
fn hop(text: &str) -> Option<IpAddr> {
    let part = text.split(';').map(str::trim).find_map(|part| {
        let (name, value) = part.split_once('=').unwrap_or(("for", part));
        name.eq_ignore_ascii_case("for").then_some(value)
    })?;
    let part = part.trim_matches('"');
    let address = match part.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None if part.matches(':').count() == 1 => part.split(':').next().unwrap_or_default(),
        None => part,
    };
    address.parse().ok().map(|address: IpAddr| address.to_canonical())
}

fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(peer: &str, name: HeaderName, claim: &str) -> Caller {
        let mut headers = HeaderMap::new();
        if !claim.is_empty() {
            headers.insert(name, claim.parse().unwrap());
        }
        Origin::of(Some(peer.parse().unwrap()), &headers).caller(&["10.0.0.0/8".parse().unwrap()])
    }

    fn own(address: &str) -> Option<Key> {
        Some(Key::of(address.parse().unwrap()))
    }

    #[test]
    fn a_configured_proxy_is_believed_and_only_for_the_last_stranger() {
        for (name, claim) in [
            (X_FORWARDED_FOR, "6.6.6.6, 192.0.2.1, 10.0.0.2"),
            (header::FORWARDED, "for=6.6.6.6, for=\"192.0.2.1:4711\";proto=https, for=10.0.0.2"),
        ] {
            let caller = caller("10.0.0.1", name, claim);
            assert_eq!(caller, Caller { own: own("192.0.2.1"), crowd: None });
        }
    }

    #[test]
    fn a_hop_that_cannot_be_read_ends_the_walk_and_nothing_behind_it_is_believed() {
        let of_the_proxy = Caller { own: None, crowd: own("10.0.0.1") };
        for claim in
            ["198.18.1.1, unknown", "198.18.1.1, _hidden, 10.0.0.2", "198.18.1.1,", "for=198.18.1.1;by=x, by=y"]
        {
            assert_eq!(caller("10.0.0.1", X_FORWARDED_FOR, claim), of_the_proxy, "{claim}");
        }
        let near = caller("127.0.0.1", X_FORWARDED_FOR, "198.18.1.1, unknown");
        assert_eq!(near, Caller { own: None, crowd: own("127.0.0.1") });
    }

    #[test]
    fn what_a_visitor_writes_badly_does_not_hide_what_the_proxy_adds() {
        let mut headers = HeaderMap::new();
        headers.insert(X_FORWARDED_FOR, HeaderValue::from_bytes(b"\xff\xfe, 192.0.2.1").unwrap());
        let caller = Origin::of(Some("10.0.0.1".parse().unwrap()), &headers).caller(&["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(caller, Caller { own: own("192.0.2.1"), crowd: None });
    }

    #[test]
    fn a_stranger_who_pretends_is_one_visitor_and_a_near_one_stays_under_its_ceiling() {
        for claim in ["1.1.1.1", "2.2.2.2"] {
            let far = caller("198.51.100.7", X_FORWARDED_FOR, claim);
            assert_eq!(far, Caller { own: own("198.51.100.7"), crowd: None });
        }
        let (a, b) =
            (caller("192.168.0.7", X_FORWARDED_FOR, "1.1.1.1"), caller("192.168.0.7", X_FORWARDED_FOR, "2.2.2.2"));
        assert_ne!(a.own, b.own);
        assert_eq!((a.crowd, b.crowd), (own("192.168.0.7"), own("192.168.0.7")));
    }

    #[test]
    fn a_near_peer_without_header_may_hide_many() {
        let near = caller("127.0.0.1", X_FORWARDED_FOR, "");
        assert_eq!(near, Caller { own: None, crowd: own("127.0.0.1") });
        let far = caller("198.51.100.7", X_FORWARDED_FOR, "");
        assert_eq!(far, Caller { own: own("198.51.100.7"), crowd: None });
    }

    #[test]
    fn ipv6_counts_by_64_and_mapped_ipv4_is_ipv4() {
        assert_eq!(own("2001:db8:1:2::3"), own("2001:db8:1:2:ffff::9"));
        assert_ne!(own("2001:db8:1:2::3"), own("2001:db8:1:3::3"));
        assert_eq!(own("::ffff:192.0.2.1"), own("192.0.2.1"));
    }

    #[test]
    fn networks_are_read_written_and_refused() {
        let network: Network = "10.0.0.0/8".parse().unwrap();
        assert!(network.contains("10.9.8.7".parse().unwrap()) && !network.contains("11.0.0.1".parse().unwrap()));
        assert_eq!(network.to_string(), "10.0.0.0/8");
        assert!("0.0.0.0/0".parse::<Network>().unwrap().contains("8.8.8.8".parse().unwrap()));
        for wrong in ["", "10.0.0.0/33", "localhost", "::/129", "10.0.0.0/-1"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }
}

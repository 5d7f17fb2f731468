//! How many connections one address holds: nobody takes all the room.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use essaim_web::Network;

/// The connections that each address holds now.
#[derive(Clone, Debug)]
pub(crate) struct Room(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    most: u32,
    /// Behind these stand many visitors.
    proxies: Vec<Network>,
    held: Mutex<HashMap<IpAddr, u32>>,
}

/// A connection's place, free again once dropped.
#[derive(Debug)]
pub(crate) struct Place {
    room: Room,
    /// None for who is not counted.
    address: Option<IpAddr>,
}

impl Room {
    /// So many connections for each address; 0 is no limit.
    pub(crate) fn new(most: u32, proxies: Vec<Network>) -> Self {
        Self(Arc::new(Inner { most, proxies, held: Mutex::default() }))
    }

    /// A place for one more connection from an address; none when it holds as many as it may.
    pub(crate) fn enter(&self, peer: IpAddr) -> Option<Place> {
        let peer = peer.to_canonical();
        let is_counted = !peer.is_loopback() && !self.0.proxies.iter().any(|network| network.contains(peer));
        if self.0.most == 0 || !is_counted {
            return Some(Place { room: self.clone(), address: None });
        }
        let address = subscriber(peer);
        let mut held = self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(address).or_default();
        if *count >= self.0.most {
            return None;
        }
        *count += 1;
        drop(held);
        Some(Place { room: self.clone(), address: Some(address) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut held = self.room.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                held.remove(&address);
            }
        }
    }
}

/// One subscriber holds a whole /64 of IPv6.
fn subscriber(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_so_many_connections_and_gives_them_back() {
        let room = Room::new(2, vec!["10.0.0.0/8".parse().unwrap()]);
        let enter = |address: &str| room.enter(address.parse().unwrap());
        let held = [enter("192.0.2.1"), enter("::ffff:192.0.2.1")];
        assert!(held.iter().all(Option::is_some));
        assert!(enter("192.0.2.1").is_none());
        assert!(enter("192.0.2.2").is_some(), "each address has its own");
        drop(held);
        assert!(enter("192.0.2.1").is_some());
        let subscriber = [enter("2001:db8::1"), enter("2001:db8::2")];
        assert!(enter("2001:db8::3").is_none() && enter("2001:db8:0:1::1").is_some());
        drop(subscriber);
        for many in ["127.0.0.1", "::1", "10.0.0.1"] {
            let all: Vec<_> = (0..5).map(|_| enter(many)).collect();
            assert!(all.iter().all(Option::is_some), "{many}");
        }
    }
}

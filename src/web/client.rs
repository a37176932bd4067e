//! Who asks: the address of the client, also behind proxies that whoever runs the server trusts.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderMap;

/// The header in which each proxy notes the address that it was asked from, behind those of the
/// proxies before it.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// No more proxies stand between a client and the server.
const MOST_PROXIES: usize = 16;

/// A network of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: u128,
    /// How many bits all its addresses share, counted as for IPv6.
    length: u32,
}

/// What is no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("write an address such as 127.0.0.1, or a network such as 10.0.0.0/8")]
pub struct NoNetwork;

impl Network {
    fn contains(self, address: IpAddr) -> bool {
        let differing = self.first ^ bits(address);
        self.length == 0 || differing.leading_zeros() >= self.length
    }
}

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let (address, length) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| NoNetwork)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let length = match length {
            Some(digits) => digits.parse().ok().filter(|length| *length <= most),
            None => Some(most),
        };
        let length = length.ok_or(NoNetwork)? + 128 - most;
        Ok(Self { first: bits(address), length })
    }
}

/// An address as one of IPv6, so that one of IPv4 is the same however a socket tells it.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().into(),
        IpAddr::V6(v6) => v6.into(),
    }
}

/// The proxies whose word on who asks is taken. There are none unless they are named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(pub Vec<Network>);

impl TrustedProxies {
    /// The network of whoever sent a request, for limits; `None` where there is no network.
    pub(in crate::web) fn network_of(&self, request: &Request) -> Option<IpAddr> {
        let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
        Some(network(self.client(peer.ip(), request.headers())))
    }

    /// Who asks: the peer, or where that is a trusted proxy, whom it names; and so on, from the last
    /// proxy to the first. What stands before the first address that is not trusted, anybody can
    /// have written.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer;
        let lines: Vec<&str> = headers
            .get_all(FORWARDED_FOR)
            .iter()
            .map(|it| it.to_str().unwrap_or_default())
            .collect();
        let named = lines.iter().rev().flat_map(|line| line.rsplit(','));
        for named in named.take(MOST_PROXIES) {
            if !self.trusts(client) {
                break;
            }
            match address(named.trim()) {
                Some(address) => client = address,
                None => break,
            }
        }
        client
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

/// An address as proxies write it, some with a port behind it.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

/// What is counted as one address: of IPv6 the part that a provider gives to one customer.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => Ipv6Addr::from(u128::from(v6) & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who asks, where these are trusted, this is the peer, and these are the headers.
    fn client(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let trusted = TrustedProxies(trusted.iter().map(|it| it.parse().unwrap()).collect());
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        trusted.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn nobody_is_believed_who_is_not_trusted() {
        assert_eq!(client(&[], "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(client(&["10.0.0.0/8"], "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
    }

    #[test]
    fn the_last_address_counts_that_is_no_trusted_proxy() {
        let trusted = ["10.0.0.0/8", "::1"];
        for (peer, forwarded, expected) in [
            ("10.0.0.1", &["198.51.100.7"][..], "198.51.100.7"),
            // What a client writes itself stands before what the proxy writes.
            ("10.0.0.1", &["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["203.0.113.9, 198.51.100.7, 10.9.9.9"], "198.51.100.7"),
            ("::1", &["10.0.0.2 , 2001:db8::5"], "2001:db8::5"),
            ("::ffff:10.0.0.1", &["198.51.100.7:4711"], "198.51.100.7"),
            ("10.0.0.1", &["[2001:db8::5]:4711"], "2001:db8::5"),
            // A proxy that names nobody is all that is known.
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.7, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.2"], "10.0.0.2"),
        ] {
            assert_eq!(client(&trusted, peer, forwarded), expected, "{peer} {forwarded:?}");
        }
        let long = vec!["10.0.0.9"; 1_000].join(",");
        assert_eq!(client(&trusted, "10.0.0.1", &[&long]), "10.0.0.9");
    }

    #[test]
    fn networks_are_read() {
        let contains = |network: &str, address: &str| {
            network.parse::<Network>().unwrap().contains(address.parse().unwrap())
        };
        assert!(contains("10.0.0.0/8", "10.255.0.1") && !contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("10.1.2.3/8", "10.0.0.1") && contains("0.0.0.0/0", "192.0.2.1"));
        assert!(contains("127.0.0.1", "127.0.0.1") && !contains("127.0.0.1", "127.0.0.2"));
        assert!(contains("2001:db8::/32", "2001:db8:1::") && !contains("0.0.0.0/0", "2001:db8::"));
        assert!(contains("::/0", "192.0.2.1"));
        for wrong in ["", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::/129", "::1/-1", "proxy"] {
            assert_eq!(wrong.parse::<Network>(), Err(NoNetwork), "{wrong}");
        }
    }

    #[test]
    fn neighbours_in_one_network_are_one() {
        let of = |address: &str| network(address.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8::1"), of("2001:db8::2"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}

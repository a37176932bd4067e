//! How often one address may ask: a bucket of tokens for each, in a table that cannot grow without
//! end.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Addresses that are told apart at once; further ones share a bucket until others have rested.
const MOST_ADDRESSES: usize = 4_096;

/// A limit of requests for each address.
#[derive(Debug)]
pub(in crate::web) struct RateLimit {
    per_second: f64,
    at_once: f64,
    /// By address; `None` for those that found the table full.
    buckets: Mutex<HashMap<Option<IpAddr>, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    filled: Instant,
}

impl RateLimit {
    /// A limit of so many requests in a second for a long time, and so many at once after a rest.
    pub(in crate::web) fn new(per_second: f64, at_once: f64) -> Self {
        Self { per_second, at_once, buckets: Mutex::default() }
    }

    /// Whether an address may ask once more now.
    pub(in crate::web) fn allows(&self, address: IpAddr) -> bool {
        self.allows_at(address, Instant::now())
    }

    fn allows_at(&self, address: IpAddr, now: Instant) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let mut key = Some(network(address));
        if buckets.len() >= MOST_ADDRESSES && !buckets.contains_key(&key) {
            buckets.retain(|_, bucket| self.filled(bucket, now) < self.at_once);
            if buckets.len() >= MOST_ADDRESSES {
                key = None;
            }
        }
        let bucket = buckets.entry(key).or_insert(Bucket { tokens: self.at_once, filled: now });
        let tokens = self.filled(bucket, now);
        let allowed = tokens >= 1.0;
        *bucket = Bucket { tokens: if allowed { tokens - 1.0 } else { tokens }, filled: now };
        allowed
    }

    /// What a bucket holds now.
    fn filled(&self, bucket: &Bucket, now: Instant) -> f64 {
        let rest = now.saturating_duration_since(bucket.filled).as_secs_f64();
        (bucket.tokens + rest * self.per_second).min(self.at_once)
    }
}

/// What is counted as one address: of IPv6 the part that a provider gives to one customer.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.into(),
            None => std::net::Ipv6Addr::from(u128::from(v6) & !u128::from(u64::MAX)).into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn address(number: u32) -> IpAddr {
        std::net::Ipv4Addr::from(number).into()
    }

    #[test]
    fn who_has_asked_too_often_waits_and_others_do_not() {
        let limit = RateLimit::new(2.0, 3.0);
        let now = Instant::now();
        let asked: Vec<bool> = (0..4).map(|_| limit.allows_at(address(1), now)).collect();
        assert_eq!(asked, [true, true, true, false]);
        assert!(limit.allows_at(address(2), now));
        let later = now + Duration::from_millis(500);
        assert!(limit.allows_at(address(1), later));
        assert!(!limit.allows_at(address(1), later));
    }

    #[test]
    fn neighbours_in_one_network_are_one() {
        let limit = RateLimit::new(1.0, 1.0);
        let now = Instant::now();
        assert!(limit.allows_at("2001:db8::1".parse().unwrap(), now));
        assert!(!limit.allows_at("2001:db8::2".parse().unwrap(), now));
        assert!(limit.allows_at("2001:db8:0:1::1".parse().unwrap(), now));
    }

    #[test]
    fn the_table_has_an_end() {
        let limit = RateLimit::new(1.0, 2.0);
        let now = Instant::now();
        let most = u32::try_from(MOST_ADDRESSES).unwrap();
        for number in 0..most + 10 {
            limit.allows_at(address(number), now);
        }
        assert!(limit.buckets.lock().unwrap().len() <= MOST_ADDRESSES + 1);
        // Whoever has rested makes room.
        assert!(limit.allows_at(address(most + 20), now + Duration::from_secs(5)));
        assert!(limit.buckets.lock().unwrap().len() < 10);
    }
}

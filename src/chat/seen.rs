//! What was answered before, remembered for as long as it could come again, in bounded memory.

use std::collections::{HashSet, VecDeque};

/// How many requests are remembered at most.
const CAPACITY: usize = 16_384;

/// Requests of a while, each by the hash of what makes it one of its kind. Only what is proved is
/// remembered, so nobody without a secret can make it forget.
#[derive(Debug, Default)]
pub struct Seen {
    keys: HashSet<[u8; 16]>,
    /// The same in the order of their coming, with when they may be forgotten.
    order: VecDeque<(u64, [u8; 16])>,
}

impl Seen {
    /// Remembers a request until `now` plus `seconds`. Whether it is the first of its kind.
    pub fn is_first(&mut self, kind: &str, request: &[u8], now: u64, seconds: u64) -> bool {
        while let Some((until, key)) = self.order.front().copied() {
            if until >= now && self.order.len() < CAPACITY {
                break;
            }
            self.order.pop_front();
            self.keys.remove(&key);
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(kind.as_bytes()).update(&[0]).update(request);
        let mut key = [0; 16];
        hasher.finalize_xof().fill(&mut key);
        let is_first = self.keys.insert(key);
        if is_first {
            self.order.push_back((now.saturating_add(seconds), key));
        }
        is_first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_comes_once_within_its_time() {
        let mut seen = Seen::default();
        assert!(seen.is_first("a", b"1", 100, 10));
        assert!(!seen.is_first("a", b"1", 110, 10));
        assert!(seen.is_first("b", b"1", 110, 10));
        assert!(seen.is_first("a", b"1", 111, 10));
    }

    #[test]
    fn memory_is_bounded() {
        let mut seen = Seen::default();
        for request in 0..CAPACITY * 2 {
            assert!(seen.is_first("a", &request.to_le_bytes(), 0, 10));
        }
        assert!(seen.keys.len() <= CAPACITY && seen.order.len() == seen.keys.len());
        assert!(!seen.is_first("a", &(CAPACITY * 2 - 1).to_le_bytes(), 0, 10));
    }
}

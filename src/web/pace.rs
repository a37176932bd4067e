//! How often somebody may ask: token buckets in a table of bounded size.

use std::collections::HashMap;

/// How many askers are told apart at most.
const CAPACITY: usize = 8_192;

/// How often each asker may ask.
#[derive(Debug)]
pub(in crate::web) struct Pace {
    /// How many may come at once.
    burst: f64,
    /// How many more come with each second.
    per_second: f64,
    buckets: HashMap<[u8; 16], Bucket>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    /// In milliseconds of the caller's clock.
    at: u64,
}

impl Pace {
    /// A pace that lets `burst` questions through at once, and `per_minute` in the long run.
    pub(in crate::web) fn new(burst: u32, per_minute: u32) -> Self {
        let (burst, per_second) = (f64::from(burst), f64::from(per_minute) / 60.0);
        Self { burst, per_second, buckets: HashMap::new() }
    }

    /// Whether `asker` may ask at `now`, in milliseconds of a clock that never goes back. Where it
    /// may not, after how many seconds it may.
    ///
    /// # Errors
    /// The seconds to wait, at least 1.
    pub(in crate::web) fn take(&mut self, asker: &str, now: u64) -> Result<(), u64> {
        let mut key = [0; 16];
        key.copy_from_slice(blake3::hash(asker.as_bytes()).as_bytes().split_at(16).0);
        if self.buckets.len() >= CAPACITY && !self.buckets.contains_key(&key) {
            self.forget(now);
        }
        let (burst, per_second) = (self.burst, self.per_second);
        let bucket = self.buckets.entry(key).or_insert(Bucket { tokens: burst, at: now });
        bucket.tokens = filled(*bucket, now, burst, per_second);
        bucket.at = bucket.at.max(now);
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        let seconds = (1.0 - bucket.tokens) / per_second.max(f64::MIN_POSITIVE);
        // A hair less than a whole second is rounding, not waiting.
        let is_enough = |whole: &u32| f64::from(*whole) + 1e-6 >= seconds;
        Err((1..=3600).find(is_enough).map_or(3600, u64::from))
    }

    /// Forgets who could ask as much as a stranger; where that is nobody, those who asked first.
    fn forget(&mut self, now: u64) {
        let (burst, per_second) = (self.burst, self.per_second);
        self.buckets.retain(|_, bucket| filled(*bucket, now, burst, per_second) < burst);
        if self.buckets.len() >= CAPACITY {
            let mut times: Vec<u64> = self.buckets.values().map(|bucket| bucket.at).collect();
            times.sort_unstable();
            let middle = times.get(times.len() / 2).copied().unwrap_or(now);
            self.buckets.retain(|_, bucket| bucket.at > middle);
        }
    }
}

/// What a bucket holds by now.
fn filled(bucket: Bucket, now: u64, burst: f64, per_second: f64) -> f64 {
    // What lies further back than a day has filled any bucket.
    let passed = now.saturating_sub(bucket.at).min(86_400_000);
    let seconds = f64::from(u32::try_from(passed).unwrap_or(u32::MAX)) / 1000.0;
    (bucket.tokens + seconds * per_second).min(burst)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_as_many_as_a_minute_allows() {
        let mut pace = Pace::new(3, 60);
        for _ in 0..3 {
            assert_eq!(pace.take("a", 0), Ok(()));
        }
        assert_eq!(pace.take("a", 0), Err(1));
        assert_eq!(pace.take("b", 0), Ok(()));
        assert_eq!(pace.take("a", 999), Err(1));
        assert_eq!(pace.take("a", 1000), Ok(()));
        assert_eq!(pace.take("a", 1000), Err(1));
    }

    #[test]
    fn a_slow_pace_says_how_long_to_wait() {
        let mut pace = Pace::new(1, 2);
        assert_eq!(pace.take("a", 0), Ok(()));
        assert_eq!(pace.take("a", 0), Err(30));
        assert_eq!(pace.take("a", 10_000), Err(20));
    }

    #[test]
    fn the_table_is_bounded() {
        let mut pace = Pace::new(2, 60);
        for asker in 0..u64::try_from(CAPACITY).unwrap() * 2 {
            pace.take(&asker.to_string(), asker).unwrap();
        }
        assert!(pace.buckets.len() <= CAPACITY);
    }
}

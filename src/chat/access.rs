//! Who may ask: secrets that stay secret, and proofs that a request was made by who holds one.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// How far the time of a request may lie from ours, in seconds, before and after.
pub const WINDOW: u64 = 300;

/// Something that only a platform and this server know. It cannot be printed.
#[derive(Clone)]
pub struct Secret(Box<str>);

impl Secret {
    /// The secret in a text such as a file's, without the white space around it; `None` where
    /// nothing is left.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.into()))
    }

    /// The secret itself, for the one who puts it into a proof or a request.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether `given` is this secret. How long that takes tells nothing but its length.
    #[must_use]
    pub fn is(&self, given: &str) -> bool {
        self.0.as_bytes().ct_eq(given.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// Why a request is not believed. Its sender is never told; the audit log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It carries no proof, or none that can be read.
    #[error("unproved")]
    Unproved,
    /// It was made too long ago, or in the future.
    #[error("stale")]
    Stale,
    /// Its proof is wrong.
    #[error("forged")]
    Forged,
    /// It was answered before.
    #[error("replayed")]
    Replayed,
    /// It is proved, but makes no sense.
    #[error("malformed")]
    Malformed,
}

/// Whether a request made at `sent` can be one of `now`; both in seconds since 1970.
pub(in crate::chat) fn in_window(sent: u64, now: u64) -> Result<(), Refusal> {
    if sent.abs_diff(now) <= WINDOW { Ok(()) } else { Err(Refusal::Stale) }
}

/// Whether `proof` is the HMAC-SHA256 of the parts, one behind the other. The comparison takes the
/// same time wherever they differ.
pub(in crate::chat) fn proved(key: &[u8], parts: &[&[u8]], proof: &[u8]) -> Result<(), Refusal> {
    // A key of any length is taken.
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| Refusal::Unproved)?;
    for part in parts {
        hmac.update(part);
    }
    hmac.verify_slice(proof).map_err(|_| Refusal::Forged)
}

/// The bytes that hexadecimal digits stand for; `None` where they are not `N` bytes.
pub(in crate::chat) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let digits = text.as_bytes();
    if digits.len() != N * 2 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        for digit in pair {
            let digit = char::from(*digit).to_digit(16)?;
            *byte = (*byte << 4) | u8::try_from(digit).ok()?;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_printed() {
        let secret = Secret::new(" hunter2\n").unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert!(secret.is("hunter2"));
        assert!(!secret.is("hunter3") && !secret.is("hunter") && !secret.is(""));
        assert!(Secret::new(" \n").is_none());
    }

    #[test]
    fn the_window_is_the_same_before_and_after() {
        for (sent, fits) in [(700, true), (699, false), (1300, true), (1301, false)] {
            assert_eq!(in_window(sent, 1000).is_ok(), fits, "{sent}");
        }
    }

    #[test]
    fn hexadecimal_digits_are_read_whole_or_not_at_all() {
        assert_eq!(from_hex::<2>("0aFf"), Some([0x0a, 0xff]));
        for wrong in ["", "0a", "0aff0", "0aff00", "0axx", "+aff", "0é"] {
            assert_eq!(from_hex::<2>(wrong), None, "{wrong}");
        }
    }
}

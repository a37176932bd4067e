//! How a file looks from outside: what tells without reading it that it is still the same.

use std::io;

use cap_std::fs::Metadata;
use serde::{Deserialize, Serialize};

/// Size, times and number of a file. Whoever writes to it, or puts another in its place, changes
/// one of them, unless that happens within one tick of the clock; see [`Stamp::is_older_than`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    /// Nanoseconds since 1970.
    modified: i128,
    /// The same of the last change of the file's own record, which no program can set back.
    changed: i128,
    number: u64,
}

/// The clocks of file systems are no finer than this, in nanoseconds.
const COARSEST_CLOCK: i128 = 2_000_000_000;

impl Stamp {
    /// The stamp of a file.
    ///
    /// # Errors
    /// Where the file system keeps no times.
    pub(in crate::source) fn of(metadata: &Metadata) -> io::Result<Self> {
        let modified = metadata.modified()?.into_std();
        let modified = match modified.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(i128::MAX),
            Err(before) => {
                i128::try_from(before.duration().as_nanos()).map_or(i128::MIN, |nanos| -nanos)
            }
        };
        let (changed, number) = record(metadata, modified);
        Ok(Self { size: metadata.len(), modified, changed, number })
    }

    /// Whether the file was last written so long before `moment`, in nanoseconds since 1970, that
    /// what is written after that moment cannot bear the same stamp.
    #[must_use]
    pub fn is_older_than(&self, moment: i128) -> bool {
        self.modified.max(self.changed).saturating_add(COARSEST_CLOCK) < moment
    }
}

#[cfg(unix)]
fn record(metadata: &Metadata, _modified: i128) -> (i128, u64) {
    use cap_std::fs::MetadataExt;
    let changed = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
    (changed, metadata.ino())
}

/// Elsewhere such a record cannot be asked for.
#[cfg(not(unix))]
fn record(_metadata: &Metadata, modified: i128) -> (i128, u64) {
    (modified, 0)
}

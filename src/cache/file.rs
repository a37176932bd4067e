//! The file of a cache: parts, then a table that tells where each lies, and the table's own hash.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use serde::{Deserialize, Serialize};

/// Changes with the meaning of the bytes below; parts may change with every program.
const MAGIC: &[u8; 16] = b"loggia cache 1\r\n";

/// The end of a file: the length of the table, and its hash.
const END: u64 = 8 + blake3::OUT_LEN as u64;

/// A larger table is none of ours.
const LARGEST_TABLE: u64 = 16 << 20;

/// A larger part is none of ours. Whoever writes cuts what may grow.
const LARGEST_PART: u64 = 1 << 30;

/// Where a part lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// What the part is, to whoever wrote it.
    kind: u8,
    start: u64,
    length: u64,
    hash: [u8; blake3::OUT_LEN],
}

/// Writes a cache, part by part.
pub struct Writer<'a> {
    out: BufWriter<&'a mut dyn Write>,
    entries: Vec<Entry>,
    end: u64,
}

impl<'a> Writer<'a> {
    pub(in crate::cache) fn start(out: &'a mut dyn Write) -> io::Result<Self> {
        let mut out = BufWriter::with_capacity(1 << 16, out);
        out.write_all(MAGIC)?;
        Ok(Self { out, entries: Vec::new(), end: MAGIC.len() as u64 })
    }

    /// Appends a part of some kind.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn part(&mut self, kind: u8, bytes: &[u8]) -> io::Result<()> {
        let length = bytes.len() as u64;
        if length > LARGEST_PART {
            return Err(io::Error::other("a part of the cache would be too large"));
        }
        let hash = *blake3::hash(bytes).as_bytes();
        self.entries.push(Entry { kind, start: self.end, length, hash });
        self.end += length;
        self.out.write_all(bytes)
    }

    pub(in crate::cache) fn finish(mut self) -> io::Result<()> {
        let table = postcard::to_stdvec(&self.entries).map_err(io::Error::other)?;
        self.out.write_all(&table)?;
        self.out.write_all(&(table.len() as u64).to_le_bytes())?;
        self.out.write_all(blake3::hash(&table).as_bytes())?;
        self.out.flush()
    }
}

/// The parts of a cache, still on disk. The file stays open, so that they can be read whatever
/// becomes of its name.
#[derive(Debug)]
pub struct Parts {
    file: File,
    entries: Vec<Entry>,
}

impl Parts {
    /// Reads where everything lies; `None` where that is not just as it was written.
    pub(in crate::cache) fn open(file: File) -> Option<Self> {
        let end_at = file.metadata().ok()?.len().checked_sub(END)?;
        let end = bytes_at(&file, end_at, END)?;
        let (table_length, hash) = end.split_first_chunk::<8>()?;
        let table_length = u64::from_le_bytes(*table_length);
        if table_length > LARGEST_TABLE {
            return None;
        }
        let table_at = end_at.checked_sub(table_length)?;
        let table = bytes_at(&file, table_at, table_length)?;
        if blake3::hash(&table).as_bytes() != hash || bytes_at(&file, 0, 16)? != MAGIC {
            return None;
        }
        let entries: Vec<Entry> = postcard::from_bytes(&table).ok()?;
        let mut next = MAGIC.len() as u64;
        for entry in &entries {
            if entry.start != next || entry.length > LARGEST_PART {
                return None;
            }
            next = next.checked_add(entry.length)?;
        }
        (next == table_at).then_some(Self { file, entries })
    }

    /// The parts of a kind, in the order in which they were written.
    #[must_use]
    pub fn of(&self, kind: u8) -> Vec<Part<'_>> {
        let entries = self.entries.iter().filter(|entry| entry.kind == kind);
        entries.map(|entry| Part { file: &self.file, entry: *entry }).collect()
    }

    /// The bytes of the first part of a kind.
    #[must_use]
    pub fn one(&self, kind: u8) -> Option<Vec<u8>> {
        self.of(kind).first()?.read()
    }
}

/// One part, still on disk.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    file: &'a File,
    entry: Entry,
}

impl Part<'_> {
    /// Its bytes, just as they were written; `None` where they are others now. Any number of parts
    /// can be read at once.
    #[must_use]
    pub fn read(&self) -> Option<Vec<u8>> {
        let bytes = bytes_at(self.file, self.entry.start, self.entry.length)?;
        (*blake3::hash(&bytes).as_bytes() == self.entry.hash).then_some(bytes)
    }
}

/// Some bytes of a file; `None` where it does not have them.
fn bytes_at(file: &File, start: u64, length: u64) -> Option<Vec<u8>> {
    // Asked before memory is: a table may tell anything.
    if start.checked_add(length)? > file.metadata().ok()?.len() {
        return None;
    }
    let mut bytes = vec![0; usize::try_from(length).ok()?];
    read_at(file, &mut bytes, start).ok()?;
    Some(bytes)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, start)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = bytes.get_mut(read..).unwrap_or_default();
        start += read as u64;
    }
    Ok(())
}

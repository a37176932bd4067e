//! A view as bytes, and the same view from them: of each part its pages, its entries and the files
//! of its index.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::Index;
use tantivy::directory::{Directory as _, RamDirectory, TerminatingWrite as _};

use crate::catalog::{Catalog, PageIndex};
use crate::document::Document;
use crate::search::SearchError;
use crate::search::embedded::part::{IndexedPage, Part, schema, tokenizers};
use crate::search::embedded::view::EmbeddedView;
use crate::search::entry::Surroundings;

/// What is to be known of a part before its files, which follow in this order.
#[derive(Serialize, Deserialize)]
struct Head {
    /// The place of each page in the catalog, where it has one.
    places: Vec<Option<PageIndex>>,
    entries: Vec<(u32, u32)>,
    files: Vec<String>,
}

/// Writes a view part by part.
pub(super) fn write(
    view: &EmbeddedView,
    part: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    for placed in &view.parts {
        let mut files = placed.part.files.clone();
        files.sort();
        let head = Head {
            places: placed.places.clone(),
            entries: placed.part.entries.clone(),
            files: files.iter().map(|file| file.to_string_lossy().into_owned()).collect(),
        };
        part(&postcard::to_stdvec(&head).map_err(io::Error::other)?)?;
        for file in &files {
            let bytes = placed.part.directory.open_read(file).map_err(io::Error::other)?;
            part(bytes.read_bytes()?.as_slice())?;
        }
    }
    Ok(())
}

/// The parts of a view of `catalog`; `part` gives by their numbers what was written.
pub(super) fn read(
    catalog: &Catalog,
    count: usize,
    part: &(dyn Fn(usize) -> Option<Vec<u8>> + Sync),
) -> Result<Vec<Arc<Part>>, SearchError> {
    let missing = || wrong("a part of the index is missing");
    let mut heads = Vec::new();
    let mut next = 0;
    while next < count {
        let head: Head =
            postcard::from_bytes(&part(next).ok_or_else(missing)?).map_err(io::Error::other)?;
        let first = next + 1;
        next = first.saturating_add(head.files.len());
        heads.push((head, first));
    }
    let restored = |(head, first)| {
        let file = |number: usize| part(first + number).ok_or_else(missing);
        Ok(Arc::new(restored(catalog, head, file)?))
    };
    heads.into_par_iter().with_max_len(1).map(restored).collect()
}

fn restored(
    catalog: &Catalog,
    head: Head,
    bytes: impl Fn(usize) -> Result<Vec<u8>, SearchError>,
) -> Result<Part, SearchError> {
    let directory = RamDirectory::create();
    for (number, name) in head.files.iter().enumerate() {
        let mut file = directory.open_write(Path::new(name)).map_err(io::Error::other)?;
        file.write_all(&bytes(number)?)?;
        file.terminate()?;
    }
    let mut index = Index::open(directory.clone())?;
    if index.schema() != schema() {
        return Err(wrong("the index has other fields"));
    }
    index.set_tokenizers(tokenizers(&catalog.config.language));
    // What has no place any more is never looked at, but its entries are counted.
    let nowhere = Arc::new(Document::default());
    let page = |place: &Option<PageIndex>| {
        let page = place.and_then(|place| Some((place, catalog.pages.get(place)?)));
        match page {
            Some((place, page)) => IndexedPage {
                document: Arc::clone(&page.document),
                surroundings: Surroundings::of(catalog, place),
            },
            None => IndexedPage {
                document: Arc::clone(&nowhere),
                surroundings: Surroundings::default(),
            },
        }
    };
    let pages: Vec<IndexedPage> = head.places.iter().map(page).collect();
    let files = head.files.iter().map(PathBuf::from).collect();
    let part = Part::of(pages, head.entries, directory, files, &index)?;
    part.filter(Part::is_whole).ok_or_else(|| wrong("the index holds other entries"))
}

fn wrong(words: &str) -> SearchError {
    SearchError(words.to_owned())
}

//! The table of contents: parts, chapters and their order.

mod tables;

pub(in crate::catalog) use tables::from_tables;

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

use crate::catalog::PageIndex;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::document::Document;
use crate::document::summary::SummaryItem;
use crate::text::{FilePath, Place};

/// The table of contents, flat and in reading order; parents come before their children.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Navigation {
    /// All entries.
    pub entries: Vec<NavigationEntry>,
}

/// One line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NavigationEntry {
    /// What the line says.
    pub name: String,
    /// Its page; `None` for a draft, a folder without a page, or an address elsewhere.
    pub page: Option<PageIndex>,
    /// The address elsewhere that it leads to.
    pub elsewhere: Option<String>,
    /// The entry it is nested in.
    pub parent: Option<usize>,
    /// How deep it is nested, from 0.
    pub depth: usize,
    /// Its section number (`1.2`), where it is numbered.
    pub number: Option<String>,
    /// The part it belongs to: the last part title before it.
    pub part: Option<String>,
    /// Whether a line separates it from the entry before.
    pub separated: bool,
    /// Where the line stands; `None` where the navigation was made of folders.
    pub place: Option<Place>,
}

impl Navigation {
    /// The names above an entry, outermost first: its part, then its ancestors.
    #[must_use]
    pub fn trail(&self, entry: usize) -> Vec<&str> {
        let mut names: Vec<&str> = self.names_above(entry).collect();
        names.reverse();
        names
    }

    /// The same names, innermost first.
    pub fn names_above(&self, entry: usize) -> impl Iterator<Item = &str> {
        let part = self.entries.get(entry).and_then(|entry| entry.part.as_deref());
        self.ancestors(entry).map(|ancestor| ancestor.name.as_str()).chain(part)
    }

    /// The entries above an entry, innermost first.
    pub fn ancestors(&self, entry: usize) -> impl Iterator<Item = &NavigationEntry> {
        let parent_of = |entry: usize| self.entries.get(entry)?.parent;
        std::iter::successors(parent_of(entry), move |parent| parent_of(*parent))
            .filter_map(|ancestor| self.entries.get(ancestor))
    }

    /// The first page of each file that entries stand in.
    pub(in crate::catalog) fn first_pages(&self) -> HashMap<FilePath, PageIndex> {
        let mut first = HashMap::new();
        for entry in &self.entries {
            if let (Some(place), Some(page)) = (&entry.place, entry.page) {
                first.entry(place.file.clone()).or_insert(page);
            }
        }
        first
    }

    /// The nearest entries before and behind an entry that have a page of their own.
    #[must_use]
    pub fn neighbours(&self, entry: usize) -> (Option<PageIndex>, Option<PageIndex>) {
        let own = self.entries.get(entry).and_then(|entry| entry.page);
        let other = |candidate: &NavigationEntry| candidate.page.filter(|page| Some(*page) != own);
        let before = self.entries.iter().take(entry).rev().find_map(other);
        let behind = self.entries.iter().skip(entry + 1).find_map(other);
        (before, behind)
    }
}

/// Which page each file is.
pub(in crate::catalog) type PagesByPath = HashMap<FilePath, PageIndex>;

/// For so many missing chapters the likely file is looked for: each costs a look at all names.
const MOST_SUGGESTIONS: usize = 100;

/// The navigation that a table of contents gives.
pub(in crate::catalog) fn from_summary(
    file: &FilePath,
    items: &[SummaryItem],
    pages: &PagesByPath,
    problems: &mut Vec<Diagnostic>,
) -> Navigation {
    let mut builder = Builder::default();
    let mut named: HashMap<PageIndex, Place> = HashMap::new();
    let known = LazyCell::new(|| {
        let mut known: Vec<String> =
            pages.keys().map(|path| file.folder().relative(path)).collect();
        known.sort();
        known
    });
    let mut missing = 0;
    for item in items {
        let chapter = match item {
            SummaryItem::Part(title) => {
                builder.part = Some(title.clone());
                continue;
            }
            SummaryItem::Separator => {
                builder.separated = true;
                continue;
            }
            SummaryItem::Chapter(chapter) => chapter,
        };
        let place = Place::new(file.clone(), chapter.span);
        let page = chapter.target.as_ref().and_then(|target| {
            let path = percent_decode_str(target).decode_utf8_lossy();
            let path = path.split(['#', '?']).next().unwrap_or_default();
            let wanted = file.folder().resolve(path);
            let found = wanted.as_ref().ok().and_then(|wanted| pages.get(wanted));
            if found.is_none() {
                missing += 1;
                let likely = if missing > MOST_SUGGESTIONS {
                    None
                } else {
                    nearest(target, known.iter().map(String::as_str))
                };
                problems.push(missing_chapter(target, &place, likely));
            }
            found.copied()
        });
        if let Some(page) = page {
            match named.get(&page) {
                Some(first) => problems.push(
                    Diagnostic::new(
                        codes::DUPLICATE_CHAPTER,
                        place.clone(),
                        format!(
                            "`{}` names a page that stands in the table of contents already",
                            chapter.name
                        ),
                    )
                    .related(first.clone(), "named here first"),
                ),
                None => {
                    named.insert(page, place.clone());
                }
            }
        }
        builder.push(&chapter.name, page, chapter.depth, chapter.numbered, Some(place));
    }
    builder.navigation
}

fn missing_chapter(target: &str, place: &Place, likely: Option<&str>) -> Diagnostic {
    let message = format!("the chapter `{target}` is not there");
    let problem =
        Diagnostic::new(codes::MISSING_CHAPTER, place.clone(), message).label("no such file");
    match likely {
        Some(likely) => problem.help(format!("did you mean `{likely}`?")),
        None => problem.help("write the chapter, or make it a draft: `[Name]()`"),
    }
}

/// The navigation that the tree of folders gives: a folder's own page (`README.md`, `index.md`)
/// stands for the folder, files come before folders, each by name with numbers in numeric order.
pub(in crate::catalog) fn from_folders(root: &FilePath, documents: &[Arc<Document>]) -> Navigation {
    let mut builder = Builder::default();
    add_folders(&mut builder, root, documents, |_| true);
    builder.navigation
}

/// Adds the tree of the folders of those documents that are wanted.
fn add_folders(
    builder: &mut Builder,
    root: &FilePath,
    documents: &[Arc<Document>],
    wanted: impl Fn(&Document) -> bool,
) {
    let mut tree = Folder::default();
    for (page, document) in documents.iter().enumerate().filter(|(_, document)| wanted(document)) {
        let below = document.path.below(root).unwrap_or(document.path.as_str());
        let segments: Vec<&str> = below.split('/').collect();
        let mut folder = &mut tree;
        for segment in segments.iter().take(segments.len().saturating_sub(1)) {
            folder = folder.folders.entry(NaturalName::new(segment)).or_default();
        }
        let name = document.path.stem();
        let index = name.eq_ignore_ascii_case("readme") || name.eq_ignore_ascii_case("index");
        if index && folder.page.is_none() {
            folder.page = Some(page);
        } else {
            folder.files.insert(NaturalName::new(document.path.file_name()), page);
        }
    }
    tree.write(builder, documents, 0);
}

#[derive(Default)]
struct Folder {
    page: Option<PageIndex>,
    files: BTreeMap<NaturalName, PageIndex>,
    folders: BTreeMap<NaturalName, Folder>,
}

impl Folder {
    fn write(&self, builder: &mut Builder, documents: &[Arc<Document>], depth: usize) {
        let title = |page: PageIndex| documents.get(page).map_or("", |document| &document.title);
        if depth == 0
            && let Some(page) = self.page
        {
            builder.push(title(page), Some(page), 0, false, None);
        }
        for page in self.files.values() {
            builder.push(title(*page), Some(*page), depth, false, None);
        }
        for (name, folder) in &self.folders {
            let name = folder.page.map_or(name.text.as_str(), title);
            builder.push(name, folder.page, depth, false, None);
            folder.write(builder, documents, depth + 1);
        }
    }
}

/// A name that sorts as people expect: without case, numbers by value.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct NaturalName {
    key: Vec<(u64, String)>,
    text: String,
}

impl NaturalName {
    fn new(text: &str) -> Self {
        let mut key: Vec<(u64, String)> = vec![(0, String::new())];
        for character in text.to_lowercase().chars() {
            match (character.to_digit(10), key.last_mut()) {
                (Some(digit), Some((number, word))) if word.is_empty() => {
                    *number = number.saturating_mul(10).saturating_add(digit.into());
                }
                (Some(digit), _) => key.push((digit.into(), String::new())),
                (None, Some((_, word))) => word.push(character),
                (None, None) => {}
            }
        }
        // A name that starts with letters sorts behind one that starts with a number.
        if !text.starts_with(|c: char| c.is_ascii_digit())
            && let Some((number, _)) = key.first_mut()
        {
            *number = u64::MAX;
        }
        Self { key, text: text.to_owned() }
    }
}

/// Builds a navigation entry by entry.
#[derive(Default)]
struct Builder {
    navigation: Navigation,
    part: Option<String>,
    separated: bool,
    /// The last entry at each depth.
    open: Vec<usize>,
    /// How many numbered entries each depth has had below its present parent.
    counts: Vec<usize>,
}

impl Builder {
    fn push(
        &mut self,
        name: &str,
        page: Option<PageIndex>,
        depth: usize,
        numbered: bool,
        place: Option<Place>,
    ) {
        let depth = depth.min(self.open.len());
        self.open.truncate(depth);
        let number = numbered.then(|| self.next_number(depth));
        self.navigation.entries.push(NavigationEntry {
            name: name.split_whitespace().collect::<Vec<_>>().join(" "),
            page,
            elsewhere: None,
            parent: self.open.last().copied(),
            depth,
            number,
            part: self.part.clone(),
            separated: std::mem::take(&mut self.separated),
            place,
        });
        self.open.push(self.navigation.entries.len() - 1);
    }

    fn next_number(&mut self, depth: usize) -> String {
        self.counts.truncate(depth + 1);
        self.counts.resize(depth + 1, 0);
        if let Some(count) = self.counts.last_mut() {
            *count += 1;
        }
        let numbers: Vec<String> = self.counts.iter().map(ToString::to_string).collect();
        numbers.join(".")
    }
}

//! The navigation that the tables of contents of a DocFX repository give together.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::catalog::PageIndex;
use crate::catalog::file_index::Kind;
use crate::catalog::likely::Likely;
use crate::catalog::locate::{How, Located, Locator};
use crate::catalog::navigation::{Builder, Navigation, PagesByPath, add_folders};
use crate::diagnostic::{Diagnostic, codes};
use crate::document::Document;
use crate::document::toc::{Toc, TocEntry, TocTarget};
use crate::text::{FilePath, Place};

/// Tables of contents by their files.
pub(in crate::catalog) type Tables = BTreeMap<FilePath, Toc>;

/// The part of the navigation that holds what is published nowhere.
const UNPUBLISHED: &str = "Elsewhere in the repository";

/// Where an entry leads.
#[derive(Debug, Default)]
struct Lead {
    page: Option<PageIndex>,
    elsewhere: Option<String>,
    /// The table of contents that stands below it.
    nested: Option<FilePath>,
}

/// The navigation: the docsets as parts in the order of publishing, each with its tables of
/// contents, nested ones where they are first named; then what lies outside of them.
pub(in crate::catalog) fn from_tables(
    tables: &Tables,
    locator: Locator<'_>,
    documents: &[Arc<Document>],
    pages: &PagesByPath,
    problems: &mut Vec<Diagnostic>,
) -> Navigation {
    let shown: Vec<(&FilePath, &Toc)> = tables.iter().filter(|(_, toc)| !toc.breadcrumbs).collect();
    let reader = Reader { locator, documents, pages, likely: OnceLock::new() };
    let leads: Vec<(Vec<Lead>, Vec<Diagnostic>)> =
        shown.par_iter().map(|(file, toc)| reader.leads(file, toc)).collect();
    let mut assembly = Assembly {
        documents,
        tables: HashMap::new(),
        builder: Builder::default(),
        placed: HashSet::new(),
    };
    let mut nested: HashSet<&FilePath> = HashSet::new();
    let mut named: HashSet<PageIndex> = HashSet::new();
    for ((file, toc), (leads, found)) in shown.iter().zip(&leads) {
        problems.extend(found.iter().cloned());
        named.extend(leads.iter().filter_map(|lead| lead.page));
        nested.extend(leads.iter().filter_map(|lead| lead.nested.as_ref()).filter(|it| it != file));
        assembly.tables.insert((*file).clone(), (*toc, leads.as_slice()));
    }
    let docsets = &locator.repository.docsets;
    for docset in docsets {
        assembly.builder.part = (docsets.len() > 1).then(|| docset.name.clone());
        let names = ["index.yml", "index.md"];
        let page = |name| pages.get(&docset.folder.resolve(name).ok()?).copied();
        let start = names.into_iter().find_map(page);
        // A docset's own page often stands in no table of contents, because breadcrumbs lead to it.
        if let Some(start) = start.filter(|start| !named.contains(start)) {
            let title = documents.get(start).map_or("", |document| &document.title);
            assembly.builder.push(title, Some(start), 0, false, None);
        }
        let inside = |file: &FilePath| locator.repository.docset_of(file) == Some(docset);
        let mut own: Vec<&FilePath> =
            shown.iter().map(|(file, _)| *file).filter(|file| inside(file)).collect();
        own.sort_by_key(|file| (nested.contains(file), file.segments().count(), *file));
        // Those that others name come last: they are placed by then, unless they name each other.
        for file in own {
            assembly.add(file, problems);
        }
    }
    assembly.builder.part = Some(UNPUBLISHED.to_owned());
    let outside = |document: &Document| locator.repository.docset_of(&document.path).is_none();
    add_folders(&mut assembly.builder, &FilePath::default(), documents, outside);
    assembly.builder.navigation
}

/// Finds where entries lead.
struct Reader<'a> {
    locator: Locator<'a>,
    documents: &'a [Arc<Document>],
    pages: &'a PagesByPath,
    /// Made when the first entry leads nowhere.
    likely: OnceLock<Likely<'a>>,
}

impl Reader<'_> {
    /// Where all entries of a table of contents lead, and what is wrong with them.
    fn leads(&self, file: &FilePath, toc: &Toc) -> (Vec<Lead>, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let leads = toc.entries.iter().map(|entry| {
            let mut lead = Lead::default();
            if let Some(target) = &entry.target {
                self.follow(file, target, &mut lead, &mut problems);
            }
            if let Some(target) =
                entry.nested.as_ref().filter(|it| Some(*it) != entry.target.as_ref())
            {
                let mut below = Lead::default();
                self.follow(file, target, &mut below, &mut problems);
                lead.nested = below.nested.or(lead.nested);
                lead.page = lead.page.or(below.page);
            }
            if let Some(uid) = &entry.uid
                && lead.page.is_none()
                && let Located::File(page, ..) = self.locator.locate(file, &format!("xref:{uid}"))
            {
                lead.page = self.pages.get(&page).copied();
            }
            lead
        });
        (leads.collect(), problems)
    }

    fn follow(
        &self,
        file: &FilePath,
        target: &TocTarget,
        lead: &mut Lead,
        problems: &mut Vec<Diagnostic>,
    ) {
        let place = || Place::new(file.clone(), target.span);
        let href = &target.href;
        match self.locator.locate(file, href) {
            Located::File(found, kind, how) => {
                if let Some(problem) = inexact(file, &found, how, href, place) {
                    problems.push(problem);
                }
                match kind {
                    Kind::Contents => lead.nested = Some(found),
                    _ => lead.page = self.pages.get(&found).copied(),
                }
            }
            Located::Moved(found, _) => lead.page = self.pages.get(&found).copied(),
            Located::Elsewhere(url) | Located::Unknown(url) => lead.elsewhere = Some(url),
            Located::Own | Located::Dependent => {}
            Located::Nothing(wanted) => {
                let message = format!("`{wanted}` is not there");
                let help = match self.likely(file, &wanted) {
                    Some(likely) => format!("did you mean `{likely}`?"),
                    None => {
                        "write the page, or take the entry out of the table of contents".to_owned()
                    }
                };
                problems.push(
                    Diagnostic::new(codes::MISSING_CHAPTER, place(), message)
                        .label("no such file")
                        .help(help),
                );
            }
            Located::MovedNowhere | Located::Outside | Located::Local | Located::Forbidden(_) => {
                let message = format!("`{href}` leads to no page");
                problems.push(Diagnostic::new(codes::MISSING_CHAPTER, place(), message));
            }
        }
    }

    /// The page that was likely meant, as `file` refers to it.
    fn likely(&self, file: &FilePath, wanted: &FilePath) -> Option<String> {
        let paths = || Likely::new(self.documents.iter().map(|document| &document.path));
        self.likely.get_or_init(paths).near(&file.folder(), wanted)
    }
}

/// The problem of a reference that reaches its file only by a guess. An entry may name a folder:
/// its table of contents is meant.
fn inexact(
    file: &FilePath,
    found: &FilePath,
    how: How,
    href: &str,
    place: impl Fn() -> Place,
) -> Option<Diagnostic> {
    let right = file.folder().relative(found);
    let why = match how {
        How::Case => "in case",
        How::Extension => "in its ending",
        How::Exact | How::Folder => return None,
    };
    let message = format!("`{href}` differs {why} from the name of its file");
    Some(Diagnostic::new(codes::INEXACT_LINK, place(), message).help(format!("write `{right}`")))
}

/// A table of contents and where its entries lead.
type Read<'a> = (&'a Toc, &'a [Lead]);

/// Puts tables of contents together.
struct Assembly<'a> {
    documents: &'a [Arc<Document>],
    tables: HashMap<FilePath, Read<'a>>,
    builder: Builder,
    /// Those that have their place. Each has one: where others name it again, the entry leads to
    /// its first page, so that the whole stays as large as its parts.
    placed: HashSet<FilePath>,
}

/// A table of contents that is being added.
struct Open<'a> {
    file: FilePath,
    read: Read<'a>,
    /// The entry to add next.
    next: usize,
    /// How deep its own entries of the top stand.
    depth: usize,
}

impl<'a> Assembly<'a> {
    /// Adds a table of contents with those that it names, if it has no place yet.
    fn add(&mut self, file: &FilePath, problems: &mut Vec<Diagnostic>) {
        let mut open: Vec<Open<'a>> = self.open(file, 0).into_iter().collect();
        while let Some(current) = open.last_mut() {
            let index = current.next;
            current.next += 1;
            let (toc, leads) = current.read;
            let Some((entry, lead)) = toc.entries.get(index).zip(leads.get(index)) else {
                open.pop();
                continue;
            };
            let depth = current.depth + entry.depth;
            let place = Place::new(current.file.clone(), entry.span);
            let mut page = lead.page;
            let mut below = None;
            if let Some(nested) = &lead.nested {
                if let Some(at) = open.iter().position(|open| open.file == *nested) {
                    problems.push(cycle(open.get(at..).unwrap_or_default(), nested, entry, &place));
                    page = page.or_else(|| self.first_page(nested));
                } else if self.placed.contains(nested) {
                    page = page.or_else(|| self.first_page(nested));
                } else {
                    // An entry without a name only holds the place of those below.
                    let deeper = usize::from(!entry.name.is_empty());
                    below = self.open(nested, depth + deeper);
                }
            }
            if !entry.name.is_empty() || below.is_none() {
                let name = self.name_of(entry, page);
                self.builder.push(&name, page, depth, false, Some(place));
                if let Some(last) = self.builder.navigation.entries.last_mut() {
                    last.elsewhere = lead.elsewhere.clone().filter(|_| page.is_none());
                }
            }
            open.extend(below);
        }
    }

    fn open(&mut self, file: &FilePath, depth: usize) -> Option<Open<'a>> {
        let read = *self.tables.get(file)?;
        let is_new = self.placed.insert(file.clone());
        is_new.then(|| Open { file: file.clone(), read, next: 0, depth })
    }

    fn first_page(&self, file: &FilePath) -> Option<PageIndex> {
        let (_, leads) = self.tables.get(file)?;
        leads.iter().find_map(|lead| lead.page)
    }

    fn name_of(&self, entry: &TocEntry, page: Option<PageIndex>) -> String {
        let title = page.and_then(|page| self.documents.get(page)).map(|it| it.title.clone());
        let href = || entry.target.as_ref().map(|target| target.href.clone());
        let name = Some(entry.name.clone()).filter(|name| !name.is_empty());
        name.or(title).or_else(href).unwrap_or_default()
    }
}

fn cycle(open: &[Open<'_>], nested: &FilePath, entry: &TocEntry, place: &Place) -> Diagnostic {
    let chain = open.iter().map(|open| &open.file).chain([nested]);
    let chain: Vec<String> = chain.map(|file| format!("`{file}`")).collect();
    let target = entry.nested.as_ref().or(entry.target.as_ref());
    let span = target.map_or(place.span, |target| target.span);
    let message = "tables of contents hold each other without end";
    Diagnostic::new(codes::TOC_CYCLE, Place::new(place.file.clone(), span), message)
        .label("closes the circle")
        .help(format!("{}: take one of these entries away", chain.join(" holds ")))
}

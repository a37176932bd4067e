//! The page around a body: what a catalog knows of a page, prepared for the templates.

use std::collections::BTreeSet;

use crate::catalog::{Catalog, Page, PageIndex, Route, encode_path};
use crate::diagnostic::{Diagnostic, Severity as Weight, render};
use crate::figure::Figures;
use crate::page::address::{Addresses, Site};
use crate::page::around::gist;
use crate::page::asset::{self, OwnAsset};
use crate::page::construct;
use crate::page::drawing;
use crate::page::naming::Known;
use crate::page::outline::Outline;
use crate::page::print::MOST_PRINTED;
use crate::page::thing;
use crate::page::view::{
    AllContentsPage, Assets, ContentsEntry, Crumb, Direction, DocumentPage, Link, Problem,
    Problems, SearchField, Severity, Shell, Suggestions, Twin,
};
use crate::source::History;
use crate::text::{FilePath, Texts};

/// Primary language subtags of scripts that run from right to left.
const RIGHT_TO_LEFT: &[&str] = &["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"];

/// What all pages of one revision share.
#[derive(Debug, Clone, Copy)]
pub struct Book<'a> {
    /// The book.
    pub catalog: &'a Catalog,
    /// Its tree.
    pub outline: &'a Outline,
    /// The texts that problems point at.
    pub texts: &'a Texts,
    /// What names and facts are taken from.
    pub known: Known<'a>,
    /// What is drawn.
    pub figures: &'a Figures,
    /// When the files were changed.
    pub history: &'a History,
    /// Everything that is wrong with the book.
    pub diagnostics: &'a [Diagnostic],
    /// The number of the revision.
    pub revision: u64,
    /// Where pages are read from.
    pub site: Site,
    /// Where readers find the book, as whoever serves it says; else its `base` counts.
    pub public_url: Option<&'a str>,
    /// Whether open pages reload when the book changes.
    pub live: bool,
}

impl<'a> Book<'a> {
    /// References from the page at `route`.
    #[must_use]
    pub fn addresses(&self, route: &Route) -> Addresses<'a> {
        Addresses::new(self.catalog, self.site, route)
    }

    /// The frame of a page at `route` with the title `page_title`; `page` where it is a document.
    #[must_use]
    pub fn shell(&self, route: &Route, page: Option<PageIndex>, page_title: String) -> Shell {
        self.shell_with(self.addresses(route), page, page_title)
    }

    /// The frame of a page that can be shown at any address.
    #[must_use]
    pub fn shell_anywhere(&self, page_title: String) -> Shell {
        self.shell_with(Addresses::absolute(self.catalog, self.site), None, page_title)
    }

    fn shell_with(
        &self,
        addresses: Addresses<'_>,
        page: Option<PageIndex>,
        page_title: String,
    ) -> Shell {
        let root = addresses.root();
        let served = self.site == Site::Served;
        let config = &self.catalog.config;
        let own = |asset: &OwnAsset| format!("{root}{}", asset.address());
        let first = self.first_page();
        let description = page.and_then(|page| self.description(page)).unwrap_or_default();
        let language = config.language.split('-').next().unwrap_or_default();
        Shell {
            book_title: self.catalog.title.clone(),
            page_title,
            description,
            language: config.language.clone(),
            direction: if RIGHT_TO_LEFT.contains(&language) {
                Direction::Rtl
            } else {
                Direction::Ltr
            },
            canonical_url: page.and_then(|page| self.published_page(page)),
            picture: page.and_then(|page| self.picture(page)),
            home_url: addresses.page(first, None),
            assets: Assets {
                style: own(&asset::STYLE),
                theme_script: own(&asset::THEME),
                script: own(&asset::SCRIPT),
                tree_script: own(&asset::TREE),
                static_search_script: own(&asset::STATIC_SEARCH),
                choices_script: own(&asset::CHOICES),
                figures_script: own(&asset::FIGURES),
                cards_script: own(&asset::CARDS),
                filter_script: own(&asset::FILTER),
                workbench_script: own(&asset::WORKBENCH),
                favicon: own(&asset::FAVICON),
            },
            search: Some(SearchField {
                url: format!("{root}{}", if served { "search" } else { "search.html" }),
                query: String::new(),
                suggestions: if served {
                    Suggestions::Service(format!("{root}api/v1/suggest"))
                } else {
                    Suggestions::Index(format!("{root}search-index.json"))
                },
            }),
            things_url: config.literate.then(|| thing::index_url(addresses)),
            figures_url: format!("{root}{}", if served { "figures" } else { "figures.html" }),
            ontology_url: format!("{root}{}", if served { "ontology" } else { "ontology.html" }),
            query_url: served.then(|| format!("{root}sparql")),
            repository_url: config.pages.repository_url.clone(),
            opensearch_url: served.then(|| format!("{root}opensearch.xml")),
            live_url: (served && self.live).then(|| format!("{root}live")),
            // A page that never reloads is the same bytes in every revision that says the same.
            revision: if served && self.live { self.revision.to_string() } else { String::new() },
            print_url: (served || self.catalog.pages.len() <= MOST_PRINTED)
                .then(|| format!("{root}{}", if served { "print" } else { "print.html" })),
            revision_label: String::new(),
            twins: page
                .and_then(|page| self.catalog.pages.get(page))
                .map_or_else(Vec::new, |page| twins(page, &root)),
            tree: self.outline.near(self.catalog, page, addresses),
            root,
        }
    }

    /// Where readers find the book, ending in a slash; `None` where nobody has said it.
    #[must_use]
    pub fn published(&self) -> Option<&str> {
        let config = &self.catalog.config;
        self.public_url.or_else(|| config.has_own_base().then_some(config.base.as_str()))
    }

    /// The address of a page where the book is published.
    pub(in crate::page) fn published_page(&self, page: PageIndex) -> Option<String> {
        let iri = self.catalog.iri(page);
        let below = iri.strip_prefix(&self.catalog.config.base).unwrap_or_default();
        Some(format!("{}{below}", self.published()?))
    }

    /// A document's page around its body.
    #[must_use]
    pub fn document(&self, index: PageIndex, body_html: String) -> Option<DocumentPage> {
        let page = self.catalog.pages.get(index)?;
        let addresses = self.addresses(&page.route);
        let link = |page: PageIndex| Link {
            url: addresses.page(page, None),
            title: self.catalog.name_of(page).to_owned(),
        };
        let neighbours = page.entry.map(|entry| self.catalog.navigation.neighbours(entry));
        let (previous, next) = neighbours.unwrap_or_default();
        let home = index == self.first_page();
        let shell = self.shell(&page.route, Some(index), page.document.title.clone());
        Some(DocumentPage {
            breadcrumbs: if home { Vec::new() } else { self.breadcrumbs(index, page, addresses) },
            home,
            problems: self.problems(page),
            has_choices: construct::CHOICES.iter().any(|choice| body_html.contains(choice)),
            has_figures: body_html.contains(drawing::START),
            body_html,
            contents: contents(page),
            previous: previous.map(link),
            next: next.map(link),
            backlinks: self.backlinks(page, addresses),
            edit_url: self.edit_url(page),
            updated: self.updated(page),
            reading_time: Self::reading_time(page),
            stated: self.stated(index, addresses),
            markdown_url: addresses.root() + &encode_path(&page.route.twin(".md")),
            print_url: self.print_url(page, addresses),
            structured_html: self.structured(index, page, &shell, addresses),
            shell,
        })
    }

    /// The page of all contents.
    #[must_use]
    pub fn all_contents(&self) -> AllContentsPage {
        AllContentsPage {
            parts_html: self.outline.contents(self.catalog).to_owned(),
            shell: self.shell(
                &Route::of_request(self.outline.contents_address()),
                None,
                "Contents".to_owned(),
            ),
        }
    }

    /// The page that a visitor sees first.
    fn first_page(&self) -> PageIndex {
        self.catalog.page_at(&Route::of_request("")).unwrap_or(0)
    }

    /// What a page is about: its own word, or of the first page the book's, else how it begins.
    fn description(&self, page: PageIndex) -> Option<String> {
        let own = self.catalog.pages.get(page)?.document.front_matter.description.clone();
        let of_book =
            || self.catalog.config.description.clone().filter(|_| page == self.first_page());
        own.or_else(of_book).or_else(|| {
            let page = self.catalog.pages.get(page)?;
            Some(gist(&page.document)).filter(|gist| !gist.is_empty())
        })
    }

    fn breadcrumbs(&self, index: PageIndex, page: &Page, addresses: Addresses<'_>) -> Vec<Crumb> {
        let mut crumbs =
            vec![Crumb { title: self.catalog.name_of(index).to_owned(), url: String::new() }];
        if let Some(entry) = page.entry {
            let navigation = &self.catalog.navigation;
            crumbs.extend(navigation.ancestors(entry).map(|ancestor| Crumb {
                title: ancestor.name.clone(),
                url: ancestor.page.map(|page| addresses.page(page, None)).unwrap_or_default(),
            }));
            let part = navigation.entries.get(entry).and_then(|entry| entry.part.clone());
            crumbs.extend(part.map(|title| Crumb { title, url: String::new() }));
        }
        crumbs.reverse();
        crumbs
    }

    /// This page with those below it, for paper, where a server puts them together.
    fn print_url(&self, page: &Page, addresses: Addresses<'_>) -> Option<String> {
        let entry = page.entry?;
        let next = self.catalog.navigation.entries.get(entry + 1)?;
        let name = page.route.encoded();
        let is_wanted = self.site == Site::Served && next.parent == Some(entry) && !name.is_empty();
        is_wanted.then(|| format!("{}print/{}", addresses.root(), name.trim_end_matches('/')))
    }

    fn edit_url(&self, page: &Page) -> Option<String> {
        let template = self.catalog.config.pages.edit_url_template.as_ref()?;
        Some(template.replace("{path}", &encode_path(page.document.path.as_str())))
    }

    /// What is wrong in the files that the page is made of. A published site keeps it to itself.
    fn problems(&self, page: &Page) -> Option<Problems> {
        if self.site == Site::Static {
            return None;
        }
        let files: BTreeSet<&FilePath> =
            page.document.text.files().chain([&page.document.path]).collect();
        let mut problems: Vec<Diagnostic> =
            files.into_iter().flat_map(|file| self.problems_in(file)).cloned().collect();
        let summary = render::summary(&problems)?;
        problems.sort_by_key(Diagnostic::severity);
        let severity = problems.iter().map(severity_of).max().unwrap_or_default();
        Some(Problems {
            summary,
            severity,
            open: severity == Severity::Error,
            items: problems.iter().map(|problem| self.problem(problem)).collect(),
        })
    }

    /// The problems of a file; all are sorted by file.
    fn problems_in(&self, file: &FilePath) -> &[Diagnostic] {
        let start = self.diagnostics.partition_point(|problem| problem.place.file < *file);
        let end = self.diagnostics.partition_point(|problem| problem.place.file <= *file);
        self.diagnostics.get(start..end).unwrap_or_default()
    }

    fn problem(&self, problem: &Diagnostic) -> Problem {
        let text = self.texts.get(&problem.place.file);
        let place = text.map(|text| text.line_column(problem.place.span.start));
        let place = place.map(|place| format!(":{}:{}", place.line, place.column));
        Problem {
            severity: severity_of(problem),
            code: problem.code.name.to_owned(),
            message: problem.message.clone(),
            place: format!("{}{}", problem.place.file, place.unwrap_or_default()),
            url: String::new(),
            help: problem.help.clone().unwrap_or_default(),
        }
    }
}

fn twins(page: &Page, root: &str) -> Vec<Twin> {
    let markdown = ("Markdown", ".md", "text/markdown");
    let served = [
        markdown,
        ("Turtle", ".ttl", "text/turtle"),
        ("JSON-LD", ".jsonld", "application/ld+json"),
    ];
    let twins = served.into_iter().map(|(label, ending, media_type)| Twin {
        label: label.to_owned(),
        url: format!("{root}{}", encode_path(&page.route.twin(ending))),
        media_type: media_type.to_owned(),
    });
    twins.collect()
}

fn severity_of(problem: &Diagnostic) -> Severity {
    match problem.severity() {
        Weight::Error => Severity::Error,
        Weight::Warning => Severity::Warning,
        Weight::Note => Severity::Note,
    }
}

/// Headings of the second level with those of the third below them.
fn contents(page: &Page) -> Vec<ContentsEntry> {
    let mut contents: Vec<ContentsEntry> = Vec::new();
    for (_, heading) in
        page.document.headings().filter(|(_, heading)| (2..=3).contains(&heading.level))
    {
        let entry = ContentsEntry {
            title: heading.text.clone(),
            url: format!("#{}", encode_path(&heading.id)),
            children: Vec::new(),
        };
        match contents.last_mut() {
            Some(last) if heading.level == 3 => last.children.push(entry),
            _ => contents.push(entry),
        }
    }
    contents
}

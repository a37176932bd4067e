//! What a reference of a DocFX repository means: the file it names, by which of the rules.

use percent_encoding::percent_decode_str;

use crate::catalog::encode_path;
use crate::catalog::file_index::{FileIndex, Kind};
use crate::catalog::moved::{Destination, Moved};
use crate::config::docfx::{DOCS_HOST, DOCS_HOSTS, Repository};
use crate::text::FilePath;

/// Where a reference leads, before its fragment is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::catalog) enum Located {
    /// The page that the reference stands on.
    Own,
    /// A file of the repository.
    File(FilePath, Kind, How),
    /// A page by way of redirections, with the fragment of the last that has one.
    Moved(FilePath, Option<String>),
    /// An address on another site, or on this one outside the repository's docsets.
    Elsewhere(String),
    /// An address inside a docset's base that nothing is published at.
    Unknown(String),
    /// A file that has moved to where nothing is.
    MovedNowhere,
    /// A file of another repository, which is there when the book is built.
    Dependent,
    /// A path that leads out of the repository.
    Outside,
    /// A path of one computer.
    Local,
    /// An address of a kind that is not followed.
    Forbidden(String),
    /// Nothing: the file that is not there.
    Nothing(FilePath),
}

/// What stands at a path of the site.
enum Published {
    /// Something of this repository, or its redirection.
    Here(Located),
    /// Nothing, though a docset of this repository publishes below the path's start.
    Unknown,
    /// What another repository publishes.
    Elsewhere,
}

/// By which rule a file was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::catalog) enum How {
    /// It has exactly this path or address.
    Exact,
    /// Its path differs in case.
    Case,
    /// Its ending was left out.
    Extension,
    /// Its folder was named.
    Folder,
}

/// A reference cut into its parts, percent signs resolved.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::catalog) struct Parts {
    pub(in crate::catalog) path: String,
    pub(in crate::catalog) fragment: Option<String>,
}

/// Files that stand for their folder.
const OF_FOLDER: &[&str] = &["index.md", "index.yml", "readme.md", "toc.yml", "toc.md"];

/// Schemes that links may have. Others, `javascript:` above all, are not followed.
pub(in crate::catalog) const SCHEMES: &[&str] =
    &["http", "https", "mailto", "ftp", "ftps", "sftp", "tel", "irc", "xmpp", "news", "urn"];

/// Finds what references mean.
#[derive(Debug, Clone, Copy)]
pub(in crate::catalog) struct Locator<'a> {
    pub(in crate::catalog) repository: &'a Repository,
    pub(in crate::catalog) files: &'a FileIndex,
    pub(in crate::catalog) moved: &'a Moved,
}

impl Parts {
    /// Cuts a reference: percent signs are resolved first, as DocFX does.
    pub(in crate::catalog) fn of(href: &str) -> Self {
        let decoded = decode(href);
        let (path, fragment) = match decoded.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment.to_owned())),
            None => (decoded.as_str(), None),
        };
        let path = path.split('?').next().unwrap_or_default().replace('\\', "/");
        Self { path, fragment: fragment.filter(|fragment| !fragment.is_empty()) }
    }
}

impl Locator<'_> {
    /// Where `href` leads when it stands in the file `from`.
    pub(in crate::catalog) fn locate(&self, from: &FilePath, href: &str) -> Located {
        let href = href.trim();
        if is_local(href) {
            return Located::Local;
        }
        if let Some((scheme, rest)) = scheme(href) {
            return self.absolute(href, scheme, rest);
        }
        if href.starts_with("//") {
            return self.on_host(href, href);
        }
        let Parts { path, .. } = Parts::of(href);
        if path.is_empty() {
            return Located::Own;
        }
        if let Some(path) = path.strip_prefix('/') {
            return self.on_site(from, href, path);
        }
        let file = match path.strip_prefix("~/") {
            Some(below) => self.docset_folder(from).resolve(below),
            None => from.folder().resolve(&path),
        };
        match file {
            Ok(file) => self.file(&file),
            Err(_) => Located::Outside,
        }
    }

    /// An address with a scheme.
    fn absolute(&self, href: &str, scheme: &str, rest: &str) -> Located {
        match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => self.on_host(href, rest),
            "xref" => self.uid(rest),
            known if SCHEMES.contains(&known) => Located::Elsewhere(href.to_owned()),
            _ => Located::Forbidden(scheme.to_owned()),
        }
    }

    /// An address with a host: its own site's may lead into the repository.
    fn on_host(&self, href: &str, rest: &str) -> Located {
        let Some(path) = of_docs_host(rest) else {
            return Located::Elsewhere(href.to_owned());
        };
        let Parts { path, .. } = Parts::of(path);
        let path = without_locale(&path);
        match self.published(path) {
            Published::Here(found) => found,
            // The host publishes other repositories too.
            Published::Unknown | Published::Elsewhere => Located::Elsewhere(href.to_owned()),
        }
    }

    /// An address that starts at the root of the site. Where the site is not known, it may start
    /// at the docset's folder.
    fn on_site(&self, from: &FilePath, href: &str, path: &str) -> Located {
        let path = without_locale(path);
        if self.repository.docset_of(from).is_some_and(|docset| docset.base.is_none()) {
            let file = self.docset_folder(from).resolve(path);
            return file.map_or(Located::Outside, |file| self.file(&file));
        }
        match self.published(path) {
            Published::Here(found) => found,
            Published::Elsewhere => Located::Elsewhere(format!("{DOCS_HOST}{href}")),
            Published::Unknown => Located::Unknown(format!("{DOCS_HOST}{href}")),
        }
    }

    /// What is published at a path of the site.
    fn published(&self, path: &str) -> Published {
        if self.repository.publishers_of(path.trim_end_matches('/')).is_empty() {
            return Published::Elsewhere;
        }
        if let Some(file) = self.files.published(path) {
            let kind = self.files.kind(file).unwrap_or(Kind::Page);
            return Published::Here(Located::File(file.clone(), kind, How::Exact));
        }
        let moved = self.moved.published(path).map(of_destination);
        moved.map_or(Published::Unknown, Published::Here)
    }

    /// Whether `xref:` and a `uid` name a page of the book.
    pub(in crate::catalog) fn is_uid(&self, reference: &str) -> bool {
        reference.strip_prefix("xref:").is_some_and(|uid| self.files.with_uid(uid).is_some())
    }

    /// A page by its `uid`, else the page that the site has for a name of a programming interface.
    fn uid(&self, reference: &str) -> Located {
        let reference = decode(reference);
        let uid = reference.split(['?', '#']).next().unwrap_or_default().trim();
        match self.files.with_uid(uid) {
            Some(file) => Located::File(file.clone(), Kind::Page, How::Exact),
            None => Located::Elsewhere(interface_address(uid)),
        }
    }

    /// The file of a path, by the first rule that finds one.
    fn file(&self, file: &FilePath) -> Located {
        let found = |file: &FilePath, how: How| {
            let kind = self.files.kind(file)?;
            Some(Located::File(file.clone(), kind, how))
        };
        let exact = found(file, How::Exact);
        let moved = || self.moved.of_file(file).map(of_destination);
        let folded = || found(self.files.folded(file.as_str())?, How::Case);
        let with_ending = || {
            let endings = [".md", ".yml"].iter();
            let mut files =
                endings.filter_map(|ending| self.files.folded(&format!("{file}{ending}")));
            found(files.next()?, How::Extension)
        };
        let of_folder = || {
            let slash = if file.is_root() { "" } else { "/" };
            let mut files = OF_FOLDER
                .iter()
                .filter_map(|name| self.files.folded(&format!("{file}{slash}{name}")));
            found(files.next()?, How::Folder)
        };
        let dependent = || {
            let folders = &self.repository.dependent_folders;
            folders.iter().any(|it| file.below(it).is_some()).then_some(Located::Dependent)
        };
        exact
            .or_else(moved)
            .or_else(folded)
            .or_else(with_ending)
            .or_else(of_folder)
            .or_else(dependent)
            .unwrap_or_else(|| Located::Nothing(file.clone()))
    }

    fn docset_folder(&self, from: &FilePath) -> FilePath {
        self.repository.docset_of(from).map(|docset| docset.folder.clone()).unwrap_or_default()
    }
}

fn of_destination(destination: &Destination) -> Located {
    match destination {
        Destination::File(file, fragment) => Located::Moved(file.clone(), fragment.clone()),
        Destination::Elsewhere(address) => Located::Elsewhere(address.clone()),
        Destination::Nothing => Located::MovedNowhere,
    }
}

/// The path of an address on the host that publishes the repository: what stands behind the scheme.
pub(in crate::catalog) fn of_docs_host(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches('/');
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.split(['?', '#']).next().unwrap_or_default();
    DOCS_HOSTS.iter().any(|own| host.eq_ignore_ascii_case(own)).then_some(path)
}

/// The path without a locale such as `en-us` before it.
pub(in crate::catalog) fn without_locale(path: &str) -> &str {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let letters = |text: &str| text.chars().all(|c| c.is_ascii_alphabetic());
    let is_locale = first.split_once('-').is_some_and(|(language, region)| {
        language.len() == 2
            && (2..=4).contains(&region.len())
            && letters(language)
            && letters(region)
    });
    if is_locale { rest } else { path }
}

/// The site's page of a name of a programming interface: generic names and overloads have addresses
/// of their own kind.
fn interface_address(uid: &str) -> String {
    let name = uid.trim_end_matches('*').split('(').next().unwrap_or_default();
    let name = name.replace("``", "-").replace(['`', '#'], "-").to_lowercase();
    format!("{DOCS_HOST}/dotnet/api/{}", encode_path(&name))
}

/// Whether a reference is a path of a computer: with a drive, or of a share of a network.
fn is_local(href: &str) -> bool {
    let mut bytes = href.bytes();
    let drive = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.next() == Some(b':')
        && bytes.next().is_none_or(|third| third == b'\\' || third == b'/');
    drive || href.starts_with("\\\\")
}

/// The scheme of an absolute address, and what stands behind it.
pub(in crate::catalog) fn scheme(href: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = href.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
    valid.then_some((scheme, rest))
}

/// The text with percent signs resolved; as it is where they do not make UTF-8.
pub(in crate::catalog) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Into::into)
}

//! Old addresses that lead on.

use serde::{Deserialize, Serialize};

use crate::catalog::address::route_of;
use crate::catalog::moved::Destination;
use crate::catalog::{Catalog, Route, encode_path};
use crate::config::RedirectSetting;
use crate::diagnostic::{Diagnostic, codes};
use crate::text::{FilePath, PathProblem};

/// An address that leads to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    /// The old address.
    pub from: Route,
    /// Where it leads.
    pub to: RedirectTarget,
    /// The file that was there, where the redirect is that of a file.
    pub source: Option<FilePath>,
}

/// Where a redirect leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RedirectTarget {
    /// A page or file of the book, percent-encoded, relative to the base, with its fragment.
    Own(String),
    /// An address elsewhere.
    Elsewhere(String),
}

/// Reads the book's redirects. Those whose old address has a fragment concern a place in a page,
/// which no server sees; they are passed over.
pub(in crate::catalog) fn read(catalog: &Catalog, problems: &mut Vec<Diagnostic>) -> Vec<Redirect> {
    let settings = catalog.config.redirects.iter().filter(|setting| !setting.from.contains('#'));
    let redirects = settings.filter_map(|setting| {
        let from = setting.from.trim_start_matches('/');
        let from_file = FilePath::new(from).ok()?;
        let from = Route::of_request(from_file.as_str());
        if catalog.page_at(&from).is_some() {
            problems.push(
                Diagnostic::new(
                    codes::SHADOWED_REDIRECT,
                    setting.place.clone(),
                    format!(
                        "`{}` is the address of a page, which wins over the redirect",
                        setting.from
                    ),
                )
                .help("take the redirect away or rename the page"),
            );
            return None;
        }
        let to = target(catalog, &from_file, setting).or_else(|| {
            problems.push(
                Diagnostic::new(
                    codes::BROKEN_REDIRECT,
                    setting.place.clone(),
                    format!("the redirect of `{}` leads to nothing", setting.from),
                )
                .label("no such page"),
            );
            None
        })?;
        Some(Redirect { from, to, source: None })
    });
    redirects.chain(of_files(catalog)).collect()
}

/// The redirects of files that have moved: from the address at which each was published, and from
/// its path.
fn of_files(catalog: &Catalog) -> impl Iterator<Item = Redirect> {
    let redirections = catalog.config.repository.redirections.iter();
    redirections.flat_map(|redirection| {
        let source = &redirection.source;
        let to = catalog.moved.of_file(source).and_then(|end| catalog.reached(end));
        let published = route_of(&catalog.config, source);
        let path = Route::of_request(source.as_str());
        let from = if path == published { vec![published] } else { vec![published, path] };
        let free = from.into_iter().filter(|from| catalog.page_at(from).is_none());
        let made = free.filter_map(move |from| {
            Some(Redirect { from, to: to.clone()?, source: Some(source.clone()) })
        });
        made.collect::<Vec<_>>()
    })
}

impl Catalog {
    /// The address that a redirection leads to in the end.
    fn reached(&self, end: &Destination) -> Option<RedirectTarget> {
        match end {
            Destination::Nothing => None,
            Destination::Elsewhere(url) => Some(RedirectTarget::Elsewhere(url.clone())),
            Destination::File(file, fragment) => {
                let page = self.page_of(file).and_then(|page| self.pages.get(page));
                let address = match page {
                    Some(page) => page.route.encoded(),
                    None => encode_path(&self.asset_address(file)),
                };
                let place = fragment.as_ref().map(|id| format!("#{}", encode_path(id)));
                Some(RedirectTarget::Own(address + &place.unwrap_or_default()))
            }
        }
    }
}

fn target(catalog: &Catalog, from: &FilePath, setting: &RedirectSetting) -> Option<RedirectTarget> {
    if setting.to.contains("://") {
        return Some(RedirectTarget::Elsewhere(setting.to.clone()));
    }
    let (path, fragment) = match setting.to.split_once('#') {
        Some((path, fragment)) => (path, format!("#{fragment}")),
        None => (setting.to.as_str(), String::new()),
    };
    let file = match path.strip_prefix('/') {
        Some(from_root) => FilePath::new(from_root),
        None => from.folder().resolve(path),
    };
    let file = file.map_err(|_: PathProblem| ()).ok()?;
    let folder = if path.ends_with('/') && !file.is_root() { "/" } else { "" };
    let route = Route::of_request(&format!("{file}{folder}"));
    if catalog.page_at(&route).is_some() {
        return Some(RedirectTarget::Own(route.encoded() + &fragment));
    }
    let asset = catalog.config.src.resolve(file.as_str()).ok()?;
    let exists = catalog.assets.contains_key(&asset);
    exists.then(|| RedirectTarget::Own(encode_path(file.as_str()) + &fragment))
}

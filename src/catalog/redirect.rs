//! Old addresses that lead on.

use crate::catalog::{Catalog, Route, encode_path};
use crate::config::RedirectSetting;
use crate::diagnostic::{Diagnostic, codes};
use crate::text::{FilePath, PathProblem};

/// An address that leads to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The old address.
    pub from: Route,
    /// Where it leads.
    pub to: RedirectTarget,
}

/// Where a redirect leads.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        Some(Redirect { from, to })
    });
    redirects.collect()
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

//! Where files are published: addresses of pages and of the files they show, and back.

use crate::catalog::file_index::folded_address;
use crate::catalog::{Catalog, PageIndex, Redirect, Route};
use crate::config::docfx::Docset;
use crate::config::{Config, Syntax};
use crate::text::FilePath;

/// The address of a document: in a DocFX docset its path below the docset's base, else its path
/// below the content folder.
pub(in crate::catalog) fn route_of(config: &Config, file: &FilePath) -> Route {
    if config.syntax == Syntax::Book {
        let below = file.below(&config.src).unwrap_or(file.as_str());
        return Route::of_file(&FilePath::new(below).unwrap_or_default());
    }
    let Some(docset) = config.repository.docset_of(file) else {
        // Outside the docsets nothing is published, and a `README.md` stands for no folder.
        return Route::verbatim_request(without_extension(file.as_str()));
    };
    let path = published_path(docset, file);
    let path = without_extension(&path);
    let path = if docset.base.is_some() { path.to_lowercase() } else { path.to_owned() };
    let (folder, name) = path.rsplit_once('/').map_or(("", path.as_str()), |parts| parts);
    if !name.eq_ignore_ascii_case("index") {
        return Route::verbatim_request(&path);
    }
    let slash = if folder.is_empty() { "" } else { "/" };
    Route::verbatim_request(&format!("{folder}{slash}"))
}

/// The path of a docset's file on the site.
fn published_path(docset: &Docset, file: &FilePath) -> String {
    match (&docset.base, file.below(&docset.folder)) {
        (Some(base), Some(below)) if base.is_empty() => below.to_owned(),
        (Some(base), Some(below)) => format!("{base}/{below}"),
        _ => file.as_str().to_owned(),
    }
}

fn without_extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rfind('.') {
        Some(at) if at > 0 => path.get(..path.len() - name.len() + at).unwrap_or(path),
        _ => path,
    }
}

/// The address of a file that is no document, not encoded.
pub(in crate::catalog) fn asset_address(config: &Config, file: &FilePath) -> String {
    match config.repository.docset_of(file) {
        Some(docset) => published_path(docset, file),
        None => file.below(&config.src).unwrap_or(file.as_str()).to_owned(),
    }
}

impl Catalog {
    /// The address of a file that is no document, below the root of the book, not encoded.
    #[must_use]
    pub fn asset_address(&self, file: &FilePath) -> String {
        asset_address(&self.config, file)
    }

    /// The file that is no document at an address, percent-decoded.
    #[must_use]
    pub fn asset_at(&self, address: &str) -> Option<&FilePath> {
        let known = |file: FilePath| self.assets.get_key_value(&file).map(|(file, _)| file);
        let publishers = self.config.repository.publishers_of(address).into_iter();
        let published = publishers
            .filter_map(|(docset, below)| docset.folder.resolve(below).ok())
            .find_map(known);
        published.or_else(|| {
            let file = self.config.src.resolve(address).ok()?;
            file.below(&self.config.src)?;
            known(file)
        })
    }

    /// The address of the page or file that a request means by an address in other case, with
    /// another ending, or by a path in the repository. Only in a DocFX repository, whose published
    /// addresses are those of a site that does not mind case.
    #[must_use]
    pub fn address_near(&self, path: &str) -> Option<String> {
        let by_path = || {
            let path = path.trim_end_matches('/');
            let endings = ["", ".md", ".yml"];
            endings.into_iter().find_map(|ending| self.files.folded(&format!("{path}{ending}")))
        };
        let bare = path.strip_suffix(".html").unwrap_or(path);
        let of_folder = || {
            let slash = if bare.is_empty() || bare.ends_with('/') { "" } else { "/" };
            let names = ["index.md", "index.yml"];
            names.into_iter().find_map(|name| self.files.folded(&format!("{bare}{slash}{name}")))
        };
        let bare_path = || self.files.folded(&format!("{bare}.md"));
        let file =
            self.files.published(path).or_else(by_path).or_else(bare_path).or_else(of_folder)?;
        match self.page_of(file).and_then(|page| self.pages.get(page)) {
            Some(page) => Some(page.route.as_str().to_owned()),
            None => self.assets.contains_key(file).then(|| self.asset_address(file)),
        }
    }

    /// The redirect that a request means by an address in other case.
    #[must_use]
    pub fn redirect_near(&self, path: &str) -> Option<&Redirect> {
        let folded = folded_address(path);
        let endings = [".html", ".md", ".yml"];
        let bare = endings.iter().find_map(|ending| folded.strip_suffix(ending));
        let bare = bare.unwrap_or(&folded);
        let index =
            bare.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/'));
        let near = [bare, index.unwrap_or(bare)].map(str::to_owned).into_iter();
        let mut near = near.chain([format!("{bare}/")]);
        near.find_map(|address| self.redirect_at(&Route::verbatim_request(&address)))
    }

    /// The page that the book opens with: that at its root, else the start of its first docset,
    /// else the first of all.
    #[must_use]
    pub fn front(&self) -> Option<PageIndex> {
        let root = self.page_at(&Route::verbatim_request(""));
        let starts =
            self.config.repository.docsets.iter().filter_map(|docset| self.start_of(docset));
        root.or_else(|| starts.into_iter().next()).or_else(|| (!self.pages.is_empty()).then_some(0))
    }

    /// The page of a docset's own folder.
    #[must_use]
    pub fn start_of(&self, docset: &Docset) -> Option<PageIndex> {
        let names = ["index.yml", "index.md"];
        names.into_iter().find_map(|name| self.page_of(&docset.folder.resolve(name).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::docfx::{Repository, read_docset};

    fn config() -> Config {
        let docset = |folder: &str, base: &str| {
            let folder = FilePath::new(folder).unwrap();
            let json = format!(r#"{{ "globalMetadata": {{ "breadcrumb_path": "{base}" }} }}"#);
            read_docset(&FilePath::new("docfx.json").unwrap(), &json, &folder, "d").value.unwrap()
        };
        let docsets = vec![
            docset("docs", "/Product/breadcrumb/toc.json"),
            docset("reference", "/product/core/reference/breadcrumbs/toc.json"),
            docset("plain", "toc.json"),
        ];
        let repository = Repository { docsets, ..Repository::default() };
        Config { syntax: Syntax::DocFx, repository, ..Config::default() }
    }

    #[test]
    fn pages_stand_at_their_published_addresses() {
        let config = config();
        for (file, route) in [
            ("docs/index.yml", "product/"),
            ("docs/Core/Some.Page.md", "product/core/some.page"),
            ("docs/core/index.md", "product/core/"),
            ("docs/core/README.md", "product/core/readme"),
            ("reference/a.md", "product/core/reference/a"),
            ("plain/A/index.md", "plain/A/"),
            ("README.md", "README"),
            ("other/x/README.md", "other/x/README"),
        ] {
            let file = FilePath::new(file).unwrap();
            assert_eq!(route_of(&config, &file).as_str(), route, "{file}");
        }
    }

    #[test]
    fn of_nested_bases_the_longest_wins() {
        let config = config();
        let folders = |address: &str| {
            let found = config.repository.publishers_of(address);
            found.iter().map(|(it, rest)| format!("{} {rest}", it.folder)).collect::<Vec<_>>()
        };
        let nested = ["reference a", "docs core/reference/a"];
        assert_eq!(folders("product/core/reference/a"), nested);
        assert_eq!(folders("Product/x"), ["docs x"]);
        assert_eq!(folders("product"), ["docs "]);
        assert_eq!(folders("productive/x"), Vec::<String>::new());
    }
}

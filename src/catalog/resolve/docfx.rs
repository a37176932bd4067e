//! Links and images of a DocFX repository.

use crate::catalog::file_index::Kind;
use crate::catalog::locate::{How, Located, Parts};
use crate::catalog::resolve::Resolver;
use crate::catalog::{LinkTarget, Page, ResolvedImage};
use crate::config::docfx::DOCS_HOST;
use crate::diagnostic::{Diagnostic, codes};
use crate::document::{Image, Link, LinkSyntax};
use crate::text::{FilePath, Place};

impl Resolver<'_> {
    /// Where a link leads. What stands in included text is relative to the included file.
    pub(in crate::catalog::resolve) fn docfx_link(
        &self,
        page: &Page,
        link: &Link,
        problems: &mut Vec<Diagnostic>,
    ) -> LinkTarget {
        let target = link.target.trim();
        if link.syntax == LinkSyntax::Shorthand && !self.locator().is_uid(target) {
            return LinkTarget::Words;
        }
        let place = page.document.place(link.target_span);
        let fragment = || Parts::of(target).fragment;
        let located = self.locator().locate(&place.file, target);
        problems.extend(inexact(&place, target, &located));
        match located {
            Located::Own => {
                let own = self.catalog.page_of(&page.document.path);
                let found = own.map(|own| self.to_page(page, link, own, fragment(), problems));
                found.unwrap_or_else(|| LinkTarget::Broken(target.to_owned()))
            }
            Located::File(file, Kind::Asset, _) => LinkTarget::Asset { file, fragment: fragment() },
            Located::File(file, Kind::Page, _) => {
                let asked = if is_uid(target) { None } else { fragment() };
                self.to_file(page, link, &file, asked, problems)
            }
            Located::File(file, Kind::Contents, _) => {
                let first = self.first_page(&file);
                let fragment_exists = true;
                first.map_or_else(
                    || LinkTarget::Outside(target.to_owned()),
                    |page| LinkTarget::Page { page, fragment: None, fragment_exists },
                )
            }
            Located::File(file, Kind::Left, _) => {
                let message = format!("`{file}` is there, but it is no page of its own");
                problems.push(
                    Diagnostic::new(codes::OUTSIDE_LINK, place, message)
                        .label("not published")
                        .help(
                            "link to a page that includes it, or make it content in `docfx.json`",
                        ),
                );
                LinkTarget::Outside(target.to_owned())
            }
            Located::Moved(file, there) => {
                self.to_file(page, link, &file, fragment().or(there), problems)
            }
            Located::Elsewhere(url) => LinkTarget::External(url),
            Located::Unknown(url) => {
                let path = url.strip_prefix(DOCS_HOST).unwrap_or(&url);
                let message = format!("nothing in this repository is published at `{path}`");
                problems.push(
                    Diagnostic::new(codes::UNKNOWN_ADDRESS, place, message)
                        .label("leads to the site")
                        .help("mend the address if it should lead to a page of this repository"),
                );
                LinkTarget::External(url)
            }
            Located::Dependent => LinkTarget::Outside(target.to_owned()),
            Located::Outside => {
                problems.push(outside(place, target));
                LinkTarget::Outside(target.to_owned())
            }
            Located::MovedNowhere => {
                let message = format!("`{target}` has moved, and its redirection leads to nothing");
                problems.push(
                    Diagnostic::new(codes::BROKEN_LINK, place, message).label("leads nowhere"),
                );
                LinkTarget::Broken(target.to_owned())
            }
            Located::Local => {
                let message = format!("`{target}` is a path of one computer");
                problems.push(
                    Diagnostic::new(codes::BROKEN_LINK, place, message)
                        .label("no reader has this file")
                        .help("link to a file of the repository, or write the path as code"),
                );
                LinkTarget::Broken(target.to_owned())
            }
            Located::Forbidden(scheme) => {
                let message = format!("links of the kind `{scheme}:` are not followed");
                problems.push(
                    Diagnostic::new(codes::BROKEN_LINK, place, message)
                        .help("write an `https:` link or a path in the book"),
                );
                LinkTarget::Broken(target.to_owned())
            }
            Located::Nothing(wanted) => {
                let message = format!("`{wanted}` is not there");
                let mut problem = Diagnostic::new(codes::BROKEN_LINK, place.clone(), message)
                    .label("leads nowhere");
                if let Some(likely) = self.likely(&place.file.folder(), &wanted) {
                    problem = problem.help(format!("did you mean `{likely}`?"));
                }
                problems.push(problem);
                LinkTarget::Broken(target.to_owned())
            }
        }
    }

    fn to_file(
        &self,
        page: &Page,
        link: &Link,
        file: &FilePath,
        fragment: Option<String>,
        problems: &mut Vec<Diagnostic>,
    ) -> LinkTarget {
        match self.catalog.page_of(file) {
            Some(found) => self.to_page(page, link, found, fragment, problems),
            None => LinkTarget::Asset { file: file.clone(), fragment },
        }
    }

    /// What an image shows.
    pub(in crate::catalog::resolve) fn docfx_image(
        &self,
        page: &Page,
        image: &Image,
        problems: &mut Vec<Diagnostic>,
    ) -> ResolvedImage {
        let target = image.target.trim();
        if target.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
            return ResolvedImage::External(target.to_owned());
        }
        let place = page.document.place(image.target_span);
        let located = self.locator().locate(&place.file, target);
        problems.extend(inexact(&place, target, &located));
        match located {
            Located::File(file, ..) | Located::Moved(file, _) => {
                if let Some(asset) = self.catalog.assets.get(&file) {
                    return ResolvedImage::File { file, asset: *asset };
                }
                problems.push(missing_image(place, target));
            }
            Located::Elsewhere(url) | Located::Unknown(url) => return ResolvedImage::External(url),
            Located::Dependent => {}
            Located::Nothing(wanted) => {
                let mut problem = missing_image(place.clone(), target);
                if let Some(likely) = self.likely(&place.file.folder(), &wanted) {
                    problem = problem.help(format!("did you mean `{likely}`?"));
                }
                problems.push(problem);
            }
            _ => problems.push(missing_image(place, target)),
        }
        ResolvedImage::Missing(target.to_owned())
    }
}

fn is_uid(target: &str) -> bool {
    target.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("xref:"))
}

/// The problem of a reference that reaches its file only by a guess.
fn inexact(place: &Place, target: &str, located: &Located) -> Option<Diagnostic> {
    let Located::File(file, kind, how) = located else {
        return None;
    };
    let why = match how {
        How::Exact => return None,
        How::Case => "differs in case from the name of its file",
        How::Extension => "leaves out the ending of its file",
        How::Folder if *kind == Kind::Contents => return None,
        How::Folder => "names a folder instead of a file",
    };
    let right = place.file.folder().relative(file);
    Some(
        Diagnostic::new(codes::INEXACT_LINK, place.clone(), format!("`{target}` {why}"))
            .label("found by a guess")
            .help(format!("write `{right}`")),
    )
}

fn outside(place: Place, target: &str) -> Diagnostic {
    let message = format!("`{target}` leads out of the repository");
    Diagnostic::new(codes::OUTSIDE_LINK, place, message)
        .label("cannot be checked")
        .help("if the place exists only where the book is published, link to its full address")
}

fn missing_image(place: Place, target: &str) -> Diagnostic {
    let message = format!("the image `{target}` is not there");
    Diagnostic::new(codes::MISSING_IMAGE, place, message).label("not found")
}

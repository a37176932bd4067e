//! Where the files of a DocFX repository have moved that are there no more.

use std::collections::HashMap;

use crate::catalog::address::route_of;
use crate::catalog::encode_path;
use crate::catalog::file_index::{FileIndex, Kind, folded_address};
use crate::catalog::locate::{Parts, of_docs_host, scheme, without_locale};
use crate::config::Config;
use crate::config::docfx::{DOCS_HOST, Redirection};
use crate::diagnostic::{Diagnostic, codes};
use crate::text::FilePath;

/// Where a file has moved in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::catalog) enum Destination {
    /// To a page or another file of the repository, with a place on it.
    File(FilePath, Option<String>),
    /// To an address elsewhere.
    Elsewhere(String),
    /// To nothing.
    Nothing,
}

/// The end of each redirection, all chains followed.
#[derive(Debug, Default)]
pub(in crate::catalog) struct Moved {
    by_file: HashMap<FilePath, Destination>,
    by_address: HashMap<String, Destination>,
}

impl Moved {
    /// Follows the redirections of a repository. A file that is there wins over its redirection.
    pub(in crate::catalog) fn read(
        config: &Config,
        files: &FileIndex,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut chains = Chains::new(config, files, problems);
        chains.follow_all(problems);
        let mut moved = Self::default();
        for (redirection, end) in chains.redirections.iter().zip(chains.ends) {
            let end = end.unwrap_or(Destination::Nothing);
            let address = route_of(config, &redirection.source);
            if files.published(address.as_str()).is_none() {
                moved.by_address.insert(folded_address(address.as_str()), end.clone());
            }
            moved.by_file.insert(redirection.source.clone(), end);
        }
        moved
    }

    /// Where the file that was at this path has moved.
    pub(in crate::catalog) fn of_file(&self, file: &FilePath) -> Option<&Destination> {
        self.by_file.get(file)
    }

    /// Where that has moved which was published at this address.
    pub(in crate::catalog) fn published(&self, address: &str) -> Option<&Destination> {
        self.by_address.get(&folded_address(address))
    }
}

/// The redirections on the way to their ends.
struct Chains<'a> {
    config: &'a Config,
    files: &'a FileIndex,
    redirections: Vec<&'a Redirection>,
    by_address: HashMap<String, usize>,
    ends: Vec<Option<Destination>>,
}

/// One step of a redirection.
enum Step {
    /// To another redirection, with the place that is asked for there.
    Further(usize, Option<String>),
    End(Destination),
}

impl<'a> Chains<'a> {
    fn new(config: &'a Config, files: &'a FileIndex, problems: &mut Vec<Diagnostic>) -> Self {
        let mut redirections: Vec<&Redirection> = Vec::new();
        let mut by_file: HashMap<&FilePath, &Redirection> = HashMap::new();
        let mut by_address = HashMap::new();
        for redirection in &config.repository.redirections {
            let source = &redirection.source;
            if files.kind(source) == Some(Kind::Page) {
                let message = format!("`{source}` is there, and wins over its redirection");
                problems.push(
                    Diagnostic::new(codes::SHADOWED_REDIRECT, redirection.place.clone(), message)
                        .help("take the redirection away or remove the file"),
                );
                continue;
            }
            if let Some(first) = by_file.get(source) {
                let message = format!("`{source}` is redirected already");
                problems.push(
                    Diagnostic::new(codes::SHADOWED_REDIRECT, redirection.place.clone(), message)
                        .related(first.place.clone(), "redirected here first"),
                );
                continue;
            }
            by_file.insert(source, redirection);
            let address = folded_address(route_of(config, source).as_str());
            by_address.entry(address).or_insert(redirections.len());
            redirections.push(redirection);
        }
        let ends = vec![None; redirections.len()];
        Self { config, files, redirections, by_address, ends }
    }

    /// Finds the end of every redirection; each is stepped over once.
    fn follow_all(&mut self, problems: &mut Vec<Diagnostic>) {
        let mut on_the_way = vec![false; self.redirections.len()];
        for start in 0..self.redirections.len() {
            let mut way: Vec<(usize, Option<String>)> = Vec::new();
            let mut current = start;
            let mut is_loop = false;
            let end = loop {
                if let Some(Some(end)) = self.ends.get(current) {
                    break end.clone();
                }
                if on_the_way.get(current).copied().unwrap_or(true) {
                    is_loop = true;
                    break Destination::Nothing;
                }
                if let Some(mark) = on_the_way.get_mut(current) {
                    *mark = true;
                }
                match self.step(current, problems) {
                    Step::Further(next, fragment) => {
                        way.push((current, fragment));
                        current = next;
                    }
                    Step::End(end) => {
                        way.push((current, None));
                        break end;
                    }
                }
            };
            self.finish(way, end, is_loop, problems);
        }
    }

    /// Gives all redirections of a way its end; a place that is asked for on the way is kept unless
    /// a later one asks for another.
    fn finish(
        &mut self,
        way: Vec<(usize, Option<String>)>,
        mut end: Destination,
        is_loop: bool,
        problems: &mut Vec<Diagnostic>,
    ) {
        for (index, asked) in way.into_iter().rev() {
            if let Destination::File(_, fragment @ None) = &mut end {
                *fragment = asked;
            }
            if is_loop && let Some(redirection) = self.redirections.get(index) {
                let message =
                    format!("the redirection of `{}` leads in a circle", redirection.source);
                problems.push(
                    Diagnostic::new(codes::REDIRECT_LOOP, redirection.place.clone(), message)
                        .label("never arrives")
                        .help("let one of the circle lead to a page that is there"),
                );
            }
            if let Some(slot) = self.ends.get_mut(index) {
                *slot = Some(end.clone());
            }
        }
    }

    fn step(&self, index: usize, problems: &mut Vec<Diagnostic>) -> Step {
        let Some(redirection) = self.redirections.get(index) else {
            return Step::End(Destination::Nothing);
        };
        let target = redirection.target.as_str();
        let elsewhere = || Step::End(Destination::Elsewhere(target.to_owned()));
        let on_site = match scheme(target) {
            Some((_, rest)) => match of_docs_host(rest) {
                Some(path) => path,
                None => return elsewhere(),
            },
            None => target,
        };
        let Parts { path, fragment } = Parts::of(on_site);
        let address = match path.strip_prefix('/') {
            Some(path) => without_locale(path).to_owned(),
            None if scheme(target).is_some() => without_locale(&path).to_owned(),
            None => {
                // Relative targets are relative to the address of the file's folder.
                let own = route_of(self.config, &redirection.source);
                let folder = own.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
                let resolved = FilePath::new(folder).and_then(|folder| folder.resolve(&path));
                match resolved {
                    Ok(address) => address.to_string(),
                    Err(_) => return leads_to_nothing(redirection, problems),
                }
            }
        };
        if let Some(file) = self.files.published(&address) {
            return Step::End(Destination::File(file.clone(), fragment));
        }
        if let Some(next) = self.by_address.get(&folded_address(&address)) {
            return Step::Further(*next, fragment);
        }
        let has_base = |docset: &crate::config::docfx::Docset| docset.base.is_some();
        if !self.config.repository.docsets.iter().any(has_base) {
            return leads_to_nothing(redirection, problems);
        }
        if !self.config.repository.publishers_of(&address).is_empty() {
            let message = format!("nothing in this repository is published at `/{address}`");
            problems.push(
                Diagnostic::new(codes::UNKNOWN_ADDRESS, redirection.place.clone(), message).help(
                    "the redirection leads to the site; another repository may publish there",
                ),
            );
        }
        let place = fragment.map(|id| format!("#{}", encode_path(&id))).unwrap_or_default();
        let url = format!("{DOCS_HOST}/{}{place}", encode_path(&address));
        Step::End(Destination::Elsewhere(url))
    }
}

fn leads_to_nothing(redirection: &Redirection, problems: &mut Vec<Diagnostic>) -> Step {
    let message = format!("the redirection of `{}` leads to nothing", redirection.source);
    problems.push(
        Diagnostic::new(codes::BROKEN_REDIRECT, redirection.place.clone(), message)
            .label("no such page"),
    );
    Step::End(Destination::Nothing)
}

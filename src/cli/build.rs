//! `loggia build`: a book as a static site.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::arguments::BuildCommand;
use crate::cli::reading::Reading;
use crate::cli::{Failure, Outcome, open, terminal};
use crate::service::site::{self, SiteFile};
use crate::source::SITE_MARK;

pub(in crate::cli) fn run(command: &BuildCommand) -> Result<Outcome, Failure> {
    let destination = &command.destination;
    let book = open::find(command.path.as_deref())?;
    if let Some(folder) = &book.folder
        && let Ok(existing) = fs::canonicalize(destination)
        && folder.starts_with(&existing)
    {
        let shown = destination.display();
        return Err(Failure::told(format!(
            "`{shown}` holds the book itself; choose another destination with -d"
        )));
    }
    let mut reading = Reading::start(&book);
    let mut snapshot = open::compile(&book)?;
    snapshot.history = reading.end();
    open::show_problems(&snapshot);
    let files = site::files(&snapshot).map_err(|problem| Failure::told(problem.to_string()))?;
    let shown = destination.display();
    empty(destination)?;
    for file in &files {
        write(destination, file).map_err(|(path, error)| {
            Failure::told(format!("cannot write `{}`: {error}", path.display()))
        })?;
    }
    fs::write(
        destination.join(SITE_MARK),
        "This folder was written by `loggia build`, which empties it before it writes again.\n",
    )?;
    terminal::progress(&format!("{} files in {shown}", files.len()));
    Ok(if open::has_errors(&snapshot) { Outcome::Problems } else { Outcome::Done })
}

/// Makes an empty folder of the destination; refuses to touch what is not a site of ours.
fn empty(destination: &Path) -> Result<(), Failure> {
    let shown = destination.display();
    let is_empty = destination.read_dir().is_ok_and(|mut entries| entries.next().is_none());
    if destination.exists() && !is_empty {
        if !destination.join(SITE_MARK).is_file() {
            return Err(Failure::told(format!(
                "`{shown}` is not empty and was not written by `loggia build`\nEmpty it yourself or choose another destination with -d"
            )));
        }
        fs::remove_dir_all(destination)
            .map_err(|error| Failure::told(format!("cannot empty `{shown}`: {error}")))?;
    }
    fs::create_dir_all(destination)
        .map_err(|error| Failure::told(format!("cannot create `{shown}`: {error}")))
}

fn write(destination: &Path, file: &SiteFile) -> Result<(), (PathBuf, std::io::Error)> {
    let path = destination.join(&file.path);
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&path, &file.content));
    written.map_err(|error| (path, error))
}

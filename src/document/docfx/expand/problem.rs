//! What can be wrong with a directive.

use crate::diagnostic::{Diagnostic, codes};
use crate::document::docfx::expand::Expansion;
use crate::text::{FilePath, Place};

impl Expansion<'_> {
    /// A file is not there.
    pub(in crate::document::docfx::expand) fn missing(
        &mut self,
        written: &str,
        wanted: Option<&FilePath>,
        place: Place,
    ) {
        let message = match wanted {
            Some(wanted) => format!("the included file `{wanted}` is not there or is not text"),
            None => format!("`{written}` is not included: the path leads out of the book's folder"),
        };
        self.diagnostics.push(
            Diagnostic::new(codes::MISSING_INCLUDE, place, message).label("not found").help(
                "the path is read from the folder of the file that includes; `~/` is the folder of the docset",
            ),
        );
    }

    /// A file is named otherwise.
    pub(in crate::document::docfx::expand) fn other_case(
        &mut self,
        written: &str,
        found: &FilePath,
        place: Place,
    ) {
        let message = format!("`{written}` differs in case from the name of its file");
        self.diagnostics.push(
            Diagnostic::new(codes::INEXACT_LINK, place, message)
                .label("found by a guess")
                .help(format!("the file is `{found}`")),
        );
    }

    /// A file includes itself.
    pub(in crate::document::docfx::expand) fn cycle(
        &mut self,
        at: usize,
        target: &FilePath,
        place: Place,
    ) {
        let chain = self.open.get(at..).unwrap_or_default().iter().chain([target]);
        let chain = chain.map(|file| format!("`{file}`")).collect::<Vec<_>>().join(" includes ");
        self.diagnostics.push(
            Diagnostic::new(codes::INCLUDE_CYCLE, place, "files include each other without end")
                .label("closes the circle")
                .help(format!("{chain}: take one of these includes away")),
        );
    }

    /// What is included grows out of all proportion.
    pub(in crate::document::docfx::expand) fn too_large(
        &mut self,
        target: &FilePath,
        place: Place,
    ) {
        let message = format!(
            "`{target}` is not included: the includes nest too deeply or are too large together"
        );
        self.diagnostics.push(Diagnostic::new(codes::INCLUDE_CYCLE, place, message));
    }

    /// A file lacks a part.
    pub(in crate::document::docfx::expand) fn missing_part(
        &mut self,
        target: &FilePath,
        reason: &str,
        place: Place,
    ) {
        let message = format!("`{target}` {reason}");
        self.diagnostics.push(Diagnostic::new(codes::MISSING_INCLUDE_PART, place, message));
    }
}

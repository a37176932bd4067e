//! Diagnostics as workflow commands, which GitHub shows beside the lines of a change.

use std::fmt::Write;

use crate::diagnostic::render::location::Location;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Texts;

/// One line `::error file=…,line=…::message` or `::warning …` for each diagnostic.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], texts: &Texts) -> String {
    diagnostics.iter().map(|diagnostic| command(diagnostic, texts)).collect()
}

fn command(diagnostic: &Diagnostic, texts: &Texts) -> String {
    let severity = match diagnostic.severity() {
        Severity::Note => "notice",
        severity => severity.as_str(),
    };
    let file = property(diagnostic.place.file.as_str());
    let mut line = format!("::{severity} file={file}");
    // Writing to a string cannot fail.
    if let Some(location) = Location::find(&diagnostic.place, texts) {
        let (start, last_line) = (location.start, location.last_line);
        let _infallible = write!(line, ",line={},endLine={last_line}", start.line);
        // GitHub refuses columns of a place over several lines.
        if start.line == last_line {
            let _infallible = write!(line, ",col={}", start.column);
        }
    }
    let mut message = diagnostic.message.clone();
    for more in [&diagnostic.label, &diagnostic.help].into_iter().flatten() {
        let _infallible = write!(message, "\n{more}");
    }
    let title = property(diagnostic.code.name);
    let _infallible = writeln!(line, ",title={title}::{}", data(&message));
    line
}

/// Escapes what follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, which also ends at `:` and `,`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::render::fixture;
    use crate::text::FilePath;

    #[test]
    fn one_command_a_line() {
        let output = github(&fixture::diagnostics(), &fixture::texts());
        insta::assert_snapshot!(output, @"
        ::error file=guide/größe 1.md,line=3,endLine=3,col=13,title=broken-link::there is no file `guide/langs.md`%0Anot found%0Adid you mean `guide/language.md`?
        ::error file=index.md,line=1,endLine=1,col=1,title=malformed-summary::the file is no table of contents
        ::warning file=index.md,line=3,endLine=3,col=10,title=duplicate-id::the id `home` stands twice in this page%0Asecond use%0Agive one of them another id
        ::error file=index.md,line=5,endLine=7,title=broken-anchor::this page has no place `y`%0Ain this table
        ::error file=no/text.md,title=unreadable-file::cannot read `no/text.md`:%0Apermission denied%0Anever seen
        ");
    }

    #[test]
    fn nothing_in_a_text_ends_its_command() {
        let mut diagnostic = fixture::diagnostics().remove(0);
        diagnostic.place.file = FilePath::new("a,b::c%.md").unwrap();
        diagnostic.message = "100%\r\n::error::x".to_owned();
        (diagnostic.label, diagnostic.help) = (None, None);
        assert_eq!(
            github(&[diagnostic], &fixture::texts()),
            "::error file=a%2Cb%3A%3Ac%25.md,title=broken-link::100%25%0D%0A::error::x\n"
        );
    }
}

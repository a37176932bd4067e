//! `loggia new`: a book to start from.

use std::fs;

use crate::cli::arguments::NewCommand;
use crate::cli::{Failure, Outcome, terminal};

const SUMMARY: &str = "\
# Summary

[Welcome](README.md)

- [Our system](system.md)
";

const WELCOME: &str = "\
# Welcome

This book describes our architecture. It is plain Markdown; Loggia makes pages, a graph and an
index from it.

Start with [our system](system.md).
";

const SYSTEM: &str = "\
# Our system {#system .Architecture}

One paragraph on what the system does and for whom.

## Perimeter network {#perimeter .PerimeterNetwork}

What stands between the Internet and our servers.

### Web server {#web .Server}

Takes requests from the Internet. It stands in the [perimeter network](#perimeter \"in zone\").

## Data domain {#data .DirectoryDomain}

Where the databases are. It trusts no other zone.

### Database server {#database-server .Server}

In zone
: [Data domain](#data)

> [!TIP]
> Save this file while `loggia serve` runs: the page reloads.
";

pub(in crate::cli) fn run(command: &NewCommand) -> Result<Outcome, Failure> {
    let folder = &command.path;
    let shown = folder.display();
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::told(format!(
            "`{shown}` is not empty; choose another folder for the new book"
        )));
    }
    let title = toml::Value::String(command.title.clone()).to_string();
    let book = format!(
        "[book]\ntitle = {title}\nlanguage = \"en\"\nsrc = \"content\"\n\n[preprocessor.loggia]\noptional = true\n# The address the book is published at: the beginning of every IRI.\n# base = \"https://docs.example.org/architecture/\"\n"
    );
    let write = || {
        fs::create_dir_all(folder.join("content"))?;
        fs::write(folder.join("book.toml"), book)?;
        fs::write(folder.join("content/SUMMARY.md"), SUMMARY)?;
        fs::write(folder.join("content/README.md"), WELCOME)?;
        fs::write(folder.join("content/system.md"), SYSTEM)
    };
    write().map_err(|error: std::io::Error| {
        Failure::told(format!("cannot write the new book to `{shown}`: {error}"))
    })?;
    terminal::output(&format!(
        "A new book is in {shown}. Read it with\n\n    loggia serve {shown}\n"
    ))?;
    Ok(Outcome::Done)
}

//! `loggia serve` as a process: its address, its news, its end.

use std::fs;
use std::net::TcpListener;
use std::process::Command;

use crate::commands::{book, loggia, nowhere};
use crate::harness::{Serving, elements, open_lines, program};

#[test]
fn a_taken_port_is_told_with_advice() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = loggia(&["serve", "--bind", &address]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains(&format!("cannot listen on {address}")), "{}", ran.err);
    assert!(ran.err.contains("Choose another port with --bind"), "{}", ran.err);
}

#[test]
fn the_bundled_book_is_at_the_address_that_is_printed() {
    let folder = nowhere();
    let serving = Serving::start(folder.path(), &[]);
    assert!(serving.first_line.starts_with("Loggia is at http://127.0.0.1:"));
    let page = serving.get("/");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("<title>"));
    assert_eq!(serving.get("/live").status, 404, "nothing to follow");
}

#[test]
fn a_saved_file_is_a_new_revision_and_a_mistake_in_it_is_shown() {
    let folder = book(&[("README.md", "# Home\n\nOld words.\n"), ("other.md", "# Other\n")]);
    let serving = Serving::start(folder.path(), &["."]);
    assert!(serving.get("/").text().contains("Old words"));
    let mut news = open_lines(serving.address, "/live").filter(|line| line.starts_with("data: "));
    assert_eq!(news.next().as_deref(), Some("data: 1"));
    let mut saved = |text: &str, shown: &str| {
        fs::write(folder.path().join("README.md"), text).unwrap();
        // A save may be seen in two steps; what counts is that the last revision has all of it.
        loop {
            news.next().expect("news of a revision");
            let page = serving.get("/");
            if page.text().contains(shown) {
                return page;
            }
        }
    };
    saved("# Home\n\nNew words.\n", "New words");
    let page = saved("# Home\n\n[gone](gone.md)\n", "broken-link");
    assert_eq!(page.status, 200);
    let problems = elements(page.text()).into_iter().any(|element| {
        element.name == "details"
            && element.attribute("class").is_some_and(|class| class.contains("problems"))
    });
    assert!(problems, "the page shows its problem");
    assert_eq!(serving.get("/other").status, 200, "the rest of the site stays");
    let page = saved("# Home\n\nMended.\n", "Mended");
    assert!(!page.text().contains("broken-link"));
}

/// Stands in for a Git whose answer comes when somebody writes to the pipe `log`.
#[cfg(unix)]
const SLOW_GIT: &str =
    "#!/bin/sh\ncase \"$*\" in *rev-parse*) echo false ;; *) cat \"$LOG\" ;; esac\n";

#[cfg(unix)]
#[test]
fn a_page_does_not_wait_for_the_dates_of_its_history() {
    use std::os::unix::fs::PermissionsExt;
    let folder = book(&[("README.md", "# Home\n"), ("b/other.md", "# Other\n")]);
    let tools = tempfile::tempdir().unwrap();
    let (git, log) = (tools.path().join("git"), tools.path().join("log"));
    fs::write(&git, SLOW_GIT).unwrap();
    fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(Command::new("mkfifo").arg(&log).status().unwrap().success());
    let mut program = program(folder.path());
    let path = std::env::var("PATH").unwrap();
    program.env("PATH", format!("{}:{path}", tools.path().display())).env("LOG", &log);

    let serving = Serving::of(program, &["."]);
    assert!(!serving.get("/b/other").text().contains("2026"), "nothing has told a date");
    let mut news = open_lines(serving.address, "/live").filter(|line| line.starts_with("data: "));
    assert_eq!(news.next().as_deref(), Some("data: 1"));
    fs::write(&log, "\u{1}2026-03-04T05:06:07Z abc\0\nb/other.md\0").unwrap();
    assert_eq!(news.next().as_deref(), Some("data: 2"));
    let page = serving.get("/b/other");
    assert!(page.text().contains("4 March 2026"), "{}", page.text());
}

#[test]
fn nobody_is_followed_who_does_not_want_it() {
    let folder = book(&[("README.md", "# Home\n")]);
    let serving = Serving::start(folder.path(), &[".", "--no-watch"]);
    assert_eq!(serving.get("/live").status, 404);
}

/// An open page holds a connection that never ends by itself.
#[cfg(unix)]
#[test]
fn an_open_page_does_not_keep_the_server_from_stopping() {
    let folder = book(&[("README.md", "# Home\n")]);
    let mut serving = Serving::start(folder.path(), &["."]);
    let mut lines = open_lines(serving.address, "/live");
    assert!(lines.any(|line| line == "data: 1"));
    let id = serving.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let kept_alive = lines.any(|line| line == ":");
    assert!(!kept_alive, "the page still waits for news");
    assert_eq!(serving.end(), Some(0));
}

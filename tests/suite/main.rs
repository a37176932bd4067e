//! Everything that is tested from outside: books, repositories, commands, the server.

#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::cmp_owned,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests fail as loudly as tests, and say what they skip"
)]

mod agents;
mod answers;
mod assistants;
mod audit;
mod bodies;
mod browser;
mod cache;
mod chat;
mod commands;
mod competency;
mod completeness;
mod corpora;
mod crossing;
mod defects;
mod docfx;
mod docsets;
mod facts;
mod figures;
mod harness;
mod hostile;
mod know;
mod live;
mod mdbook;
mod mentions;
mod navigation;
mod nomicon;
mod ontology;
mod planted;
mod previews;
mod printing;
mod python;
mod reasoner;
mod revisions;
mod rules;
mod search;
mod server;
mod site;
mod sparql;
mod standing;
mod tidy;
mod truth;

//! Everything that is tested from outside: books, repositories, commands, the server.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "helpers of tests fail as loudly as tests, and say what they skip"
)]

mod bodies;
mod commands;
mod corpora;
mod defects;
mod harness;
mod nomicon;
mod search;
mod server;
mod sparql;
mod tidy;

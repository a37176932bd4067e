//! Everything that is tested from outside: books, repositories, commands, the server.

mod bodies;
mod corpora;
mod defects;
mod harness;
mod nomicon;
mod server;
mod tidy;

//! Everything that is tested from outside: books, repositories, commands, the server.

mod bodies;
mod corpora;
mod defects;
mod nomicon;
mod tidy;

//! Everything that is tested from outside: books, repositories, commands, the server.

mod corpora;
mod nomicon;

//! The `loggia` program.

fn main() {}

//! Use cases on one revision, with limits: plain data in and out, the same for every door.

pub mod search;

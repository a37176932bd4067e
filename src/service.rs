//! Use cases on a snapshot, with limits: plain data in and out, the same for every door.

pub mod query;

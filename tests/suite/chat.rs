//! Chat platforms: answers in their forms, within their limits.

mod formats;
mod limits;
mod samples;

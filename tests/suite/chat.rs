//! Chat platforms: answers in their forms, beside the platforms' own validators, and their doors,
//! beside the platforms' own ways to sign.

mod doors;
mod formats;
mod judges;
mod limits;
mod outbound;
mod samples;

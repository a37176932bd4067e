//! What language-model assistants ask over the Model Context Protocol: tools, resources, prompts
//! and completions, all of them reading one revision of the book.
//!
//! [`Assistants`] is the whole server without a door; [`http_service`] and [`serve_lines`] are the
//! two transports of the protocol. No type of the protocol's library is named outside this layer.
//!
//! Whatever comes out of a document is quoted as data. Words that a model reads as ours (names and
//! descriptions of tools, instructions, errors) hold nothing that a document says but names that it
//! was asked about.

mod address;
mod budget;
mod completion;
mod door;
mod prompts;
mod resources;
mod schema;
mod server;
mod told;
mod tool;
mod tools;

pub use door::{DoorProblem, HttpService, http_service, serve_lines};
pub use server::Assistants;

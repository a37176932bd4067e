//! Loggia reads a team's architecture documents as they are and makes three views of one truth:
//! pages to read, a graph to query and an index to search.
//!
//! The modules are the flow, top to bottom: each may use those above it in this list, never those
//! below. `ARCHITECTURE.md` has the map.

pub mod text;

pub mod background;
pub mod cache;

pub mod diagnostic;

pub mod config;

pub mod vocabulary;

pub mod rdf;

pub mod ontology;

pub mod source;

pub mod document;

pub mod catalog;

pub mod facts;

pub mod graph;

pub mod search;

pub mod figure;

pub mod audit;

pub mod question;

pub mod page;

pub mod nomenclature;

pub mod snapshot;

pub mod compile;

pub mod chat;
pub mod service;

pub mod mcp;

pub mod web;

pub mod cli;

//! Figures of architectures, drawn from the graph, so that they cannot disagree with the text.
//!
//! [`book`] finds the fences that ask for figures, and [`wanted`] what they ask for. For each
//! [`view`] of an architecture [`read`] takes from the graph what there is to draw (a [`scene`]),
//! [`layout`] finds a place for everything and [`svg`] writes it down.

pub mod book;
pub mod card;
pub mod elk;
pub mod geometry;
mod graph;
mod icon;
pub mod layout;
pub mod mermaid;
pub mod options;
mod place;
mod plain;
pub mod png;
pub mod read;
pub mod route;
pub mod scene;
pub mod svg;
pub mod text;
pub mod view;
pub mod wanted;
pub mod words;

pub use book::{Drawing, Figures, LiveFigure};

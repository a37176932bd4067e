//! Use cases on a snapshot, with limits: find a page, query, search. Plain data in and out; every
//! door (web, command line) answers from here.

pub mod agents;
pub mod answer;
pub mod card;
pub mod compare;
pub mod entity;
pub mod figures;
pub mod hop;
pub mod impact;
pub mod list;
pub mod manual;
pub mod mdbook;
pub mod ontology;
pub mod pages;
pub mod path;
pub mod rules;
pub mod search;
pub mod showing;
pub mod site;
pub mod telling;
pub mod thing;
pub mod why;

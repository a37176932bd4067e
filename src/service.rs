//! Use cases on a snapshot, with limits: find a page, query, search. Plain data in and out; every
//! door (web, command line) answers from here.

pub mod answer;
pub mod card;
pub mod figures;
pub mod manual;
pub mod mdbook;
pub mod ontology;
pub mod pages;
pub mod search;
pub mod site;
pub mod why;

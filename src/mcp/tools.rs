//! All tools, in the order in which clients list them.

mod architectures;
mod ask;
mod entity;
pub(in crate::mcp) mod figure;
pub(in crate::mcp) mod page;
mod rules;
mod schema;
mod search;
mod sparql;
mod ways;

pub(in crate::mcp) use crate::mcp::tool::Tool;
pub(in crate::mcp) use schema::Vocabulary;

/// All tools. The order is kept from one revision to the next, so that what a model has read of
/// them stays in its cache.
pub(in crate::mcp) const ALL: &[Tool] = &[
    Tool::of::<search::Search>(),
    Tool::of::<ask::Ask>(),
    Tool::of::<page::Fetch>(),
    Tool::of::<page::GetPage>(),
    Tool::of::<entity::GetEntity>(),
    Tool::of::<ways::FindPath>(),
    Tool::of::<ways::Impact>(),
    Tool::of::<architectures::ListArchitectures>(),
    Tool::of::<architectures::Compare>(),
    Tool::of::<rules::CheckRules>(),
    Tool::of::<figure::GetFigure>(),
    Tool::of::<schema::DescribeSchema>(),
    Tool::of::<sparql::SparqlQuery>(),
];

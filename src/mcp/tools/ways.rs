//! `find_path` and `impact`: how things hang together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::mcp::budget::{Budget, Portion, USUAL_TOKENS, usual_tokens};
use crate::mcp::server::Book;
use crate::mcp::told::{Named, Step};
use crate::mcp::tool::{Answered, Answers, Refusal};
use crate::service::impact::{DEEPEST, ImpactOptions, MOST_REACHED, impact};
use crate::service::path::{MOST_HOPS, MOST_WAYS, PathOptions, path};

pub(in crate::mcp) struct FindPath;

/// Between what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct PathArguments {
    /// Where the ways begin: id or name of a thing.
    #[serde(alias = "source", alias = "start", alias = "a")]
    from: String,
    /// Where they end: id or name of a thing.
    #[serde(alias = "target", alias = "end", alias = "b")]
    to: String,
    /// No way is longer, 1 to 16 steps.
    #[serde(default = "usual_hops", alias = "maxHops", alias = "max_depth")]
    #[schemars(range(min = 1, max = 16))]
    max_hops: i64,
    /// How many ways of the same length, 1 to 20.
    #[serde(default = "usual_ways", alias = "limit")]
    #[schemars(range(min = 1, max = 20))]
    ways: i64,
}

fn usual_hops() -> i64 {
    8
}

fn usual_ways() -> i64 {
    3
}

/// The shortest ways.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct PathReply {
    from: Named,
    to: Named,
    /// Whether there is a way.
    found: bool,
    /// How many steps each way has.
    length: usize,
    /// The ways, all of the same length.
    ways: Vec<Vec<Step>>,
    /// Whether there are more of this length.
    truncated: bool,
}

impl Answers for FindPath {
    const NAME: &'static str = "find_path";
    const TITLE: &'static str = "Find the way between two things";
    const DESCRIPTION: &'static str = "Finds the shortest ways from one element of an architecture \
        to another over what joins them: flows, firewalls, zones, trust, hosting, databases, \
        accounts. Facts are followed in both directions; each step tells what it is, with file, \
        line and quotation. Use it to ask how one thing reaches or touches another.";
    type Arguments = PathArguments;
    type Reply = PathReply;

    fn answer(book: &Book<'_>, arguments: PathArguments) -> Result<Answered<Self>, Refusal> {
        let from = book.thing(&arguments.from)?;
        let to = book.thing(&arguments.to)?;
        let options = PathOptions {
            hops: within(arguments.max_hops, MOST_HOPS),
            ways: within(arguments.ways, MOST_WAYS),
            along: Vec::new(),
        };
        let answer = path(book.snapshot, &from, &to, &options);
        let mut budget = Budget::of_tokens(USUAL_TOKENS);
        let ways = answer.ways.iter();
        let ways = ways.map(|way| way.iter().map(|hop| book.step(hop)).collect::<Vec<_>>());
        let ways = budget.fill(ways);
        Ok(Answered::new(PathReply {
            from: book.named(&answer.from),
            to: book.named(&answer.to),
            found: answer.length.is_some(),
            length: answer.length.unwrap_or_default(),
            ways,
            truncated: answer.is_cut || budget.exceeded(),
        }))
    }
}

/// A number of a caller, from 1 to the most there can be.
fn within(given: i64, most: usize) -> usize {
    usize::try_from(given.max(1)).unwrap_or(most).min(most)
}

pub(in crate::mcp) struct Impact;

/// Of what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct ImpactArguments {
    /// The thing: id or name.
    #[serde(alias = "entity", alias = "name", alias = "thing")]
    id: String,
    /// `dependants`: what breaks if it goes. `needs`: what it cannot work without.
    #[serde(default)]
    direction: Direction,
    /// How many steps to follow, 1 to 32.
    #[serde(default = "usual_depth", alias = "max_depth", alias = "hops")]
    #[schemars(range(min = 1, max = 32))]
    depth: i64,
    /// How long the answer may be, 200 to 20000 tokens.
    #[serde(default = "usual_tokens", alias = "maxTokens")]
    #[schemars(range(min = 200, max = 20000))]
    max_tokens: i64,
    /// `next_cursor` of the answer before, for what is further away.
    #[serde(default)]
    cursor: String,
}

fn usual_depth() -> i64 {
    8
}

/// Which way dependence is followed.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum Direction {
    #[default]
    #[serde(alias = "downstream", alias = "in")]
    Dependants,
    #[serde(alias = "dependencies", alias = "upstream", alias = "out")]
    Needs,
}

/// What depends on a thing, or on what it depends.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct ImpactReply {
    thing: Named,
    direction: Direction,
    /// How many things are reached.
    total: usize,
    /// The things, nearest first.
    reached: Vec<One>,
    /// What keeps running, because another member of a group stands in.
    keeps_running: Vec<Kept>,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there are more.
    truncated: bool,
}

/// A thing that is reached.
#[derive(Debug, Serialize, JsonSchema)]
struct One {
    thing: Named,
    /// How many steps away.
    depth: usize,
    /// The last step to it; the one before is told with the thing that it begins at.
    #[serde(skip_serializing_if = "Option::is_none")]
    through: Option<Step>,
}

/// A thing that keeps running.
#[derive(Debug, Serialize, JsonSchema)]
struct Kept {
    thing: Named,
    /// What it runs on then.
    on: Vec<Named>,
}

impl Answers for Impact {
    const NAME: &'static str = "impact";
    const TITLE: &'static str = "What breaks if a thing goes";
    const DESCRIPTION: &'static str = "Tells what depends on a thing over any number of steps, or, \
        with direction `needs`, what the thing cannot work without: nearest first, each with the \
        fact that carries the dependence, its file, line and quotation. Use it for failure, change \
        and blast-radius questions.";
    type Arguments = ImpactArguments;
    type Reply = ImpactReply;

    fn answer(book: &Book<'_>, arguments: ImpactArguments) -> Result<Answered<Self>, Refusal> {
        let mut portion = Portion::read(arguments.max_tokens, &arguments.cursor)?;
        let iri = book.thing(&arguments.id)?;
        let depth = within(arguments.depth, DEEPEST);
        let all = impact(book.snapshot, &iri, ImpactOptions { depth, limit: MOST_REACHED });
        let reach = match arguments.direction {
            Direction::Dependants => &all.dependants,
            Direction::Needs => &all.needs,
        };
        let reached = reach.reached.iter().map(|reached| One {
            thing: book.named(&reached.thing),
            depth: reached.depth,
            through: reached.chain.last().map(|hop| book.step(hop)),
        });
        let reached = portion.of(reached);
        let next_cursor = portion.next_cursor();
        let breaks = matches!(arguments.direction, Direction::Dependants);
        let standing = all.standing.iter().filter(|_| breaks && portion.is_first());
        let keeps_running = standing.map(|standing| Kept {
            thing: book.named(&standing.reached.thing),
            on: standing.on.iter().map(|thing| book.named(thing)).collect(),
        });
        let keeps_running: Vec<Kept> = keeps_running.collect();
        let keeps_running = portion.budget().fill(keeps_running);
        Ok(Answered::new(ImpactReply {
            thing: book.named(&all.thing),
            direction: arguments.direction,
            total: reach.total,
            truncated: next_cursor.is_some() || reach.total > reach.reached.len(),
            next_cursor,
            reached,
            keeps_running,
        }))
    }
}

//! `get_entity`: everything that is known of one thing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::mcp::budget::{Portion, usual_tokens};
use crate::mcp::server::Book;
use crate::mcp::told::{Cited, Named, Told, place};
use crate::mcp::tool::{Answered, Answers, Refusal};
use crate::service::entity::{Entity, entity};

/// So many places, counterparts, figures, findings and conflicts are told.
const MOST: usize = 8;

pub(in crate::mcp) struct GetEntity;

/// Which thing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct Arguments {
    /// A thing: an id such as `architectures/large#sso-db`, a term such as `arch:Firewall`, or a
    /// name, with its architecture where several have it: "SSO database in scaled-down".
    #[serde(alias = "entity", alias = "name", alias = "thing", alias = "iri", alias = "query")]
    id: String,
    /// How long the answer may be, 200 to 20000 tokens.
    #[serde(default = "usual_tokens", alias = "maxTokens")]
    #[schemars(range(min = 200, max = 20000))]
    max_tokens: i64,
    /// `next_cursor` of the answer before, for more facts.
    #[serde(default)]
    cursor: String,
}

/// What is known of a thing.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct Reply {
    thing: Named,
    /// Where a reader finds it.
    url: String,
    /// Where it is declared, `file:line`.
    #[serde(skip_serializing_if = "Option::is_none")]
    declared: Option<String>,
    /// What it is, quoted.
    #[serde(skip_serializing_if = "String::is_empty")]
    definition: String,
    /// All its classes, those that follow included.
    kinds: Vec<String>,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    synonyms: Vec<String>,
    /// What is stated of it, then what others say with it as the value, then what follows.
    facts: Vec<Told>,
    /// How many facts there are in all.
    total: usize,
    /// Statements that cannot hold together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conflicts: Vec<Conflict>,
    /// What rules find wrong with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<String>,
    /// What stands in its place in other architectures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    counterparts: Vec<Named>,
    /// Ids of figures that show it, for `get_figure`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    figures: Vec<String>,
    /// Sections that name it, most often first, as ids for `get_page`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<String>,
    /// How often texts name it.
    mentions_total: usize,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there are more facts.
    truncated: bool,
}

/// Two statements that cannot hold together.
#[derive(Debug, Serialize, JsonSchema)]
struct Conflict {
    says: String,
    said_by: Cited,
    against: String,
    against_said_by: Cited,
}

impl Answers for GetEntity {
    const NAME: &'static str = "get_entity";
    const TITLE: &'static str = "Everything known of a thing";
    const DESCRIPTION: &'static str = "Tells everything known of one thing (server, zone, firewall, \
        database, flow, account, architecture, concept …): what it is, all facts about it and about \
        others that point to it, each with file, line and quotation; recommended, denied, inferred \
        and contradicted facts are marked; counterparts in other architectures, figures, findings \
        of rules, mentions. Takes an id or a name. If a name is ambiguous it answers with the ids to \
        choose from.";
    type Arguments = Arguments;
    type Reply = Reply;

    fn answer(book: &Book<'_>, arguments: Arguments) -> Result<Answered<Self>, Refusal> {
        let mut portion = Portion::read(arguments.max_tokens, &arguments.cursor)?;
        let iri = book.thing(&arguments.id)?;
        let entity = entity(book.snapshot, &iri);
        let entity = entity.ok_or_else(|| Refusal::new("nothing is known of this thing"))?;
        let mut reply = if portion.is_first() { whole(book, &entity) } else { bare(book, &entity) };
        portion.budget().spend(&reply);
        let groups = [&entity.facts, &entity.incoming, &entity.inferred];
        let facts = groups.into_iter().flat_map(|groups| book.facts(groups));
        reply.facts = portion.of(facts);
        reply.next_cursor = portion.next_cursor();
        reply.truncated = reply.next_cursor.is_some();
        Ok(Answered::new(reply))
    }
}

/// The thing by itself.
fn bare(book: &Book<'_>, entity: &Entity) -> Reply {
    let groups = entity.facts.iter().chain(&entity.incoming).chain(&entity.inferred);
    Reply {
        thing: book.named(&entity.thing),
        url: book.url_of(&entity.thing.address),
        declared: None,
        definition: String::new(),
        kinds: Vec::new(),
        synonyms: Vec::new(),
        facts: Vec::new(),
        total: groups.map(|group| group.total).sum(),
        conflicts: Vec::new(),
        findings: Vec::new(),
        counterparts: Vec::new(),
        figures: Vec::new(),
        mentions: Vec::new(),
        mentions_total: entity.mentions.total,
        next_cursor: None,
        truncated: false,
    }
}

/// The thing with everything but its facts.
fn whole(book: &Book<'_>, entity: &Entity) -> Reply {
    let conflicts = entity.conflicts.iter().map(|conflict| Conflict {
        says: conflict.statement.fact.text.clone(),
        said_by: Cited::of(&conflict.statement),
        against: conflict.against.fact.text.clone(),
        against_said_by: Cited::of(&conflict.against),
    });
    let findings = entity.rules.iter().map(|result| {
        let places: Vec<String> = result.places.iter().take(2).map(place).collect();
        format!("{}: {} ({})", result.severity, result.message, places.join(", "))
    });
    let sections = entity.mentions.documents.iter().flat_map(|document| &document.sections);
    Reply {
        declared: entity.place.as_ref().map(place),
        definition: entity.definition.clone(),
        kinds: entity.kinds.iter().map(|kind| kind.class.name.clone()).collect(),
        synonyms: entity.synonyms.iter().take(MOST).cloned().collect(),
        conflicts: conflicts.take(MOST).collect(),
        findings: findings.take(MOST).collect(),
        counterparts: {
            let counterparts = entity.counterparts.iter().take(MOST);
            counterparts.map(|found| book.named(&found.thing)).collect()
        },
        figures: {
            let figures = entity.figures.iter().take(MOST);
            figures.map(|figure| book.id_of_iri(&figure.iri)).collect()
        },
        mentions: sections.take(MOST).map(|section| book.id_of_address(&section.address)).collect(),
        ..bare(book, entity)
    }
}

//! Prompts: whole tasks that people start by name, each a short method with the tools to use.

use rmcp::model::{GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role};

use crate::mcp::server::Book;
use crate::mcp::tool::Refusal;

/// A task.
struct Task {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    /// What it is about: the argument's name and what it stands for.
    arguments: &'static [(&'static str, &'static str)],
    /// The words, `{name}` for each argument.
    words: &'static str,
}

const TASKS: &[Task] = &[
    Task {
        name: "review_architecture",
        title: "Review an architecture",
        description: "Reviews one architecture of the book against its rules and its own principles",
        arguments: &[("architecture", "The architecture's name or id")],
        words: include_str!("prompts/review.md"),
    },
    Task {
        name: "threat_model",
        title: "Model the threats to an architecture",
        description: "Walks the flows of an architecture over their trust boundaries and names threats with what the book does against them",
        arguments: &[("architecture", "The architecture's name or id")],
        words: include_str!("prompts/threats.md"),
    },
    Task {
        name: "compare_architectures",
        title: "Compare two architectures",
        description: "Tells what two architectures share, in what they differ and what speaks for each",
        arguments: &[
            ("a", "The first architecture's name or id"),
            ("b", "The second architecture's name or id"),
        ],
        words: include_str!("prompts/compare.md"),
    },
];

/// All prompts.
pub(in crate::mcp) fn list() -> Vec<Prompt> {
    let listed = TASKS.iter().map(|task| {
        let arguments = task.arguments.iter().map(|(name, description)| {
            PromptArgument::new(*name).with_description(*description).with_required(true)
        });
        Prompt::new(task.name, Some(task.description), Some(arguments.collect()))
            .with_title(task.title)
    });
    listed.collect()
}

/// A prompt with its arguments put in.
pub(in crate::mcp) fn get(
    book: &Book<'_>,
    name: &str,
    arguments: &JsonObject,
) -> Result<GetPromptResult, Refusal> {
    let task = TASKS.iter().find(|task| task.name == name);
    let task =
        task.ok_or_else(|| Refusal::new("there is no such prompt; `prompts/list` has all"))?;
    let mut words = task.words.to_owned();
    for (argument, _) in task.arguments {
        let given = arguments.get(*argument).and_then(|value| value.as_str()).unwrap_or_default();
        let iri = book.architecture(given)?;
        let (id, label) = (book.id_of_iri(&iri), book.snapshot.known().name(&iri));
        words = words.replace(&format!("{{{argument}}}"), &format!("“{label}” (id `{id}`)"));
    }
    let message = PromptMessage::new_text(Role::User, words);
    let mut result = GetPromptResult::new(vec![message]);
    result.description = Some(task.description.to_owned());
    Ok(result)
}

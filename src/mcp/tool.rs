//! What a tool is: its words and schemas, and how its arguments become an answer.

use std::fmt;

use rmcp::model::{CallToolResult, ContentBlock, JsonObject, Tool as Listed, ToolAnnotations};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::mcp::schema;
use crate::mcp::server::Book;

/// Why a tool has no answer, in words that tell a model what to do instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::mcp) struct Refusal(pub(in crate::mcp) String);

impl Refusal {
    pub(in crate::mcp) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// A fault of ours, whose words stay in the log.
    pub(in crate::mcp) fn fault(error: &impl fmt::Display) -> Self {
        tracing::error!(%error, "a tool met a fault");
        Self::new("the request met a fault of the program")
    }
}

/// A tool: everything a client is told of it, and its work.
pub(in crate::mcp) trait Answers {
    /// What calls it.
    const NAME: &'static str;
    /// What people call it.
    const TITLE: &'static str;
    /// When to use it and what comes back, for models.
    const DESCRIPTION: &'static str;
    /// What it is asked.
    type Arguments: DeserializeOwned + JsonSchema;
    /// What it answers.
    type Reply: Serialize + JsonSchema;

    /// Answers on a thread that may be blocked.
    fn answer(book: &Book<'_>, arguments: Self::Arguments) -> Result<Answered<Self>, Refusal>;
}

/// An answer, and what cannot be said in JSON.
pub(in crate::mcp) struct Answered<T: Answers + ?Sized> {
    reply: T::Reply,
    attached: Vec<ContentBlock>,
}

impl<T: Answers> Answered<T> {
    pub(in crate::mcp) fn new(reply: T::Reply) -> Self {
        Self { reply, attached: Vec::new() }
    }

    pub(in crate::mcp) fn with(mut self, attached: ContentBlock) -> Self {
        self.attached.push(attached);
        self
    }
}

/// A tool as it is listed and called.
pub(in crate::mcp) struct Tool {
    pub(in crate::mcp) name: &'static str,
    listed: fn() -> Listed,
    call: fn(&Book<'_>, JsonObject) -> CallToolResult,
}

impl Tool {
    pub(in crate::mcp) const fn of<T: Answers>() -> Self {
        Self { name: T::NAME, listed: listed::<T>, call: call::<T> }
    }

    /// What clients are told.
    pub(in crate::mcp) fn listed(&self) -> Listed {
        (self.listed)()
    }

    /// Calls it on a thread that may be blocked.
    pub(in crate::mcp) fn call(&self, book: &Book<'_>, arguments: JsonObject) -> CallToolResult {
        (self.call)(book, arguments)
    }
}

fn listed<T: Answers>() -> Listed {
    // The title stands in the tool itself; both revisions of the protocol look for it there.
    let annotations = ToolAnnotations::new()
        .read_only(true)
        .destructive(false)
        .idempotent(true)
        .open_world(false);
    let mut tool = Listed::new(T::NAME, T::DESCRIPTION, schema::of_input::<T::Arguments>());
    tool.title = Some(T::TITLE.to_owned());
    tool.output_schema = Some(schema::of_output::<T::Reply>().into());
    tool.annotations = Some(annotations);
    tool
}

fn call<T: Answers>(book: &Book<'_>, arguments: JsonObject) -> CallToolResult {
    let arguments = serde_json::from_value(serde_json::Value::Object(arguments));
    let arguments: T::Arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) => return refused(&Refusal::new(format!("wrong arguments: {error}"))),
    };
    match T::answer(book, arguments) {
        Ok(answered) => answer(&answered),
        Err(refusal) => refused(&refusal),
    }
}

fn answer<T: Answers>(answered: &Answered<T>) -> CallToolResult {
    let reply = serde_json::to_value(&answered.reply);
    let reply = match reply {
        Ok(reply) => reply,
        Err(error) => return refused(&Refusal::fault(&error)),
    };
    // Clients that know no structured content read the same as text.
    let text = ContentBlock::text(reply.to_string());
    let content = std::iter::once(text).chain(answered.attached.iter().cloned()).collect();
    let mut result = CallToolResult::success(content);
    result.structured_content = Some(reply);
    result
}

/// An answer that says why there is none.
pub(in crate::mcp) fn refused(refusal: &Refusal) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(refusal.0.clone())])
}

//! Completion of what a person types as an argument of a prompt or into a resource's address.

use rmcp::model::{CompleteRequestParams, CompleteResult, CompletionInfo, Reference};

use crate::mcp::address::SCHEME;
use crate::mcp::server::Book;
use crate::mcp::tool::Refusal;
use crate::service::list::architectures;

/// What completes an argument: what begins as typed first, then what contains it.
pub(in crate::mcp) fn complete(
    book: &Book<'_>,
    request: &CompleteRequestParams,
) -> Result<CompleteResult, Refusal> {
    let catalog = &book.snapshot.catalog;
    let candidates: Vec<String> = match &request.r#ref {
        Reference::Prompt(_) => {
            let views = architectures(book.snapshot).into_iter();
            views.map(|view| view.thing.name).collect()
        }
        Reference::Resource(template) if template.uri.starts_with(&format!("{SCHEME}page/")) => {
            (0..catalog.pages.len()).map(|page| book.page_id(page)).collect()
        }
        Reference::Resource(template) if template.uri.starts_with(&format!("{SCHEME}figure/")) => {
            let figures = book.snapshot.answers.figures.all();
            figures.map(|(page, live)| book.id(page, Some(&live.figure.id))).collect()
        }
        _ => Vec::new(),
    };
    let typed = request.argument.value.trim().to_lowercase();
    let (mut first, mut then) = (Vec::new(), Vec::new());
    for candidate in candidates {
        match candidate.to_lowercase().find(&typed) {
            Some(0) => first.push(candidate),
            Some(_) => then.push(candidate),
            None => {}
        }
    }
    first.append(&mut then);
    let total = first.len();
    first.truncate(CompletionInfo::MAX_VALUES);
    let more = total > first.len();
    let total = u32::try_from(total).ok();
    let info = CompletionInfo::with_pagination(first, total, more);
    info.map(CompleteResult::new).map_err(|error| Refusal::fault(&error))
}

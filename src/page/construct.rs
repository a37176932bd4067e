//! The blocks that only `DocFX` has, as HTML that reads well without scripts: tabs are sections with
//! headings, zones and versions are labelled. `choices.js` makes choices of them.

use crate::document::docfx::construct::{Construct, Division};
use crate::page::escape::escape;
use crate::page::versions::{Versions, described};

/// What is in the HTML of a body that leaves readers a choice.
pub(in crate::page) const CHOICES: &[&str] = &[" class=\"tab\"", " class=\"zone\""];

/// The HTML that begins a block below a heading of `level`.
#[must_use]
pub(in crate::page) fn begin(construct: &Construct, level: u8, versions: &Versions) -> String {
    match construct {
        Construct::Tabs => "<div class=\"tabs\">\n".to_owned(),
        Construct::Tab { id, condition, title } => {
            let (id, title) = (escape(id), escape(title));
            let level = (level + 1).min(6);
            let condition = match condition.as_str() {
                "" => String::new(),
                condition => format!(" data-condition=\"{}\"", escape(condition)),
            };
            format!(
                "<section class=\"tab\" data-tab=\"{id}\"{condition}><h{level} class=\"tab-title\">{title}</h{level}>\n"
            )
        }
        Construct::Zone { pivots } => {
            let ids = pivots.iter().map(|(id, _)| escape(id)).collect::<Vec<_>>().join(" ");
            let titles: Vec<String> = pivots.iter().map(|(_, title)| escape(title)).collect();
            format!(
                "<section class=\"zone\" data-pivots=\"{ids}\" data-titles=\"{}\"><p class=\"zone-label\">{}</p>\n",
                titles.join("|"),
                titles.join(", ")
            )
        }
        Construct::Moniker { range } => {
            let names = versions.matching(range).map(escape).collect::<Vec<_>>().join(" ");
            format!(
                "<section class=\"zone\" data-versions=\"{names}\"><p class=\"zone-label\">{}</p>\n",
                escape(&described(range))
            )
        }
        Construct::Row => "<div class=\"row\">\n".to_owned(),
        Construct::Column { width } => format!("<div class=\"column column-{width}\">\n"),
        Construct::Description => {
            "<details class=\"description\"><summary>Long description</summary>\n".to_owned()
        }
        Construct::Division(division) => match division {
            Division::Checklist => "<div class=\"checklist\">\n",
            Division::NextStep => "<div class=\"next-step\">\n",
            Division::Framed => "<div class=\"framed\">\n",
            Division::Selector => "<div class=\"selector\" role=\"navigation\" aria-label=\"Variants of this page\">\n",
            Division::Video => "<div class=\"video\">\n",
            Division::Plain => "<div>\n",
        }
        .to_owned(),
    }
}

/// The HTML that ends a block.
#[must_use]
pub(in crate::page) fn end(construct: &Construct) -> &'static str {
    match construct {
        Construct::Tab { .. } | Construct::Zone { .. } | Construct::Moniker { .. } => {
            "</section>\n"
        }
        Construct::Description => "</details>\n",
        _ => "</div>\n",
    }
}

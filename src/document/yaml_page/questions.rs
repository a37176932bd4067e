//! Lists of questions and answers.

use crate::document::yaml::Node;
use crate::document::yaml_page::markdown::Writer;

/// Writes all sections of a list of questions.
pub(in crate::document::yaml_page) fn write(writer: &mut Writer<'_>, root: &Node) {
    for section in root.get("sections").map(Node::items).unwrap_or_default() {
        // By this name sections say that they have none.
        let name = section.get("name").filter(|name| {
            name.text().is_some_and(|name| !name.trim().is_empty() && name.trim() != "Ignored")
        });
        if let Some(name) = name {
            writer.heading(2, name, Some(&id(name.text().unwrap_or_default())));
        }
        for question in section.get("questions").map(Node::items).unwrap_or_default() {
            let Some(asked) = question.get("question") else { continue };
            let id = id(asked.text().unwrap_or_default());
            writer.heading(if name.is_some() { 3 } else { 2 }, asked, Some(&id));
            if let Some(answer) = question.get("answer") {
                writer.paragraphs(answer);
            }
        }
    }
    if let Some(more) = root.get("additionalContent") {
        writer.paragraphs(more);
    }
}

/// The id of a question: lower case, each character but letters and digits a `-`.
fn id(question: &str) -> String {
    let characters = question.trim().chars().map(|character| {
        let lower = character.to_ascii_lowercase();
        if lower.is_ascii_lowercase() || lower.is_ascii_digit() { lower } else { '-' }
    });
    characters.collect()
}

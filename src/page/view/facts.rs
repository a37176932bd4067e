//! What a page states, beside its text: who says so, and who says otherwise.

use askama::Template;

/// The facts that one section of a page declares or states.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "facts.html", config = "src/page/askama.toml")]
pub struct FactsPanel {
    /// "7 facts", "140 facts about 23 things".
    pub summary: String,
    /// Contradictions, told in sight of every reader.
    pub disputes: Vec<Dispute>,
    /// The things spoken of, in the order of the text.
    pub things: Vec<FactThing>,
}

/// A contradiction of something this section states.
#[derive(Debug, Clone, Default)]
pub struct Dispute {
    /// What is said here: "Services domain trusts Data domain".
    pub said: String,
    /// Where this page keeps the statement.
    pub url: String,
    /// Who says otherwise.
    pub others: Vec<Opponent>,
}

/// A statement that cannot hold together with one of this page.
#[derive(Debug, Clone, Default)]
pub struct Opponent {
    /// The words that say so.
    pub quote: String,
    /// Whom they quote; empty where the document speaks for itself.
    pub according_to: String,
    /// Where it is kept on its page.
    pub url: String,
    /// "zones.md:12".
    pub place: String,
}

/// A thing with what is said of it.
#[derive(Debug, Clone, Default)]
pub struct FactThing {
    /// What it is called.
    pub name: String,
    /// The page that tells all that is known of it; empty where there is none.
    pub page_url: String,
    /// "12 facts".
    pub summary: String,
    /// What this page states of it.
    pub facts: Vec<FactLine>,
    /// What is stated elsewhere, of it or with it as a value, by property.
    pub elsewhere: Vec<FactGroup>,
    /// "3 facts elsewhere"; with how many are shown, where these are not all.
    pub elsewhere_summary: String,
    /// Where all that is stated elsewhere can be asked for; empty where nobody answers queries or
    /// everything is shown.
    pub query_url: String,
}

/// One statement of the page.
#[derive(Debug, Clone, Default)]
pub struct FactLine {
    /// By which its IRI leads here.
    pub id: String,
    /// What the property says, linked to its definition.
    pub property: FactValue,
    /// What is said.
    pub value: FactValue,
    /// `recommended`, `optional` or `negated`; empty where it is so.
    pub modality: String,
    /// Whom the document quotes for it; empty where it speaks for itself.
    pub according_to: String,
    /// The words that say so; empty where the line above has the same.
    pub quote: String,
    /// Where they stand.
    pub place: FactPlace,
    /// Who says otherwise.
    pub opponents: Vec<Opponent>,
}

/// Statements of other places that say the same of a thing.
#[derive(Debug, Clone, Default)]
pub struct FactGroup {
    /// What the property says from where the thing stands, linked to its definition.
    pub property: FactValue,
    /// Whom or what they name.
    pub sayings: Vec<Saying>,
}

/// One statement of another place.
#[derive(Debug, Clone, Default)]
pub struct Saying {
    /// Whom or what it names.
    pub text: String,
    /// Where the statement is kept.
    pub url: String,
    /// "zones.md:12", or "line 12" on the same page.
    pub place: String,
    /// As in [`FactLine::modality`].
    pub modality: String,
}

/// Something named: linked where `url` is not empty.
#[derive(Debug, Clone, Default)]
pub struct FactValue {
    /// Its name, or a literal.
    pub text: String,
    /// Where it is explained.
    pub url: String,
    /// A literal's language or unusual datatype.
    pub note: String,
}

/// Where something is written.
#[derive(Debug, Clone, Default)]
pub struct FactPlace {
    /// "zones.md:12", or "line 12" on the same page.
    pub text: String,
    /// The place on its page.
    pub url: String,
}

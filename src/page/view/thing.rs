//! What is known of a thing, all things of a book, and two architectures side by side.

use askama::Template;

use crate::page::view::{ContentsEntry, FactPlace, FactValue, Link, Shell, Suggestions};

/// Everything that is known of a thing.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "thing.html", config = "src/page/askama.toml")]
pub struct ThingPage {
    /// The frame.
    pub shell: Shell,
    /// The sections of the page.
    pub contents: Vec<ContentsEntry>,
    /// The page that lists all things.
    pub index_url: String,
    /// The page of its architecture.
    pub architecture: Option<Link>,
    /// What it is called.
    pub name: String,
    /// Its classes as stated, each with its definition's address.
    pub kinds: Vec<Link>,
    /// The wider classes that follow.
    pub wider: Vec<Link>,
    /// What it is.
    pub definition: String,
    /// The section that declares it, by its place in the files.
    pub place: Option<Link>,
    /// The term of the same name.
    pub concept: Option<Link>,
    /// What that term means.
    pub concept_definition: String,
    /// Other names: "FW1; the inner firewall".
    pub synonyms: String,
    /// Contradictions.
    pub conflicts: Vec<ConflictLine>,
    /// The figure of it and what it is joined with, as HTML; empty where there is none.
    pub picture_html: String,
    /// What is stated of it.
    pub facts: Vec<KnownGroup>,
    /// What is stated of others with it as a value.
    pub incoming: Vec<KnownGroup>,
    /// What follows.
    pub inferred: Vec<KnownGroup>,
    /// What breaks if it goes.
    pub dependants: ReachView,
    /// What keeps running although it depends on it, because something else stands in.
    pub standing: ReachView,
    /// What it cannot work without.
    pub needs: ReachView,
    /// What stands in its place elsewhere.
    pub counterparts: Vec<CounterpartLine>,
    /// Where it is compared with another architecture; empty where nobody answers.
    pub compare_url: String,
    /// The figures that show it.
    pub figures: Vec<FigureLine>,
    /// What the rules find.
    pub rules: Vec<RuleLine>,
    /// "12 mentions in 3 documents"; empty where there are none.
    pub mentions_summary: String,
    /// The documents that name it most often.
    pub mentions: Vec<MentionLine>,
}

/// Facts of one property.
#[derive(Debug, Clone, Default)]
pub struct KnownGroup {
    /// The property, linked to its definition.
    pub property: FactValue,
    /// The first facts.
    pub facts: Vec<KnownFact>,
    /// The others, which a reader unfolds.
    pub rest: Vec<KnownFact>,
    /// "52 others".
    pub rest_summary: String,
    /// "and 20 more"; empty where all are shown.
    pub more: String,
}

/// One fact.
#[derive(Debug, Clone, Default)]
pub struct KnownFact {
    /// The other end of it.
    pub value: FactValue,
    /// The architecture of the value, where it is not that of the page.
    pub qualifier: String,
    /// `recommended`, `optional` or `negated`; empty where it is so.
    pub modality: String,
    /// What it follows from; empty where it is stated.
    pub because: String,
    /// Who says so.
    pub sources: Vec<SourceLine>,
}

/// A place that says so.
#[derive(Debug, Clone, Default)]
pub struct SourceLine {
    /// "zones.md:12", leading there.
    pub place: FactPlace,
    /// The words.
    pub quote: String,
    /// Whom they quote; empty where the document speaks for itself.
    pub voice: String,
}

/// Two statements that cannot hold together.
#[derive(Debug, Clone, Default)]
pub struct ConflictLine {
    /// What the one says.
    pub said: String,
    /// Where.
    pub source: SourceLine,
    /// What the other says.
    pub against: String,
    /// Where.
    pub other: SourceLine,
}

/// What is reached along dependence.
#[derive(Debug, Clone, Default)]
pub struct ReachView {
    /// "3 things"; empty where there are none.
    pub summary: String,
    /// The nearest things.
    pub things: Vec<ReachedLine>,
    /// "and 20 more"; empty where all are shown.
    pub more: String,
}

/// Something that is reached.
#[derive(Debug, Clone, Default)]
pub struct ReachedLine {
    /// The thing.
    pub thing: Link,
    /// "database", "database in Scaled-down architecture".
    pub kind: String,
    /// "directly", "in 3 steps", "keeps running on Node B".
    pub distance: String,
    /// Where the chain begins.
    pub from: String,
    /// The chain of facts.
    pub steps: Vec<StepLine>,
}

/// One step of a chain.
#[derive(Debug, Clone, Default)]
pub struct StepLine {
    /// "hosts database".
    pub property: String,
    /// Where it leads.
    pub to: Link,
    /// Who says so.
    pub sources: Vec<SourceLine>,
}

/// What stands in the place of a thing elsewhere.
#[derive(Debug, Clone, Default)]
pub struct CounterpartLine {
    /// The architecture.
    pub architecture: String,
    /// The thing.
    pub thing: Link,
    /// "of the same name"; empty where documents say so.
    pub because: String,
    /// Who says so.
    pub sources: Vec<SourceLine>,
    /// The two architectures side by side; empty where nobody answers.
    pub compare_url: String,
}

/// A figure that shows a thing.
#[derive(Debug, Clone, Default)]
pub struct FigureLine {
    /// "Large distributed architecture, figure 1".
    pub title: String,
    /// Where it stands.
    pub url: String,
    /// Its caption.
    pub caption: String,
}

/// Something that breaks a rule.
#[derive(Debug, Clone, Default)]
pub struct RuleLine {
    /// What the rule demands, leading to it.
    pub rule: Link,
    /// `violation`, `warning` or `note`.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// "zones.md:12".
    pub places: String,
}

/// A document that names a thing.
#[derive(Debug, Clone, Default)]
pub struct MentionLine {
    /// The document.
    pub document: Link,
    /// "12 times".
    pub count: String,
    /// Its sections that do.
    pub sections: Vec<Link>,
    /// "and 3 more sections"; empty where all are shown.
    pub more: String,
}

/// All things of a book, or those that a filter leaves.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "things.html", config = "src/page/askama.toml")]
pub struct ThingsPage {
    /// The frame.
    pub shell: Shell,
    /// Where the filter is sent; `None` where nobody answers.
    pub action: Option<String>,
    /// A part of the name that is looked for.
    pub query: String,
    /// The classes to choose from.
    pub classes: Vec<Choice>,
    /// The architectures to choose from.
    pub choices: Vec<Choice>,
    /// Whether only some things are asked for.
    pub is_filtered: bool,
    /// "12 things".
    pub summary: String,
    /// What a filter leaves.
    pub found: Vec<FoundThing>,
    /// The architectures with what they are made of.
    pub architectures: Vec<ArchitectureLine>,
    /// Where two are set side by side; empty where nobody answers.
    pub compare_url: String,
    /// Classes with what they lead to; none where nobody answers.
    pub kinds: Vec<KindLine>,
    /// Everything by architecture and class.
    pub parts: Vec<ThingsPart>,
}

/// A class in the list of all things.
#[derive(Debug, Clone, Default)]
pub struct KindLine {
    /// "database".
    pub title: String,
    /// Its things.
    pub url: String,
    /// How many these are.
    pub count: usize,
}

/// A choice of a form.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub title: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A thing in a list.
#[derive(Debug, Clone, Default)]
pub struct FoundThing {
    /// The thing.
    pub thing: Link,
    /// "database in Scaled-down architecture".
    pub kind: String,
}

/// An architecture in a table.
#[derive(Debug, Clone, Default)]
pub struct ArchitectureLine {
    /// The architecture.
    pub thing: Link,
    /// How many zones, servers, databases, firewalls and flows it has.
    pub counts: Vec<usize>,
}

/// The things of one architecture, or those of none.
#[derive(Debug, Clone, Default)]
pub struct ThingsPart {
    /// "Scaled-down architecture".
    pub title: String,
    /// "28 things".
    pub summary: String,
    /// Its things by class.
    pub groups: Vec<ThingsGroup>,
}

/// Things of one class.
#[derive(Debug, Clone, Default)]
pub struct ThingsGroup {
    /// "database".
    pub title: String,
    /// The things.
    pub things: Vec<Link>,
}

/// Two architectures side by side.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "comparison.html", config = "src/page/askama.toml")]
pub struct ComparisonPage {
    /// The frame.
    pub shell: Shell,
    /// The page that lists all things.
    pub index_url: String,
    /// Where the choice is sent.
    pub action: String,
    /// The architectures to choose the first from.
    pub choices_a: Vec<Choice>,
    /// The architectures to choose the second from.
    pub choices_b: Vec<Choice>,
    /// Why nothing is shown; empty where something is.
    pub problem: String,
    /// What is shown; `None` until two are chosen.
    pub outcome: Option<ComparisonView>,
}

/// What two architectures have in common and what not.
#[derive(Debug, Clone, Default)]
pub struct ComparisonView {
    /// The first.
    pub a: Link,
    /// The second.
    pub b: Link,
    /// "27 of 63 elements have no counterpart".
    pub summary: String,
    /// What only the first has, by class.
    pub only_a: Vec<ThingsGroup>,
    /// What only the second has, by class.
    pub only_b: Vec<ThingsGroup>,
    /// Counterparts of which something different is said.
    pub changed: Vec<PairView>,
    /// Counterparts of which the same is said.
    pub alike: Vec<PairView>,
}

/// Two elements that stand for each other.
#[derive(Debug, Clone, Default)]
pub struct PairView {
    /// That of the first architecture.
    pub a: Link,
    /// That of the second.
    pub b: Link,
    /// What differs.
    pub changes: Vec<ChangeView>,
}

/// What one property says of two counterparts.
#[derive(Debug, Clone, Default)]
pub struct ChangeView {
    /// "trusts".
    pub property: String,
    /// What is only said of the first.
    pub only_a: Vec<KnownFact>,
    /// What is only said of the second.
    pub only_b: Vec<KnownFact>,
}

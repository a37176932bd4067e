//! The page that sets two architectures side by side.

use crate::catalog::Route;
use crate::page::shell::Book;
use crate::page::thing::index_url;
use crate::page::view::{
    ChangeView, ComparisonPage, ComparisonView, KnownFact, PairView, ThingsGroup,
};
use crate::service::compare::{ComparedFact, Comparison, Pair, compare};
use crate::service::entity::{Found, find, is_architecture};
use crate::service::showing::index::architecture_choices;
use crate::service::showing::{Writer, by_kind, counted};
use crate::service::thing::Thing;
use crate::snapshot::Snapshot;

/// Which architectures to compare: IRIs, addresses or names; empty until a reader has chosen.
#[derive(Debug, Clone, Default)]
pub struct ComparisonRequest {
    /// The first.
    pub a: String,
    /// The second.
    pub b: String,
}

/// What is said until two are chosen.
const CHOOSE: &str = "Choose two architectures to see what both have, what only one has, and what is said of their elements.";

/// The page of a comparison, or of the choice of what to compare.
#[must_use]
pub fn comparison_page(
    book: &Book<'_>,
    snapshot: &Snapshot,
    request: &ComparisonRequest,
) -> ComparisonPage {
    let route = Route::verbatim_request("compare");
    let writer = Writer::new(book, snapshot, &route);
    let (a, b) = (architecture(snapshot, &request.a), architecture(snapshot, &request.b));
    let chosen = |side: &Result<Option<String>, String>| match side {
        Ok(Some(iri)) => iri.clone(),
        _ => String::new(),
    };
    let choices = |side| architecture_choices(snapshot, &chosen(side), "Choose");
    let mut page = ComparisonPage {
        index_url: index_url(writer.addresses()),
        action: "compare".to_owned(),
        choices_a: choices(&a),
        choices_b: choices(&b),
        ..ComparisonPage::default()
    };
    let problem = match (&a, &b) {
        (Ok(Some(a)), Ok(Some(b))) if a == b => "Choose two different architectures.",
        (Ok(Some(a)), Ok(Some(b))) => {
            page.outcome = Some(outcome(writer, &compare(snapshot, a, b)));
            ""
        }
        (Err(problem), _) | (_, Err(problem)) => problem,
        _ => CHOOSE,
    };
    problem.clone_into(&mut page.problem);
    let title = page.outcome.as_ref().map(|it| format!("{} and {}", it.a.title, it.b.title));
    page.shell = book.shell(&route, None, title.unwrap_or_else(|| "Compare".to_owned()));
    page
}

/// The architecture that is meant; `Ok(None)` where nothing was asked for.
fn architecture(snapshot: &Snapshot, text: &str) -> Result<Option<String>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match find(snapshot, text) {
        Found::One(iri) if is_architecture(snapshot, &iri) => Ok(Some(iri)),
        Found::One(iri) => Err(format!("{} is no architecture.", snapshot.known().name(&iri))),
        _ => Err("There is no such architecture.".to_owned()),
    }
}

fn outcome(writer: Writer<'_>, comparison: &Comparison) -> ComparisonView {
    let groups = |things: &[Thing]| -> Vec<ThingsGroup> {
        let groups = by_kind(things.iter()).into_iter().map(|(kind, things)| ThingsGroup {
            title: kind.to_owned(),
            things: things.into_iter().map(|thing| writer.listed(thing)).collect(),
        });
        groups.collect()
    };
    let (changed, alike): (Vec<&Pair>, Vec<&Pair>) =
        comparison.both.iter().partition(|pair| !pair.changes.is_empty());
    let pairs = |pairs: Vec<&Pair>| pairs.into_iter().map(|it| pair(writer, it)).collect();
    ComparisonView {
        summary: format!(
            "{} only in the first, {} only in the second, {} in both, {} of them alike",
            counted(comparison.only_a.len(), "element"),
            comparison.only_b.len(),
            counted(comparison.both.len(), "pair"),
            alike.len()
        ),
        a: writer.link(&comparison.a),
        b: writer.link(&comparison.b),
        only_a: groups(&comparison.only_a),
        only_b: groups(&comparison.only_b),
        changed: pairs(changed),
        alike: pairs(alike),
    }
}

fn pair(writer: Writer<'_>, pair: &Pair) -> PairView {
    let facts = |facts: &[ComparedFact]| -> Vec<KnownFact> {
        facts.iter().map(|fact| writer.fact(&fact.value, fact.modality, &fact.sources)).collect()
    };
    let changes = pair.changes.iter().map(|change| ChangeView {
        property: change.property.name.clone(),
        only_a: facts(&change.only_a),
        only_b: facts(&change.only_b),
    });
    PairView { a: writer.link(&pair.a), b: writer.link(&pair.b), changes: changes.collect() }
}

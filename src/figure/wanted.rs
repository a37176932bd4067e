//! What a figure is asked to show, as authors and addresses write it, and the view that is meant.

use std::collections::BTreeMap;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::catalog::place_iri;
use crate::diagnostic::nearest;
use crate::figure::read;
use crate::figure::read::part::Graph;
use crate::figure::scene::Named;
use crate::figure::view::{MOST_DEPTH, View, architecture_of};
use crate::graph::GraphView;
use crate::rdf::Value;
use crate::vocabulary::{arch, rdf};

/// The options that choose what is drawn.
pub const NAMES: [&str; 9] =
    ["architecture", "zone", "around", "depth", "from", "to", "protocol", "show", "compare"];

/// An architecture of more elements is not drawn: nobody could read the figure.
const MOST_ELEMENTS: usize = 1_000;

/// Options with their values, as they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted(pub BTreeMap<&'static str, String>);

/// Why nothing can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The option to blame; `None` where it is what is missing.
    pub option: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// Where a name is looked for.
struct Place<'a> {
    view: &'a dyn GraphView,
    /// What all IRIs of the book start with.
    base: &'a str,
    /// The page that speaks, by its IRI.
    page: Option<&'a str>,
}

fn refusal(option: &'static str, message: impl Into<String>, help: impl Into<String>) -> Refusal {
    Refusal { option: Some(option), message: message.into(), help: help.into() }
}

impl Wanted {
    /// The value of an option.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The options as the query of an address.
    #[must_use]
    pub fn query(&self) -> String {
        let pairs = self.0.iter().map(|(name, value)| {
            format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The view that is meant, for whoever speaks on a page or, without one, anywhere.
    ///
    /// # Errors
    /// Where names mean nothing or several things, where options exclude each other, and where the
    /// architecture has too many elements.
    pub fn view(
        &self,
        view: &dyn GraphView,
        base: &str,
        page: Option<&str>,
    ) -> Result<View, Refusal> {
        let place = Place { view, base, page };
        self.check()?;
        let wanted = self.meant(&place)?;
        for architecture in wanted.architectures(view) {
            let elements = read::count(view, &architecture);
            if elements > MOST_ELEMENTS {
                let label = Graph { view }.label(&architecture);
                return Err(Refusal {
                    option: None,
                    message: format!("“{label}” has {elements} elements"),
                    help: format!("a figure shows {MOST_ELEMENTS} at most"),
                });
            }
        }
        Ok(wanted)
    }

    /// Options that choose different views exclude each other, and some need others.
    fn check(&self) -> Result<(), Refusal> {
        let kinds = ["zone", "around", "from", "protocol", "show", "compare"];
        let mut chosen = kinds.into_iter().filter(|kind| self.0.contains_key(kind));
        if let (Some(first), Some(second)) = (chosen.next(), chosen.next()) {
            let message = format!("`{first}` and `{second}` exclude each other");
            return Err(refusal(second, message, "take one away"));
        }
        for (option, needed) in [("to", "from"), ("from", "to"), ("depth", "around")] {
            if self.0.contains_key(option) && !self.0.contains_key(needed) {
                let message = format!("`{option}` stands without `{needed}`");
                return Err(refusal(option, message, format!("add `{needed}=…`")));
            }
        }
        Ok(())
    }

    fn meant(&self, place: &Place<'_>) -> Result<View, Refusal> {
        if let Some(zone) = self.get("zone") {
            return Ok(View::Zone(self.element(place, "zone", zone)?));
        }
        if let Some(thing) = self.get("around") {
            let depth = self.depth()?;
            return Ok(View::Around { thing: self.element(place, "around", thing)?, depth });
        }
        if let Some((from, to)) = self.get("from").zip(self.get("to")) {
            let (from, to) = (self.element(place, "from", from)?, self.element(place, "to", to)?);
            let homes = [&from, &to].map(|iri| architecture_of(place.view, iri));
            if homes[0].is_none() || homes[0] != homes[1] {
                let message = "the two stand in different architectures";
                return Err(refusal("to", message, "name two elements of one architecture"));
            }
            return Ok(View::Path { from, to });
        }
        let architecture = self.architecture(place)?;
        if let Some(protocol) = self.get("protocol") {
            let protocol = place.protocol(protocol)?;
            return Ok(View::Protocol { architecture, protocol });
        }
        if let Some(second) = self.get("compare") {
            let to = place.named_architecture("compare", second)?;
            return Ok(View::Difference { from: architecture, to });
        }
        match self.get("show") {
            None => Ok(View::Architecture(architecture)),
            Some("trusts") => Ok(View::Trusts(architecture)),
            Some("data-flows") => Ok(View::DataFlows(architecture)),
            Some(other) => {
                let message = format!("figures cannot show `{other}`");
                Err(refusal("show", message, "write `trusts` or `data-flows`"))
            }
        }
    }

    fn depth(&self) -> Result<usize, Refusal> {
        let Some(depth) = self.get("depth") else {
            return Ok(1);
        };
        if let Ok(depth @ 1..=MOST_DEPTH) = depth.parse() {
            return Ok(depth);
        }
        let message = format!("`{depth}` is no depth");
        Err(refusal("depth", message, format!("write a number from 1 to {MOST_DEPTH}")))
    }

    /// The architecture that is named, else the only one of the page.
    fn architecture(&self, place: &Place<'_>) -> Result<String, Refusal> {
        if let Some(written) = self.get("architecture") {
            return place.named_architecture("architecture", written);
        }
        let missing = |message: &str, help: &str| {
            Err(Refusal { option: None, message: message.to_owned(), help: help.to_owned() })
        };
        let Some(page) = place.page else {
            return missing("no architecture is named", "name one: `architecture=…`");
        };
        let own =
            |named: &Named| named.iri.strip_prefix(page).is_some_and(|rest| rest.starts_with('#'));
        let known = read::architectures(place.view);
        match known.into_iter().filter(own).collect::<Vec<_>>().as_slice() {
            [only] => Ok(only.iri.clone()),
            [] => missing("the page declares no architecture", "name one: `architecture=…`"),
            _ => missing("the page declares several architectures", "name one: `architecture=#…`"),
        }
    }

    /// A thing of the book: by its place, its IRI, or the name of an element, in the architecture
    /// that is named where one is.
    fn element(
        &self,
        place: &Place<'_>,
        option: &'static str,
        written: &str,
    ) -> Result<String, Refusal> {
        if let Some(iri) = place.of_place(written) {
            if place.is_known(&iri) {
                return Ok(iri);
            }
            return Err(refusal(
                option,
                format!("the book has no `{written}`"),
                "name a thing by its place, `page#id`, or an element by its name",
            ));
        }
        let graph = Graph { view: place.view };
        let within = self.get("architecture").map(|_| self.architecture(place)).transpose()?;
        let within = match (within, place.page) {
            (None, Some(_)) => self.architecture(place).ok(),
            (within, _) => within,
        };
        let object = within.as_deref().map(Value::iri);
        let facts = place.view.matching(None, Some(arch::PART_OF_ARCHITECTURE), object.as_ref());
        let subjects = facts.iter().filter_map(|fact| fact.subject.as_iri());
        let known: Vec<Named> = subjects.map(|iri| graph.named(iri)).collect();
        one_of(option, "element", written, &known)
    }
}

impl View {
    /// The architectures that have to be read for it.
    fn architectures(&self, view: &dyn GraphView) -> Vec<String> {
        match self {
            Self::Architecture(one) | Self::Trusts(one) | Self::DataFlows(one) => vec![one.clone()],
            Self::Protocol { architecture, .. } => vec![architecture.clone()],
            Self::Difference { from, to } => vec![from.clone(), to.clone()],
            Self::Zone(thing) | Self::Around { thing, .. } | Self::Path { from: thing, .. } => {
                architecture_of(view, thing).into_iter().collect()
            }
        }
    }
}

impl Place<'_> {
    /// The IRI that is written as `#id`, as `page#id`, or whole; `None` of a name.
    fn of_place(&self, written: &str) -> Option<String> {
        if let Some(id) = written.strip_prefix('#') {
            return self.page.map(|page| place_iri(page, id));
        }
        if written.contains("://") {
            return Some(written.to_owned());
        }
        let (page, id) = written.split_once('#')?;
        Some(place_iri(&format!("{}{page}", self.base), id))
    }

    fn is_known(&self, iri: &str) -> bool {
        !self.view.matching(Some(&Value::iri(iri)), Some(rdf::TYPE), None).is_empty()
    }

    fn named_architecture(&self, option: &'static str, written: &str) -> Result<String, Refusal> {
        let known = read::architectures(self.view);
        if let Some(iri) = self.of_place(written)
            && known.iter().any(|named| named.iri == iri)
        {
            return Ok(iri);
        }
        one_of(option, "architecture", written, &known)
    }

    fn protocol(&self, written: &str) -> Result<String, Refusal> {
        let graph = Graph { view: self.view };
        let class = Value::iri(arch::PROTOCOL_CLASS);
        let facts = self.view.matching(None, Some(rdf::TYPE), Some(&class));
        let known: Vec<Named> = facts
            .iter()
            .filter_map(|fact| fact.subject.as_iri())
            .map(|iri| graph.named(iri))
            .collect();
        if let Some(same) = known.iter().find(|named| named.iri == written) {
            return Ok(same.iri.clone());
        }
        one_of("protocol", "protocol", written, &known)
    }
}

/// The only one of this name, or of an IRI that ends so.
fn one_of(
    option: &'static str,
    kind: &str,
    written: &str,
    known: &[Named],
) -> Result<String, Refusal> {
    let lower = written.to_lowercase();
    let is_wanted = |named: &&Named| {
        let ends = named.iri.strip_suffix(written);
        named.label.to_lowercase() == lower
            || (written.contains('#') && ends.is_some_and(|rest| rest.ends_with('/')))
    };
    let found: Vec<&Named> = known.iter().filter(is_wanted).collect();
    match found.as_slice() {
        [only] => Ok(only.iri.clone()),
        [] => {
            let article = if kind.starts_with(['a', 'e']) { "an" } else { "a" };
            let names = known.iter().map(|named| named.label.as_str());
            let help = nearest(written, names).map_or_else(
                || format!("name {article} {kind} of the book, or its place: `page#id`"),
                |near| format!("did you mean `{near}`?"),
            );
            Err(refusal(option, format!("there is no {kind} `{written}`"), help))
        }
        [first, ..] => Err(refusal(
            option,
            format!("several {kind}s are called `{written}`"),
            format!("name one by its place, such as `{}`", first.iri),
        )),
    }
}

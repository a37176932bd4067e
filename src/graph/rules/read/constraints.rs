//! The constraints of a shape.

use std::collections::BTreeSet;

use regex::{Regex, RegexBuilder};

use crate::graph::rules::literal::Meaning;
use crate::graph::rules::read::{DEEPEST_NESTING, Reader, name};
use crate::graph::rules::shape::{
    Constraint, Limit, NodeKind, Pair, Qualified, Range, RangeKind, Shape, ShapeId,
};
use crate::rdf::Value;

/// The properties that make constraints, and those that say more about one.
pub(in crate::graph) const PROPERTIES: &[&str] = &[
    "class",
    "datatype",
    "nodeKind",
    "minCount",
    "maxCount",
    "minExclusive",
    "minInclusive",
    "maxExclusive",
    "maxInclusive",
    "minLength",
    "maxLength",
    "pattern",
    "flags",
    "languageIn",
    "uniqueLang",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "not",
    "and",
    "or",
    "xone",
    "node",
    "property",
    "qualifiedValueShape",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
    "closed",
    "ignoredProperties",
    "hasValue",
    "in",
    "sparql",
];

/// Properties that need the values of a path to be about.
const ONLY_WITH_PATH: &[&str] = &[
    sh!("minCount"),
    sh!("maxCount"),
    sh!("uniqueLang"),
    sh!("lessThan"),
    sh!("lessThanOrEquals"),
    sh!("qualifiedValueShape"),
];

/// How much memory a pattern may take.
const LARGEST_PATTERN: usize = 1 << 20;

impl<'a> Reader<'a> {
    /// Reads all constraints of a shape that has everything else.
    pub(in crate::graph) fn read_constraints(&mut self, node: &'a Value, shape: &mut Shape) {
        if shape.path.is_none() {
            for predicate in ONLY_WITH_PATH {
                if self.index.object(node, predicate).is_some() {
                    let message = format!("{} needs a sh:path beside it", name(predicate));
                    self.problem(node, message);
                }
            }
        } else {
            self.of_all_values(node, shape);
        }
        self.of_each_value(node, shape);
        self.of_texts(node, shape);
        self.of_other_properties(node, shape);
        self.of_shapes(node, shape);
        for query in self.index.objects(node, sh!("sparql")) {
            let query = self.query(node, query, shape.path.as_deref());
            shape.constraints.extend(query.map(Constraint::Query));
        }
    }

    /// Constraints about all values of a path together.
    fn of_all_values(&mut self, node: &'a Value, shape: &mut Shape) {
        let least = self.count(node, sh!("minCount")).filter(|least| *least > 0);
        let most = self.count(node, sh!("maxCount"));
        shape.constraints.extend(least.map(Constraint::MinCount));
        shape.constraints.extend(most.map(Constraint::MaxCount));
        if self.is_true(node, sh!("uniqueLang")) {
            shape.constraints.push(Constraint::UniqueLanguage);
        }
        self.qualified(node, shape);
    }

    /// Constraints about what each value is.
    fn of_each_value(&mut self, node: &'a Value, shape: &mut Shape) {
        let classes = self.iris(node, sh!("class")).map(Constraint::Class);
        shape.constraints.extend(classes);
        if self.single(node, sh!("datatype")).is_some() {
            let datatypes = self.iris(node, sh!("datatype")).take(1);
            shape.constraints.extend(datatypes.map(Constraint::Datatype));
        }
        if let Some(kind) = self.single(node, sh!("nodeKind")) {
            match kind.as_iri().and_then(node_kind) {
                Some(kind) => shape.constraints.push(Constraint::NodeKind(kind)),
                None => self.problem(node, format!("sh:nodeKind cannot be {kind}")),
            }
        }
        for (predicate, kind) in [
            (sh!("minExclusive"), RangeKind::MinExclusive),
            (sh!("minInclusive"), RangeKind::MinInclusive),
            (sh!("maxExclusive"), RangeKind::MaxExclusive),
            (sh!("maxInclusive"), RangeKind::MaxInclusive),
        ] {
            let Some(limit) = self.single(node, predicate) else {
                continue;
            };
            if let Some(meaning) = Meaning::of(limit) {
                let range = Range { kind, limit: limit.clone(), meaning };
                shape.constraints.push(Constraint::Range(range));
            } else {
                let message = format!("nothing is less or more than {limit}");
                self.problem(node, format!("{} has no use: {message}", name(predicate)));
            }
        }
        for value in self.index.objects(node, sh!("hasValue")) {
            shape.constraints.push(Constraint::HasValue(value.clone()));
        }
        if let Some(list) = self.single(node, sh!("in"))
            && let Some(members) = self.list(node, sh!("in"), list)
        {
            let members = members.into_iter().cloned().collect();
            shape.constraints.push(Constraint::In(members));
        }
    }

    /// Constraints about the texts of values and their languages.
    fn of_texts(&mut self, node: &'a Value, shape: &mut Shape) {
        let (least, most) =
            (self.count(node, sh!("minLength")), self.count(node, sh!("maxLength")));
        shape.constraints.extend(least.map(Constraint::MinLength));
        shape.constraints.extend(most.map(Constraint::MaxLength));
        let flags = self.single(node, sh!("flags")).map_or("", Value::text);
        for pattern in self.index.objects(node, sh!("pattern")) {
            match regex(pattern.text(), flags) {
                Ok(regex) => shape.constraints.push(Constraint::Pattern(regex)),
                Err(message) => {
                    let pattern = pattern.text();
                    self.problem(node, format!("the sh:pattern `{pattern}` is none: {message}"));
                }
            }
        }
        if let Some(list) = self.single(node, sh!("languageIn"))
            && let Some(members) = self.list(node, sh!("languageIn"), list)
        {
            let languages = members.into_iter().map(|language| language.text().to_owned());
            shape.constraints.push(Constraint::LanguageIn(languages.collect()));
        }
    }

    /// Constraints that compare with the values of other properties.
    fn of_other_properties(&mut self, node: &'a Value, shape: &mut Shape) {
        for (predicate, pair) in [
            (sh!("equals"), Pair::Equals),
            (sh!("disjoint"), Pair::Disjoint),
            (sh!("lessThan"), Pair::LessThan),
            (sh!("lessThanOrEquals"), Pair::LessThanOrEquals),
        ] {
            let needs_path = ONLY_WITH_PATH.contains(&predicate);
            if needs_path && shape.path.is_none() {
                continue;
            }
            let others = self.iris(node, predicate).map(|other| Constraint::Pair(pair, other));
            shape.constraints.extend(others);
        }
        if self.is_true(node, sh!("closed")) {
            let mut allowed: BTreeSet<String> = BTreeSet::new();
            for property in self.index.objects(node, sh!("property")) {
                let paths = self.index.objects(property, sh!("path"));
                allowed.extend(paths.filter_map(Value::as_iri).map(str::to_owned));
            }
            if let Some(list) = self.single(node, sh!("ignoredProperties"))
                && let Some(ignored) = self.list(node, sh!("ignoredProperties"), list)
            {
                allowed.extend(ignored.into_iter().filter_map(Value::as_iri).map(str::to_owned));
            }
            shape.constraints.push(Constraint::Closed(allowed));
        }
    }

    /// Constraints that are made of other shapes.
    fn of_shapes(&mut self, node: &'a Value, shape: &mut Shape) {
        type One = fn(ShapeId) -> Constraint;
        type Many = fn(Vec<ShapeId>) -> Constraint;
        let ones: [(&str, One); 3] = [
            (sh!("property"), Constraint::Property),
            (sh!("node"), Constraint::Node),
            (sh!("not"), Constraint::Not),
        ];
        for (predicate, make) in ones {
            for inner in self.index.objects(node, predicate) {
                let Some(id) = self.inner(shape, inner) else {
                    continue;
                };
                let has_path = self.shapes.get(id.0).is_some_and(|inner| inner.path.is_some());
                if predicate == sh!("property") && !has_path {
                    self.problem(node, "a shape of sh:property needs a sh:path");
                } else if predicate == sh!("node") && has_path {
                    self.problem(node, "a shape of sh:node cannot have a sh:path");
                } else {
                    shape.constraints.push(make(id));
                }
            }
        }
        let many: [(&str, Many); 3] = [
            (sh!("and"), Constraint::And),
            (sh!("or"), Constraint::Or),
            (sh!("xone"), Constraint::Xone),
        ];
        for (predicate, make) in many {
            for list in self.index.objects(node, predicate) {
                let Some(members) = self.list(node, predicate, list) else {
                    continue;
                };
                let members = members.into_iter().map(|member| self.inner(shape, member));
                // Without one of its members the constraint would say something else.
                if let Some(members) = members.collect() {
                    shape.constraints.push(make(members));
                }
            }
        }
    }

    /// A shape that is part of `shape`.
    fn inner(&mut self, shape: &mut Shape, node: &'a Value) -> Option<ShapeId> {
        let id = self.shape(node)?;
        let height = self.shapes.get(id.0).map_or(0, |inner| inner.height) + 1;
        if height > DEEPEST_NESTING {
            self.too_deep(&shape.node);
            return None;
        }
        shape.height = shape.height.max(height);
        Some(id)
    }

    fn qualified(&mut self, node: &'a Value, shape: &mut Shape) {
        let least = self.count(node, sh!("qualifiedMinCount")).map(Limit::AtLeast);
        let most = self.count(node, sh!("qualifiedMaxCount")).map(Limit::AtMost);
        let apart = self.is_true(node, sh!("qualifiedValueShapesDisjoint"));
        let own: Vec<&Value> = self.index.objects(node, sh!("qualifiedValueShape")).collect();
        if own.is_empty() != (least.is_none() && most.is_none()) {
            let message = "sh:qualifiedValueShape goes with sh:qualifiedMinCount or \
                           sh:qualifiedMaxCount";
            self.problem(node, message);
        }
        for inner in &own {
            let Some(id) = self.inner(shape, inner) else {
                continue;
            };
            let mut siblings = Vec::new();
            if apart {
                for sibling in self.sibling_shapes(node, &own) {
                    siblings.extend(self.inner(shape, sibling));
                }
            }
            for limit in least.iter().chain(&most) {
                let (siblings, limit) = (siblings.clone(), *limit);
                let qualified = Qualified { shape: id, siblings, limit };
                shape.constraints.push(Constraint::Qualified(qualified));
            }
        }
    }

    /// The qualified shapes of the property shapes that stand beside `node`.
    fn sibling_shapes(&self, node: &'a Value, own: &[&'a Value]) -> BTreeSet<&'a Value> {
        let mut siblings = BTreeSet::new();
        for (_, properties) in self.index.subjects() {
            let beside = properties.get(sh!("property"));
            let Some(beside) = beside.filter(|beside| beside.contains(node)) else {
                continue;
            };
            for sibling in beside {
                siblings.extend(self.index.objects(sibling, sh!("qualifiedValueShape")));
            }
        }
        siblings.retain(|sibling| !own.contains(sibling));
        siblings
    }
}

fn node_kind(iri: &str) -> Option<NodeKind> {
    let (iri, blank, literal) = match iri.strip_prefix(sh!(""))? {
        "IRI" => (true, false, false),
        "BlankNode" => (false, true, false),
        "Literal" => (false, false, true),
        "BlankNodeOrIRI" => (true, true, false),
        "BlankNodeOrLiteral" => (false, true, true),
        "IRIOrLiteral" => (true, false, true),
        _ => return None,
    };
    Some(NodeKind { iri, blank, literal })
}

/// A pattern with the flags that SPARQL's REGEX has.
fn regex(pattern: &str, flags: &str) -> Result<Regex, String> {
    if let Some(flag) = flags.chars().find(|flag| !"smixq".contains(*flag)) {
        return Err(format!("there is no flag `{flag}`"));
    }
    let pattern = if flags.contains('q') { regex::escape(pattern) } else { pattern.to_owned() };
    let built = RegexBuilder::new(&pattern)
        .size_limit(LARGEST_PATTERN)
        .dot_matches_new_line(flags.contains('s'))
        .multi_line(flags.contains('m'))
        .case_insensitive(flags.contains('i'))
        .ignore_whitespace(flags.contains('x'))
        .build();
    // The error draws the pattern over several lines; the last says what is wrong.
    built.map_err(|error| {
        let text = error.to_string();
        let last = text.lines().last().unwrap_or_default();
        last.trim_start_matches("error: ").to_owned()
    })
}

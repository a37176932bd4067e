//! Facts that join what is asked for with what a question is about.

use std::collections::BTreeMap;

use crate::nomenclature::Role;
use crate::rdf::Value;
use crate::service::answer::edges::{Edge, Knowledge, SortedByBook};
use crate::service::answer::plan::{FactAnswer, Plan, capital};
use crate::service::answer::understand::Item;
use crate::service::answer::{Cell, Row, Table};
use crate::service::thing::architecture_of;
use crate::vocabulary::{arch, loggia, rdf, rdfs, skos};

/// Which end of a fact is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::service::answer) enum Subject {
    /// What is asked for is the subject: “what trusts the data domain”.
    Asked,
    /// What the question is about is the subject: “what does the data domain trust”.
    Topic,
}

impl Subject {
    fn turned(self) -> Self {
        match self {
            Self::Asked => Self::Topic,
            Self::Topic => Self::Asked,
        }
    }
}

/// What is asked for, and of what.
pub(in crate::service::answer) struct Relation<'a, 'q, 'p> {
    pub(in crate::service::answer) plan: &'p Plan<'a, 'q>,
    /// Whether something is of the kind that is asked for.
    pub(in crate::service::answer) fits: &'p dyn Fn(&Value) -> bool,
    /// The head of its column.
    pub(in crate::service::answer) label: String,
}

impl Relation<'_, '_, '_> {
    fn knowledge(&self) -> Knowledge<'_> {
        self.plan.knowledge
    }

    /// The facts: by the verb of the question where it has one, else whatever joins.
    pub(in crate::service::answer) fn answer(&self) -> Option<FactAnswer> {
        let plan = self.plan;
        let Some(verb) = plan.verb else {
            return self.joined();
        };
        let topic = plan.topics.first();
        let subject = match topic {
            Some(topic) if topic.last < verb.first => Subject::Topic,
            _ => Subject::Asked,
        };
        let found = if topic.is_some() { self.by(verb, subject) } else { self.all(verb) };
        // “Run in a zone” is to be in it, where nothing else is known to run it.
        let found = found.or_else(|| {
            let hint = plan.question.hint_before(topic?)?;
            (subject == Subject::Asked).then(|| self.by(hint, Subject::Asked))?
        });
        // A part of a property's name, such as `use`, may be no more than an everyday word. Whatever
        // joins then answers where a kind is asked for; of anything at all it would be too much.
        let is_narrow = plan.focus.is_some() && !plan.has_strong_verb();
        found.or_else(|| if is_narrow { self.joined() } else { None })
    }

    /// The facts of a property with the first topic at one end.
    pub(in crate::service::answer) fn by(
        &self,
        verb: &Item<'_>,
        subject: Subject,
    ) -> Option<FactAnswer> {
        let properties = verb.best(Role::Property).into_iter().map(|it| (it, subject));
        let reversed = verb.best(Role::Reversed).into_iter().map(|it| (it, subject.turned()));
        properties.chain(reversed).find_map(|(property, subject)| {
            let found = self.edges(&property.iri, subject);
            let found = if found.is_empty() && self.can_turn(&property.iri) {
                self.edges(&property.iri, subject.turned())
            } else {
                found
            };
            self.told(found)
        })
    }

    /// Whether a property's ends are of different kinds, so that the order of the words cannot
    /// mislead.
    fn can_turn(&self, property: &str) -> bool {
        let ontology = &self.knowledge().snapshot.ontology;
        let Some(term) = ontology.term(property) else {
            return false;
        };
        let touches = |first: &String, second: &String| {
            ontology.is_within(first, second) || ontology.is_within(second, first)
        };
        !term.domain.is_empty()
            && !term.range.is_empty()
            && !term.domain.iter().any(|own| term.range.iter().any(|other| touches(own, other)))
    }

    /// The facts of a property between what is asked for and every topic.
    fn edges(&self, property: &str, subject: Subject) -> Vec<(Value, Edge)> {
        let knowledge = self.knowledge();
        let mut found: Vec<(Value, Edge)> = Vec::new();
        for (number, topic) in self.plan.topics.iter().enumerate() {
            let targets = self.plan.targets(topic);
            let mut own: Vec<(Value, Edge)> = Vec::new();
            for target in &targets {
                match subject {
                    Subject::Asked => {
                        let edges = knowledge.edges(property, None, Some(target));
                        own.extend(edges.into_iter().map(|edge| (edge.subject.clone(), edge)));
                        own.extend(self.deeper(property, target));
                    }
                    Subject::Topic => {
                        let edges = knowledge.edges(property, Some(target), None);
                        own.extend(edges.into_iter().map(|edge| (edge.object.clone(), edge)));
                    }
                }
            }
            own.retain(|(asked, _)| (self.fits)(asked));
            if number > 0 {
                found.retain(|(asked, _)| own.iter().any(|(other, _)| other == asked));
            } else {
                found = own;
            }
        }
        found
    }

    /// What stands in a part of the target stands in it.
    fn deeper(&self, property: &str, target: &str) -> Vec<(Value, Edge)> {
        let knowledge = self.knowledge();
        let places = knowledge.snapshot.nomenclature().asked_by("where");
        if !places.iter().any(|place| **place == *property) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (part, chain) in knowledge.below(target) {
            let why: Vec<String> = chain
                .iter()
                .map(|edge| {
                    format!(
                        "“{} {} {}”",
                        knowledge.text(&edge.subject),
                        knowledge.name(&edge.predicate),
                        knowledge.text(&edge.object)
                    )
                })
                .collect();
            for mut edge in knowledge.edges(property, None, Some(&part)) {
                if !knowledge.is_plain(&edge) {
                    continue;
                }
                edge.follows = Some(format!("counts because of {}", why.join(" and ")));
                edge.statements.extend(chain.iter().flat_map(|edge| edge.statements.clone()));
                found.push((edge.subject.clone(), edge));
            }
        }
        found
    }

    /// All facts of a property whose subject or value is of the kind that is asked for.
    fn all(&self, verb: &Item<'_>) -> Option<FactAnswer> {
        let mut properties = verb.best(Role::Property);
        properties.extend(verb.best(Role::Reversed));
        properties.into_iter().find_map(|property| {
            let edges = self.knowledge().edges(&property.iri, None, None);
            let ends = edges.into_iter().filter_map(|edge| {
                let ends = [&edge.subject, &edge.object];
                let asked = ends.into_iter().find(|end| (self.fits)(end))?.clone();
                Some((asked, edge))
            });
            self.told(ends.collect())
        })
    }

    /// Facts of one property as a table. In every row the subject stands first.
    fn told(&self, found: Vec<(Value, Edge)>) -> Option<FactAnswer> {
        let knowledge = self.knowledge();
        if found.is_empty() {
            return None;
        }
        let edges: Vec<Edge> = found.into_iter().map(|(_, edge)| edge).collect();
        let edges = edges.sorted_by_book();
        let rows: Vec<(Option<&str>, Row)> = edges
            .iter()
            .map(|edge| {
                let cells = vec![
                    knowledge.cell(&edge.subject),
                    Cell { text: knowledge.name(&edge.predicate), address: None },
                    knowledge.cell(&edge.object),
                ];
                (self.architecture(edge), knowledge.row(cells, &[edge]))
            })
            .collect();
        Some(FactAnswer { edges: edges.clone(), ..self.table(rows) })
    }

    /// Whatever joins what is asked for with all topics.
    fn joined(&self) -> Option<FactAnswer> {
        let knowledge = self.knowledge();
        let plan = self.plan;
        let (first, others) = plan.topics.split_first()?;
        let mut found: Vec<(Value, Edge)> = self.any(&plan.targets(first));
        for topic in others {
            let own = self.any(&plan.targets(topic));
            found.retain(|(asked, _)| own.iter().any(|(other, _)| other == asked));
        }
        if found.is_empty() {
            return None;
        }
        let edges: Vec<Edge> = found.into_iter().map(|(_, edge)| edge).collect();
        let mut edges = edges.sorted_by_book();
        edges.dedup();
        let rows = edges.iter().map(|edge| {
            let cells = vec![
                knowledge.cell(&edge.subject),
                Cell { text: knowledge.name(&edge.predicate), address: None },
                knowledge.cell(&edge.object),
            ];
            (self.architecture(edge), knowledge.row(cells, &[edge]))
        });
        let rows = rows.collect::<Vec<_>>();
        Some(FactAnswer { edges: edges.clone(), ..self.table(rows) })
    }

    /// All facts that join something of the kind that is asked for with one of the targets.
    fn any(&self, targets: &[String]) -> Vec<(Value, Edge)> {
        let knowledge = self.knowledge();
        let ontology = &knowledge.snapshot.ontology;
        let is_silent = |predicate: &str| {
            [rdf::TYPE, rdfs::LABEL, arch::PART_OF_ARCHITECTURE, arch::CORRESPONDS_TO]
                .contains(&predicate)
                || predicate.starts_with(loggia::NAMESPACE)
                || ontology.is_within(predicate, skos::ALT_LABEL)
        };
        let mut found: BTreeMap<(Value, String, Value), (Value, Edge)> = BTreeMap::new();
        for target in targets {
            let about = knowledge.about(target).map(|(id, it)| (id, it, &it.fact.object));
            let with = knowledge.with_value(target).map(|(id, it)| (id, it, &it.fact.subject));
            for (id, statement, asked) in about.chain(with) {
                let fact = &statement.fact;
                if is_silent(&fact.predicate) || !(self.fits)(asked) {
                    continue;
                }
                let key = (fact.subject.clone(), fact.predicate.clone(), fact.object.clone());
                let edge = Edge {
                    subject: fact.subject.clone(),
                    predicate: fact.predicate.clone(),
                    object: fact.object.clone(),
                    statements: Vec::new(),
                    follows: None,
                };
                let known = found.entry(key).or_insert_with(|| (asked.clone(), edge));
                if !known.1.statements.contains(&id) {
                    known.1.statements.push(id);
                }
            }
        }
        let mut all: Vec<(Value, Edge)> = found.into_values().collect();
        let places = knowledge.snapshot.nomenclature().asked_by("where");
        for target in targets {
            for place in places {
                let deeper = self.deeper(place, target).into_iter();
                all.extend(deeper.filter(|(asked, _)| (self.fits)(asked)));
            }
        }
        all
    }

    fn architecture(&self, edge: &Edge) -> Option<&str> {
        let snapshot = self.knowledge().snapshot;
        let of = |value: &Value| architecture_of(snapshot, value.as_iri()?);
        of(&edge.subject).or_else(|| of(&edge.object))
    }

    /// Rows as a table, with the architecture of each where they belong to several.
    fn table(&self, rows: Vec<(Option<&str>, Row)>) -> FactAnswer {
        let columns = ["Subject", "Property", "Value"].map(str::to_owned).to_vec();
        let heading = self.plan.heading(&self.label);
        self.plan.finished(heading, columns, rows)
    }
}

impl Plan<'_, '_> {
    /// A table of rows, with the architecture of each where they belong to several.
    pub(in crate::service::answer) fn finished(
        &self,
        heading: String,
        mut columns: Vec<String>,
        rows: Vec<(Option<&str>, Row)>,
    ) -> FactAnswer {
        let knowledge = self.knowledge;
        let first = rows.first().map(|(architecture, _)| *architecture);
        let is_mixed = rows.iter().any(|(architecture, _)| Some(*architecture) != first);
        if is_mixed {
            columns.push("Architecture".to_owned());
        }
        let rows = rows.into_iter().map(|(architecture, mut row)| {
            if is_mixed {
                row.cells.push(match architecture {
                    Some(iri) => knowledge.cell_of(iri),
                    None => Cell { text: "—".to_owned(), address: None },
                });
            }
            row
        });
        let mut distinct: Vec<Row> = Vec::new();
        for row in rows {
            if !distinct.contains(&row) {
                distinct.push(row);
            }
        }
        let table = Table { caption: heading.clone(), columns, rows: distinct, hidden: 0 };
        FactAnswer { heading, table, edges: Vec::new() }
    }

    /// The things of a class, each with the words that make it one.
    pub(in crate::service::answer) fn instances(
        &self,
        class: &str,
        label: &str,
    ) -> Option<FactAnswer> {
        let knowledge = self.knowledge;
        let snapshot = knowledge.snapshot;
        let things = snapshot.nomenclature().instances(class).iter();
        let things: Vec<&str> =
            things.map(AsRef::as_ref).filter(|iri| self.is_in_scope(iri)).collect();
        if things.is_empty() {
            return None;
        }
        let mut all: Vec<Edge> = Vec::new();
        let rows = things.into_iter().map(|iri| {
            let typed = knowledge.about(iri).filter(|(_, it)| it.fact.predicate == rdf::TYPE);
            let edges: Vec<Edge> = typed
                .filter(|(_, it)| snapshot.ontology.is_within(it.fact.object.text(), class))
                .map(|(id, it)| Edge {
                    subject: it.fact.subject.clone(),
                    predicate: it.fact.predicate.clone(),
                    object: it.fact.object.clone(),
                    statements: vec![id],
                    follows: None,
                })
                .collect();
            let kinds: Vec<String> =
                edges.iter().map(|edge| knowledge.text(&edge.object)).collect();
            let cells =
                vec![knowledge.cell_of(iri), Cell { text: kinds.join(", "), address: None }];
            let row = knowledge.row(cells, &edges.iter().collect::<Vec<_>>());
            all.extend(edges);
            (architecture_of(snapshot, iri), row)
        });
        let rows = rows.collect();
        let columns = vec![capital(label), "Is a".to_owned()];
        Some(FactAnswer { edges: all, ..self.finished(self.heading(label), columns, rows) })
    }
}

//! What follows by each rule, and that nothing else does.

use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;

use super::*;
use crate::graph::{EmbeddedEngine, GraphEngine};
use crate::rdf::Value;
use crate::vocabulary::{owl, prefixes_of_book, rdf, rdfs, shorten, xsd};

const BASE: &str = "https://example.org/";

/// A term such as `:a`, `_:b`, `xsd:string` or `"text"`, or `a` for `rdf:type`.
fn term(text: &str) -> Value {
    if let Some(text) = text.strip_prefix('"') {
        let text = text.trim_end_matches('"').to_owned();
        return Value::Literal { text, datatype: xsd::STRING.to_owned(), language: None };
    }
    match text.split_once(':') {
        Some(("_", label)) => Value::Blank(label.to_owned()),
        Some((prefix, name)) => {
            let mut prefixes = prefixes_of_book(BASE);
            let (_, namespace) = prefixes.find(|(known, _)| *known == prefix).unwrap();
            Value::Iri(format!("{namespace}{name}"))
        }
        None => Value::Iri(rdf::TYPE.to_owned()),
    }
}

/// Facts such as `:a :p :b`, parted by ` . `.
fn facts(text: &str) -> Vec<Fact> {
    let facts = text.split(" . ").filter(|fact| !fact.trim().is_empty());
    let fact = |fact: &str| {
        let [subject, predicate, object] = fact
            .split_whitespace()
            .map(term)
            .collect::<Vec<_>>()
            .try_into()
            .unwrap_or_else(|_| panic!("{fact:?} is no fact"));
        Fact { subject, predicate: predicate.text().to_owned(), object }
    };
    facts.map(fact).collect()
}

fn short(fact: &Fact) -> String {
    let term = |value: &Value| {
        value.as_iri().and_then(|iri| shorten(iri, BASE)).unwrap_or_else(|| value.to_string())
    };
    let predicate = match fact.predicate.as_str() {
        rdf::TYPE => "a".to_owned(),
        iri => term(&Value::Iri(iri.to_owned())),
    };
    format!("{} {predicate} {}", term(&fact.subject), term(&fact.object))
}

/// What follows, a line each: the fact, the rule and the premises with the axiom last.
fn explained(stated: &str, ontology: &str) -> String {
    let inference = infer(&facts(stated), &facts(ontology), 1000);
    assert!(inference.is_complete());
    let line = |inferred: Inferred| {
        let reasons: Vec<String> =
            inferred.premises.iter().chain([&inferred.axiom]).map(short).collect();
        let (fact, rule) = (short(&inferred.fact), inferred.rule.name());
        format!("{fact} ({rule}: {})", reasons.join(" . "))
    };
    inference.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn members_of_a_class_belong_to_those_above_it() {
    let ontology = ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :A";
    insta::assert_snapshot!(explained(":x a :A . _:y a :C", ontology), @"
    :x a :B (subclass: :x a :A . :A rdfs:subClassOf :B)
    :x a :C (subclass: :x a :B . :B rdfs:subClassOf :C)
    _:y a :A (subclass: _:y a :C . :C rdfs:subClassOf :A)
    _:y a :B (subclass: _:y a :A . :A rdfs:subClassOf :B)
    ");
}

#[test]
fn what_holds_for_a_property_holds_for_those_above_it() {
    let ontology = ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r";
    insta::assert_snapshot!(explained(r#":x :p :y . :x :q "text""#, ontology), @r#"
    :x :q :y (subproperty: :x :p :y . :p rdfs:subPropertyOf :q)
    :x :r :y (subproperty: :x :q :y . :q rdfs:subPropertyOf :r)
    :x :r "text" (subproperty: :x :q "text" . :q rdfs:subPropertyOf :r)
    "#);
}

#[test]
fn a_domain_is_the_class_of_what_a_property_is_said_of() {
    let ontology = ":p rdfs:domain :A . :A rdfs:subClassOf :B";
    insta::assert_snapshot!(explained(r#":x :p "text""#, ontology), @r#"
    :x a :A (domain: :x :p "text" . :p rdfs:domain :A)
    :x a :B (subclass: :x a :A . :A rdfs:subClassOf :B)
    "#);
}

#[test]
fn a_range_is_the_class_of_values_that_are_no_literals() {
    let ontology = ":p rdfs:range :A . :q rdfs:range xsd:anyURI . :r rdfs:range rdfs:Literal . \
                    :s rdfs:range :Own . :Own a rdfs:Datatype";
    let stated = r#":x :p :y . :x :p "text" . :x :q :y . :x :r :y . :x :s :y"#;
    insta::assert_snapshot!(explained(stated, ontology), @":y a :A (range: :x :p :y . :p rdfs:range :A)");
}

#[test]
fn inverse_properties_say_the_same_in_opposite_directions() {
    let stated = r#":x :p :y . :y :q :z . :x :p "text""#;
    insta::assert_snapshot!(explained(stated, ":p owl:inverseOf :q"), @"
    :y :q :x (inverse: :x :p :y . :p owl:inverseOf :q)
    :z :p :y (inverse: :y :q :z . :p owl:inverseOf :q)
    ");
}

#[test]
fn a_symmetric_property_holds_in_both_directions() {
    let stated = r#":x :p :y . :x :p "text" . :z :p :z"#;
    insta::assert_snapshot!(explained(stated, ":p a owl:SymmetricProperty"), @":y :p :x (symmetric: :x :p :y . :p a owl:SymmetricProperty)");
}

#[test]
fn a_transitive_property_leads_on() {
    let stated = r#":1 :p :2 . :2 :p :3 . :3 :p :4 . :4 :p "text" . :4 :q :5"#;
    insta::assert_snapshot!(explained(stated, ":p a owl:TransitiveProperty"), @r#"
    :1 :p :3 (transitive: :1 :p :2 . :2 :p :3 . :p a owl:TransitiveProperty)
    :1 :p :4 (transitive: :1 :p :3 . :3 :p :4 . :p a owl:TransitiveProperty)
    :1 :p "text" (transitive: :1 :p :4 . :4 :p "text" . :p a owl:TransitiveProperty)
    :2 :p :4 (transitive: :2 :p :3 . :3 :p :4 . :p a owl:TransitiveProperty)
    :2 :p "text" (transitive: :2 :p :4 . :4 :p "text" . :p a owl:TransitiveProperty)
    :3 :p "text" (transitive: :3 :p :4 . :4 :p "text" . :p a owl:TransitiveProperty)
    "#);
}

#[test]
fn the_hierarchy_itself_and_what_is_stated_do_not_come_out() {
    let hierarchy = ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :p rdfs:subPropertyOf :q . \
                     :q rdfs:subPropertyOf :r . :p rdfs:domain :A";
    assert_eq!(explained("", hierarchy), "");
    assert_eq!(explained(":x a :B . :x a :C", hierarchy), "");
    let above_axioms = ":kind rdfs:subPropertyOf rdfs:subClassOf . :A :kind :B . \
                        rdfs:subClassOf a owl:TransitiveProperty . rdfs:domain rdfs:range :Class";
    assert_eq!(explained(":x a :A", &format!("{hierarchy} . {above_axioms}")).lines().count(), 2);
}

#[test]
fn only_the_ontology_has_axioms_but_its_facts_count_too() {
    assert_eq!(explained(":A rdfs:subClassOf :B . :x a :A", ""), "");
    let ontology = ":knows a owl:SymmetricProperty . :one :knows :two";
    insta::assert_snapshot!(explained("", ontology), @":two :knows :one (symmetric: :one :knows :two . :knows a owl:SymmetricProperty)");
}

#[test]
fn anonymous_classes_and_properties_have_no_effect() {
    let ontology = ":A rdfs:subClassOf _:r . _:r rdfs:subClassOf :B . :p rdfs:domain _:u . \
                    :p owl:inverseOf _:i . :p rdfs:range _:u . :p rdfs:subPropertyOf _:i";
    assert_eq!(explained(":x a :A . :x :p :y", ontology), "");
}

#[test]
fn the_order_of_facts_does_not_matter() {
    let (mut stated, mut ontology) = (facts(CLOSE_KNIT.0), facts(CLOSE_KNIT.1));
    let forwards: Vec<Inferred> = infer(&stated, &ontology, 1000).iter().collect();
    stated.reverse();
    ontology.reverse();
    let backwards: Vec<Inferred> = infer(&stated, &ontology, 1000).iter().collect();
    assert_eq!(forwards, backwards);
    assert!(forwards.iter().is_sorted_by_key(|inferred| &inferred.fact));
}

/// A chain with a property and its inverse, both transitive, below a third that is symmetric.
const CLOSE_KNIT: (&str, &str) = (
    ":1 :p :2 . :2 :p :3 . :4 :q :3 . :4 :p :5 . :5 :p :6",
    ":p owl:inverseOf :q . :p a owl:TransitiveProperty . :q a owl:TransitiveProperty . \
     :p rdfs:subPropertyOf :r . :r a owl:SymmetricProperty . :r a owl:TransitiveProperty",
);

#[test]
fn a_limit_stops_it_and_is_told() {
    let (stated, ontology) = (facts(CLOSE_KNIT.0), facts(CLOSE_KNIT.1));
    let all = infer(&stated, &ontology, 1000);
    assert!(all.is_complete());
    // Fifteen pairs in order for two properties, and all pairs for the third, without the stated.
    assert_eq!(all.len(), 15 + 15 + 36 - 5);
    let exactly = infer(&stated, &ontology, all.len());
    assert!(exactly.is_complete());
    let fewer = infer(&stated, &ontology, all.len() - 1);
    assert_eq!((fewer.len(), fewer.is_complete()), (all.len() - 1, false));
    assert!(!infer(&stated, &ontology, 0).is_complete());
}

#[test]
fn a_long_chain_takes_attempts_in_proportion_to_what_follows() {
    // Joining every way with every way would take more than eight million attempts for the symmetric
    // property alone, and more than twice the attempts that the limit allows.
    let chain: Vec<Fact> =
        (0..200).flat_map(|number| facts(&format!(":{number} :p :{}", number + 1))).collect();
    let pairs = 201 * 200 / 2;
    let conclusions = pairs - 200 + pairs + 201 * 201;
    let inference = infer(&chain, &facts(CLOSE_KNIT.1), conclusions);
    assert!(inference.is_complete());
    assert_eq!(inference.len(), conclusions);
}

#[test]
fn a_fact_tells_why_it_follows() {
    let inference = infer(&facts(":x a :A"), &facts(":A rdfs:subClassOf :B"), 10);
    let why = |text: &str| inference.why(&facts(text)[0]).map(|inferred| inferred.rule);
    assert_eq!(why(":x a :B"), Some(Rule::Subclass));
    assert_eq!(why(":x a :A"), None, "stated");
    assert_eq!(why(":A a :x"), None, "not so");
    assert_eq!(why(":unknown a :B"), None);
}

#[test]
fn the_graph_has_its_name_and_all_that_follows() {
    let inference = infer(&facts(":x :p _:b"), &facts(":p a owl:SymmetricProperty"), 10);
    let view = EmbeddedEngine::new(BASE).build(vec![inferred_graph(BASE, &inference)]);
    let held: Vec<String> =
        view.facts_of_graph("https://example.org/graph/inferred").iter().map(short).collect();
    assert_eq!(held, ["_:b :p :x"]);
}

/// The same rules over and over all facts and all pairs of facts, as the module's table has them.
fn by_brute_force(stated: &[Fact], ontology: &[Fact]) -> BTreeSet<Fact> {
    let mut all: BTreeSet<Fact> = stated.iter().chain(ontology).cloned().collect();
    loop {
        let before = all.len();
        let known: Vec<Fact> = all.iter().cloned().collect();
        for fact in &known {
            for axiom in ontology {
                all.extend(following(fact, axiom));
                let is_transitive = axiom.object.text() == owl::TRANSITIVE_PROPERTY
                    && axiom.predicate == rdf::TYPE
                    && axiom.subject == Value::Iri(fact.predicate.clone())
                    && has_effect(&axiom.subject);
                let seconds = known.iter().filter(|second| {
                    is_transitive
                        && second.predicate == fact.predicate
                        && second.subject == fact.object
                });
                all.extend(
                    seconds.map(|second| Fact { object: second.object.clone(), ..fact.clone() }),
                );
            }
        }
        if all.len() == before {
            break;
        }
    }
    for fact in stated.iter().chain(ontology) {
        all.remove(fact);
    }
    all
}

fn has_effect(property: &Value) -> bool {
    let words =
        [rdfs::SUB_CLASS_OF, rdfs::SUB_PROPERTY_OF, rdfs::DOMAIN, rdfs::RANGE, owl::INVERSE_OF];
    property.as_iri().is_some_and(|iri| !words.contains(&iri))
}

/// What follows from one fact by one axiom.
fn following(fact: &Fact, axiom: &Fact) -> Vec<Fact> {
    let Fact { subject: x, predicate: p, object: y } = fact;
    let (left, right) = (&axiom.subject, &axiom.object);
    let make = |subject: &Value, predicate: &str, object: &Value| Fact {
        subject: subject.clone(),
        predicate: predicate.to_owned(),
        object: object.clone(),
    };
    let is_about = left.as_iri() == Some(p) && has_effect(left);
    let is_thing = !matches!(y, Value::Literal { .. });
    let mut found = Vec::new();
    match axiom.predicate.as_str() {
        rdfs::SUB_CLASS_OF if p == rdf::TYPE && y == left => found.push(make(x, rdf::TYPE, right)),
        rdfs::SUB_PROPERTY_OF if is_about && has_effect(right) => {
            found.push(make(x, right.text(), y));
        }
        rdfs::DOMAIN if is_about => found.push(make(x, rdf::TYPE, right)),
        rdfs::RANGE if is_about && is_thing && !right.text().starts_with(xsd::NAMESPACE) => {
            found.push(make(y, rdf::TYPE, right));
        }
        owl::INVERSE_OF if is_thing => {
            if is_about && has_effect(right) {
                found.push(make(y, right.text(), x));
            }
            if right.as_iri() == Some(p) && has_effect(left) && has_effect(right) {
                found.push(make(y, left.text(), x));
            }
        }
        rdf::TYPE if is_about && is_thing && right.text() == owl::SYMMETRIC_PROPERTY => {
            found.push(make(y, p, x));
        }
        _ => {}
    }
    found
}

fn any_fact(
    subjects: &'static [&'static str],
    predicates: &'static [&'static str],
    objects: &'static [&'static str],
) -> impl Strategy<Value = Fact> {
    use proptest::sample::select;
    (select(subjects), select(predicates), select(objects)).prop_map(
        |(subject, predicate, object)| Fact {
            subject: term(subject),
            predicate: term(predicate).text().to_owned(),
            object: term(object),
        },
    )
}

fn any_stated() -> impl Strategy<Value = Fact> {
    any_fact(
        &[":1", ":2", ":3", ":4", "_:5", ":A"],
        &[":p", ":q", ":r", "a", "a"],
        &[":1", ":2", ":3", ":4", "_:5", "\"6\"", ":A", ":B"],
    )
}

fn any_axiom() -> impl Strategy<Value = Fact> {
    let properties: &[&str] = &[":p", ":q", ":r"];
    let classes: &[&str] = &[":A", ":B", ":C", ":D"];
    prop_oneof![
        3 => any_fact(classes, &["rdfs:subClassOf"], classes),
        3 => any_fact(
            &[":p", ":q", ":r", "a", "rdfs:domain"],
            &["rdfs:subPropertyOf", "owl:inverseOf"],
            &[":p", ":q", ":r", "a", "rdfs:subClassOf"],
        ),
        2 => any_fact(properties, &["rdfs:domain", "rdfs:range"], &[":A", ":B", ":C", "xsd:string"]),
        2 => any_fact(properties, &["a"], &["owl:SymmetricProperty", "owl:TransitiveProperty"]),
        1 => any_stated(),
    ]
}

/// Whether a conclusion is licensed by what it tells as its reason.
fn is_licensed(inferred: &Inferred) -> bool {
    let Inferred { fact, rule, premises, axiom } = inferred;
    match (rule, premises.as_slice()) {
        (Rule::Transitive, [first, second]) => {
            axiom.subject.as_iri() == Some(&fact.predicate)
                && axiom.object.text() == owl::TRANSITIVE_PROPERTY
                && [&first.predicate, &second.predicate] == [&fact.predicate; 2]
                && first.object == second.subject
                && (&first.subject, &second.object) == (&fact.subject, &fact.object)
        }
        (_, [premise]) => following(premise, axiom).contains(fact),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_outcome_is_that_of_brute_force_and_each_reason_is_sound(
        stated in prop::collection::vec(any_stated(), 0..12),
        ontology in prop::collection::vec(any_axiom(), 0..9),
    ) {
        let inference = infer(&stated, &ontology, usize::MAX);
        prop_assert!(inference.is_complete());
        let found: BTreeSet<Fact> = inference.iter().map(|inferred| inferred.fact).collect();
        prop_assert_eq!(&found, &by_brute_force(&stated, &ontology));
        prop_assert_eq!(found.len(), inference.len());
        // Each round takes what rests on what was taken before, so a circle is never taken.
        let mut open: HashMap<Fact, Inferred> =
            inference.iter().map(|inferred| (inferred.fact.clone(), inferred)).collect();
        loop {
            let grounded: Vec<Fact> = open
                .values()
                .filter(|inferred| inferred.premises.iter().all(|fact| !open.contains_key(fact)))
                .map(|inferred| inferred.fact.clone())
                .collect();
            if grounded.is_empty() {
                break;
            }
            for fact in grounded {
                open.remove(&fact);
            }
        }
        prop_assert!(open.is_empty(), "in a circle: {:?}", open);
        for inferred in inference.iter() {
            prop_assert!(is_licensed(&inferred), "{:?}", inferred);
            prop_assert!(ontology.contains(&inferred.axiom), "{:?}", inferred);
            prop_assert_eq!(inference.why(&inferred.fact), Some(inferred));
        }
    }
}

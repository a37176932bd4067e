//! What is said of shapes graphs that are not as they should be.

use super::*;
use crate::graph::rules::tests::{facts, many};

/// The problems of a shapes graph in the book's own names.
fn problems(shapes: &str) -> Vec<String> {
    let (_, problems) = Shapes::read(&facts(shapes));
    problems.iter().map(|problem| problem.to_string().replace("https://example.org/", "")).collect()
}

#[test]
fn what_is_ill_formed_is_told() {
    for (rule, message) in [
        ("sh:minCounts 1", "SHACL has no property sh:minCounts; did you mean sh:minCount?"),
        ("sh:rule :r", "sh:rule is an extension of SHACL that is not supported"),
        ("sh:minCount 1", "sh:minCount needs a sh:path beside it"),
        ("sh:class 'x'", "sh:class is an IRI, not \"x\""),
        ("sh:nodeKind sh:Thing", "sh:nodeKind cannot be <http://www.w3.org/ns/shacl#Thing>"),
        ("sh:minInclusive :x", "sh:minInclusive has no use: nothing is less or more than <x>"),
        ("sh:datatype :x, :y", "sh:datatype can have one value only"),
        ("sh:pattern '('", "the sh:pattern `(` is none: unclosed group"),
        ("sh:pattern 'a' ; sh:flags 'z'", "the sh:pattern `a` is none: there is no flag `z`"),
        ("sh:in 1", "sh:in needs a complete list"),
        ("sh:or ( :s )", "there is no such shape"),
        (
            "sh:deactivated 1",
            "sh:deactivated is true or false, not \"1\"^^<http://www.w3.org/2001/XMLSchema#integer>",
        ),
        ("sh:severity 'bad'", "sh:severity cannot be \"bad\""),
        ("sh:message :m", "sh:message is a text, not <m>"),
        ("sh:property [ sh:class :C ]", "a shape of sh:property needs a sh:path"),
        ("sh:node [ sh:path :p ]", "a shape of sh:node cannot have a sh:path"),
        (
            "sh:path [ sh:inversePath () ]",
            "a list in a path has at least two members; the shape is left out",
        ),
        (
            "sh:path :p ; sh:maxCount -1",
            "sh:maxCount is a whole number, not \"-1\"^^<http://www.w3.org/2001/XMLSchema#integer>",
        ),
        (
            "sh:sparql [ sh:ask 'ASK {}' ]",
            "a rule of sh:sparql needs the text of a query as its sh:select",
        ),
        (
            "sh:sparql [ sh:select 'SELECT $this { GRAPH $shapesGraph {} }' ]",
            "$shapesGraph is not available in queries here",
        ),
        (
            "sh:sparql [ sh:select 'SELECT $this { $this $PATH 1 }' ]",
            "$PATH stands for the path of a property shape; this has none",
        ),
        (
            "sh:sparql [ sh:select 'SELECT $this {}' ; sh:prefixes [ sh:declare [ sh:prefix 'x' ; sh:namespace 'a> b' ] ] ]",
            "`x: <a> b>` is no prefix of SPARQL",
        ),
    ] {
        let found = problems(&format!(":rule a sh:NodeShape ; {rule} ."));
        assert!(found.iter().any(|found| found.ends_with(message)), "{rule}: {found:#?}");
        assert_eq!(found.len(), 1, "{rule}: {found:#?}");
    }
    let components = problems(":c a sh:ConstraintComponent .");
    assert_eq!(components, ["<c>: constraint components of one's own are not supported"]);
}

#[test]
fn shapes_in_themselves_are_left_out_where_they_come_again() {
    for shapes in [
        ":s a sh:NodeShape ; sh:node :s .",
        ":s a sh:NodeShape ; sh:not [ sh:property [ sh:path :p ; sh:node :s ] ] .",
        ":s a sh:NodeShape ; sh:or ( :t :u ) . :t sh:and ( :s ) . :u sh:class :C .",
        ":s a sh:NodeShape, sh:PropertyShape ; sh:path :p ; sh:qualifiedMinCount 1 ;
         sh:qualifiedValueShape :s .",
    ] {
        let found = problems(shapes);
        let circle = "<s>: the shape is part of itself; it is left out where it comes again";
        assert!(found.iter().any(|found| found == circle), "{shapes}: {found:#?}");
    }
}

#[test]
fn nesting_has_an_end() {
    let chain = many(100, |n| format!(":s{n} sh:node :s{} .", n + 1));
    let too_deep = "more than 32 shapes stand in each other here";
    // From the outside, and from the inside where the innermost shapes are read first.
    for first in [
        ":s0 a sh:NodeShape .",
        ":s99 a sh:NodeShape . :s70 a sh:NodeShape . :s40 a sh:NodeShape . :s0 a sh:NodeShape .",
    ] {
        let found = problems(&format!("{first} {chain} :s100 sh:class :C ."));
        assert!(found.iter().any(|found| found.ends_with(too_deep)), "{found:#?}");
    }
    let deep_path = (0..100).fold(":p".to_owned(), |path, _| format!("[ sh:inversePath {path} ]"));
    let round = "_:p sh:inversePath _:p . :s a sh:NodeShape ; sh:path _:p .";
    // Each list holds the next twice: a few lines, and more steps than anyone could take.
    let doubling =
        many(30, |n| format!("_:p{n} sh:alternativePath ( _:p{next} _:p{next} ) .", next = n + 1));
    for shapes in [
        format!(":s a sh:NodeShape ; sh:path {deep_path} ."),
        round.to_owned(),
        format!(":s a sh:NodeShape ; sh:path _:p0 . {doubling} _:p30 sh:inversePath :p ."),
    ] {
        let found = problems(&shapes);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].contains("the path"), "{found:#?}");
    }
}

#[test]
fn the_rest_of_a_shape_holds() {
    let shapes =
        ":s a sh:NodeShape ; sh:targetNode :a ; sh:class :C, 'no class' ; sh:pattern '(' .";
    let (shapes, problems) = Shapes::read(&facts(shapes));
    assert_eq!(problems.len(), 2);
    assert_eq!((shapes.len(), shapes.is_empty()), (1, false));
    assert_eq!(shapes.all.first().map(|shape| shape.constraints.len()), Some(1));
}

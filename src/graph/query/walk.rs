//! Looks at a parsed query before it is planned: planning costs more than the square of a pattern's
//! size, and neither it nor a product of constants can be interrupted.

use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, AggregateFunction, Expression, Function, GraphPattern, OrderExpression,
    PropertyPathExpression,
};

use crate::graph::query::QueryError;
use crate::graph::query::gate::find_word;
use crate::graph::query::product::unconnected_groups;

/// How many groups of patterns may be joined that share no variable.
const MOST_UNCONNECTED_GROUPS: usize = 3;

/// How many triples one pattern may have.
const LARGEST_PATTERN: usize = 64;
/// How many triples all patterns together may have: the planner joins neighbours to one.
const MOST_TRIPLES: usize = 256;
/// How many steps a path may have.
const LONGEST_PATH: usize = 32;
/// How many rows all VALUES may have when multiplied.
const LARGEST_PRODUCT: usize = 100_000;
/// How deep the query's tree may be.
const DEEPEST_TREE: usize = 1024;
/// How long a text one expression may build up, texts of the graph taken to be of usual length.
const LONGEST_TEXT: usize = 64 << 20;
/// The usual length of a text of the graph, generously.
const USUAL_TEXT: usize = 1000;
/// The longest text per row that may be joined over all rows.
const LONGEST_JOINED: usize = 4096;

/// Whether a query can be planned and answered here.
///
/// # Errors
/// What is refused, and why.
pub(in crate::graph) fn check(query: &Query, text: &str) -> Result<(), QueryError> {
    let pattern = match query {
        Query::Select { pattern, .. }
        | Query::Ask { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Construct { pattern, .. } => pattern,
    };
    let mut walk = Walk { text, triples: 0, product: 1, todo: vec![(Node::Pattern(pattern), 1)] };
    while let Some((node, depth)) = walk.todo.pop() {
        if depth > DEEPEST_TREE {
            let why = format!("the query's tree may be at most {DEEPEST_TREE} deep");
            return Err(refuse("So long a chain", &why));
        }
        match node {
            Node::Pattern(pattern) => walk.pattern(pattern, depth + 1)?,
            Node::Expression(expression) => walk.expression(expression, depth + 1),
        }
    }
    Ok(())
}

/// What is still to be looked at. A list instead of recursion: the tree may be too deep for that.
enum Node<'a> {
    Pattern(&'a GraphPattern),
    Expression(&'a Expression),
}

struct Walk<'a> {
    text: &'a str,
    triples: usize,
    product: usize,
    todo: Vec<(Node<'a>, usize)>,
}

impl<'a> Walk<'a> {
    fn pattern(&mut self, pattern: &'a GraphPattern, depth: usize) -> Result<(), QueryError> {
        if unconnected_groups(pattern) > MOST_UNCONNECTED_GROUPS {
            let why = format!(
                "at most {MOST_UNCONNECTED_GROUPS} groups of patterns may stand beside each other without a variable in common"
            );
            return Err(refuse("So large a product", &why));
        }
        match pattern {
            GraphPattern::Bgp { patterns } => self.basic(patterns.len())?,
            GraphPattern::Path { path, .. } => {
                self.basic(1)?;
                check_path(path)?;
            }
            GraphPattern::Values { bindings, .. } => self.values(bindings.len())?,
            GraphPattern::Service { name, silent, .. } => {
                let what = format!("SERVICE{} {name}", if *silent { " SILENT" } else { "" });
                return Err(QueryError::Refused {
                    what,
                    why: "queries are answered from this book alone".to_owned(),
                    place: find_word(self.text, "service"),
                });
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right } => self.patterns([left, right], depth),
            GraphPattern::LeftJoin { left, right, expression } => {
                self.patterns([left, right], depth);
                self.expressions(expression, depth)?;
            }
            GraphPattern::Filter { expr, inner } => {
                self.patterns([inner], depth);
                self.expressions([expr], depth)?;
            }
            GraphPattern::Extend { inner, expression, .. } => {
                self.patterns([inner], depth);
                self.expressions([expression], depth)?;
            }
            GraphPattern::OrderBy { inner, expression } => {
                self.patterns([inner], depth);
                let keys = expression.iter().map(|key| match key {
                    OrderExpression::Asc(key) | OrderExpression::Desc(key) => key,
                });
                self.expressions(keys, depth)?;
            }
            GraphPattern::Group { inner, aggregates, .. } => {
                self.patterns([inner], depth);
                for (_, aggregate) in aggregates {
                    self.aggregate(aggregate, depth)?;
                }
            }
            GraphPattern::Graph { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.patterns([inner], depth),
        }
        Ok(())
    }

    fn patterns<const COUNT: usize>(&mut self, patterns: [&'a GraphPattern; COUNT], depth: usize) {
        self.todo.extend(patterns.map(|pattern| (Node::Pattern(pattern), depth)));
    }

    /// Expressions at the top: where the length of what they build is judged.
    fn expressions(
        &mut self,
        expressions: impl IntoIterator<Item = &'a Expression>,
        depth: usize,
    ) -> Result<(), QueryError> {
        for expression in expressions {
            if longest(expression) > LONGEST_TEXT {
                let why = "CONCAT and REPLACE could make a text of more than 64 MiB";
                return Err(refuse("So long a text", why));
            }
            self.todo.push((Node::Expression(expression), depth));
        }
        Ok(())
    }

    fn expression(&mut self, expression: &'a Expression, depth: usize) {
        if let Expression::Exists(pattern) = expression {
            self.todo.push((Node::Pattern(pattern), depth));
        }
        for part in parts(expression) {
            self.todo.push((Node::Expression(part), depth));
        }
    }

    fn aggregate(
        &mut self,
        aggregate: &'a AggregateExpression,
        depth: usize,
    ) -> Result<(), QueryError> {
        let AggregateExpression::FunctionCall { name, expr, .. } = aggregate else {
            return Ok(());
        };
        if let AggregateFunction::GroupConcat { separator } = name {
            let length = separator.as_ref().map_or(1, String::len).saturating_add(longest(expr));
            if length > LONGEST_JOINED {
                let why = format!("GROUP_CONCAT may join texts of at most {LONGEST_JOINED} bytes");
                return Err(refuse("So long a text", &why));
            }
        }
        self.expressions([expr], depth)
    }

    fn basic(&mut self, triples: usize) -> Result<(), QueryError> {
        self.triples = self.triples.saturating_add(triples);
        let (limit, whole) = if triples > LARGEST_PATTERN {
            (LARGEST_PATTERN, "one pattern")
        } else {
            (MOST_TRIPLES, "a query")
        };
        if triples > LARGEST_PATTERN || self.triples > MOST_TRIPLES {
            let why = format!("{whole} may have at most {limit} triples");
            return Err(refuse("So large a pattern", &why));
        }
        Ok(())
    }

    fn values(&mut self, rows: usize) -> Result<(), QueryError> {
        self.product = self.product.saturating_mul(rows.max(1));
        if self.product > LARGEST_PRODUCT {
            let why = format!("all VALUES multiplied may have at most {LARGEST_PRODUCT} rows");
            return Err(refuse("So many constants", &why));
        }
        Ok(())
    }
}

/// The expressions right below one.
pub(in crate::graph) fn parts(expression: &Expression) -> Vec<&Expression> {
    match expression {
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_)
        | Expression::Exists(_) => Vec::new(),
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => vec![a, b],
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => vec![a],
        Expression::If(a, b, c) => vec![a, b, c],
        Expression::In(a, list) => std::iter::once(a.as_ref()).chain(list).collect(),
        Expression::Coalesce(list) | Expression::FunctionCall(_, list) => list.iter().collect(),
    }
}

/// About how long a text an expression can give. Recursion is safe: the gate has bounded brackets
/// and operators, and with them the depth of every expression.
fn longest(expression: &Expression) -> usize {
    match expression {
        Expression::Literal(literal) => literal.value().len(),
        Expression::NamedNode(node) => node.as_str().len(),
        Expression::Variable(_) => USUAL_TEXT,
        Expression::FunctionCall(Function::Concat, list) => {
            list.iter().map(longest).fold(0, usize::saturating_add)
        }
        Expression::FunctionCall(Function::Replace, list) => {
            let of = |index: usize| list.get(index).map_or(0, longest);
            of(0).saturating_mul(of(2).saturating_add(1))
        }
        Expression::FunctionCall(Function::EncodeForUri, list) => {
            list.iter().map(longest).fold(0, usize::saturating_add).saturating_mul(3)
        }
        other => parts(other).into_iter().map(longest).max().unwrap_or(USUAL_TEXT),
    }
}

fn check_path(path: &PropertyPathExpression) -> Result<(), QueryError> {
    let mut todo = vec![path];
    let mut steps = 0;
    while let Some(path) = todo.pop() {
        match path {
            PropertyPathExpression::NamedNode(_) => steps += 1,
            PropertyPathExpression::NegatedPropertySet(set) => steps += set.len(),
            PropertyPathExpression::Reverse(inner)
            | PropertyPathExpression::ZeroOrMore(inner)
            | PropertyPathExpression::OneOrMore(inner)
            | PropertyPathExpression::ZeroOrOne(inner) => todo.push(inner),
            PropertyPathExpression::Sequence(a, b) | PropertyPathExpression::Alternative(a, b) => {
                todo.extend([a.as_ref(), b.as_ref()]);
            }
        }
    }
    if steps > LONGEST_PATH {
        let why = format!("a path may have at most {LONGEST_PATH} steps");
        return Err(refuse("So long a path", &why));
    }
    Ok(())
}

fn refuse(what: &str, why: &str) -> QueryError {
    QueryError::Refused { what: what.to_owned(), why: why.to_owned(), place: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        let query = spargebra::SparqlParser::new()
            .with_prefix("a", "http://example.org/")
            .and_then(|parser| parser.with_base_iri("http://example.org/"))
            .unwrap()
            .parse_query(text)
            .unwrap();
        check(&query, text).map_or_else(|error| error.to_string(), |()| "fine".to_owned())
    }

    #[test]
    fn service_is_refused_wherever_it_stands() {
        for text in [
            "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
            "SELECT * { ?s ?p ?o . SERVICE SILENT <http://x/> { ?s ?p ?o } }",
            "SELECT * { SERVICE ?s { ?s ?p ?o } }",
            "SELECT * { { SELECT ?s { { ?s ?p ?o } UNION { SERVICE a:x { ?s ?p ?o } } } } }",
            "ASK { ?s ?p ?o FILTER(?o > 1 || !EXISTS { GRAPH ?g { SERVICE a:x {} } }) }",
            "ASK { ?s ?p ?o OPTIONAL { ?s a ?o FILTER EXISTS { SERVICE a:x {} } } }",
            "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o MINUS { LATERAL { SERVICE a:x {} } } }",
            "DESCRIBE ?s { ?s ?p ?o } ORDER BY EXISTS { SERVICE a:x {} }",
            "SELECT (COUNT(EXISTS { SERVICE a:x {} }) AS ?n) { ?s ?p ?o }",
        ] {
            assert!(problem(text).starts_with("SERVICE"), "{text}: {}", problem(text));
        }
        insta::assert_snapshot!(
            problem("ASK {\n SERVICE SILENT <x> {} }"),
            @"SERVICE SILENT <http://example.org/x> is refused: queries are answered from this book alone"
        );
    }

    #[test]
    fn what_costs_too_much_is_refused() {
        let chain = |n: usize| {
            let triple = |n: usize| format!("?v{n} a:p ?v{} .", n + 1);
            (0..n).map(triple).collect::<Vec<_>>().concat()
        };
        assert_eq!(problem(&format!("ASK {{ {} }}", chain(64))), "fine");
        assert!(problem(&format!("ASK {{ {} }}", chain(65))).contains("one pattern"));
        let groups = format!("{{ {} OPTIONAL {{ ?x a:q ?y }} }}", chain(60)).repeat(5);
        assert!(problem(&format!("ASK {{ {groups} }}")).contains("a query may have"));
        let path = |n: usize| format!("ASK {{ ?s ({})* ?o }}", vec!["a:p"; n].join("/"));
        assert_eq!(problem(&path(32)), "fine");
        assert!(problem(&path(33)).contains("So long a path"));
        let values = |n: usize, v: usize| format!("VALUES ?x{v} {{ {} }}", "1 ".repeat(n));
        assert_eq!(problem(&format!("ASK {{ {} }}", values(5000, 0))), "fine");
        let product = [values(50, 0), values(50, 1), values(50, 2)].concat();
        assert!(problem(&format!("ASK {{ {product} }}")).contains("So many constants"));
    }

    #[test]
    fn texts_that_grow_are_refused() {
        let replace = |n: usize| {
            let text = (0..n).fold("?x".to_owned(), |text, _| format!("REPLACE({text}, 'a', ?x)"));
            format!("SELECT ({text} AS ?y) {{ ?x ?p ?o }}")
        };
        assert_eq!(problem(&replace(1)), "fine");
        assert!(problem(&replace(3)).contains("64 MiB"));
        let joined = |text: &str| format!("SELECT (GROUP_CONCAT({text}) AS ?y) {{ ?x ?p ?o }}");
        assert_eq!(problem(&joined("CONCAT(?x, ', ', ?o)")), "fine");
        assert!(problem(&joined(&format!("'{}'", "x".repeat(5000)))).contains("GROUP_CONCAT"));
    }

    #[test]
    fn flat_chains_are_too_deep() {
        let keys: String = (0..1100).map(|n| format!("(str(?x{n}))")).collect::<Vec<_>>().concat();
        assert!(
            problem(&format!("SELECT (1 AS ?n) {{ ?s ?p ?o }} GROUP BY {keys}")).contains("1024")
        );
    }
}

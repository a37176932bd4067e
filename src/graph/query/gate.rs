//! Looks at a query before it is parsed: what form it has, and whether parsing it is safe.
//!
//! The parser descends once per bracket, tries some calls twice per level, and builds chains that
//! later passes descend into. None of that can be interrupted and too much of it ends the program,
//! so a text is turned away here, in linear time, with the place of what is too much.

use std::ops::Range;

use crate::graph::query::QueryError;
use crate::graph::query::lexer::{Kind, Token, tokens};
use crate::text::LineIndex;

/// How deep `{`, `(` and `[` may be nested.
pub const DEEPEST_NESTING: usize = 64;
/// How many groups `{` there may be.
pub const MOST_GROUPS: usize = 256;
/// How many clauses such as UNION and FILTER there may be.
pub const MOST_CLAUSES: usize = 256;
/// How many operators there may be, those of paths included.
pub const MOST_OPERATORS: usize = 512;
/// How deep calls may be nested that the parser reads twice per level.
const DEEPEST_DOUBLING: usize = 8;
/// How many brackets what looks like an IRI may have, for it may be part of an expression.
const MOST_BRACKETS_IN_IRI: usize = 8;

/// Words that begin a clause or name a computed column: each makes the query's tree deeper.
const CLAUSES: &[&str] =
    &["union", "optional", "minus", "filter", "bind", "lateral", "graph", "service", "exists"];

/// Calls the parser reads twice where their last argument is missing, and so twice per level.
const DOUBLING_CALLS: &[&str] = &["regex", "substr", "replace", "group_concat"];

/// What kind of query it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryForm {
    /// Rows.
    Select,
    /// Yes or no.
    Ask,
    /// Triples of a template.
    Construct,
    /// Triples about things.
    Describe,
}

impl QueryForm {
    /// Whether the answer is triples rather than rows or yes or no.
    #[must_use]
    pub fn gives_triples(self) -> bool {
        matches!(self, Self::Construct | Self::Describe)
    }
}

/// The form of a query that is safe to parse.
///
/// # Errors
/// Where there is no query, it is an update, or it is too deep or too long to be parsed.
pub fn inspect(text: &str) -> Result<QueryForm, QueryError> {
    let mut gate = Gate { text, ..Gate::default() };
    for token in tokens(text) {
        gate.token(token)?;
    }
    if let Some(frame) = gate.open.first() {
        let bracket = char::from(frame.bracket);
        return Err(syntax(text, frame.start, format!("this `{bracket}` is never closed")));
    }
    gate.form.ok_or_else(|| {
        syntax(text, text.len(), "expected SELECT, ASK, CONSTRUCT or DESCRIBE".to_owned())
    })
}

/// A bracket that is open.
#[derive(Debug)]
struct Frame {
    bracket: u8,
    start: usize,
    /// Whether the parser may read what is in it twice.
    doubles: bool,
}

#[derive(Debug, Default)]
struct Gate<'a> {
    text: &'a str,
    form: Option<QueryForm>,
    open: Vec<Frame>,
    groups: usize,
    clauses: usize,
    operators: usize,
    /// Whether a `!` stands before the operand that is being read.
    negated: bool,
    /// Whether the word just read is a call that doubles.
    doubling_call: bool,
}

impl Gate<'_> {
    fn token(&mut self, token: Token<'_>) -> Result<(), QueryError> {
        let start = token.start;
        let doubles = self.negated || self.doubling_call;
        self.doubling_call = false;
        match token.kind {
            Kind::Open(bracket) => {
                self.negated = false;
                return self.opened(bracket, start, doubles);
            }
            Kind::Close(bracket) => self.closed(bracket, start)?,
            Kind::Word(word) => return self.word(word, start),
            // A keyword can lean against a prefix (`FILTERex:f(…)`), never against a local name.
            Kind::Prefixed(name) => {
                let prefix = name.split(':').next().unwrap_or_default();
                return self.count(&prefix.to_ascii_lowercase(), start);
            }
            Kind::Iri(iri) => return self.iri(iri, start),
            Kind::Not => {
                self.negated = true;
                return self.operator(start);
            }
            Kind::Operator => self.operator(start)?,
            Kind::TripleTerm => {
                let why = "the triple terms of SPARQL 1.2 are not supported";
                return Err(self.refuse("`<<`", why, start));
            }
            Kind::OpenText => {
                let message = "this string is never closed".to_owned();
                return Err(syntax(self.text, start, message));
            }
            Kind::Variable
            | Kind::Text
            | Kind::Number
            | Kind::Language
            | Kind::Datatype
            | Kind::Separator
            | Kind::Other => {}
        }
        self.negated = false;
        Ok(())
    }

    fn opened(&mut self, bracket: u8, start: usize, doubles: bool) -> Result<(), QueryError> {
        self.open.push(Frame { bracket, start, doubles });
        if self.open.len() > DEEPEST_NESTING {
            let why = format!("at most {DEEPEST_NESTING} brackets may be open at a place");
            return Err(self.refuse("So deep a nesting", &why, start));
        }
        if doubles && self.open.iter().filter(|frame| frame.doubles).count() > DEEPEST_DOUBLING {
            let why = format!(
                "at most {DEEPEST_DOUBLING} of negations and of REGEX, SUBSTR, REPLACE and \
                 GROUP_CONCAT may stand in each other"
            );
            return Err(self.refuse("So deep a nesting", &why, start));
        }
        if bracket == b'{' {
            self.groups += 1;
            if self.groups > MOST_GROUPS {
                let why = format!("a query may have at most {MOST_GROUPS} groups `{{`");
                return Err(self.refuse("So long a query", &why, start));
            }
        }
        Ok(())
    }

    fn closed(&mut self, bracket: u8, start: usize) -> Result<(), QueryError> {
        let expected = match bracket {
            b'}' => b'{',
            b')' => b'(',
            _ => b'[',
        };
        let problem = match self.open.pop() {
            Some(frame) if frame.bracket == expected => return Ok(()),
            Some(frame) => format!(
                "this `{}` does not close the `{}` before it",
                char::from(bracket),
                char::from(frame.bracket)
            ),
            None => format!("this `{}` closes nothing", char::from(bracket)),
        };
        Err(syntax(self.text, start, problem))
    }

    fn word(&mut self, word: &str, start: usize) -> Result<(), QueryError> {
        let lower = word.to_ascii_lowercase();
        if self.form.is_none() {
            self.first_word(&lower, start)?;
        }
        self.doubling_call = DOUBLING_CALLS.iter().any(|call| lower.ends_with(call));
        self.count(&lower, start)
    }

    /// Counts the clauses in a word. The parser needs no white space behind a keyword, so it may
    /// stand anywhere in what looks like one word.
    fn count(&mut self, lower: &str, start: usize) -> Result<(), QueryError> {
        let clauses: usize = CLAUSES.iter().map(|clause| lower.matches(clause).count()).sum();
        self.clauses += clauses + usize::from(lower == "as");
        if self.clauses > MOST_CLAUSES {
            let why = format!(
                "a query may have at most {MOST_CLAUSES} of UNION, OPTIONAL, MINUS, FILTER, BIND, \
                 GRAPH, EXISTS and AS"
            );
            return Err(self.refuse("So long a query", &why, start));
        }
        Ok(())
    }

    fn first_word(&mut self, lower: &str, start: usize) -> Result<(), QueryError> {
        const UPDATES: &[&str] =
            &["insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"];
        if lower == "prefix" || lower == "base" || lower == "version" {
            return Ok(());
        }
        let forms = [
            ("select", QueryForm::Select),
            ("ask", QueryForm::Ask),
            ("construct", QueryForm::Construct),
            ("describe", QueryForm::Describe),
        ];
        self.form = forms.iter().find(|(word, _)| lower.starts_with(word)).map(|(_, form)| *form);
        if self.form.is_some() {
            return Ok(());
        }
        if let Some(update) = UPDATES.iter().find(|word| lower.starts_with(**word)) {
            let what = format!("The update {}", update.to_uppercase());
            let why = "the graph is made from the documents; edit those instead";
            return Err(self.refuse(&what, why, start));
        }
        let message = format!("expected SELECT, ASK, CONSTRUCT or DESCRIBE, found `{lower}`");
        Err(syntax(self.text, start, message))
    }

    fn iri(&self, iri: &str, start: usize) -> Result<(), QueryError> {
        let brackets = iri.bytes().filter(|byte| matches!(byte, b'(' | b'[')).count();
        if brackets > MOST_BRACKETS_IN_IRI || self.open.len() + brackets > DEEPEST_NESTING {
            let why = format!("at most {MOST_BRACKETS_IN_IRI} brackets may stand in an IRI");
            return Err(self.refuse("So deep a nesting", &why, start));
        }
        Ok(())
    }

    fn operator(&mut self, start: usize) -> Result<(), QueryError> {
        self.operators += 1;
        if self.operators > MOST_OPERATORS {
            let why = format!("a query may have at most {MOST_OPERATORS} operators");
            return Err(self.refuse("So long a query", &why, start));
        }
        Ok(())
    }

    fn refuse(&self, what: &str, why: &str, start: usize) -> QueryError {
        QueryError::Refused {
            what: what.to_owned(),
            why: why.to_owned(),
            place: Some(LineIndex::new(self.text).line_column(self.text, start)),
        }
    }
}

/// Where a word stands as a keyword, for problems that are found after parsing.
pub(in crate::graph) fn find_word(text: &str, word: &str) -> Option<crate::text::LineColumn> {
    let starts =
        |found: &str| found.get(..word.len()).is_some_and(|f| f.eq_ignore_ascii_case(word));
    let found = tokens(text).find(|token| match token.kind {
        Kind::Word(found) | Kind::Prefixed(found) => starts(found),
        _ => false,
    })?;
    Some(LineIndex::new(text).line_column(text, found.start))
}

/// Where a variable of this name stands, with its `?` or `$`.
pub(in crate::graph) fn variable_places(text: &str, name: &str) -> Vec<Range<usize>> {
    let length = name.len() + 1;
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let places = tokens(text).filter_map(|token| {
        let rest = text.get(token.start + 1..)?;
        let behind = rest.strip_prefix(name)?;
        let whole = token.kind == Kind::Variable && !behind.starts_with(is_name);
        whole.then(|| token.start..token.start + length)
    });
    places.collect()
}

fn syntax(text: &str, offset: usize, message: String) -> QueryError {
    QueryError::Syntax { message, place: LineIndex::new(text).line_column(text, offset) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn problem(text: &str) -> String {
        inspect(text).map_or_else(|error| error.to_string(), |form| format!("{form:?}"))
    }

    #[test]
    fn the_form_is_told_by_the_first_word() {
        for (text, form) in [
            ("PREFIX select: <http://a/insert> SELECT*{}", "Select"),
            ("# ask\nASK{}", "Ask"),
            ("BASE <http://a/> CONSTRUCT {} WHERE {}", "Construct"),
            ("describe <a>", "Describe"),
        ] {
            assert_eq!(problem(text), form, "{text}");
        }
        insta::assert_snapshot!(problem("  "), @"line 1, column 3: expected SELECT, ASK, CONSTRUCT or DESCRIBE");
        insta::assert_snapshot!(problem("\n SHOW TABLES"), @"line 2, column 2: expected SELECT, ASK, CONSTRUCT or DESCRIBE, found `show`");
    }

    #[test]
    fn updates_are_refused() {
        for update in ["INSERT DATA {}", "LOAD <a>", "DELETE WHERE {}", "CLEAR ALL", "DROP ALL"] {
            assert!(problem(update).contains("is refused"), "{update}");
        }
        insta::assert_snapshot!(problem("PREFIX a: <b>\nLOAD <c>"), @"The update LOAD is refused: the graph is made from the documents; edit those instead");
    }

    #[test]
    fn brackets_have_to_match() {
        insta::assert_snapshot!(problem("SELECT * {\n  ?s ?p (1 }"), @"line 2, column 12: this `}` does not close the `(` before it");
        insta::assert_snapshot!(problem("SELECT * {\n  { ?s ?p 'a}}'"), @"line 1, column 10: this `{` is never closed");
        insta::assert_snapshot!(problem("SELECT * {}}"), @"line 1, column 12: this `}` closes nothing");
        insta::assert_snapshot!(problem("SELECT * { ?s ?p 'a }"), @"line 1, column 18: this string is never closed");
    }

    #[test]
    fn what_is_too_much_is_refused_where_it_is_too_much() {
        let place = |text: String| match inspect(&text) {
            Err(QueryError::Refused { place: Some(place), .. }) => (place.line, place.column),
            other => panic!("{other:?}"),
        };
        let deep = |open: &str| format!("ASK {{\n{}", open.repeat(100));
        assert_eq!(place(deep("{")), (2, 64));
        assert_eq!(place(deep("(")), (2, 64));
        assert_eq!(place(deep("[")), (2, 64));
        assert_eq!(place(format!("ASK {{{}}}", "FILTER(1)".repeat(257))), (1, 6 + 256 * 9));
        assert_eq!(place(format!("ASK {{{}}}", "FILTERa:b(1)".repeat(257))), (1, 6 + 256 * 12));
        assert_eq!(place(format!("ASK {{{}}}", "{}".repeat(257))), (1, 6 + 255 * 2));
        assert_eq!(place(format!("ASK {{?s a{} ?o}}", "/a".repeat(600))), (1, 10 + 512 * 2));
        assert_eq!(place(format!("ASK {{FILTER({}", "!(".repeat(20))), (1, 13 + 8 * 2 + 1));
        assert_eq!(place(format!("ASK {{FILTER({}", "ReGex (".repeat(20))), (1, 13 + 8 * 7 + 6));
        assert_eq!(place("ASK { <<a b c>> ?p ?o }".to_owned()), (1, 7));
        assert_eq!(place(format!("ASK {{FILTER(?a<{}>?b)}}", "!(".repeat(9))), (1, 15));
    }

    #[test]
    fn ordinary_queries_pass() {
        let values = "(1 'a'^^xsd:string <http://a/b>) ".repeat(5000);
        let query = format!(
            "SELECT ?x (COUNT(*) AS ?n) {{ VALUES (?x ?y ?z) {{ {values} }} \
             ?s (ex:a/ex:b)*|^ex:c ?o FILTER(!bound(?q) && ?a < 3 || ?b > 4 && !(?c IN (1,2))) }} \
             GROUP BY ?x HAVING (?n > 1)"
        );
        assert_eq!(inspect(&query), Ok(QueryForm::Select));
    }

    #[test]
    fn variables_are_found_where_they_are_variables() {
        let text = "SELECT ?PATH { ?PATHS $PATH 'a ?PATH' } # ?PATH";
        let found: Vec<&str> =
            variable_places(text, "PATH").into_iter().map(|place| &text[place]).collect();
        assert_eq!(found, ["?PATH", "$PATH"]);
        assert!(variable_places("SELECT ? {", "PATH").is_empty());
    }

    proptest! {
        #[test]
        fn no_soup_of_tokens_upsets_the_gate(
            soup in prop::collection::vec(prop::sample::select(vec![
                "SELECT", "ASK", "{", "}", "(", ")", "[", "]", "<", ">", "<<", "'", "\"", "'''",
                "\\", "#", "\n", " ", "?", "$", "x", ":", "ä", "€", "@", "-", "!", "^", "1", ".",
                "FILTER", "REGEX", "<http://a/b>", "&", "|",
            ]), 0..80)
        ) {
            let text = soup.concat();
            if let Err(QueryError::Syntax { place, .. }) = inspect(&text) {
                prop_assert!(place.line >= 1 && place.column >= 1);
            }
        }
    }
}

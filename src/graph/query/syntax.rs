//! Finds where a text stops being SPARQL, and keeps columns in the order they were written in.
//!
//! The parser reports the furthest byte that any of its rules looked at, and a rule for a keyword
//! looks at as many bytes as the keyword has, whatever they are. So its place is often a word or two
//! too late, and what could have stood at the true place is lost. Two more parses mend that: one
//! with so much space between the words that no keyword reaches the next one, and one of what stands
//! before the word where that stopped.

use std::collections::BTreeSet;

use crate::diagnostic::nearest;
use crate::graph::query::QueryError;
use crate::graph::query::lexer::{Kind, Token, tokens};
use crate::text::{LineColumn, LineIndex};
use crate::vocabulary::PREFIXES;

/// More than the longest keyword.
const SPACE: &str = "                    ";

/// What is wrong with `text`, of which the parser says `message`. `parse` gives what the parser says
/// of other texts; `None` where it has nothing to say.
pub(in crate::graph) fn explain(
    message: &str,
    text: &str,
    parse: impl Fn(&str) -> Option<String>,
) -> QueryError {
    let Some((reported, _)) = located(message, text) else {
        let place = LineColumn { line: 1, column: 1 };
        return QueryError::Syntax { message: message.to_owned(), place };
    };
    let end = Token { kind: Kind::Other, start: text.len() };
    let spaced = Spaced::new(text);
    let in_spaced = parse(&spaced.text)
        .and_then(|message| Some(located(&message, &spaced.text)?.0))
        .map(|offset| spaced.token_at(offset).unwrap_or(end));
    let near = || tokens(text).take_while(|token| token.start <= reported).last();
    let wrong = in_spaced.or_else(near).unwrap_or(end);
    if let Some(message) = undeclared_prefix(text, wrong) {
        return at(text, wrong.start, message);
    }
    let before = text.get(..wrong.start).unwrap_or(text);
    let expected = parse(before).and_then(|message| {
        let (offset, list) = located(&message, before)?;
        (offset == before.len()).then(|| expectation(list)).flatten()
    });
    let rest = text.get(wrong.start..).unwrap_or_default();
    let found = match rest.split_whitespace().next() {
        Some(found) => format!("`{}`", found.chars().take(30).collect::<String>()),
        None => "the end".to_owned(),
    };
    let message = match expected {
        Some(Expected::Reason(reason)) => reason,
        Some(Expected::OneOf(list)) => format!("expected {list}, found {found}"),
        None => format!("{found} cannot stand here"),
    };
    at(text, wrong.start, message)
}

/// The columns of `SELECT *` in the order in which the text first names them; `None` where the
/// query lists its columns itself.
pub(in crate::graph) fn columns_in_order(text: &str) -> Option<Vec<&str>> {
    let mut all = tokens(text).skip_while(|token| match token.kind {
        Kind::Word(word) => !word.to_ascii_lowercase().starts_with("select"),
        _ => true,
    });
    let star = all.by_ref().skip(1).find(|token| !matches!(token.kind, Kind::Word(_)))?;
    if star.kind != Kind::Operator {
        return None;
    }
    let mut seen = BTreeSet::new();
    let names = all.filter(|token| token.kind == Kind::Variable).filter_map(|token| {
        let name = text.get(token.start + 1..)?;
        let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
        name.get(..end)
    });
    Some(names.filter(|name| seen.insert(*name)).collect())
}

/// Whether the outermost query says in which order its rows come.
#[must_use]
pub fn is_ordered(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut after_order = false;
    for token in tokens(text) {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Word(word) if depth == 0 => {
                if after_order && word.eq_ignore_ascii_case("by") {
                    return true;
                }
                after_order = word.eq_ignore_ascii_case("order");
                continue;
            }
            _ => {}
        }
        after_order = false;
    }
    false
}

fn at(text: &str, offset: usize, message: String) -> QueryError {
    QueryError::Syntax { message, place: LineIndex::new(text).line_column(text, offset) }
}

/// The offset and the list of expectations in `error at 1:2: expected one of …`. The parser counts
/// lines by `\n` alone and columns in characters, both from 1.
fn located<'a>(message: &'a str, text: &str) -> Option<(usize, &'a str)> {
    let (place, list) = message.strip_prefix("error at ")?.split_once(": ")?;
    let (line, column) = place.split_once(':')?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let start = starts.nth(line.checked_sub(1)?)?;
    let rest = text.get(start..)?;
    let before = rest.char_indices().nth(column.checked_sub(1)?);
    let offset = start + before.map_or(rest.len(), |(at, _)| at);
    let list = list.strip_prefix("expected one of ").or(list.strip_prefix("expected "));
    Some((offset, list.unwrap_or_default()))
}

/// A text with more space wherever it has some, and inside brackets.
struct Spaced<'a> {
    text: String,
    /// Where each token stands in it.
    tokens: Vec<(usize, Token<'a>)>,
}

impl<'a> Spaced<'a> {
    fn new(text: &'a str) -> Self {
        let mut spaced = String::with_capacity(text.len() * 4);
        let mut all = Vec::new();
        let mut copied = 0;
        let mut after_open = false;
        for token in tokens(text) {
            let before = text.get(..token.start).unwrap_or_default();
            let apart = before.ends_with(|c: char| c.is_ascii_whitespace());
            spaced.push_str(text.get(copied..token.start).unwrap_or_default());
            if apart || after_open || matches!(token.kind, Kind::Close(_)) {
                spaced.push_str(SPACE);
            }
            all.push((spaced.len(), token));
            copied = token.start;
            after_open = matches!(token.kind, Kind::Open(_));
        }
        spaced.push_str(text.get(copied..).unwrap_or_default());
        // A comment at the end must not swallow it.
        spaced.push('\n');
        spaced.push_str(SPACE);
        Self { text: spaced, tokens: all }
    }

    /// The token that is being looked at where a rule stopped at `offset`; `None` behind the last.
    fn token_at(&self, offset: usize) -> Option<Token<'a>> {
        let behind = self.tokens.partition_point(|(start, _)| *start <= offset);
        let (_, token) = self.tokens.get(behind.checked_sub(1)?)?;
        (offset < self.text.len()).then_some(*token)
    }
}

/// What is said of a prefixed name whose prefix means nothing.
fn undeclared_prefix(text: &str, wrong: Token<'_>) -> Option<String> {
    let Kind::Prefixed(name) = wrong.kind else {
        return None;
    };
    let prefix = name.split(':').next().unwrap_or_default();
    let mut declared: BTreeSet<&str> = PREFIXES.iter().map(|(prefix, _)| *prefix).collect();
    declared.extend(["", "_"]);
    let mut in_declaration = false;
    for token in tokens(text) {
        match token.kind {
            Kind::Prefixed(name) if in_declaration => {
                declared.extend(name.split(':').next());
            }
            _ => {}
        }
        in_declaration =
            matches!(token.kind, Kind::Word(word) if word.eq_ignore_ascii_case("prefix"));
    }
    if declared.contains(prefix) {
        return None;
    }
    let meant = nearest(prefix, declared.iter().copied())
        .map_or_else(String::new, |meant| format!("; did you mean `{meant}:`?"));
    Some(format!("the prefix `{prefix}:` is not declared{meant}"))
}

enum Expected {
    /// A rule was broken that has its own words.
    Reason(String),
    /// One of these.
    OneOf(String),
}

/// What could have stood where a text ends, in words for people.
fn expectation(list: &str) -> Option<Expected> {
    let items = split_list(list);
    let is_reason = |item: &&str| {
        item.contains(' ') && !item.starts_with(['"', '[']) && *item != "IRI parsing failed"
    };
    let reasons: Vec<&str> = items.iter().copied().filter(is_reason).collect();
    if !reasons.is_empty() {
        return Some(Expected::Reason(reasons.join("; ")));
    }
    let has = |item: &str| items.contains(&item);
    let mut words = Vec::new();
    for (sign, word) in [
        (r#""?""#, "a variable"),
        (r#""<""#, "an IRI"),
        (r#""\"""#, "a literal"),
        (r#""{""#, "`{`"),
        (r#""}""#, "`}`"),
        (r#""(""#, "`(`"),
        (r#"")""#, "`)`"),
        (r#""]""#, "`]`"),
        (r#"".""#, "`.`"),
        (r#"";""#, "`;`"),
        (r#""*""#, "`*`"),
        ("[_]", "a keyword"),
    ] {
        if has(sign) {
            words.push(word);
        }
    }
    let (final_word, others) = words.split_last()?;
    let others = others.join(", ");
    let list = if others.is_empty() {
        (*final_word).to_owned()
    } else {
        format!("{others} or {final_word}")
    };
    Some(Expected::OneOf(list))
}

/// The items of a list written with commas; quoted and bracketed ones may hold commas.
fn split_list(list: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut start = 0;
    let mut closing = None;
    let mut escaped = false;
    for (at, c) in list.char_indices() {
        match closing {
            _ if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(end) if c == end => closing = None,
            None if at == start && c == '"' => closing = Some('"'),
            None if at == start && c == '[' => closing = Some(']'),
            None if c == ',' => {
                items.extend(list.get(start..at));
                start = at + 2;
            }
            _ => {}
        }
    }
    items.extend(list.get(start..));
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        let parse = |text: &str| {
            let parser = spargebra::SparqlParser::new().with_base_iri("http://a/").unwrap();
            parser.parse_query(text).err().map(|error| error.to_string())
        };
        explain(&parse(text).unwrap(), text, parse).to_string()
    }

    #[test]
    fn complaints_are_readable() {
        insta::assert_snapshot!(problem("SELECT ?s { ?s a scema:Thing }"), @"line 1, column 18: the prefix `scema:` is not declared; did you mean `schema:`?");
        insta::assert_snapshot!(problem("PREFIX ex: <http://a>\nSELECT ?s { ?s a ex:T ; exx:p 1 }"), @"line 2, column 25: the prefix `exx:` is not declared; did you mean `ex:`?");
        insta::assert_snapshot!(problem("SELECT ?s {\n  ?s ?p }"), @"line 2, column 9: expected a variable, an IRI, a literal, `(`, `.` or a keyword, found `}`");
        insta::assert_snapshot!(problem("SELECT ?s WERE { ?s ?p ?o }"), @"line 1, column 11: expected a variable, `{`, `(` or a keyword, found `WERE`");
        insta::assert_snapshot!(problem("SELECT * { ?s ?p ?o } GROUP BY ?s"), @"line 1, column 34: SELECT * is not authorized with GROUP BY");
        insta::assert_snapshot!(problem("SELECT * { ?s ?p ?o BIND(1 AS ?o) }"), @"line 1, column 35: BIND is overriding an existing variable");
        insta::assert_snapshot!(problem("SELECT * { ?s ?p ?o FILTER(?o => 1) }"), @"line 1, column 32: expected a variable, an IRI, a literal, `(`, `.` or a keyword, found `>`");
        insta::assert_snapshot!(problem("SELECT * { ?s ?p \"ä\"^^ }"), @"line 1, column 24: expected an IRI or a keyword, found `}`");
        insta::assert_snapshot!(problem("SELECT (COUNT(?s) ?n) { ?s ?p ?o }"), @"line 1, column 19: expected an IRI, `*` or a keyword, found `?n)`");
        insta::assert_snapshot!(problem("SELECT ?s { ?s <p> ?o ?x . }"), @"line 1, column 23: expected `{`, `}`, `.`, `;` or a keyword, found `?x`");
        insta::assert_snapshot!(problem("SELECT ?s { ?s <p> ?o } LIMIT x"), @"line 1, column 31: `x` cannot stand here");
        insta::assert_snapshot!(problem("SELECT ?s { ?s <a b> ?o }"), @"line 1, column 20: expected a keyword, found `>`");
        insta::assert_snapshot!(problem("SELECT ?s { ?s <p> ?o } ORDER"), @"line 1, column 30: expected a keyword, found the end");
    }

    #[test]
    fn only_the_outermost_order_counts() {
        assert!(is_ordered("SELECT ?s { ?s ?p ?o } order # why\n BY ?s"));
        assert!(!is_ordered("SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 1 } }"));
        assert!(!is_ordered("SELECT ?order { ?order ?by 'ORDER BY' } # ORDER BY ?order"));
    }

    #[test]
    fn columns_come_as_they_are_written() {
        let columns = |text| columns_in_order(text).map(|columns| columns.join(" "));
        assert_eq!(columns("PREFIX x: <y> SELECT * { ?s ?p ?o . ?o ?p $a }").unwrap(), "s p o a");
        assert_eq!(columns("SELECT DISTINCT * { ?z ?y_1 'ö ?n' }").unwrap(), "z y_1");
        assert_eq!(columns("SELECT ?b ?a { ?a ?b * }"), None);
        assert_eq!(columns("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"), None);
        assert_eq!(columns("ASK { ?a ?b ?c }"), None);
    }
}

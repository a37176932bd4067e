//! Turtle, `TriG`, N-Triples, N-Quads and SPARQL, which share their terms.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};
use crate::page::highlight::words;

/// Words that stand alone. Nothing in Turtle but `a`, `true` and its directives could be one, for
/// all its names have a colon.
static WORDS: LazyLock<HashMap<&str, TokenKind>> = LazyLock::new(|| {
    words::table(&[(TokenKind::Keyword, KEYWORDS), (TokenKind::Constant, "false true")])
});

const KEYWORDS: &str = "a add all as asc ask base by clear construct copy create data default \
    delete desc describe distinct drop exists filter from graph group having in insert into limit \
    load minus move named not offset optional order prefix reduced select separator service \
    silent to undef union using values version where with";

/// The tokens of RDF, or of a question about it.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut scanner = Scanner::new(code);
    while let Some(next) = scanner.peek() {
        let start = scanner.at();
        match next {
            '#' => scanner.take(TokenKind::Comment, Scanner::eat_line),
            '<' => iri(&mut scanner),
            '"' | '\'' => string(&mut scanner, next),
            '?' | '$' => {
                scanner.skip();
                let is_name = !scanner.eat_while(|c| c.is_alphanumeric() || c == '_').is_empty();
                // Alone, it is an operator of a property path.
                let kind = if is_name { TokenKind::Variable } else { TokenKind::Operator };
                scanner.token(start, kind);
            }
            '@' => {
                scanner.skip();
                let word = scanner.eat_while(|c| c.is_ascii_alphanumeric() || c == '-');
                let is_directive = ["prefix", "base", "version"].contains(&word);
                let kind = if is_directive { TokenKind::Keyword } else { TokenKind::Attribute };
                scanner.token(start, kind);
            }
            '0'..='9' => scanner.take(TokenKind::Number, Scanner::eat_number),
            c if c == ':' || (is_name(c) && c != '-') => name(&mut scanner),
            _ => {
                const PUNCTUATION: [char; 9] = ['.', ',', ';', '(', ')', '[', ']', '{', '}'];
                const OPERATORS: [char; 9] = ['^', '*', '+', '-', '/', '|', '=', '!', '&'];
                if !scanner.take_one(TokenKind::Punctuation, &PUNCTUATION)
                    && !scanner.take_one(TokenKind::Operator, &OPERATORS)
                    && !scanner.take_one(TokenKind::Operator, &['>'])
                {
                    scanner.skip();
                }
            }
        }
    }
    scanner.into_tokens()
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

/// `<…>`, or a comparison of SPARQL where what follows cannot be an IRI.
fn iri(scanner: &mut Scanner) {
    let inner = scanner.rest().strip_prefix('<').unwrap_or_default();
    let end = inner.find(|c| c <= ' ' || "<>\"{}|^`".contains(c));
    if end.is_some_and(|end| inner.as_bytes().get(end) == Some(&b'>')) {
        scanner.take(TokenKind::Label, |scanner| scanner.eat_through(">"));
    } else {
        scanner.take(TokenKind::Operator, Scanner::skip);
    }
}

fn string(scanner: &mut Scanner, quote: char) {
    let long = if quote == '"' { "\"\"\"" } else { "'''" };
    scanner.take(TokenKind::String, |scanner| {
        if scanner.eat(long) {
            scanner.eat_through(long);
        } else {
            scanner.skip();
            scanner.eat_string(quote, Some('\\'), false);
        }
    });
}

/// `prefix:local`, `_:blank`, a keyword or the name of a function.
fn name(scanner: &mut Scanner) {
    let start = scanner.at();
    let word = scanner.eat_while(|c| is_name(c) || c == '.');
    // A full stop that ends a statement is no part of a name.
    if scanner.eat(":") {
        let kind = if word == "_" { TokenKind::Variable } else { TokenKind::Namespace };
        scanner.token(start, kind);
        let local = if word == "_" { TokenKind::Variable } else { TokenKind::Property };
        local_name(scanner, local);
        return;
    }
    if let Some(kind) = WORDS.get(word.to_ascii_lowercase().as_str()) {
        scanner.token(start, *kind);
    } else if scanner.is_at(&['(']) {
        scanner.token(start, TokenKind::Function);
    }
}

/// What follows the colon: names with full stops inside, escapes and percent signs.
fn local_name(scanner: &mut Scanner, kind: TokenKind) {
    loop {
        scanner.take(kind, |scanner| scanner.eat_while(|c| is_name(c) || c == ':' || c == '%'));
        let rest = scanner.rest();
        let is_escape = rest.starts_with('\\') && rest.len() > 1;
        let is_inner_stop = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(is_name));
        if is_escape {
            scanner.take(kind, |scanner| {
                scanner.skip();
                scanner.skip();
            });
        } else if is_inner_stop {
            scanner.take(kind, Scanner::skip);
        } else {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn turtle() {
        let code = r#"
@prefix arch: <https://w3id.org/loggia/arch#> .
# A server.
<#fw2> a arch:Firewall, arch:v1.0 ;
    arch:port 1801, -1.5e3 ; arch:on true ;
    rdfs:label "FW\"2"@en-GB, '''long
'text''' ; arch:at "2026-01-31"^^xsd:date ;
    arch:next [ arch:is _:b1 ] ."#;
        insta::assert_snapshot!(marked("turtle", code), @r#"
        ‹keyword @prefix› ‹namespace arch:› ‹label <https://w3id.org/loggia/arch#>› .
        ‹comment # A server.›
        ‹label <#fw2>› ‹keyword a› ‹namespace arch:›‹property Firewall›, ‹namespace arch:›‹property v1.0› ;
            ‹namespace arch:›‹property port› ‹number 1801›, -‹number 1.5e3› ; ‹namespace arch:›‹property on› ‹constant true› ;
            ‹namespace rdfs:›‹property label› ‹string "FW\"2"›‹attribute @en-GB›, ‹string '''long
        'text'''› ; ‹namespace arch:›‹property at› ‹string "2026-01-31"›^^‹namespace xsd:›‹property date› ;
            ‹namespace arch:›‹property next› [ ‹namespace arch:›‹property is› ‹variable _:b1› ] .
        "#);
    }

    #[test]
    fn sparql() {
        let code = r#"
PREFIX : <#>
SELECT ?s (COUNT(DISTINCT *) AS ?n)
WHERE {
  GRAPH ?g { ?s a/:is* :Server ; !(^:in|:at)? $o . }
  FILTER(?n < 3 && ?n>=2 || regex(str(?s), "^x", "i"))
}
ORDER BY DESC(?n) LIMIT 10"#;
        insta::assert_snapshot!(marked("sparql", code), @r#"
        ‹keyword PREFIX› ‹namespace :› ‹label <#>›
        ‹keyword SELECT› ‹variable ?s› (‹function COUNT›(‹keyword DISTINCT› *) ‹keyword AS› ‹variable ?n›)
        ‹keyword WHERE› {
          ‹keyword GRAPH› ‹variable ?g› { ‹variable ?s› ‹keyword a›/‹namespace :›‹property is›* ‹namespace :›‹property Server› ; !(^‹namespace :›‹property in›|‹namespace :›‹property at›)? ‹variable $o› . }
          ‹keyword FILTER›(‹variable ?n› < ‹number 3› && ‹variable ?n›>=‹number 2› || ‹function regex›(‹function str›(‹variable ?s›), ‹string "^x"›, ‹string "i"›))
        }
        ‹keyword ORDER› ‹keyword BY› ‹keyword DESC›(‹variable ?n›) ‹keyword LIMIT› ‹number 10›
        "#);
    }
}

//! Requests as clients send them, and those they should not send.

use std::time::Duration;

use super::*;
use crate::text::LineColumn;

const FORM: Option<&str> = Some("application/x-www-form-urlencoded; charset=UTF-8");
const DIRECT: Option<&str> = Some("application/sparql-query");

fn query(request: Result<ProtocolRequest, Problem>) -> ProtocolQuery {
    match request {
        Ok(ProtocolRequest::Query(query)) => query,
        other => panic!("{other:?}"),
    }
}

fn status(request: Result<ProtocolRequest, Problem>) -> u16 {
    request.map_or_else(|problem| problem.status, |_| 200)
}

#[test]
fn a_query_comes_in_three_ways() {
    let text = "query=ASK%20%7B%7D+%23+%C3%A4";
    let parameters = "default-graph-uri=http%3A%2F%2Fa&named-graph-uri=b&named-graph-uri=c";
    let expected = ProtocolQuery {
        text: "ASK {} # ä".to_owned(),
        default_graphs: vec!["http://a".to_owned()],
        named_graphs: vec!["b".to_owned(), "c".to_owned()],
        ..ProtocolQuery::default()
    };
    let both = format!("{text}&{parameters}&_=1");
    assert_eq!(query(parse_request("GET", Some(&both), None, b"")), expected);
    assert_eq!(query(parse_request("POST", None, FORM, both.as_bytes())), expected);
    let body = "ASK {} # ä".as_bytes();
    assert_eq!(query(parse_request("POST", Some(parameters), DIRECT, body)), expected);
    let description = parse_request("GET", None, None, b"");
    assert_eq!(description, Ok(ProtocolRequest::Description));
    let switch = |value: &str| {
        let address = format!("query=a&union-default-graph{value}");
        query(parse_request("GET", Some(&address), None, b"")).union_default_graph
    };
    assert_eq!((switch(""), switch("=false"), switch("x")), (Some(true), Some(false), None));
}

#[test]
fn wrong_requests_are_told_apart() {
    assert_eq!(status(parse_request("PUT", None, None, b"")), 405);
    assert_eq!(status(parse_request("POST", None, None, b"ASK {}")), 415);
    assert_eq!(status(parse_request("POST", None, Some("text/plain"), b"ASK {}")), 415);
    let utf16 = Some("application/sparql-query; charset=UTF-16");
    assert_eq!(status(parse_request("POST", None, utf16, b"ASK {}")), 415);
    assert_eq!(status(parse_request("GET", Some("query=a&query=b"), None, b"")), 400);
    assert_eq!(status(parse_request("GET", Some("query=%FF"), None, b"")), 400);
    assert_eq!(status(parse_request("POST", None, FORM, b"")), 400);
    assert_eq!(status(parse_request("POST", Some("query=a"), FORM, b"query=b")), 400);
    assert_eq!(status(parse_request("POST", Some("query=a"), DIRECT, b"ASK {}")), 400);
    assert_eq!(status(parse_request("POST", None, DIRECT, b"\xFF")), 400);
    assert_eq!(status(parse_request("GET", Some("update=CLEAR%20ALL"), None, b"")), 403);
    assert_eq!(status(parse_request("POST", None, FORM, b"update=CLEAR+ALL")), 403);
    let update = Some("application/sparql-update");
    assert_eq!(status(parse_request("POST", None, update, b"CLEAR ALL")), 403);
    let allow = parse_request("DELETE", None, None, b"").unwrap_err().allow;
    assert_eq!(allow, Some("GET, HEAD, POST"));
}

#[test]
fn the_format_fits_the_form_before_any_work_is_done() {
    let format = |accept: Option<&str>, text: &str, wanted: Option<&str>| {
        let query = ProtocolQuery {
            text: text.to_owned(),
            format: wanted.map(str::to_owned),
            ..ProtocolQuery::default()
        };
        to_request(query, accept).map(|request| (request.table_format, request.graph_format))
    };
    let (json, turtle) = (TableFormat::Json, GraphFormat::Turtle);
    assert_eq!(format(None, "ASK {}", None), Ok((json, turtle)));
    assert_eq!(format(Some("text/csv"), "SELECT * {}", None), Ok((TableFormat::Csv, turtle)));
    let (accept, describe) = (Some("application/json"), "DESCRIBE <a>");
    assert_eq!(format(accept, describe, None), Ok((json, GraphFormat::JsonLd)));
    assert_eq!(format(accept, "SELECT * {}", None), Ok((json, turtle)));
    assert_eq!(format(Some("text/csv"), describe, None).unwrap_err().status, 406);
    assert_eq!(format(Some("text/turtle"), "ASK {}", None).unwrap_err().status, 406);
    assert_eq!(format(accept, "ASK {}", Some("XML")), Ok((TableFormat::Xml, turtle)));
    let wanted = Some("application/n-triples");
    assert_eq!(format(accept, describe, wanted), Ok((json, GraphFormat::NTriples)));
    assert_eq!(format(accept, "ASK {}", Some("pdf")).unwrap_err().status, 406);
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    assert_eq!(format(Some(browser), "ASK {}", None), Ok((TableFormat::Xml, turtle)));
}

#[test]
fn problems_tell_what_and_where_but_nothing_inside() {
    let problem =
        to_request(ProtocolQuery { text: "ASK {\n (".to_owned(), ..Default::default() }, None);
    insta::assert_snapshot!(
        serde_json::to_string_pretty(&problem.unwrap_err().to_json()).unwrap(),
        @r#"
    {
      "title": "Not a SPARQL query",
      "status": 400,
      "detail": "this `{` is never closed",
      "line": 1,
      "column": 5
    }
    "#
    );
    let place = Some(LineColumn { line: 2, column: 3 });
    let refused = QueryError::Refused { what: "SERVICE <x>".into(), why: "no".into(), place };
    let told = |error: QueryError| {
        let problem = Problem::from(&PoolError::Query(error));
        (problem.status, problem.place, problem.detail)
    };
    assert_eq!(told(refused), (400, Some((2, 3)), "SERVICE <x> is refused: no".to_owned()));
    assert_eq!(told(QueryError::Timeout { limit: Duration::from_secs(3) }).0, 503);
    assert_eq!(told(QueryError::RowLimit { limit: 3 }).0, 422);
    assert_eq!(told(QueryError::TooLarge { bytes: 4, limit: 3 }).0, 413);
    let inside = told(QueryError::Internal("/secret/path".to_owned()));
    assert_eq!((inside.0, inside.2.contains("secret")), (500, false));
    assert_eq!(Problem::from(&PoolError::Busy).retry_after, Some(RETRY_AFTER));
}

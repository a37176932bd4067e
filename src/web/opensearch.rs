//! The description by which browsers offer the book as a search engine (`OpenSearch` 1.1).

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::web::AppState;

/// The description of this book's search.
pub(in crate::web) async fn description(State(app): State<AppState>) -> Response {
    let snapshot = app.snapshots.current();
    let escape = |text: &str| html_escape::encode_double_quoted_attribute(text).into_owned();
    let title = escape(&snapshot.catalog.title);
    let base = escape(&snapshot.catalog.config.base);
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{title}</ShortName>\n<Description>Search in {title}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Url type=\"text/html\" template=\"{base}search?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n"
    );
    ([(CONTENT_TYPE, "application/opensearchdescription+xml")], xml).into_response()
}

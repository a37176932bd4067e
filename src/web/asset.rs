//! Style sheets and scripts of the pages, under names that change with their content.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::page::asset;

/// One of the program's own files.
pub(in crate::web) async fn get(Path(name): Path<String>) -> Response {
    let Some(asset) = asset::ALL.iter().find(|asset| asset.file_name() == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers =
        [(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, asset.content).into_response()
}

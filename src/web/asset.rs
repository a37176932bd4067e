//! Style sheets and scripts of the pages, under names that change with their content.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::page::asset;
use crate::web::ready::Ready;

static READY: LazyLock<HashMap<&'static str, Ready>> = LazyLock::new(|| {
    let ready = asset::ALL.iter().map(|asset| {
        let content = asset.content.as_bytes().to_vec();
        (asset.file_name(), Ready::new(asset.media_type, content).for_ever())
    });
    ready.collect()
});

/// The folder of these files, from the root.
const FOLDER: &str = "/_loggia/";

/// One of the program's own files, where `path` names one.
pub(in crate::web) fn at_hand(path: &str, headers: &HeaderMap) -> Option<Response> {
    let ready = path.strip_prefix(FOLDER).and_then(|name| READY.get(name))?;
    Some(ready.answer(headers))
}

/// One of the program's own files.
pub(in crate::web) async fn get(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match READY.get(name.as_str()) {
        Some(ready) => ready.answer(&headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

//! Answers ready to be sent: made at most once per revision, compressed beside, within a budget.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Bytes;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::catalog::PageIndex;
use crate::service::pages::Twin;
use crate::web::negotiate::accepts_coding;

/// So many bytes of answers are kept; those that nobody asks for make room.
const BUDGET: u64 = 64 << 20;

/// How many answers are expected in that room.
const EXPECTED: usize = 4_096;

/// Shorter answers fit a packet as they are.
const WORTH_COMPRESSING: usize = 512;

/// What an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::web) enum Content {
    /// A page as HTML.
    Page(PageIndex),
    /// A page in another form.
    Twin(PageIndex, Twin),
    /// All contents of the book.
    Contents,
}

/// An answer with everything but what depends on the request.
#[derive(Debug)]
pub(in crate::web) struct Ready {
    media_type: HeaderValue,
    bytes: Bytes,
    /// The bytes under gzip, where that saves any.
    packed: Option<Bytes>,
    tag: HeaderValue,
    tag_of_packed: HeaderValue,
    caching: &'static str,
    more: Vec<(HeaderName, HeaderValue)>,
}

impl Ready {
    /// An answer that a browser asks again about, and gets only when it has changed.
    pub(in crate::web) fn new(media_type: &'static str, bytes: Vec<u8>) -> Self {
        let hash = blake3::hash(&bytes).to_hex();
        let hash = hash.get(..24).unwrap_or_default();
        let packed = (bytes.len() >= WORTH_COMPRESSING).then(|| gzip(&bytes)).flatten();
        // Hexadecimal digits are always a valid value.
        let tag = |tag: String| {
            HeaderValue::try_from(tag).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
        };
        Self {
            media_type: HeaderValue::from_static(media_type),
            packed: packed.filter(|packed| packed.len() < bytes.len()).map(Bytes::from),
            bytes: Bytes::from(bytes),
            tag: tag(format!("\"{hash}\"")),
            tag_of_packed: tag(format!("\"{hash}-gzip\"")),
            caching: "no-cache",
            more: Vec::new(),
        }
    }

    /// The same for an address that always means the same bytes.
    pub(in crate::web) fn for_ever(mut self) -> Self {
        self.caching = "public, max-age=31536000, immutable";
        self
    }

    /// The same with another header.
    pub(in crate::web) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.more.push((name, value));
        self
    }

    /// The answer to a request with these headers.
    pub(in crate::web) fn answer(&self, headers: &HeaderMap) -> Response {
        let coding = headers.get(ACCEPT_ENCODING).and_then(|coding| coding.to_str().ok());
        let packed =
            self.packed.as_ref().filter(|_| coding.is_some_and(|it| accepts_coding(it, "gzip")));
        let tag = if packed.is_some() { &self.tag_of_packed } else { &self.tag };
        let mut response = if is_known(headers, tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let body = packed.unwrap_or(&self.bytes).clone();
            let mut response = Response::new(body.into());
            response.headers_mut().insert(CONTENT_TYPE, self.media_type.clone());
            if packed.is_some() {
                let gzip = HeaderValue::from_static("gzip");
                response.headers_mut().insert(CONTENT_ENCODING, gzip);
            }
            response
        };
        let own = response.headers_mut();
        own.insert(ETAG, tag.clone());
        own.insert(CACHE_CONTROL, HeaderValue::from_static(self.caching));
        own.append(VARY, HeaderValue::from_static("accept-encoding"));
        own.extend(self.more.iter().cloned());
        response
    }

    fn size(&self) -> usize {
        self.bytes.len() + self.packed.as_ref().map_or(0, Bytes::len)
    }
}

/// Whether the client has what the tag names. Between encodings of the same content a tag differs,
/// and a proxy may have made it weak.
fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let known = headers.get_all(IF_NONE_MATCH).into_iter().filter_map(|tags| tags.to_str().ok());
    known
        .flat_map(|tags| tags.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(6));
    // Writing to memory has nothing to fail about.
    packer.write_all(bytes).ok()?;
    packer.finish().ok()
}

/// The answers of the current revision that were asked for.
pub(in crate::web) struct ReadyAnswers {
    answers: Cache<(u64, Content), Arc<Ready>, ByBytes>,
    revision: AtomicU64,
}

#[derive(Debug, Clone)]
struct ByBytes;

impl Weighter<(u64, Content), Arc<Ready>> for ByBytes {
    fn weight(&self, _key: &(u64, Content), ready: &Arc<Ready>) -> u64 {
        // An answer costs a little even where it is empty.
        ready.size() as u64 + 512
    }
}

impl ReadyAnswers {
    pub(in crate::web) fn new() -> Self {
        Self { answers: Cache::with_weighter(EXPECTED, BUDGET, ByBytes), revision: 0.into() }
    }

    /// An answer that is ready.
    pub(in crate::web) fn get(&self, revision: u64, content: Content) -> Option<Arc<Ready>> {
        self.answers.get(&(revision, content))
    }

    /// An answer, made where it is not ready. Who asks for the same meanwhile waits for it.
    pub(in crate::web) fn get_or_make<E>(
        &self,
        revision: u64,
        content: Content,
        make: impl FnOnce() -> Result<Ready, E>,
    ) -> Result<Arc<Ready>, E> {
        if self.revision.fetch_max(revision, Ordering::Relaxed) < revision {
            // Nobody asks for the revision before any more but who has begun with it.
            self.answers.clear();
        }
        self.answers.get_or_insert_with(&(revision, content), || make().map(Arc::new))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn ready(size: usize) -> Ready {
        Ready::new("text/plain", vec![b'a'; size])
    }

    #[test]
    fn an_answer_is_made_once_per_revision() {
        let answers = ReadyAnswers::new();
        let mut made = 0;
        for revision in [1, 1, 2, 2] {
            let _ready = answers.get_or_make(revision, Content::Page(0), || {
                made += 1;
                Ok::<_, Infallible>(ready(2_000))
            });
        }
        assert_eq!(made, 2);
        assert!(answers.get(2, Content::Page(0)).is_some());
        assert!(answers.get(1, Content::Page(0)).is_none(), "the revision before is let go");
    }

    #[test]
    fn the_budget_holds() {
        let answers = ReadyAnswers::new();
        let each = 1 << 20;
        for page in 0..200 {
            let made =
                answers.get_or_make(1, Content::Page(page), || Ok::<_, Infallible>(ready(each)));
            assert_eq!(made.unwrap().bytes.len(), each);
        }
        assert!(answers.answers.weight() <= BUDGET);
        assert!(answers.answers.len() >= 40, "{}", answers.answers.len());
    }

    #[test]
    fn each_encoding_has_a_tag_of_its_own() {
        let page = Ready::new("text/html", vec![b'a'; 2_000]);
        let asked = |headers: &[(HeaderName, &'static str)]| {
            let headers = headers.iter().cloned();
            page.answer(&headers.map(|(name, value)| (name, value.parse().unwrap())).collect())
        };
        let plain = asked(&[]);
        let packed = asked(&[(ACCEPT_ENCODING, "br, gzip;q=0.5")]);
        let tag = |response: &Response| response.headers()[ETAG].to_str().unwrap().to_owned();
        assert_ne!(tag(&plain), tag(&packed));
        assert_eq!(packed.headers()[CONTENT_ENCODING], "gzip");
        assert!(!plain.headers().contains_key(CONTENT_ENCODING));
        assert!(!asked(&[(ACCEPT_ENCODING, "gzip;q=0")]).headers().contains_key(CONTENT_ENCODING));
        let weak: &'static str = format!("W/{}", tag(&plain)).leak();
        assert_eq!(asked(&[(IF_NONE_MATCH, weak)]).status(), StatusCode::NOT_MODIFIED);
        let both = [(IF_NONE_MATCH, weak), (ACCEPT_ENCODING, "gzip")];
        assert_eq!(asked(&both).status(), StatusCode::OK, "it has the other encoding");
    }
}

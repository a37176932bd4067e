//! Text made safe for HTML.

/// The text as it may stand in element content or in an attribute value between double quotes.
#[must_use]
pub(in crate::page) fn escape(text: &str) -> String {
    html_escape::encode_double_quoted_attribute(text).into_owned()
}

//! stub
/// x
pub fn highlight(_l: &str, code: &str) -> String {
    html_escape::encode_text(code).into_owned()
}
/// x
pub fn language_name(_l: &str) -> Option<&'static str> {
    None
}

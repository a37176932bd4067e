//! Texts of documents made fit for a line of a chat: one line, no tricks, not too long.

/// The text on one line, without characters that are not seen or turn others around, cut behind
/// `limit` characters at the end of a word.
#[must_use]
pub fn line(text: &str, limit: usize) -> String {
    let words = text.split_whitespace().map(visible).filter(|word| !word.is_empty());
    cut(&words.collect::<Vec<_>>().join(" "), limit)
}

/// Like [`line()`], but white space at the ends stays as one space: a piece of a longer line.
#[must_use]
pub fn piece(text: &str, limit: usize) -> String {
    let words = line(text, limit);
    let before = if text.starts_with(char::is_whitespace) { " " } else { "" };
    let behind = if text.ends_with(char::is_whitespace) && !words.is_empty() { " " } else { "" };
    format!("{before}{words}{behind}")
}

/// The first characters of a text, at most `limit`; an ellipsis tells that there are more.
#[must_use]
pub fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    let whole = kept.rfind(' ').filter(|space| *space * 2 > kept.len());
    let kept = whole.and_then(|space| kept.get(..space)).unwrap_or(&kept);
    format!("{}…", kept.trim_end())
}

fn visible(word: &str) -> String {
    let is_trick = |c: &char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    word.chars().filter(|c| !is_trick(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_words() {
        assert_eq!(line(" a\n\tb\u{202e}c \u{0} d", 100), "a bc d");
        assert_eq!(line("one two three four", 12), "one two…");
        assert_eq!(line("abcdefghij", 5), "abcd…");
        assert_eq!(line("abc", 3), "abc");
        assert_eq!(piece(" a b ", 9), " a b ");
        assert_eq!(piece(" ", 9), " ");
    }
}

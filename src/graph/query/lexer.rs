//! The words of a SPARQL text, in one pass and without recursion.
//!
//! Less exact than the parser and never less strict: where the parser could read a text in two ways
//! (`<` begins an IRI or compares), the token says enough for the gate to fear the worse one.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// `{`, `(` or `[`.
    Open(u8),
    /// `}`, `)` or `]`.
    Close(u8),
    /// A bare word: keyword, function, `a`, `true`.
    Word(&'a str),
    /// A prefixed name, up to the first dot of its local part.
    Prefixed(&'a str),
    /// `?name` or `$name`.
    Variable,
    /// `<…>`; could be a comparison, then the text between is more of the expression.
    Iri(&'a str),
    /// A string.
    Text,
    /// A number.
    Number,
    /// `@en`.
    Language,
    /// `!`.
    Not,
    /// Anything that joins or changes operands in expressions and paths.
    Operator,
    /// `^^`.
    Datatype,
    /// `<<`: a triple term of SPARQL 1.2.
    TripleTerm,
    /// `,`, `;`, `.`.
    Separator,
    /// A string that does not end.
    OpenText,
    /// Anything else.
    Other,
}

/// A token and the byte it begins at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) start: usize,
}

/// The tokens of `text`. Comments and white space are passed over.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// See [`tokens`].
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn starts_with(&self, at: usize, what: &str) -> bool {
        self.text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(what.as_bytes()))
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The first offset from `at` on whose byte is not `wanted`.
    fn past(&self, at: usize, wanted: impl Fn(u8) -> bool) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        at + rest.iter().position(|byte| !wanted(*byte)).unwrap_or(rest.len())
    }

    fn blank(&mut self) {
        loop {
            self.at = self.past(self.at, |byte| byte.is_ascii_whitespace());
            if self.byte(self.at) != Some(b'#') {
                return;
            }
            self.at = self.past(self.at, |byte| byte != b'\n' && byte != b'\r');
        }
    }

    /// Where the string that begins at `start` ends, and whether it ends at all.
    fn string(&self, start: usize) -> (usize, bool) {
        let quote = self.byte(start).unwrap_or(b'"');
        let long = self.byte(start + 1) == Some(quote) && self.byte(start + 2) == Some(quote);
        let mut at = start + if long { 3 } else { 1 };
        while let Some(byte) = self.byte(at) {
            match byte {
                b'\\' => at += 2,
                b'\n' | b'\r' if !long => return (at, false),
                _ if byte == quote && !long => return (at + 1, true),
                _ if byte == quote
                    && self.byte(at + 1) == Some(quote)
                    && self.byte(at + 2) == Some(quote) =>
                {
                    return (at + 3, true);
                }
                _ => at += 1,
            }
        }
        (self.text.len(), false)
    }

    /// The end of the IRI that begins at `start`, where one can.
    fn iri(&self, start: usize) -> Option<usize> {
        let end = self.past(start + 1, |byte| {
            byte > b' ' && !matches!(byte, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`')
        });
        (self.byte(end) == Some(b'>')).then_some(end + 1)
    }

    /// The end of the local part of a prefixed name, whose colon stands before `start`.
    fn local(&self, start: usize) -> usize {
        let mut at = start;
        loop {
            at = self.past(at, |byte| is_name(byte) || matches!(byte, b':' | b'-' | b'%'));
            if self.byte(at) != Some(b'\\') {
                return at;
            }
            at += 2;
        }
    }

    /// The end of the language tag whose `@` stands before `start`.
    fn language(&self, start: usize) -> usize {
        let mut at = self.past(start, |byte| byte.is_ascii_alphabetic());
        while self.byte(at) == Some(b'-')
            && self.byte(at + 1).is_some_and(|byte| byte.is_ascii_alphanumeric())
        {
            at = self.past(at + 1, |byte| byte.is_ascii_alphanumeric());
        }
        at
    }

    /// A word, or a prefixed name where a colon follows. Only prefixes have hyphens and dots: `true-1`
    /// is a sum. Looking for the colon ends after a while, else many hyphens would cost the square.
    fn word(&self, start: usize) -> (Kind<'a>, usize) {
        const LONGEST_PREFIX: usize = 200;
        let bytes = self.text.as_bytes().get(start..).unwrap_or_default();
        let near = bytes.iter().take(LONGEST_PREFIX);
        let length =
            near.take_while(|byte| is_name(**byte) || matches!(**byte, b'-' | b'.')).count();
        if bytes.get(length) == Some(&b':') {
            let end = self.local(start + length + 1);
            return (Kind::Prefixed(self.slice(start, end)), end);
        }
        let end = self.past(start, is_name);
        (Kind::Word(self.slice(start, end)), end)
    }

    fn next_kind(&self, start: usize, byte: u8) -> (Kind<'a>, usize) {
        let one = |kind| (kind, start + 1);
        let two = |kind| (kind, start + 2);
        match byte {
            b'{' | b'(' | b'[' => one(Kind::Open(byte)),
            b'}' | b')' | b']' => one(Kind::Close(byte)),
            b'"' | b'\'' => {
                let (end, ended) = self.string(start);
                (if ended { Kind::Text } else { Kind::OpenText }, end)
            }
            b'<' => match self.iri(start) {
                Some(end) => (Kind::Iri(self.slice(start + 1, end - 1)), end),
                None if self.starts_with(start, "<<") => two(Kind::TripleTerm),
                None if self.starts_with(start, "<=") => two(Kind::Operator),
                None => one(Kind::Operator),
            },
            b'?' | b'$' if self.byte(start + 1).is_some_and(is_name) => {
                (Kind::Variable, self.past(start + 1, is_name))
            }
            b'@' => (Kind::Language, self.language(start + 1)),
            b'^' if self.starts_with(start, "^^") => two(Kind::Datatype),
            b'&' if self.starts_with(start, "&&") => two(Kind::Operator),
            b'|' if self.starts_with(start, "||") => two(Kind::Operator),
            b'>' if self.starts_with(start, ">=") => two(Kind::Operator),
            b'!' if self.starts_with(start, "!=") => two(Kind::Operator),
            b'!' => one(Kind::Not),
            b'+' | b'-' | b'*' | b'/' | b'|' | b'^' | b'=' | b'>' | b'?' => one(Kind::Operator),
            b',' | b';' | b'.' => one(Kind::Separator),
            b':' => {
                let end = self.local(start + 1);
                (Kind::Prefixed(self.slice(start, end)), end)
            }
            b'\\' => two(Kind::Other),
            _ if byte.is_ascii_digit() => {
                (Kind::Number, self.past(start, |byte| byte.is_ascii_digit()))
            }
            _ if is_name(byte) => self.word(start),
            _ => one(Kind::Other),
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.blank();
        let start = self.at;
        let (kind, end) = self.next_kind(start, self.byte(start)?);
        self.at = end.max(start + 1);
        Some(Token { kind, start })
    }
}

/// Bytes of names: letters, digits, `_` and everything outside ASCII.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind<'_>> {
        tokens(text).map(|token| token.kind).collect()
    }

    #[test]
    fn brackets_in_strings_iris_and_comments_are_no_brackets() {
        let hidden = [
            "'(['",
            "\"{\\\"{\"",
            "'''(\n'(''('''",
            "\"\"\"{\"{\"\"\"",
            "# ((\n",
            "ex:a\\(b",
            "<a(b>",
        ];
        for text in hidden {
            let bracket = |kind: &Kind<'_>| matches!(kind, Kind::Open(_) | Kind::Close(_));
            assert!(!kinds(text).iter().any(bracket), "{text}");
        }
    }

    #[test]
    fn words_are_told_from_names() {
        use Kind::{Iri, Language, Operator, Prefixed, Text, Variable, Word};
        assert_eq!(
            kinds("SELECT ?select filter:x"),
            [Word("SELECT"), Variable, Prefixed("filter:x")]
        );
        assert_eq!(kinds("'x'@en-GB <http://a#b>"), [Text, Language, Iri("http://a#b")]);
        assert_eq!(kinds("?a < ?b"), [Variable, Operator, Variable]);
        assert_eq!(kinds(":a? $x"), [Prefixed(":a"), Operator, Variable]);
        assert_eq!(
            kinds("true-a x-y:z-1"),
            [Word("true"), Operator, Word("a"), Prefixed("x-y:z-1")]
        );
        assert_eq!(kinds("a.b:c.d"), [Prefixed("a.b:c"), Kind::Separator, Word("d")]);
        assert_eq!(kinds("'x'@en--a"), [Text, Language, Operator, Operator, Word("a")]);
    }

    #[test]
    fn a_string_must_end_on_its_line_unless_it_is_long() {
        assert_eq!(kinds("'abc\n"), [Kind::OpenText]);
        assert_eq!(kinds("'''abc\n'"), [Kind::OpenText]);
        assert_eq!(kinds("'abc\\'"), [Kind::OpenText]);
    }
}

//! From byte offsets to lines and columns and back.

/// A 1-based line and column, as people and editors count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// 1-based line.
    pub line: usize,
    /// 1-based column in Unicode scalar values.
    pub column: usize,
}

/// The starts of the lines of a text. `\n`, `\r\n` and a lone `\r` end a line, as in CommonMark.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Finds the lines of `text` in one pass.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (offset, byte) in bytes.iter().enumerate() {
            let ends_line =
                *byte == b'\n' || (*byte == b'\r' && bytes.get(offset + 1) != Some(&b'\n'));
            if ends_line {
                starts.push(offset + 1);
            }
        }
        Self { starts }
    }

    /// How many lines there are; a text that ends in a line break has an empty last line.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The 1-based line that holds the byte at `offset`; past the end it is the last line.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Where the 1-based `line` starts; `None` where there is no such line.
    #[must_use]
    pub fn line_start(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).copied()
    }

    /// Line and column of `offset` in `text`, which must be the text the index was made of.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let offset = offset.min(text.len());
        let line = self.line(offset);
        let start = self.line_start(line).unwrap_or(0);
        let before = text.as_bytes().get(start..offset).unwrap_or_default();
        // Bytes that start a character: everything but UTF-8 continuation bytes.
        let column = before.iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1;
        LineColumn { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, offset: usize) -> (usize, usize) {
        let LineColumn { line, column } = LineIndex::new(text).line_column(text, offset);
        (line, column)
    }

    #[test]
    fn counts_from_one() {
        assert_eq!(place("", 0), (1, 1));
        assert_eq!(place("abc\ndef", 0), (1, 1));
        assert_eq!(place("abc\ndef", 3), (1, 4));
        assert_eq!(place("abc\ndef", 4), (2, 1));
        assert_eq!(place("abc\ndef", 99), (2, 4));
    }

    #[test]
    fn knows_all_line_endings() {
        assert_eq!(place("a\r\nb", 3), (2, 1));
        assert_eq!(place("a\rb", 2), (2, 1));
        assert_eq!(LineIndex::new("a\r\nb\rc\n").line_count(), 4);
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(place("äöü x", "äöü ".len()), (1, 5));
    }

    #[test]
    fn an_offset_inside_a_character_does_not_panic() {
        assert_eq!(place("ä", 1), (1, 2));
    }
}

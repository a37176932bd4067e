//! How much an answer may hold, counted in tokens of a model, and the cursors that go on behind it.

use serde::Serialize;

use crate::mcp::tool::Refusal;

/// Tokens of an answer where nothing is asked for.
pub(in crate::mcp) const USUAL_TOKENS: i64 = 4_000;
/// Tokens of an answer at most.
pub(in crate::mcp) const MOST_TOKENS: i64 = 20_000;
/// Tokens of an answer at least: one fact with its source fits.
const FEWEST_TOKENS: i64 = 200;
/// Bytes of JSON per token. Models differ; names and punctuation come to about this many, prose to
/// more, so that an answer is rather too short than too long.
const BYTES_PER_TOKEN: i64 = 3;

/// What is left of an answer.
#[derive(Debug)]
pub(in crate::mcp) struct Budget {
    left: usize,
    is_untouched: bool,
    /// Whether something did not fit; then nothing more is taken.
    exceeded: bool,
    /// Whether something did not fit into a part.
    part_exceeded: bool,
}

impl Budget {
    /// The budget of so many tokens, put between the least and the most there can be.
    pub(in crate::mcp) fn of_tokens(tokens: i64) -> Self {
        let bytes = tokens.clamp(FEWEST_TOKENS, MOST_TOKENS) * BYTES_PER_TOKEN;
        Self {
            left: usize::try_from(bytes).unwrap_or_default(),
            is_untouched: true,
            exceeded: false,
            part_exceeded: false,
        }
    }

    /// Bytes that are left.
    pub(in crate::mcp) fn left(&self) -> usize {
        self.left
    }

    /// Takes what is told in any case.
    pub(in crate::mcp) fn spend(&mut self, frame: &impl Serialize) {
        let bytes = serde_json::to_string(frame).map_or(0, |json| json.len());
        self.left = self.left.saturating_sub(bytes);
    }

    /// Takes half of what is left as a budget of its own.
    pub(in crate::mcp) fn half(&mut self) -> Self {
        let half = self.left / 2;
        self.left -= half;
        Self { left: half, is_untouched: false, exceeded: false, part_exceeded: false }
    }

    /// Takes back what is left of a part.
    pub(in crate::mcp) fn join(&mut self, part: &Self) {
        self.left += part.left;
        self.part_exceeded |= part.exceeded || part.part_exceeded;
    }

    /// Whether something did not fit, here or in a part.
    pub(in crate::mcp) fn exceeded(&self) -> bool {
        self.exceeded || self.part_exceeded
    }

    /// Whether `item` still fits; takes its bytes if so. The first one always does, so that an
    /// answer that is asked on and on comes to its end.
    pub(in crate::mcp) fn takes(&mut self, item: &impl Serialize) -> bool {
        let bytes = serde_json::to_string(item).map_or(usize::MAX, |json| json.len() + 1);
        if self.exceeded || (bytes > self.left && !self.is_untouched) {
            self.exceeded = true;
            return false;
        }
        self.is_untouched = false;
        self.left = self.left.saturating_sub(bytes);
        true
    }

    /// As many of `items` as fit, in their order.
    pub(in crate::mcp) fn fill<T: Serialize>(
        &mut self,
        items: impl IntoIterator<Item = T>,
    ) -> Vec<T> {
        items.into_iter().take_while(|item| self.takes(item)).collect()
    }
}

/// As much of a list as an answer may hold, from where the answer before ended.
#[derive(Debug)]
pub(in crate::mcp) struct Portion {
    budget: Budget,
    skipped: usize,
    taken: usize,
}

impl Portion {
    /// The portion that a caller wants: so many tokens, from `cursor` on.
    pub(in crate::mcp) fn read(tokens: i64, cursor: &str) -> Result<Self, Refusal> {
        let skipped = read_cursor(cursor)?;
        Ok(Self { budget: Budget::of_tokens(tokens), skipped, taken: 0 })
    }

    /// Whether nothing was told before.
    pub(in crate::mcp) fn is_first(&self) -> bool {
        self.skipped == 0
    }

    /// What may still be told, for what is no part of the list.
    pub(in crate::mcp) fn budget(&mut self) -> &mut Budget {
        &mut self.budget
    }

    /// How many items were told before.
    pub(in crate::mcp) fn start(&self) -> usize {
        self.skipped
    }

    /// As many of a whole list's items as fit, without those that were told before.
    pub(in crate::mcp) fn of<T: Serialize>(&mut self, list: impl IntoIterator<Item = T>) -> Vec<T> {
        let skipped = self.skipped;
        self.rest(list.into_iter().skip(skipped))
    }

    /// The same of a list that lacks them already.
    pub(in crate::mcp) fn rest<T: Serialize>(
        &mut self,
        list: impl IntoIterator<Item = T>,
    ) -> Vec<T> {
        let told = self.budget.fill(list);
        self.taken += told.len();
        told
    }

    /// The cursor that goes on behind this portion; `None` where everything fitted.
    pub(in crate::mcp) fn next_cursor(&self) -> Option<String> {
        self.budget.exceeded().then(|| cursor(self.skipped + self.taken))
    }

    /// The same of a list with `total` items, of which a caller may have wanted few.
    pub(in crate::mcp) fn next_cursor_of(&self, total: usize) -> Option<String> {
        let told = self.skipped + self.taken;
        (told < total).then(|| cursor(told))
    }
}

/// A text cut to at most `bytes`, at the end of a line if there is one near, else of a character.
pub(in crate::mcp) fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or_default();
    match head.rfind('\n') {
        Some(line) if line > end / 2 => head.get(..=line).unwrap_or(head),
        _ => head,
    }
}

/// The tokens of an answer where nothing is asked for, as the default of an argument.
pub(in crate::mcp) fn usual_tokens() -> i64 {
    USUAL_TOKENS
}

/// Where an answer goes on: a number that callers give back as they got it.
pub(in crate::mcp) fn read_cursor(cursor: &str) -> Result<usize, Refusal> {
    if cursor.is_empty() {
        return Ok(0);
    }
    let number = cursor.strip_prefix('c').and_then(|number| number.parse().ok());
    number.ok_or_else(|| {
        Refusal::new("this `cursor` was not given by this tool; leave it out to begin at the start")
    })
}

/// The cursor of a place.
pub(in crate::mcp) fn cursor(place: usize) -> String {
    format!("c{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_item_fits_always_and_nothing_behind_one_that_does_not() {
        let mut budget = Budget::of_tokens(0);
        let long = "x".repeat(550);
        assert_eq!(
            budget.fill([long.as_str(), "twenty characters or", "y"]),
            [&long, "twenty characters or", "y"]
        );
        let mut budget = Budget::of_tokens(0);
        let longer = "x".repeat(5_000);
        assert_eq!(budget.fill([longer.as_str(), "y"]), [&longer]);
        assert!(budget.exceeded());
    }

    #[test]
    fn texts_are_cut_between_lines_or_characters() {
        assert_eq!(cut("ab\ncd\nef", 7), "ab\ncd\n");
        assert_eq!(cut("äöü", 3), "ä");
        assert_eq!(cut("short", 10), "short");
    }

    #[test]
    fn cursors_are_read_back() {
        assert_eq!(read_cursor(&cursor(42)), Ok(42));
        assert_eq!(read_cursor(""), Ok(0));
        assert!(read_cursor("42").is_err());
        assert!(read_cursor("c-1").is_err());
    }
}

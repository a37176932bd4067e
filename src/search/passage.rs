//! Where a query's words stand in a text: how near to one another, and the passage to show.

use std::collections::HashMap;
use std::ops::Range;

use crate::search::Segment;
use crate::search::analysis::{self, Stems};

/// The passage shown of a section has about so many characters.
const PASSAGE: usize = 200;

/// What stands before the first match of a passage is cut to so many characters.
const LEAD_IN: usize = 50;

/// No more than so many bytes of a text are looked at: a passage from the start of a huge section
/// is as good as the best one.
const LOOKED_AT: usize = 64 << 10;

/// A word of the query as it is looked for in texts.
#[derive(Debug, Clone)]
pub(in crate::search) struct WantedWord {
    /// In lower case.
    pub(in crate::search) text: String,
    /// Other words that count as this one (near spellings, parts), and how much of it.
    pub(in crate::search) others: Vec<(String, f32)>,
    /// How much longer words that start so count, if they do.
    pub(in crate::search) longer: Option<f32>,
    /// How much it tells about a text that the word stands there.
    pub(in crate::search) weight: f32,
}

impl WantedWord {
    /// A word that only itself and its inflections count as.
    pub(in crate::search) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), others: Vec::new(), longer: None, weight: 0.0 }
    }
}

/// Finds the words of a query in texts.
#[derive(Debug)]
pub(in crate::search) struct Matcher {
    words: Vec<WantedWord>,
    /// For each word its stem.
    wanted_stems: Vec<String>,
    /// What was found out about the words of the texts so far.
    known: HashMap<Box<str>, Option<(usize, f32)>>,
    stems: Stems,
    lower: String,
    pairs: Vec<Pair>,
    /// Whether a word may be wanted, by its first byte in lower case: most are not, and need no
    /// look-up.
    starts: [bool; 256],
}

/// Two words of the query and how far apart they stand there.
#[derive(Debug, Clone, Copy)]
struct Pair {
    first: usize,
    second: usize,
    apart: usize,
    weight: f32,
}

/// A word of a text that is a word of the query.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::search) struct Match {
    /// Index of the query's word.
    pub(in crate::search) word: usize,
    /// How much it counts as that word, up to 1.
    pub(in crate::search) quality: f32,
    /// How many words of the text stand before it.
    pub(in crate::search) position: usize,
    /// Its bytes.
    pub(in crate::search) range: Range<usize>,
}

impl Matcher {
    /// A matcher for the words of a query in order.
    pub(in crate::search) fn new(words: Vec<WantedWord>, language: &str) -> Self {
        let mut stems = Stems::of_language(language);
        let wanted_stems = words.iter().map(|word| stems.stem(&word.text).to_owned()).collect();
        let mut starts = [false; 256];
        let others = words.iter().flat_map(|word| &word.others).map(|(other, _)| other);
        let wanted = words.iter().map(|word| &word.text).chain(others);
        for byte in wanted.filter_map(|word| word.bytes().next()) {
            if let Some(start) = starts.get_mut(usize::from(byte)) {
                *start = true;
            }
        }
        // Other letters may change their first byte with their case.
        starts.iter_mut().skip(0x80).for_each(|start| *start = true);
        let pairs = pairs(&words, language);
        Self {
            words,
            wanted_stems,
            known: HashMap::new(),
            stems,
            lower: String::new(),
            pairs,
            starts,
        }
    }

    /// The matches in a text, in order.
    pub(in crate::search) fn matches(&mut self, text: &str) -> Vec<Match> {
        let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
        let mut matches = Vec::new();
        for (position, range) in analysis::words(text).enumerate() {
            let first = text.as_bytes().get(range.start).map_or(0, u8::to_ascii_lowercase);
            if !self.starts.get(usize::from(first)).copied().unwrap_or_default() {
                continue;
            }
            self.lower.clear();
            analysis::push_lower(text.get(range.clone()).unwrap_or_default(), &mut self.lower);
            if let Some((word, quality)) = self.wanted() {
                matches.push(Match { word, quality, position, range });
            }
        }
        matches
    }

    /// Which word of the query the word in `self.lower` is, and how much it counts as that.
    fn wanted(&mut self) -> Option<(usize, f32)> {
        if let Some(known) = self.known.get(self.lower.as_str()) {
            return *known;
        }
        let lower = self.lower.as_str();
        let words = || self.words.iter().enumerate();
        let mut found = words().find(|(_, word)| word.text == lower).map(|(index, _)| (index, 1.0));
        if found.is_none() && self.wanted_stems.iter().any(|stem| may_have_stem(lower, stem)) {
            let stem = self.stems.stem(lower);
            found = self
                .wanted_stems
                .iter()
                .position(|wanted| wanted == stem)
                .map(|index| (index, 1.0));
        }
        let longer = || {
            words().find_map(|(index, word)| {
                Some((index, word.longer.filter(|_| lower.starts_with(&word.text))?))
            })
        };
        let other = || {
            words().find_map(|(index, word)| {
                let (_, quality) = word.others.iter().find(|(other, _)| other == lower)?;
                Some((index, *quality))
            })
        };
        let found = found.or_else(longer).or_else(other);
        self.known.insert(lower.into(), found);
        found
    }

    /// How near the query's neighbours stand to one another in a text, weighed: for each pair of
    /// the query its weight where the two stand just as they do there, less where they are further
    /// apart or turned round.
    pub(in crate::search) fn nearness(&self, matches: &[Match]) -> Vec<f32> {
        let mut best = vec![0.0_f32; self.pairs.len()];
        let mut last: Vec<Option<(usize, f32)>> = vec![None; self.words.len()];
        for found in matches {
            for (pair, best) in self.pairs.iter().zip(&mut best) {
                let (other, in_order) = if pair.second == found.word {
                    (pair.first, true)
                } else if pair.first == found.word {
                    (pair.second, false)
                } else {
                    continue;
                };
                let Some((before, quality)) = last.get(other).copied().flatten() else {
                    continue;
                };
                let apart = found.position - before;
                let astray = if in_order { apart.abs_diff(pair.apart) } else { apart + 1 };
                if astray <= 8 {
                    #[expect(clippy::cast_precision_loss, reason = "at most 8")]
                    let nearness = pair.weight * quality.min(found.quality) / (1.0 + astray as f32);
                    *best = best.max(nearness);
                }
            }
            if let Some(last) = last.get_mut(found.word) {
                *last = Some((found.position, found.quality));
            }
        }
        best
    }

    /// The whole text, its matches highlighted.
    pub(in crate::search) fn highlight(&mut self, text: &str) -> Vec<Segment> {
        let matches = self.matches(text);
        segments(text, 0..text.len(), &matches)
    }

    /// The passage of a text where the words that tell most stand closest together; the start of
    /// the text where none does.
    pub(in crate::search) fn passage(&self, text: &str, matches: &[Match]) -> Vec<Segment> {
        let cluster = self.best_cluster(matches);
        let range = passage_range(text, cluster);
        let mut passage = segments(text, range.clone(), matches);
        let plain = |text: &str| Segment { text: text.to_owned(), highlighted: false };
        if range.start > 0 {
            passage.insert(0, plain("… "));
        }
        if range.end < text.trim_end().len() {
            passage.push(plain(" …"));
        }
        merged(passage)
    }

    /// The bytes from the first to the last match of the best cluster.
    fn best_cluster(&self, matches: &[Match]) -> Range<usize> {
        let mut best = (0.0_f32, 0..0);
        let mut seen = vec![usize::MAX; self.words.len()];
        for (index, first) in matches.iter().enumerate() {
            let mut worth = 0.0;
            let mut before: Option<&Match> = None;
            let near = matches.iter().skip(index);
            for found in
                near.take_while(|found| found.range.end - first.range.start <= PASSAGE - LEAD_IN)
            {
                let weight = self.words.get(found.word).map_or(0.0, |word| word.weight);
                let new = seen
                    .get_mut(found.word)
                    .is_some_and(|seen| std::mem::replace(seen, index) != index);
                worth += if new { weight } else { weight * 0.1 };
                let follows = before.is_some_and(|before| {
                    before.position + 1 == found.position && before.word + 1 == found.word
                });
                worth += if follows { weight * 0.5 } else { 0.0 };
                before = Some(found);
                if worth > best.0 {
                    best = (worth, first.range.start..found.range.end);
                }
            }
        }
        best.1
    }
}

/// Whether a word can have a stem, judged by its first two letters: finding that out for sure costs
/// much more, and most words of a text are nothing like the query.
fn may_have_stem(word: &str, stem: &str) -> bool {
    // `dying` has the stem `die`.
    let mut letters = word.bytes().zip(stem.bytes()).take(2);
    letters.all(|(word, stem)| word == stem || (word == b'y' && stem == b'i'))
}

/// The pairs of a query whose nearness counts: neighbours, and neighbours among the words that
/// carry meaning.
fn pairs(words: &[WantedWord], language: &str) -> Vec<Pair> {
    let meaningful: Vec<usize> = (0..words.len())
        .filter(|index| {
            words.get(*index).is_some_and(|word| !analysis::is_function_word(language, &word.text))
        })
        .collect();
    let neighbours = (1..words.len()).map(|second| (second - 1, second));
    let across = meaningful.windows(2).filter_map(|window| match window {
        [first, second] if second - first > 1 => Some((*first, *second)),
        _ => None,
    });
    let pairs = neighbours.chain(across).filter_map(|(first, second)| {
        let weight = words.get(first)?.weight.min(words.get(second)?.weight);
        Some(Pair { first, second, apart: second - first, weight })
    });
    pairs.collect()
}

/// The bytes to show around a cluster: whole words, from the start of the sentence where it is
/// near.
fn passage_range(text: &str, cluster: Range<usize>) -> Range<usize> {
    let earliest = back(text, cluster.start, LEAD_IN);
    let before = text.get(earliest..cluster.start).unwrap_or_default();
    let sentence = before
        .rmatch_indices(['\n', '.', '!', '?'])
        .map(|(at, mark)| at + mark.len())
        .find(|at| before.get(*at..).is_some_and(|rest| rest.is_empty() || mark_ends(before, *at)));
    let start = if earliest == 0 {
        0
    } else if let Some(sentence) = sentence {
        earliest + sentence
    } else {
        let word = before.find(char::is_whitespace).unwrap_or(before.len());
        earliest + word
    };
    let rest = text.get(start..).unwrap_or_default();
    let start = start + (rest.len() - rest.trim_start().len());
    let limit = rest.trim_start().char_indices().nth(PASSAGE).map(|(at, _)| start + at);
    let end = limit.map_or(text.len(), |limit| {
        let shown = text.get(start..limit).unwrap_or_default();
        let word = shown.rfind(char::is_whitespace).map_or(limit, |space| start + space);
        if word < cluster.end { limit } else { word }
    });
    let shown = text.get(start..end).unwrap_or_default();
    start..start + shown.trim_end().len()
}

/// Whether a mark that ends at `at` ends a sentence or a line: a full stop inside a name does not.
fn mark_ends(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with('\n'))
        || text.get(at..).is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// The place `characters` before `at`.
fn back(text: &str, at: usize, characters: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.char_indices().rev().nth(characters.saturating_sub(1)).map_or(0, |(at, _)| at)
}

/// The bytes of `range` as segments with single spaces.
fn segments(text: &str, range: Range<usize>, matches: &[Match]) -> Vec<Segment> {
    let mut all = Vec::new();
    let mut at = range.start;
    let mut push = |range: Range<usize>, highlighted: bool| {
        let text = text.get(range).unwrap_or_default();
        if !text.is_empty() {
            all.push(Segment { text: text.to_owned(), highlighted });
        }
    };
    let first = matches.partition_point(|found| found.range.start < range.start);
    let inside = matches.iter().skip(first);
    for found in inside.take_while(|found| found.range.end <= range.end) {
        push(at..found.range.start, false);
        push(found.range.clone(), true);
        at = found.range.end;
    }
    push(at..range.end, false);
    merged(all)
}

/// Joins segments of one kind and makes white space single.
fn merged(segments: Vec<Segment>) -> Vec<Segment> {
    let mut merged: Vec<Segment> = Vec::new();
    let mut space = true;
    for segment in segments {
        let mut text = String::with_capacity(segment.text.len());
        for character in segment.text.chars() {
            if !character.is_whitespace() {
                text.push(character);
            } else if !space {
                text.push(' ');
            }
            space = character.is_whitespace();
        }
        match merged.last_mut() {
            Some(last) if last.highlighted == segment.highlighted => last.text.push_str(&text),
            _ if text.is_empty() => {}
            _ => merged.push(Segment { text, highlighted: segment.highlighted }),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matcher(query: &str) -> Matcher {
        let wanted =
            query.split(' ').map(|word| WantedWord { weight: 1.0, ..WantedWord::new(word) });
        Matcher::new(wanted.collect(), "en")
    }

    fn shown(segments: &[Segment]) -> String {
        let marked = segments.iter().map(|segment| {
            if segment.highlighted { format!("[{}]", segment.text) } else { segment.text.clone() }
        });
        marked.collect()
    }

    fn passage(query: &str, text: &str) -> String {
        let mut matcher = matcher(query);
        let matches = matcher.matches(text);
        shown(&matcher.passage(text, &matches))
    }

    #[test]
    fn the_passage_is_where_the_words_stand_together() {
        let text = format!(
            "A zebra at the start. {}The host of the\n\nzebra is here. {}",
            "Something else stands here. ".repeat(20),
            "More of the same follows. ".repeat(20)
        );
        let shown = passage("host zebra", &text);
        assert!(shown.starts_with("… The [host] of the [zebra] is here. More"), "{shown}");
        assert!(shown.ends_with(" …"), "{shown}");
        let length = shown.chars().count();
        assert!((150..=220).contains(&length), "{length}");
    }

    #[test]
    fn without_matches_the_passage_is_the_start() {
        assert_eq!(passage("zebra", "Short  text.\nTwo lines."), "Short text. Two lines.");
        let shown = passage("zebra", &"word ".repeat(100));
        assert!(shown.starts_with("word word") && shown.ends_with("word …"), "{shown}");
        assert_eq!(passage("zebra", ""), "");
    }

    #[test]
    fn stems_spellings_and_longer_words_are_highlighted() {
        let wanted = WantedWord {
            others: vec![("prot".to_owned(), 0.5)],
            longer: Some(0.5),
            ..WantedWord::new("port")
        };
        let mut matcher = Matcher::new(vec![wanted], "en");
        assert_eq!(
            shown(&matcher.highlight("Ports: prot, PORTAL, import")),
            "[Ports]: [prot], [PORTAL], import"
        );
        assert_eq!(shown(&self::matcher("die").highlight("dying")), "[dying]");
    }

    #[test]
    fn nearer_and_in_order_is_nearer() {
        let mut matcher = matcher("send port");
        let mut near = |text: &str| {
            let matches = matcher.matches(text);
            matcher.nearness(&matches).iter().sum::<f32>()
        };
        let values =
            ["send port", "send a port", "port send", "send a b c d e f g h i j port", "send"]
                .map(&mut near);
        assert!(values.is_sorted_by(|a, b| a >= b), "{values:?}");
        assert!(values[0] > values[1] && values[1] > 0.0 && values[3] <= 0.0, "{values:?}");
    }

    proptest! {
        #[test]
        fn passages_are_pieces_of_the_text(
            text in r"(zebra|host|é|用|\. |\n| |[\PC]{1,3}|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa){0,40}",
        ) {
            let mut matcher = matcher("host zebra");
            let matches = matcher.matches(&text);
            let passage: String = matcher.passage(&text, &matches).into_iter().map(|segment| segment.text).collect();
            let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let bare = passage.strip_prefix("… ").unwrap_or(&passage);
            let bare = bare.strip_suffix(" …").unwrap_or(bare);
            prop_assert!(spaced(&text).contains(spaced(bare).trim()), "{passage:?}");
            let whole: String = matcher.highlight(&text).into_iter().map(|segment| segment.text).collect();
            prop_assert_eq!(spaced(&whole), spaced(&text));
        }
    }
}

//! Words of the documents that answer a question: of the best sections, the block that holds most of
//! what was asked.

use crate::catalog::{PageIndex, encode_path};
use crate::document::plain_text::plain_text;
use crate::document::{Document, Section};
use crate::nomenclature::Word;
use crate::search::analysis::is_function_word;
use crate::search::{Found, SectionHit, Segment};
use crate::service::answer::understand::Understood;
use crate::service::answer::{Link, Passage, Source};
use crate::service::search::{SearchRequest, find};
use crate::snapshot::Snapshot;
use crate::text::Span;

/// So many sections are looked at for the blocks to show.
const SECTIONS: usize = 14;
/// A passage has about so many characters.
const LENGTH: usize = 360;
/// Of a section so many bytes are looked at.
const LOOKED_AT: usize = 32 << 10;
/// How much the place of a section among the results counts beside the words of its blocks.
const WEIGHT_OF_SECTION: f32 = 0.5;
/// How much a word counts that only the heading of the section holds.
const IN_HEADING: f32 = 0.6;
/// How much it counts that a block gives a reason, where one is asked for.
const WEIGHT_OF_REASON: f32 = 0.25;
/// How much it counts that a block holds a number, where one is asked for.
const WEIGHT_OF_NUMBER: f32 = 0.25;
/// How much it counts that a block says little else.
const WEIGHT_OF_DENSITY: f32 = 0.2;
/// How much it counts against a block that it only says where the answer stands.
const WEIGHT_OF_POINTER: f32 = 0.15;
/// By these a block says where something stands.
const POINTING: &[&str] = &["See ", " tells ", " is told ", " explains ", "Answered in"];
/// A sentence that begins so needs the one before it.
const GOING_ON: &[&str] =
    &["So ", "Therefore", "That ", "This ", "It ", "They ", "Those ", "These ", "But ", "Thus "];
/// Words of questions that no answer needs to repeat.
const ASKING: &[&str] = &["happens", "happen", "must", "need", "needs", "use", "make", "made"];
/// Numbers in words.
const NUMBERS: &[&str] = &["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
/// Words by which reasons are given.
const REASONS: &[&str] = &["because", "so", "therefore", "since", "thus", "hence", "reason", "if"];

/// The passages that come nearest to a text, best first.
#[must_use]
pub(in crate::service::answer) fn passages(
    snapshot: &Snapshot,
    text: &str,
    limit: usize,
) -> Vec<Passage> {
    let request = SearchRequest { text, offset: 0, limit: SECTIONS };
    let found = find(snapshot, request).unwrap_or_default();
    of_found(snapshot, &found, text, limit)
}

/// The passages of what a search found.
#[must_use]
pub(in crate::service::answer) fn of_found(
    snapshot: &Snapshot,
    found: &Found,
    text: &str,
    limit: usize,
) -> Vec<Passage> {
    let language = &snapshot.catalog.config.language;
    let mut wanted = snapshot.nomenclature().words(text);
    let says_nothing = |word: &Word| {
        is_function_word(language, &word.lower) || ASKING.contains(&word.lower.as_str())
    };
    if wanted.iter().any(|word| !says_nothing(word)) {
        wanted.retain(|word| !says_nothing(word));
    }
    let mut hits: Vec<(PageIndex, &SectionHit)> = found
        .pages
        .iter()
        .flat_map(|hit| std::iter::once(&hit.best).chain(&hit.further).map(|it| (hit.page, it)))
        .collect();
    hits.sort_by(|(_, first), (_, second)| second.score.total_cmp(&first.score));
    hits.truncate(SECTIONS);
    let best = hits.first().map_or(1.0, |(_, hit)| hit.score.max(f32::MIN_POSITIVE));
    let asks_number = Understood::read(snapshot, text).asks_number(snapshot);
    let mut candidates: Vec<Candidate> = Vec::new();
    for (page, hit) in hits {
        let Some(document) = snapshot.catalog.pages.get(page).map(|page| &page.document) else {
            continue;
        };
        let Some(section) = document.sections.get(hit.section) else {
            continue;
        };
        let names = snapshot.nomenclature();
        let heading = section.heading.as_ref().map_or("", |heading| heading.text.as_str());
        let headed = names.words(heading);
        let share = hit.score / best;
        for block in blocks_of(document, section) {
            let words = names.words(&block.text);
            let held = |word: &Word| {
                let is = |own: &Word| own.stem == word.stem;
                if words.iter().any(is) {
                    1.0
                } else if headed.iter().any(is) {
                    IN_HEADING
                } else {
                    0.0
                }
            };
            let holds = wanted.iter().map(held).collect();
            // The first may only count the items of a list.
            let gives_number = words.iter().skip(1).any(|word| {
                let digits = word.lower.bytes().all(|byte| byte.is_ascii_digit());
                digits || NUMBERS.contains(&word.lower.as_str())
            });
            let gives_reason = words.iter().any(|word| REASONS.contains(&word.lower.as_str()));
            let held = words.iter().filter(|own| wanted.iter().any(|it| it.stem == own.stem));
            let density = number(held.count()) / number(words.len().max(1));
            let points = POINTING.iter().any(|mark| block.text.contains(mark));
            let section = hit.section;
            let bonus: f32 = [
                (WEIGHT_OF_DENSITY * density, true),
                (WEIGHT_OF_NUMBER, asks_number && gives_number),
                (-WEIGHT_OF_POINTER, points),
            ]
            .into_iter()
            .filter_map(|(weight, counts)| counts.then_some(weight))
            .sum();
            candidates.push(Candidate { page, section, block, share, holds, gives_reason, bonus });
        }
    }
    // A word that few of the blocks hold tells more about those that do.
    let weights: Vec<f32> = (0..wanted.len())
        .map(|index| {
            let own = |it: &&Candidate| it.holds.get(index).is_some_and(|held| *held >= 1.0);
            let count = candidates.iter().filter(own).count();
            (1.0 + number(candidates.len()) / number(count + 1)).ln()
        })
        .collect();
    let whole: f32 = weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    let asks_why = text.trim_start().get(..3).is_some_and(|it| it.eq_ignore_ascii_case("why"));
    let mut blocks: Vec<(f32, PageIndex, usize, Block)> = candidates
        .into_iter()
        .map(|it| {
            let held: f32 = it.holds.iter().zip(&weights).map(|(held, weight)| held * weight).sum();
            let reason = if asks_why && it.gives_reason { WEIGHT_OF_REASON } else { 0.0 };
            let score = held / whole + WEIGHT_OF_SECTION * it.share + reason + it.bonus;
            (score, it.page, it.section, it.block)
        })
        .collect();
    // Of equal blocks the first of the better section stays in front.
    blocks.sort_by(|(first, ..), (second, ..)| second.total_cmp(first));
    let mut chosen: Vec<(PageIndex, usize, Block)> = Vec::new();
    for (_, page, section, block) in blocks {
        let near = || chosen.iter().filter(|it| (it.0, it.1) == (page, section));
        // Rows of a table are much alike; another place tells more than a second one.
        let is_like_another = near().count() >= 2 || block.is_row && near().any(|it| it.2.is_row);
        if chosen.len() < limit && !is_like_another {
            chosen.push((page, section, block));
        }
    }
    let shown = chosen.into_iter();
    shown.map(|(page, section, block)| passage(snapshot, page, section, &block, &wanted)).collect()
}

/// A block with what of the question it holds.
struct Candidate {
    page: PageIndex,
    section: usize,
    block: Block,
    /// How good its section is beside the best.
    share: f32,
    /// For each word that is wanted, how much of it is there.
    holds: Vec<f32>,
    gives_reason: bool,
    /// What speaks for it or against it whatever the words are worth.
    bonus: f32,
}

#[expect(clippy::cast_precision_loss, reason = "there are few blocks")]
fn number(count: usize) -> f32 {
    count as f32
}

/// A paragraph, a row of a table or the like, as plain text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    text: String,
    span: Span,
    /// Whether it is a row of a table.
    is_row: bool,
}

/// The blocks of a section, code left out.
fn blocks_of(document: &Document, section: &Section) -> Vec<Block> {
    let all = document.text.text();
    let start = section.heading.as_ref().map_or(section.span.start, |heading| heading.span.end);
    let end = section.span.end.min(start.saturating_add(LOOKED_AT));
    let end = all.floor_char_boundary(end);
    let written = all.get(start..end).unwrap_or_default();
    let mut blocks = Vec::new();
    let mut head: Vec<String> = Vec::new();
    let mut open: Option<(usize, String)> = None;
    let mut in_code = false;
    let mut at = start;
    let mut close = |open: &mut Option<(usize, String)>, end: usize| {
        if let Some((from, markdown)) = open.take() {
            let text = plain_text(&markdown, usize::MAX);
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if text.contains(char::is_alphabetic) {
                let is_row = all.get(from..).is_some_and(|it| it.trim_start().starts_with('|'));
                blocks.push(Block { text, span: Span::new(from, end), is_row });
            }
        }
    };
    for line in written.split_inclusive('\n') {
        let bare = line.trim();
        let next = at + line.len();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            close(&mut open, at);
            in_code = !in_code;
        } else if in_code {
        } else if let Some(row) = bare.strip_prefix('|') {
            close(&mut open, at);
            let cells: Vec<&str> = row.trim_end_matches('|').split('|').map(str::trim).collect();
            let is_rule = cells.iter().all(|cell| cell.bytes().all(|it| b"-: ".contains(&it)));
            if head.is_empty() {
                head = cells.into_iter().map(str::to_owned).collect();
            } else if !is_rule {
                let named = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
                let named = named.map(|(number, cell)| match head.get(number) {
                    Some(name) if !name.is_empty() => format!("{name}: {cell}"),
                    _ => (*cell).to_owned(),
                });
                open = Some((at, named.collect::<Vec<_>>().join("; ")));
                close(&mut open, next);
            }
        } else if bare.is_empty() || bare == ">" {
            close(&mut open, at);
            head.clear();
        } else {
            head.clear();
            let is_item = ["- ", "* ", ": "].iter().any(|mark| bare.starts_with(mark))
                || bare.split_once(". ").is_some_and(|(number, _)| {
                    !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit())
                });
            // A definition belongs to its term; an item of a list stands for itself.
            if is_item && !bare.starts_with(": ") {
                close(&mut open, at);
            }
            let bare = bare.strip_prefix("> ").unwrap_or(bare);
            let bare = bare.strip_prefix(": ").unwrap_or(bare);
            if !bare.starts_with("[!") {
                let (_, markdown) = open.get_or_insert_with(|| (at, String::new()));
                markdown.push_str(bare);
                markdown.push('\n');
            }
        }
        at = next;
    }
    close(&mut open, at);
    blocks
}

fn passage(
    snapshot: &Snapshot,
    page: PageIndex,
    section: usize,
    block: &Block,
    wanted: &[Word],
) -> Passage {
    let text = cut(snapshot, &block.text, wanted);
    of_text(snapshot, page, section, block.span, &text, wanted)
}

/// A passage of a page with its words, those of the question told apart.
#[must_use]
pub(in crate::service::answer) fn of_text(
    snapshot: &Snapshot,
    page: PageIndex,
    section: usize,
    span: Span,
    text: &str,
    wanted: &[Word],
) -> Passage {
    let trail = trail(snapshot, page, section);
    let address = address(snapshot, page, section);
    let place = snapshot.catalog.pages.get(page).map(|page| page.document.place(span));
    let source = place.map(|place| {
        let lines = snapshot.texts.get(&place.file);
        Source {
            line: lines.map_or(1, |lines| lines.line_column(place.span.start).line),
            file: place.file.as_str().to_owned(),
            address: address.clone(),
        }
    });
    Passage {
        link: Link { text: trail.last().cloned().unwrap_or_default(), address: address.clone() },
        trail,
        text: marked(snapshot, text, wanted),
        source: source.unwrap_or(Source { file: String::new(), line: 1, address }),
    }
}

/// The title of a page and the headings that lead to a section.
fn trail(snapshot: &Snapshot, page: PageIndex, section: usize) -> Vec<String> {
    let Some(page) = snapshot.catalog.pages.get(page) else {
        return Vec::new();
    };
    let sections = &page.document.sections;
    let mut trail = Vec::new();
    let mut current = Some(section);
    while let Some(section) = current.and_then(|section| sections.get(section)) {
        trail.extend(section.heading.as_ref().map(|heading| heading.text.clone()));
        current = section.parent;
    }
    if trail.last() != Some(&page.document.title) {
        trail.push(page.document.title.clone());
    }
    trail.reverse();
    trail
}

fn address(snapshot: &Snapshot, page: PageIndex, section: usize) -> String {
    let Some(page) = snapshot.catalog.pages.get(page) else {
        return String::new();
    };
    let heading = page.document.sections.get(section).and_then(|it| it.heading.as_ref());
    let is_title = page.document.sections.get(section).is_some_and(|it| it.parent.is_none());
    match heading {
        Some(heading) if !is_title || section > 1 => {
            format!("{}#{}", page.route.encoded(), encode_path(&heading.id))
        }
        _ => page.route.encoded(),
    }
}

/// The sentences of a long block around those that hold most of what was asked.
fn cut(snapshot: &Snapshot, text: &str, wanted: &[Word]) -> String {
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    let sentences: Vec<&str> = text.split_inclusive(". ").collect();
    let telling = |sentence: &&str| {
        let words = snapshot.nomenclature().words(sentence);
        wanted.iter().filter(|word| words.iter().any(|own| own.stem == word.stem)).count()
    };
    let counts: Vec<usize> = sentences.iter().map(telling).collect();
    // The first window that holds most: sentences one after another, up to the length.
    let window = |start: usize| {
        let mut length = 0;
        let mut end = start;
        let mut count = 0;
        while let (Some(sentence), Some(own)) = (sentences.get(end), counts.get(end)) {
            length += sentence.chars().count();
            if end > start && length > LENGTH {
                break;
            }
            count += own;
            end += 1;
        }
        (count, end)
    };
    let mut best = (0, 0, 1);
    for start in 0..sentences.len() {
        let (count, end) = window(start);
        if count > best.0 {
            best = (count, start, end);
        }
    }
    let (_, mut start, end) = best;
    // “So …” goes on from what stands before it.
    let goes_on = |start: usize| {
        sentences.get(start).is_some_and(|it| GOING_ON.iter().any(|word| it.starts_with(word)))
    };
    if start > 0 && goes_on(start) {
        start -= 1;
    }
    let shown = sentences.get(start..end).unwrap_or_default().concat();
    let shown: String = shown.trim().chars().take(LENGTH * 2).collect();
    let before = if start > 0 { "… " } else { "" };
    let behind = if end < sentences.len() { " …" } else { "" };
    format!("{before}{shown}{behind}")
}

/// A text in runs of what was asked for and what was not.
fn marked(snapshot: &Snapshot, text: &str, wanted: &[Word]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut push = |text: &str, highlighted: bool| {
        if !text.is_empty() {
            segments.push(Segment { text: text.to_owned(), highlighted });
        }
    };
    let mut at = 0;
    for word in snapshot.nomenclature().words(text) {
        if wanted.iter().any(|wanted| wanted.stem == word.stem) {
            push(text.get(at..word.start).unwrap_or_default(), false);
            push(text.get(word.start..word.end).unwrap_or_default(), true);
            at = word.end;
        }
    }
    push(text.get(at..).unwrap_or_default(), false);
    segments
}

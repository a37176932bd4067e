//! How wide a text may become, whatever font a reader has.
//!
//! Figures name no font of ours: pages and images use what the reader's system offers. So widths
//! are bounds: each character as wide as in the widest of the usual sans-serif fonts (Inter, Segoe
//! UI, Roboto, Arial, Noto Sans), so that no text is ever wider than its box.

/// Widths of the printable ASCII characters from the space on, in hundredths of the font size.
const ASCII: [u8; 95] = [
    30, 34, 46, 68, 66, 94, 76, 28, 38, 38, 56, 68, 34, 48, 34, 42, // space to slash
    66, 52, 64, 66, 68, 64, 66, 62, 66, 66, 34, 34, 68, 68, 68, 57, // 0 to ?
    102, 74, 68, 75, 76, 63, 61, 78, 77, 32, 59, 70, 59, 94, 79, 80, // @ to O
    66, 80, 67, 67, 67, 76, 73, 104, 72, 71, 67, 38, 42, 38, 60, 58, // P to _
    46, 59, 64, 58, 64, 60, 40, 64, 63, 28, 29, 58, 28, 95, 62, 62, // ` to o
    64, 64, 42, 56, 40, 62, 58, 84, 57, 58, 56, 42, 36, 42, 68, // p to ~
];

/// The bound of one character, in hundredths of the font size.
fn character(c: char) -> f64 {
    let ascii = u32::from(c).checked_sub(32).and_then(|at| ASCII.get(at as usize));
    match ascii {
        Some(width) => f64::from(*width),
        // Dashes, dots and accented letters of Latin, Greek and Cyrillic.
        None if c == '·' => 34.0,
        None if u32::from(c) < 0x1100 => 84.0,
        None if ('\u{2010}'..'\u{2030}').contains(&c) => 102.0,
        None => 110.0,
    }
}

/// A width that `text` does not exceed at this size in pixels; bold where `bold`.
#[must_use]
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let sum: f64 = text.chars().map(character).sum();
    (sum * size * if bold { 0.0107 } else { 0.01 }).ceil()
}

/// Breaks `text` between words into lines of at most `most` pixels. A word that is longer stands
/// alone on its line.
#[must_use]
pub fn wrap(text: &str, size: f64, bold: bool, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size, bold) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    // A separator at the start of a line looks lost.
    for index in 1..lines.len() {
        if let Some(rest) = lines.get(index).and_then(|line| line.strip_prefix("· ")) {
            let rest = rest.to_owned();
            if let Some(line) = lines.get_mut(index) {
                *line = rest;
            }
            if let Some(before) = lines.get_mut(index - 1) {
                before.push_str(" ·");
            }
        }
    }
    lines
}

/// The widest of some lines.
#[must_use]
pub fn widest(lines: &[String], size: f64, bold: bool) -> f64 {
    lines.iter().map(|line| width(line, size, bold)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_keep_them_all() {
        let text = "Receive handler (in-process host)";
        let lines = wrap(text, 13.0, true, 130.0);
        assert_eq!(lines, ["Receive handler", "(in-process host)"]);
        assert!(lines.iter().all(|line| width(line, 13.0, true) <= 130.0));
        assert_eq!(wrap("a · b", 13.0, false, 20.0), ["a ·", "b"]);
        assert_eq!(wrap("Donaudampfschifffahrt", 13.0, false, 20.0).len(), 1);
        assert!(wrap(" ", 13.0, false, 20.0).is_empty());
    }

    #[test]
    fn what_is_not_latin_counts_as_wide() {
        assert!(width("漢字", 10.0, false) >= 20.0);
        assert!(width("é", 10.0, false) > width("e", 10.0, false));
    }
}

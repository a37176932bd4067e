//! Code snippets: which part of a file is asked for, and its lines.

use std::ops::Range;

use crate::document::docfx::attributes::Attributes;

/// A code snippet as it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::document) struct Request<'a> {
    /// The bytes of the path, without what asks for a part.
    pub(in crate::document) path: Range<usize>,
    /// The language, where it is named.
    pub(in crate::document) language: &'a str,
    /// Lines to stress, as written: `1,3-4`.
    pub(in crate::document) highlight: &'a str,
    part: Part<'a>,
    /// How many columns are taken from the left; all that the lines share where it is not said.
    dedent: Option<usize>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Part<'a> {
    #[default]
    Whole,
    /// `1-4,7,9-`: numbers of lines from 1.
    Lines(&'a str),
    /// What stands between the marks of this name.
    Named(&'a str),
}

impl<'a> Request<'a> {
    /// `:::code source="…" language="…" range="…" id="…":::`.
    pub(in crate::document) fn of_attributes(attributes: &Attributes<'a>) -> Option<Self> {
        let value = |name| attributes.value(name).map(str::trim).filter(|value| !value.is_empty());
        let part = match (value("id"), value("range")) {
            (Some(name), _) => Part::Named(name),
            (None, Some(lines)) => Part::Lines(lines),
            (None, None) => Part::Whole,
        };
        Some(Self {
            path: attributes.range("source")?,
            language: value("language").unwrap_or_default(),
            highlight: value("highlight").unwrap_or_default(),
            part,
            dedent: value("dedent").and_then(|columns| columns.parse().ok()),
        })
    }

    /// `path#L1-L9`, `path#name`, `path?name=…&range=…&highlight=…&dedent=…`.
    pub(in crate::document) fn of_link(
        text: &'a str,
        range: Range<usize>,
        language: &'a str,
    ) -> Self {
        let written = text.get(range.clone()).unwrap_or_default();
        let end = written.find(['#', '?']).unwrap_or(written.len());
        let (path, asked) = written.split_at(end);
        let mut request =
            Self { path: range.start..range.start + path.len(), language, ..Self::default() };
        if let Some(fragment) = asked.strip_prefix('#') {
            request.part = match lines_of_fragment(fragment) {
                Some(lines) => Part::Lines(lines),
                None => Part::Named(fragment),
            };
        }
        for option in asked.strip_prefix('?').unwrap_or_default().split('&') {
            let Some((name, value)) = option.split_once('=') else { continue };
            match name.to_ascii_lowercase().as_str() {
                "name" => request.part = Part::Named(value),
                "range" | "start" => request.part = Part::Lines(value),
                "highlight" => request.highlight = value,
                "dedent" => request.dedent = value.parse().ok(),
                _ => {}
            }
        }
        request
    }

    /// The bytes of the lines of `code` that are asked for, without what they share on their left.
    ///
    /// # Errors
    /// What the code lacks.
    pub(in crate::document) fn select(&self, code: &str) -> Result<Vec<Range<usize>>, String> {
        let lines: Vec<Range<usize>> = lines(code).collect();
        let selected = match self.part {
            Part::Whole => lines,
            Part::Lines(asked) => numbered(&lines, asked)?,
            Part::Named(name) => named(code, &lines, name)?,
        };
        let text = |line: &Range<usize>| code.get(line.clone()).unwrap_or_default();
        let indent = |line: &Range<usize>| text(line).len() - text(line).trim_start().len();
        let filled = selected.iter().filter(|line| !text(line).trim().is_empty());
        let shared = filled.map(indent).min().unwrap_or(0);
        let taken = match (self.dedent, self.part) {
            (Some(columns), _) => columns,
            (None, Part::Whole) => 0,
            (None, _) => shared,
        };
        let dedented = selected.iter().map(|line| {
            let start = line.start + taken.min(indent(line));
            start..line.end.max(start)
        });
        Ok(dedented.collect())
    }
}

/// The language of a file by its name's ending.
pub(in crate::document) fn language_of(file_name: &str) -> &str {
    let ending = file_name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "cshtml" | "razor" | "aspx" => "html",
        ending => ending,
    }
}

/// `L3-L9` or `L3` without its letters checked: the numbers are read where they are used.
fn lines_of_fragment(fragment: &str) -> Option<&str> {
    let is_line = |part: &str| {
        let digits = part.strip_prefix(['L', 'l']).unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    fragment.split('-').all(is_line).then_some(fragment)
}

/// The lines of a text without their line breaks.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.trim_end_matches(['\n', '\r']).len();
        start += line.len();
        range
    })
}

/// The lines that `asked` numbers.
fn numbered(lines: &[Range<usize>], asked: &str) -> Result<Vec<Range<usize>>, String> {
    let mut selected = Vec::new();
    for part in asked.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.trim().trim_start_matches(['L', 'l']).parse::<usize>().ok();
        let first = number(first).ok_or_else(|| format!("has no lines `{part}`"))?.max(1);
        let last = number(last).unwrap_or(lines.len()).min(lines.len());
        let Some(found) =
            lines.get(first - 1..last.max(first - 1)).filter(|found| !found.is_empty())
        else {
            return Err(format!("has {} lines, `{part}` is asked for", lines.len()));
        };
        // However often a range is repeated, the snippet is no longer than the file twice over.
        if selected.len() > lines.len() {
            break;
        }
        selected.extend_from_slice(found);
    }
    Ok(selected)
}

/// The lines between the marks of `name`, lines with marks left out.
fn named(code: &str, lines: &[Range<usize>], name: &str) -> Result<Vec<Range<usize>>, String> {
    let mut selected = Vec::new();
    // How many regions have begun since the named one, where that is a region.
    let mut open: Option<(bool, usize)> = None;
    for line in lines {
        let mark = Mark::read(code.get(line.clone()).unwrap_or_default());
        match (&mut open, mark) {
            (None, Some(Mark::Begin(own) | Mark::Region(own))) if is_name(own, name) => {
                open = Some((matches!(mark, Some(Mark::Region(_))), 0));
            }
            (Some((false, _)), Some(Mark::End(own))) if is_name(own, name) => return Ok(selected),
            (Some((true, depth)), Some(Mark::Region(_))) => *depth += 1,
            (Some((true, 0)), Some(Mark::EndRegion)) => return Ok(selected),
            (Some((true, depth)), Some(Mark::EndRegion)) => *depth -= 1,
            (Some(_), None) => selected.push(line.clone()),
            _ => {}
        }
    }
    Err(match open {
        Some(_) => format!("has no end of `{name}`"),
        None => format!("has no part `{name}`"),
    })
}

fn is_name(own: &str, name: &str) -> bool {
    let short = own.get(.."snippet".len()).filter(|start| start.eq_ignore_ascii_case("snippet"));
    let short = short.and_then(|start| own.get(start.len()..));
    own.eq_ignore_ascii_case(name) || short.is_some_and(|short| short.eq_ignore_ascii_case(name))
}

/// A line that begins or ends a part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark<'a> {
    /// A comment that is `<name>`.
    Begin(&'a str),
    /// A comment that is `</name>`.
    End(&'a str),
    /// `#region name`.
    Region(&'a str),
    /// `#endregion`.
    EndRegion,
}

/// How comments begin in the languages that snippets are taken from. Longer ones come first.
const COMMENTS: &[&str] = &["<!--", "{/*", "/*", "//", "--", "REM ", "rem ", "#", "'", ";", "%"];

impl<'a> Mark<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let line = line.trim();
        let lower = line.get(..16.min(line.len())).unwrap_or_default().to_ascii_lowercase();
        let region = lower.trim_start_matches(['/', ' ', '-', '<', '!']);
        if region.starts_with("#region") || region.starts_with("# region") {
            let name = line.get(line.to_ascii_lowercase().find("region")? + "region".len()..)?;
            return Some(Self::Region(name.trim_end_matches("-->").trim().trim_matches('"')));
        }
        if ["#endregion", "# endregion", "#end region"].iter().any(|end| region.starts_with(end)) {
            return Some(Self::EndRegion);
        }
        let comment = COMMENTS.iter().find_map(|start| line.strip_prefix(start))?;
        let comment = comment.trim_start_matches(['/', '#', '-', '\'']).trim();
        let comment = ["-->", "*/}", "*/"]
            .iter()
            .find_map(|end| comment.strip_suffix(end))
            .unwrap_or(comment);
        let tag = comment.trim().strip_prefix('<')?.strip_suffix('>')?;
        let (tag, begins) = tag.strip_prefix('/').map_or((tag, true), |tag| (tag, false));
        let is_name = |c: char| c.is_alphanumeric() || "_-.".contains(c);
        let tag = tag.trim();
        (!tag.is_empty() && tag.chars().all(is_name)).then_some(if begins {
            Self::Begin(tag)
        } else {
            Self::End(tag)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(asked: &str, code: &str) -> Result<String, String> {
        let text = format!("a.x{asked}");
        let request = Request::of_link(&text, 0..text.len(), "");
        let lines = request.select(code)?;
        Ok(lines.into_iter().map(|line| &code[line]).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn lines_are_asked_for_by_number() {
        let code = "  1\n    2\n  3\n4\n";
        for (asked, expected) in [
            ("", "  1|    2|  3|4"),
            ("#L1-L3", "1|  2|3"),
            ("#L2", "2"),
            ("?range=1,3-&highlight=2", "  1|  3|4"),
            ("?range=2-3&dedent=1", "   2| 3"),
        ] {
            assert_eq!(selected(asked, code).unwrap(), expected, "{asked}");
        }
        assert_eq!(selected("?range=9", code).unwrap_err(), "has 4 lines, `9` is asked for");
        assert_eq!(selected("?range=x", code).unwrap_err(), "has no lines `x`");
    }

    #[test]
    fn parts_are_asked_for_by_name_in_many_languages() {
        for code in [
            "x\n// <one>\n  a\n// </one>\n",
            "x\n//<snippetOne>\na\n//</snippetOne>\n",
            "<!-- <one> -->\na\n<!-- </one> -->",
            "# <One>\na\n# </One>\n",
            "-- <one>\na\n-- </one>\n",
            "' <one>\na\n' </one>\n",
            "/* <one> */\na\n/* </one> */\n",
            "#region One\na\n#endregion\n",
            "#Region \"One\"\na\n#End Region\n",
            "// #region one\na\n// #endregion\n",
            "#region one\n#region two\na\n#endregion\n#endregion\nb\n",
        ] {
            assert_eq!(selected("#one", code).unwrap(), "a", "{code}");
        }
        assert_eq!(selected("?name=two", "a\n").unwrap_err(), "has no part `two`");
        assert_eq!(selected("?name=two", "#region two\n").unwrap_err(), "has no end of `two`");
        assert_eq!(
            selected("#two", "// <two>\na\n// <b>\nc\n// </b>\nd\n// </two>").unwrap(),
            "a|c|d"
        );
    }
}

//! What somebody asks for, by the first words: a command with what it is about, or a question.
//!
//! Reading never fails. What is no command is a question.

/// No more of what somebody typed is read.
const LONGEST: usize = 500;

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service::answer) enum Intent {
    /// Passages that hold these words.
    Search(String),
    /// What is known of a thing.
    Show(String),
    /// Who states a fact. The second is the whole text, should it be a question after all.
    Why(String, String),
    /// The ways between two things: the readings of what was typed, the likeliest first.
    Path(Vec<(String, String)>),
    /// What breaks if a thing goes.
    Impact(String),
    /// Two architectures side by side: the readings, the likeliest first.
    Compare(Vec<(String, String)>),
    /// What the rules say, perhaps of one architecture.
    Rules(Option<String>),
    /// A figure.
    Figure(String),
    /// How to ask.
    Help,
    /// Anything else.
    Question(String),
}

/// The commands as they are typed.
pub const COMMANDS: &[(&str, &str)] = &[
    ("search", "search WORDS: passages that hold the words"),
    ("show", "show NAME: what is known of a thing"),
    ("why", "why FACT: who states it, as in why “services domain” trusts “data domain”"),
    ("path", "path A -> B: how two things are joined"),
    ("impact", "impact NAME: what breaks if it goes"),
    ("compare", "compare A and B: two architectures side by side"),
    ("rules", "rules [ARCHITECTURE]: what the rules find"),
    ("figure", "figure NAME: a figure that shows it"),
    ("help", "help: how to ask"),
];

/// Words behind `why` that begin a question, not a fact.
const ASKING: &[&str] = &[
    "do",
    "does",
    "did",
    "is",
    "are",
    "was",
    "were",
    "should",
    "shouldn't",
    "can",
    "can't",
    "could",
    "may",
    "must",
    "mustn't",
    "would",
    "will",
    "has",
    "have",
    "isn't",
    "aren't",
    "doesn't",
    "don't",
    "not",
    "use",
    "there",
];

/// What stands between two names: those that can hardly be part of a name first.
const BETWEEN: &[&str] = &[
    " -> ", "->", " → ", "→", " => ", " to ", " and ", " with ", " versus ", " vs. ", " vs ", ", ",
    ",",
];

/// Reads what somebody typed. A mention of the one who is asked, a slash and quotation marks around
/// names are passed over, in any case.
#[must_use]
pub(in crate::service::answer) fn read(text: &str) -> Intent {
    let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default();
    let text = addressed(text);
    let bare = text.trim_end_matches(['?', '!', '.', ' ']);
    if bare.is_empty() {
        return Intent::Help;
    }
    let (first, rest) = match bare.split_once(|character: char| character.is_whitespace()) {
        Some((first, rest)) => (first, rest.trim()),
        None => (bare, ""),
    };
    let first = first.trim_end_matches(':').to_lowercase();
    let question = || Intent::Question(text.to_owned());
    match (first.as_str(), rest) {
        ("help" | "commands", "") => Intent::Help,
        ("search" | "find", rest) if !rest.is_empty() => Intent::Search(rest.to_owned()),
        ("show", rest) if is_name(rest) => Intent::Show(unquoted(rest).to_owned()),
        ("why", rest) if is_fact(rest) => {
            // The question mark that stands for anything was cut off with the other marks.
            let open = text.ends_with(" ?");
            Intent::Why(format!("{rest}{}", if open { " ?" } else { "" }), text.to_owned())
        }
        ("path" | "way", rest) if !rest.is_empty() => {
            let rest = without(rest, "from ");
            pairs(without(rest, "between ")).map_or_else(question, Intent::Path)
        }
        ("impact", rest) if !rest.is_empty() => {
            Intent::Impact(unquoted(without(rest, "of ")).to_owned())
        }
        ("compare", rest) if !rest.is_empty() => pairs(rest).map_or_else(question, Intent::Compare),
        ("rules", rest) => {
            let about = without(without(without(rest, "of "), "for "), "in ");
            Intent::Rules((!about.is_empty()).then(|| unquoted(about).to_owned()))
        }
        ("figure", rest) if !rest.is_empty() => {
            Intent::Figure(unquoted(without(rest, "of ")).to_owned())
        }
        _ => match difference(bare) {
            Some(pairs) => Intent::Compare(pairs),
            None => question(),
        },
    }
}

/// The text without whom it is addressed to: `<@U12>`, `@book`, `/book`.
fn addressed(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let is_address = text.starts_with(['@', '/']) || text.starts_with("<@");
        if !is_address {
            return text;
        }
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        // A command may come with its slash, and then says what is asked.
        let word = text.get(1..end).unwrap_or_default().trim_end_matches(':');
        if text.starts_with('/') && COMMANDS.iter().any(|(name, _)| name.eq_ignore_ascii_case(word))
        {
            return text.get(1..).unwrap_or_default();
        }
        text = text.get(end..).unwrap_or_default().trim();
    }
}

/// Whether what follows `show` is a name and no wish in words.
fn is_name(rest: &str) -> bool {
    let first = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
    !rest.is_empty() && !["me", "all", "which", "what", "where", "how", "us"].contains(&&*first)
}

fn is_fact(rest: &str) -> bool {
    let first = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
    !rest.is_empty() && !ASKING.contains(&first.as_str())
}

/// The text behind `start`, in any case; the text itself where it begins otherwise.
fn without<'a>(text: &'a str, start: &str) -> &'a str {
    let own = text.get(..start.len());
    match own {
        Some(own) if own.eq_ignore_ascii_case(start) => {
            text.get(start.len()..).unwrap_or_default().trim_start()
        }
        _ => text,
    }
}

/// A name without what people put around it.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let marks = [('"', '"'), ('“', '”'), ('\'', '\''), ('`', '`'), ('«', '»'), ('‘', '’')];
    let inner = marks
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open).and_then(|it| it.strip_suffix(*close)));
    inner.unwrap_or(text).trim()
}

/// Two names in one text: by what stands between them, by quotation marks, or at any word.
fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let pair = |first: &str, second: &str| {
        let (first, second) = (unquoted(first), unquoted(second));
        (!first.is_empty() && !second.is_empty()).then(|| (first.to_owned(), second.to_owned()))
    };
    let mut found: Vec<(String, String)> = Vec::new();
    for mark in BETWEEN {
        // Letters keep their place in small letters only where they keep their length.
        let lower = text.to_ascii_lowercase();
        for (at, _) in lower.match_indices(mark) {
            let halves = text.get(..at).zip(text.get(at + mark.len()..));
            found.extend(halves.and_then(|(first, second)| pair(first, second)));
        }
    }
    for (open, close) in [('"', '"'), ('“', '”')] {
        let inner = text.strip_prefix(open).and_then(|rest| rest.split_once(close));
        found.extend(inner.and_then(|(first, second)| pair(first, second)));
    }
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    for at in spaces {
        let halves = text.get(..at).zip(text.get(at..));
        found.extend(halves.and_then(|(first, second)| pair(first, second)));
    }
    // A long text can be cut at many places; two names have a dozen words at most.
    found.truncate(24);
    (!found.is_empty()).then_some(found)
}

/// The two sides of “What is the difference between A and B?” and its like.
fn difference(text: &str) -> Option<Vec<(String, String)>> {
    let lower = text.to_ascii_lowercase();
    let behind = |mark: &str| {
        let at = lower.find(mark)?;
        text.get(at + mark.len()..)
    };
    let between = ["difference between ", "differences between ", "differ between "];
    if let Some(rest) = between.iter().find_map(|mark| behind(mark)) {
        return pairs(rest);
    }
    let start = ["how does ", "how do "].iter().find_map(|start| lower.strip_prefix(start))?;
    let first = text.get(text.len() - start.len()..)?;
    let at = first.to_ascii_lowercase().find(" differ from ")?;
    let second = first.get(at + " differ from ".len()..)?;
    Some(vec![(unquoted(first.get(..at)?).to_owned(), unquoted(second).to_owned())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn first(intent: Intent) -> String {
        match intent {
            Intent::Path(pairs) => format!("path {:?}", pairs.first().unwrap()),
            Intent::Compare(pairs) => format!("compare {:?}", pairs.first().unwrap()),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_first_word_says_what_is_asked() {
        for (text, expected) in [
            ("search trust between domains", "Search(\"trust between domains\")"),
            ("SHOW “SSO database”?", "Show(\"SSO database\")"),
            ("<@U02> show FW2", "Show(\"FW2\")"),
            ("@book /show: FW2", "Show(\"FW2\")"),
            ("show me all servers", "Question(\"show me all servers\")"),
            ("path FW4 -> SSO database", "path (\"FW4\", \"SSO database\")"),
            ("path from partner to FW1", "path (\"partner\", \"FW1\")"),
            ("path FW4→FW1", "path (\"FW4\", \"FW1\")"),
            ("impact of FW1", "Impact(\"FW1\")"),
            ("compare large and scaled-down", "compare (\"large\", \"scaled-down\")"),
            ("compare \"a b\" \"c d\"", "compare (\"a b\", \"c d\")"),
            ("compare large scaled-down", "compare (\"large\", \"scaled-down\")"),
            ("What is the difference between A and B?", "compare (\"A\", \"B\")"),
            ("How does A differ from B?", "compare (\"A\", \"B\")"),
            ("rules", "Rules(None)"),
            ("rules for large", "Rules(Some(\"large\"))"),
            ("figure of base", "Figure(\"base\")"),
            ("help", "Help"),
            (" ?", "Help"),
            ("@book", "Help"),
            ("why is it so?", "Question(\"why is it so?\")"),
            ("why a trusts ?", "Why(\"a trusts ?\", \"why a trusts ?\")"),
            ("why a trusts b?", "Why(\"a trusts b\", \"why a trusts b?\")"),
            ("search", "Question(\"search\")"),
            ("Which rules hold?", "Question(\"Which rules hold?\")"),
        ] {
            assert_eq!(first(read(text)), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(compare |path |why |show |@|/|<@)?[ a-cA-C>→\"“”\\-,?é用\\PC]{0,40}") {
            let intent = read(&text);
            if let Intent::Path(pairs) | Intent::Compare(pairs) = intent {
                prop_assert!(!pairs.is_empty());
                for (first, second) in pairs {
                    prop_assert!(!first.is_empty() && !second.is_empty());
                }
            }
        }
    }
}

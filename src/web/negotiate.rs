//! Which of several media types a client prefers: `Accept` as RFC 9110 section 12.5.1 defines it.

/// The offered type that `accept` rates highest; of equals the one offered first. `None` where the
/// client accepts none of them.
pub(in crate::web) fn preferred<'a>(accept: &str, offered: &[&'a str]) -> Option<&'a str> {
    let mut best: Option<(&str, u16)> = None;
    for candidate in offered {
        let quality = quality_of(accept, candidate);
        if quality > 0 && best.is_none_or(|(_, known)| quality > known) {
            best = Some((candidate, quality));
        }
    }
    best.map(|(candidate, _)| candidate)
}

/// The quality in thousandths that the most specific matching range gives a type.
fn quality_of(accept: &str, candidate: &str) -> u16 {
    let kind = candidate.split('/').next().unwrap_or_default();
    let mut found = (0, 0);
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let specificity = if name.eq_ignore_ascii_case(candidate) {
            3
        } else if name.strip_suffix("/*").is_some_and(|range| range.eq_ignore_ascii_case(kind)) {
            2
        } else if name == "*/*" {
            1
        } else {
            continue;
        };
        let weight =
            parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let quality = weight.map_or(1000, |weight| thousandths(weight.trim()));
        if specificity > found.0 {
            found = (specificity, quality);
        }
    }
    found.1
}

/// A quality such as `0.8`, which has three decimals at most; nothing where it is none.
fn thousandths(weight: &str) -> u16 {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    let digits = format!("{decimals:0<3}");
    match (whole, digits.get(..3).map(str::parse::<u16>)) {
        ("1", _) => 1000,
        ("0", Some(Ok(thousandths))) => thousandths,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_rated_type_wins() {
        let offered = ["text/html", "text/turtle", "application/ld+json"];
        for (accept, expected) in [
            ("text/turtle", Some("text/turtle")),
            ("text/html,application/xhtml+xml,*/*;q=0.8", Some("text/html")),
            ("application/ld+json;q=0.5, text/turtle;q=0.9", Some("text/turtle")),
            ("*/*", Some("text/html")),
            ("text/*;q=0.2, application/*", Some("application/ld+json")),
            ("text/html;q=0, */*", Some("text/turtle")),
            ("image/png", None),
            ("", None),
            ("text/turtle;q=abc", None),
        ] {
            assert_eq!(preferred(accept, &offered), expected, "{accept}");
        }
    }
}

//! Which of several media types a client prefers: `Accept` as RFC 9110 section 12.5.1 defines it.

/// One part of the header.
struct Range<'a> {
    main: &'a str,
    sub: &'a str,
    /// In thousandths.
    quality: u32,
}

/// The offer the client likes best; between equals the first. `None` where it likes none. A part of
/// the header that cannot be understood is passed over.
pub(in crate::web) fn best<'a, Offer>(
    accept: &str,
    offers: &'a [Offer],
    media_types: impl Fn(&'a Offer) -> &'a [&'a str],
) -> Option<&'a Offer> {
    let ranges: Vec<Range<'_>> = accept.split(',').filter_map(range).collect();
    let mut best: Option<(u32, &Offer)> = None;
    for offer in offers {
        let quality = media_types(offer).iter().map(|name| quality_of(name, &ranges)).max();
        let quality = quality.unwrap_or_default();
        if quality > best.map_or(0, |(quality, _)| quality) {
            best = Some((quality, offer));
        }
    }
    best.map(|(_, offer)| offer)
}

/// The offered type that the client likes best, as [`best`] says.
pub(in crate::web) fn preferred<'a>(accept: &str, offered: &'a [&'a str]) -> Option<&'a str> {
    best(accept, offered, std::slice::from_ref).copied()
}

/// Whether `Accept-Encoding` (RFC 9110 section 12.5.3) lets an answer be encoded with `coding`.
pub(in crate::web) fn accepts_coding(accept: &str, coding: &str) -> bool {
    let mut any = false;
    for part in accept.split(',') {
        let mut parts = part.split(';');
        let name = parts.next().unwrap_or_default().trim();
        let quality = parts.find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("q").then(|| thousandths(value.trim()))
        });
        let is_wanted = quality.is_none_or(|quality| quality.is_some_and(|quality| quality > 0));
        if name.eq_ignore_ascii_case(coding) {
            return is_wanted;
        }
        any |= name == "*" && is_wanted;
    }
    any
}

/// The quality of the most exact range that a media type fits; 0 where it fits none.
fn quality_of(media_type: &str, ranges: &[Range<'_>]) -> u32 {
    let (main, sub) = media_type.split_once('/').unwrap_or((media_type, ""));
    let fitting = ranges.iter().filter_map(|range| {
        let exactness = match (range.main, range.sub) {
            ("*", "*") => 0,
            (own, "*") if own.eq_ignore_ascii_case(main) => 1,
            (own, other) if own.eq_ignore_ascii_case(main) && other.eq_ignore_ascii_case(sub) => 2,
            _ => return None,
        };
        Some((exactness, range.quality))
    });
    fitting.max().map_or(0, |(_, quality)| quality)
}

fn range(part: &str) -> Option<Range<'_>> {
    let mut parts = part.split(';');
    let (main, sub) = parts.next()?.trim().split_once('/')?;
    let quality = parts.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| thousandths(value.trim()))
    });
    Some(Range { main, sub, quality: quality.unwrap_or(Some(1000))? })
}

/// `0.5` as 500; `None` where the text is no quality.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || fraction.len() > 3 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let value = whole.parse::<u32>().ok()?.checked_mul(1000)?;
    let value = value.checked_add(format!("{fraction:0<3}").parse().ok()?)?;
    (value <= 1000).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: &[&str] = &["text/turtle", "text/csv", "application/json"];

    fn check(accept: &str, expected: Option<&str>) {
        assert_eq!(preferred(accept, OFFERS), expected, "{accept}");
    }

    #[test]
    fn the_client_chooses_and_the_server_breaks_ties() {
        check("*/*", Some("text/turtle"));
        check("text/*", Some("text/turtle"));
        check("application/json, text/csv", Some("text/csv"));
        check("application/json;q=0.9, text/csv;q=0.8", Some("application/json"));
        check("text/turtle;q=0.1, */*;q=0.5", Some("text/csv"));
        check("text/*;q=0.4, Text/CSV", Some("text/csv"));
        check("text/html, application/xhtml+xml", None);
        check("text/html, */*;q=0", None);
        check("text/turtle; charset=utf-8; q=0.000", None);
        check("nonsense, text/csv; q=2, application/json; q=0.001", Some("application/json"));
        check("", None);
    }

    #[test]
    fn a_coding_is_used_where_it_is_accepted() {
        for accept in ["gzip", "br, GZip", "*", "deflate;q=0.3, gzip;q=0.001", "br;q=0, *"] {
            assert!(accepts_coding(accept, "gzip"), "{accept}");
        }
        for accept in ["", "br", "identity", "gzip;q=0", "*, gzip; q=0.0", "*;q=0", "gzip;q=x"] {
            assert!(!accepts_coding(accept, "gzip"), "{accept}");
        }
    }

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

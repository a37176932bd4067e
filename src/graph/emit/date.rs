//! Dates as authors write them, in the form of `xsd:date`.

/// `2024-02-29` as it stands, and the `2/29/2024` of the metadata of Microsoft Learn, whose month
/// comes first, in that form. `None` for anything else.
pub(in crate::graph::emit) fn iso_date(text: &str) -> Option<String> {
    let text = text.trim();
    let numbers = |separator| {
        let mut parts = text.split(separator);
        let parts = [parts.next()?, parts.next()?, parts.next()?];
        (text.matches(separator).count() == 2).then_some(parts)
    };
    let (year, month, day) = match (numbers('-'), numbers('/')) {
        (Some([year, month, day]), _) if month.len() == 2 && day.len() == 2 => (year, month, day),
        (_, Some([month, day, year])) => (year, month, day),
        _ => return None,
    };
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>, largest: u16| {
        let is_number = digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<u16>().ok().filter(|number| is_number && (1..=largest).contains(number))
    };
    let year = number(year, 4..=4, 9999)?;
    let (month, day) = (number(month, 1..=2, 12)?, number(day, 1..=2, 31)?);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_one_form() {
        for (written, expected) in [
            ("2024-02-29", Some("2024-02-29")),
            ("06/08/2017", Some("2017-06-08")),
            (" 6/8/2017 ", Some("2017-06-08")),
            ("12/31/1999", Some("1999-12-31")),
            ("31/12/1999", None),
            ("2024-2-9", None),
            ("2024-13-01", None),
            ("6/8/17", None),
            ("6/8/2017/1", None),
            ("+6/8/2017", None),
            ("June 2017", None),
            ("２024-02-29", None),
            ("2024-02-29T00:00", None),
            ("", None),
        ] {
            assert_eq!(iso_date(written).as_deref(), expected, "{written}");
        }
    }
}

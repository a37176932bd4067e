//! What literals mean: whether their text fits their datatype, and which of two is less.

use std::cmp::Ordering;
use std::str::FromStr;

use oxsdatatypes::{
    Boolean, Date, DateTime, DayTimeDuration, Decimal, Double, Duration, Float, GDay, GMonth,
    GMonthDay, GYear, GYearMonth, Time, YearMonthDuration,
};

use crate::rdf::Value;
use crate::vocabulary::xsd;

/// The whole-number datatypes and their ranges; none where there is no end.
const INTEGERS: &[(&str, Option<i128>, Option<i128>)] = &[
    ("integer", None, None),
    ("long", Some(i64::MIN as i128), Some(i64::MAX as i128)),
    ("int", Some(i32::MIN as i128), Some(i32::MAX as i128)),
    ("short", Some(i16::MIN as i128), Some(i16::MAX as i128)),
    ("byte", Some(i8::MIN as i128), Some(i8::MAX as i128)),
    ("nonNegativeInteger", Some(0), None),
    ("positiveInteger", Some(1), None),
    ("nonPositiveInteger", None, Some(0)),
    ("negativeInteger", None, Some(-1)),
    ("unsignedLong", Some(0), Some(u64::MAX as i128)),
    ("unsignedInt", Some(0), Some(u32::MAX as i128)),
    ("unsignedShort", Some(0), Some(u16::MAX as i128)),
    ("unsignedByte", Some(0), Some(u8::MAX as i128)),
];

/// Whether `text` is a literal of `datatype`; any text is, of a datatype that is not known here.
pub(in crate::graph) fn is_valid(text: &str, datatype: &str) -> bool {
    let Some(name) = datatype.strip_prefix(xsd::NAMESPACE) else {
        return true;
    };
    if let Some((_, least, most)) = INTEGERS.iter().find(|(known, ..)| *known == name) {
        return is_integer_within(text, *least, *most);
    }
    match name {
        "boolean" => reads::<Boolean>(text),
        "decimal" => is_decimal(text),
        "double" => reads::<Double>(text),
        "float" => reads::<Float>(text),
        "dateTime" => reads::<DateTime>(text),
        "dateTimeStamp" => reads::<DateTime>(text) && has_timezone(text),
        "date" => reads::<Date>(text),
        "time" => reads::<Time>(text),
        "gYear" => reads::<GYear>(text),
        "gYearMonth" => reads::<GYearMonth>(text),
        "gMonth" => reads::<GMonth>(text),
        "gMonthDay" => reads::<GMonthDay>(text),
        "gDay" => reads::<GDay>(text),
        "duration" => reads::<Duration>(text),
        "dayTimeDuration" => reads::<DayTimeDuration>(text),
        "yearMonthDuration" => reads::<YearMonthDuration>(text),
        "hexBinary" => {
            text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        "base64Binary" => is_base64(text),
        "language" => is_language(text),
        "normalizedString" => !text.contains(['\t', '\n', '\r']),
        "token" => {
            let is_word = |word: &str| !word.is_empty() && !word.contains(['\t', '\n', '\r']);
            text.is_empty() || text.split(' ').all(is_word)
        }
        "NMTOKEN" => !text.is_empty() && text.chars().all(is_name_part),
        "Name" => is_name(text, true),
        "NCName" => is_name(text, false),
        _ => true,
    }
}

fn reads<T: FromStr>(text: &str) -> bool {
    text.parse::<T>().is_ok()
}

fn is_integer_within(text: &str, least: Option<i128>, most: Option<i128>) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    match text.parse::<i128>() {
        Ok(number) => {
            least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most)
        }
        // Larger than any range that has an end.
        Err(_) if text.starts_with('-') => least.is_none(),
        Err(_) => most.is_none(),
    }
}

fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
}

fn has_timezone(text: &str) -> bool {
    let time = text.split_once('T').map_or("", |(_, time)| time);
    time.contains(['Z', '+', '-'])
}

fn is_base64(text: &str) -> bool {
    let packed: String = text.chars().filter(|c| *c != ' ').collect();
    let body = packed.trim_end_matches('=');
    packed.len() - body.len() <= 2
        && packed.len().is_multiple_of(4)
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

fn is_language(text: &str) -> bool {
    text.split('-').enumerate().all(|(index, part)| {
        let fits = |c: char| c.is_ascii_alphabetic() || index > 0 && c.is_ascii_digit();
        (1..=8).contains(&part.len()) && part.chars().all(fits)
    })
}

fn is_name(text: &str, colons: bool) -> bool {
    let first = text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_' || c == ':');
    first && text.chars().all(is_name_part) && (colons || !text.contains(':'))
}

fn is_name_part(c: char) -> bool {
    c.is_alphanumeric() || "_:.-\u{b7}".contains(c)
}

/// A literal's meaning, as far as there is an order.
#[derive(Debug, Clone)]
pub(in crate::graph) enum Meaning {
    Decimal(Decimal),
    Double(Double),
    Text(String),
    Boolean(bool),
    DateTime(DateTime),
    Date(Date),
    Time(Time),
    Duration(Duration),
}

impl Meaning {
    /// What a value means; `None` where nothing is less or more than it.
    pub(in crate::graph) fn of(value: &Value) -> Option<Self> {
        let Value::Literal { text, datatype, language: None } = value else {
            return None;
        };
        let name = datatype.strip_prefix(xsd::NAMESPACE)?;
        if !is_valid(text, datatype) {
            return None;
        }
        let is_integer = INTEGERS.iter().any(|(known, ..)| *known == name);
        match name {
            "decimal" => Self::number(text),
            _ if is_integer => Self::number(text),
            "double" => text.parse().ok().map(Self::Double),
            "float" => text.parse::<Float>().ok().map(|float| Self::Double(float.into())),
            "string" => Some(Self::Text(text.clone())),
            "boolean" => text.parse::<Boolean>().ok().map(|value| Self::Boolean(value.into())),
            "dateTime" | "dateTimeStamp" => text.parse().ok().map(Self::DateTime),
            "date" => text.parse().ok().map(Self::Date),
            "time" => text.parse().ok().map(Self::Time),
            "duration" | "dayTimeDuration" | "yearMonthDuration" => {
                text.parse().ok().map(Self::Duration)
            }
            _ => None,
        }
    }

    /// A number; where it has too many digits, the nearest that has not.
    fn number(text: &str) -> Option<Self> {
        match text.parse() {
            Ok(decimal) => Some(Self::Decimal(decimal)),
            Err(_) => text.parse().ok().map(Self::Double),
        }
    }

    /// How two values are ordered; `None` where they are not.
    pub(in crate::graph) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Decimal(a), Self::Decimal(b)) => a.partial_cmp(b),
            (Self::Decimal(a), Self::Double(b)) => Double::from(*a).partial_cmp(b),
            (Self::Double(a), Self::Decimal(b)) => a.partial_cmp(&Double::from(*b)),
            (Self::Double(a), Self::Double(b)) => a.partial_cmp(b),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Boolean(a), Self::Boolean(b)) => Some(a.cmp(b)),
            (Self::DateTime(a), Self::DateTime(b)) => a.partial_cmp(b),
            (Self::Date(a), Self::Date(b)) => a.partial_cmp(b),
            (Self::Time(a), Self::Time(b)) => a.partial_cmp(b),
            (Self::Duration(a), Self::Duration(b)) => a.partial_cmp(b),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, name: &str) -> Value {
        let datatype = format!("{}{name}", xsd::NAMESPACE);
        Value::Literal { text: text.to_owned(), datatype, language: None }
    }

    #[test]
    fn texts_fit_their_datatypes_or_not() {
        for (name, fitting, others) in [
            (
                "integer",
                &["1", "-07", "123456789012345678901234567890123456789012"][..],
                &["", "1.0", "+", "x"][..],
            ),
            (
                "unsignedShort",
                &["0", "443", "65535"],
                &["65536", "-1", "4e2", "99999999999999999999999999999999999999999"],
            ),
            ("byte", &["-128", "+127"], &["300", "c"]),
            ("nonPositiveInteger", &["0", "-99999999999999999999999999999999999999999"], &["1"]),
            ("decimal", &["1.", ".5", "-12"], &[".", "", "1e2"]),
            ("boolean", &["true", "0"], &["yes", "TRUE"]),
            ("double", &["1e3", "INF", "NaN"], &["one"]),
            ("dateTime", &["2024-02-29T00:00:00Z"], &["2023-02-29T00:00:00", "2024-01-01"]),
            ("dateTimeStamp", &["2024-02-29T00:00:00+01:00"], &["2024-02-29T00:00:00"]),
            ("date", &["2024-01-01"], &["2024-13-01"]),
            ("hexBinary", &["0aFF", ""], &["0aF", "zz"]),
            ("base64Binary", &["aGk=", ""], &["aGk", "a=bc"]),
            ("language", &["en", "de-CH-1996"], &["", "1en", "en-"]),
            ("token", &["a b", "a"], &["a  b", " a", "a\tb"]),
            ("NCName", &["_a.b-c", "Ä1"], &["1a", "a:b", ""]),
            ("string", &["", "any\tthing"], &[]),
            ("unheardOf", &["any"], &[]),
        ] {
            let datatype = format!("{}{name}", xsd::NAMESPACE);
            for text in fitting {
                assert!(is_valid(text, &datatype), "{text:?} is a {name}");
            }
            for text in others {
                assert!(!is_valid(text, &datatype), "{text:?} is no {name}");
            }
        }
        assert!(is_valid("any", "https://example.org/datatype"));
    }

    #[test]
    fn values_are_ordered_by_what_they_mean() {
        let compare = |a: Value, b: Value| Meaning::of(&a)?.compare(&Meaning::of(&b)?);
        let less = Some(Ordering::Less);
        assert_eq!(compare(typed("9", "integer"), typed("10", "byte")), less);
        assert_eq!(compare(typed("0.5", "decimal"), typed("1e0", "double")), less);
        assert_eq!(compare(typed("1", "float"), typed("1.0", "decimal")), Some(Ordering::Equal));
        let large = "123456789012345678901234567890123456789012";
        assert_eq!(compare(typed("1", "integer"), typed(large, "integer")), less);
        assert_eq!(compare(typed("b", "string"), typed("a", "string")), Some(Ordering::Greater));
        assert_eq!(compare(typed("false", "boolean"), typed("1", "boolean")), less);
        assert_eq!(compare(typed("P1D", "duration"), typed("PT25H", "dayTimeDuration")), less);
        let without = typed("2002-10-10T12:00:00", "dateTime");
        let with = typed("2002-10-10T12:00:00-05:00", "dateTime");
        assert_eq!(compare(without, with), None, "fourteen hours apart at most");
        assert_eq!(compare(typed("1", "integer"), typed("1", "string")), None);
        assert_eq!(compare(typed("x", "integer"), typed("1", "integer")), None);
        assert_eq!(compare(typed("NaN", "double"), typed("1", "integer")), None);
        assert!(Meaning::of(&Value::Iri("https://example.org/".to_owned())).is_none());
    }
}

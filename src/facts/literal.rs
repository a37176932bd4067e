//! Words to literals of a datatype.

use crate::rdf::Value;
use crate::vocabulary::{rdfs, xsd};

/// The literal that `text` is in `datatype`, or a few words on what was expected instead.
pub(in crate::facts) fn literal(text: &str, datatype: &str) -> Result<Value, &'static str> {
    let text = text.trim();
    let typed = |text: &str| Value::typed(text, datatype);
    match datatype {
        xsd::BOOLEAN => match text.to_lowercase().as_str() {
            "true" | "yes" => Ok(typed("true")),
            "false" | "no" => Ok(typed("false")),
            _ => Err("`true`, `false`, `yes` or `no`"),
        },
        xsd::UNSIGNED_SHORT => {
            let number = text.parse::<u16>();
            number.map(|number| typed(&number.to_string())).map_err(|_| "a number from 0 to 65535")
        }
        xsd::INTEGER => {
            let number = text.parse::<i64>();
            number.map(|number| typed(&number.to_string())).map_err(|_| "a whole number")
        }
        xsd::NON_NEGATIVE_INTEGER => {
            let number = text.parse::<u64>();
            number.map(|number| typed(&number.to_string())).map_err(|_| "a whole number from 0 on")
        }
        xsd::DECIMAL => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let is_number = digits.chars().all(|c| c.is_ascii_digit() || c == '.')
                && digits.matches('.').count() <= 1
                && digits.contains(|c: char| c.is_ascii_digit());
            if is_number { Ok(typed(text)) } else { Err("a number such as `1.5`") }
        }
        xsd::DATE => {
            if is_date(text) {
                Ok(typed(text))
            } else {
                Err("a date such as `2024-05-31`")
            }
        }
        rdfs::LITERAL | xsd::STRING => Ok(Value::plain(text)),
        _ => Ok(typed(text)),
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let number = |part: &str, digits: usize| {
        let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<u16>().ok()).flatten()
    };
    let in_range = |value: Option<u16>, last: u16| value.is_some_and(|v| (1..=last).contains(&v));
    number(year, 4).is_some() && in_range(number(month, 2), 12) && in_range(number(day, 2), 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_literals_of_the_range() {
        let told = |text: &str, datatype: &str| match literal(text, datatype) {
            Ok(value) => value.text().to_owned(),
            Err(expected) => format!("expected {expected}"),
        };
        assert_eq!(told(" Yes ", xsd::BOOLEAN), "true");
        assert_eq!(told("maybe", xsd::BOOLEAN), "expected `true`, `false`, `yes` or `no`");
        assert_eq!(told("01433", xsd::UNSIGNED_SHORT), "1433");
        assert_eq!(told("70000", xsd::UNSIGNED_SHORT), "expected a number from 0 to 65535");
        assert_eq!(told("-3", xsd::INTEGER), "-3");
        assert_eq!(told("-3", xsd::NON_NEGATIVE_INTEGER), "expected a whole number from 0 on");
        assert_eq!(told("-1.50", xsd::DECIMAL), "-1.50");
        assert_eq!(told("1.2.3", xsd::DECIMAL), "expected a number such as `1.5`");
        assert_eq!(told("2024-02-30", xsd::DATE), "2024-02-30");
        assert_eq!(told("30.2.2024", xsd::DATE), "expected a date such as `2024-05-31`");
        assert_eq!(told("any words", xsd::STRING), "any words");
    }
}

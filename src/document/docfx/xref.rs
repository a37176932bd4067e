//! Cross references to documented code: `xref:uid?displayProperty=…`, and what readers see of them.

use percent_encoding::percent_decode_str;

/// The words for a reference whose author gave none.
pub(in crate::document) fn display(target: &str) -> String {
    let reference = target.strip_prefix("xref:").unwrap_or(target);
    let (uid, query) = reference.split_once('?').unwrap_or((reference, ""));
    let uid = percent_decode_str(uid).decode_utf8_lossy();
    let mut options = query.split('&').filter_map(|option| option.split_once('='));
    let text = options.clone().find(|(name, _)| name.eq_ignore_ascii_case("text"));
    if let Some((_, text)) = text {
        return percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    }
    let property = options.find(|(name, _)| name.eq_ignore_ascii_case("displayProperty"));
    let property = property.map_or("", |(_, property)| property).to_ascii_lowercase();
    // The parameters hold dots of their own.
    let (path, parameters) = uid.split_at(uid.find('(').unwrap_or(uid.len()));
    let path = path.trim_end_matches('*');
    let parts = match property.as_str() {
        "fullname" => usize::MAX,
        "namewithtype" => 2,
        _ => 1,
    };
    let mut start = path.len();
    for _ in 0..parts.min(path.len()) {
        let before = path.get(..start).unwrap_or_default().trim_end_matches('.');
        start = before.rfind('.').map_or(0, |dot| dot + 1);
    }
    let name = readable(path.get(start..).unwrap_or(path));
    if parameters.is_empty() {
        return name;
    }
    let simple = |parameter: &str| {
        let outer = parameter.find('{').unwrap_or(parameter.len());
        let start = parameter.get(..outer).and_then(|name| name.rfind('.')).map_or(0, |at| at + 1);
        readable(parameter.get(start..).unwrap_or(parameter))
    };
    let inner = parameters.trim_start_matches('(').trim_end_matches(')');
    let parameters = inner.split(',').map(simple).collect::<Vec<_>>().join(", ");
    format!("{name}({parameters})")
}

/// A name as it is written in code: ``List`1`` is `List<T>`, `#ctor` the constructor.
fn readable(name: &str) -> String {
    let Some((before, digits)) = name.split_once('`') else {
        return name.replace('#', "").replace('{', "<").replace('}', ">");
    };
    let digits = digits.trim_start_matches('`');
    let count: usize =
        digits.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
    let parameters = match count {
        1 => "<T>".to_owned(),
        2..=9 => {
            let names = (1..=count).map(|number| format!("T{number}")).collect::<Vec<_>>();
            format!("<{}>", names.join(","))
        }
        _ => String::new(),
    };
    format!("{before}{parameters}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_read_like_code() {
        for (target, expected) in [
            ("xref:Microsoft.Maui.IView.Measure%2A?displayProperty=nameWithType", "IView.Measure"),
            ("xref:System.Uri", "Uri"),
            ("xref:System.Uri?displayProperty=fullName", "System.Uri"),
            ("xref:System.Collections.Generic.List%601", "List<T>"),
            ("xref:System.Collections.Generic.Dictionary`2", "Dictionary<T1,T2>"),
            ("xref:A.B.Do(System.String,System.Int32)", "Do(String, Int32)"),
            ("xref:uid", "uid"),
            ("xref:a.b?text=Some+words", "Some words"),
            ("xref:", ""),
            ("xref:.", "."),
        ] {
            assert_eq!(display(target), expected, "{target}");
        }
    }
}

//! C#.

use std::sync::LazyLock;

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};
use crate::page::highlight::words::{self, Quote, Rules};

/// The tokens of C#.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    words::tokens(code, &C_SHARP)
}

static C_SHARP: LazyLock<Rules> = LazyLock::new(|| Rules {
    words: words::table(&[
        (TokenKind::Keyword, KEYWORDS),
        (TokenKind::Type, TYPES),
        (TokenKind::Constant, "false null true"),
    ]),
    ignores_case: false,
    line_comment: "//",
    block_comment: Some(("/*", "*/")),
    quotes: &QUOTES,
    marks: &[],
    capitals_tell: true,
    capital_call: TokenKind::Function,
    macro_mark: None,
    special,
});

const QUOTES: [Quote; 2] = [Quote::string('"'), Quote::string('\'')];

const KEYWORDS: &str = "abstract as async await base break case catch checked class const continue \
    default delegate do else enum event explicit extern finally fixed for foreach get global goto \
    if implicit in init interface internal is let lock nameof namespace new operator out override \
    params partial private protected public readonly record ref required return sealed set sizeof \
    stackalloc static struct switch this throw try typeof unchecked unsafe using var virtual \
    volatile when where while with yield";

const TYPES: &str = "bool byte char decimal double dynamic float int long nint nuint object sbyte \
    short string uint ulong ushort void";

/// Directives, attributes, and strings with something in front of their quote.
fn special(scanner: &mut Scanner) -> bool {
    let start = scanner.at();
    if scanner.is_at(&['#']) && scanner.is_first_in_line() {
        scanner.take(TokenKind::Macro, Scanner::eat_line);
        return true;
    }
    if scanner.is_at(&['[']) && scanner.is_first_in_line() {
        scanner.take(TokenKind::Punctuation, Scanner::skip);
        scanner.take(TokenKind::Attribute, |scanner| scanner.eat_while(char::is_alphanumeric));
        return true;
    }
    if ["$\"\"\"", "\"\"\""].iter().any(|open| scanner.eat(open)) {
        scanner.eat_through("\"\"\"");
    } else if ["@\"", "$@\"", "@$\""].iter().any(|open| scanner.eat(open)) {
        scanner.eat_string('"', None, true);
    } else if scanner.eat("$\"") {
        scanner.eat_string('"', Some('\\'), false);
    } else {
        return false;
    }
    scanner.token(start, TokenKind::String);
    true
}

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn a_class() {
        let code = r#"
#region Probe
[Serializable]
public class Probe : IDisposable {
    // The port.
    private const int Port = 1801, MAX_PORT = 0xFF;
    public string Name { get; set; }
    List<Host> All(Host host) => new List<Host>($"{host.Id}\n", @"C:\", 'x');
}"#;
        insta::assert_snapshot!(marked("C#", code), @r#"
        ‹macro #region Probe›
        [‹attribute Serializable›]
        ‹keyword public› ‹keyword class› ‹type Probe› : ‹type IDisposable› {
            ‹comment // The port.›
            ‹keyword private› ‹keyword const› ‹type int› ‹property Port› = ‹number 1801›, ‹constant MAX_PORT› = ‹number 0xFF›;
            ‹keyword public› ‹type string› ‹property Name› { ‹keyword get›; ‹keyword set›; }
            ‹type List›<‹type Host›> ‹function All›(‹type Host› host) => ‹keyword new› ‹type List›<‹type Host›>(‹string $"{host.Id}\n"›, ‹string @"C:\"›, ‹string 'x'›);
        }
        "#);
    }
}

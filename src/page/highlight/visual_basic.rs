//! Visual Basic of all ages: .NET, VBA and `VBScript`.

use std::sync::LazyLock;

use crate::page::highlight::token::{Token, TokenKind};
use crate::page::highlight::words::{self, Quote, Rules};

/// The tokens of Visual Basic.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    words::tokens(code, &VISUAL_BASIC)
}

static VISUAL_BASIC: LazyLock<Rules> = LazyLock::new(|| Rules {
    words: words::table(&[
        (TokenKind::Keyword, KEYWORDS),
        (TokenKind::Type, TYPES),
        (TokenKind::Constant, "empty false nothing null true vbcr vbcrlf vblf vbtab"),
        (TokenKind::Comment, "rem"),
    ]),
    ignores_case: true,
    line_comment: "'",
    block_comment: None,
    quotes: &[Quote {
        open: '"',
        close: '"',
        escape: None,
        many_lines: false,
        kind: TokenKind::String,
    }],
    // `#If`, `#Region`, and the dates of `#1/31/2026#`.
    marks: &[('#', TokenKind::Macro)],
    capitals_tell: false,
    capital_call: TokenKind::Function,
    macro_mark: None,
    special: |_| false,
});

const KEYWORDS: &str = "addhandler addressof alias and andalso as async attribute await byref \
    byval call case catch cbool cbyte cchar cdate cdbl cdec cint class clng cobj const continue \
    csng cstr ctype declare default delegate dim directcast do each else elseif end endif enum \
    erase error event execute executeglobal exit explicit finally for friend function get \
    gettype global gosub goto handles if implements imports in inherits interface is isnot let \
    lib like loop me mod module mustinherit mustoverride mybase myclass namespace narrowing new \
    next not notinheritable notoverridable of on operator option optional or orelse overloads \
    overridable overrides paramarray partial preserve private property protected public \
    raiseevent randomize readonly redim removehandler resume return select set shadows shared \
    static step stop strict structure sub synclock then throw to try trycast typeof until using \
    wend when where while widening with withevents writeonly xor yield";

const TYPES: &str = "boolean byte char date datetime decimal double integer long object sbyte \
    short single string uinteger ulong ushort variant";

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn old_and_new() {
        let code = r#"
REM Old.
Dim name As String = "say ""hi""" ' new
If x Is Nothing Then
    Set o = CreateObject("A.B")
    o.End 1.5
End If"#;
        insta::assert_snapshot!(marked("VB", code), @r#"
        ‹comment REM Old.›
        ‹keyword Dim› name ‹keyword As› ‹type String› = ‹string "say ""hi"""› ‹comment ' new›
        ‹keyword If› x ‹keyword Is› ‹constant Nothing› ‹keyword Then›
            ‹keyword Set› o = ‹function CreateObject›(‹string "A.B"›)
            o.End ‹number 1.5›
        ‹keyword End› ‹keyword If›
        "#);
    }
}

//! SQL, T-SQL above all.

use std::sync::LazyLock;

use crate::page::highlight::token::{Token, TokenKind};
use crate::page::highlight::words::{self, Quote, Rules};

/// The tokens of SQL.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    words::tokens(code, &SQL)
}

static SQL: LazyLock<Rules> = LazyLock::new(|| Rules {
    words: words::table(&[
        (TokenKind::Keyword, KEYWORDS),
        (TokenKind::Type, TYPES),
        (TokenKind::Constant, CONSTANTS),
    ]),
    ignores_case: true,
    line_comment: "--",
    block_comment: Some(("/*", "*/")),
    quotes: &QUOTES,
    marks: &[('@', TokenKind::Variable), ('#', TokenKind::Variable), ('$', TokenKind::Variable)],
    capitals_tell: false,
    capital_call: TokenKind::Function,
    macro_mark: None,
    special: |_| false,
});

const QUOTES: [Quote; 4] = [
    Quote { open: '\'', close: '\'', escape: None, many_lines: true, kind: TokenKind::String },
    Quote::name('"', '"'),
    Quote::name('[', ']'),
    Quote::name('`', '`'),
];

const KEYWORDS: &str = "add all alter and any apply as asc authorization backup begin between \
    break browse bulk by cascade case catch check checkpoint close clustered coalesce collate \
    column commit compute constraint contains containstable continue create cross cursor \
    database dbcc deallocate declare default delete deny desc disk distinct distributed do drop \
    else enable disable end errlvl escape except exec execute exists exit fetch file fillfactor \
    first for foreign freetext from full function go goto grant group having holdlock identity \
    if in include index inner insert instead intersect into is isolation join key kill last left \
    level like limit load lock login log loop materialized matched merge modify natural next no \
    nocheck nocount nolock nonclustered not nulls of off offset offsets on only open option or \
    order out outer output over partition percent pivot plan precision primary print proc \
    procedure public raiserror read readtext reconfigure recovery recursive references replace \
    replication restore restrict return returning returns revert revoke right rollback row rows \
    rule save schema select serializable session set shutdown simple some statistics table \
    tablesample temporary then to top tran transaction trigger truncate try unbounded union \
    unique unpivot until update use user using values view waitfor when where while window with \
    within without work";

const TYPES: &str = "bigint binary bit blob boolean bytea char character clob date datetime \
    datetime2 datetimeoffset decimal double float geography geometry hierarchyid image int \
    integer interval json jsonb money nchar ntext number numeric nvarchar real rowversion serial \
    smalldatetime smallint smallmoney sql_variant sysname text time timestamp timestamptz \
    tinyint uniqueidentifier uuid varbinary varchar varchar2 xml";

const CONSTANTS: &str =
    "current_date current_time current_timestamp current_user false null true unknown";

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn t_sql_with_its_strings_and_brackets() {
        let code = r"
USE [master];
GO
DECLARE @n int = 3; -- three
EXEC sp_who N'it''s';
SELECT COUNT(*), t.[Host Name] /* all */ FROM dbo.Hosts AS t WHERE t.Id >= 1.5 AND x IS NOT NULL";
        insta::assert_snapshot!(marked("tsql", code), @"
        ‹keyword USE› ‹property [master]›;
        ‹keyword GO›
        ‹keyword DECLARE› ‹variable @n› ‹type int› = ‹number 3›; ‹comment -- three›
        ‹keyword EXEC› sp_who N‹string 'it''s'›;
        ‹keyword SELECT› ‹function COUNT›(*), t.‹property [Host Name]› ‹comment /* all */› ‹keyword FROM› dbo.Hosts ‹keyword AS› t ‹keyword WHERE› t.Id >= ‹number 1.5› ‹keyword AND› x ‹keyword IS› ‹keyword NOT› ‹constant NULL›
        ");
    }
}

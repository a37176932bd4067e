//! The languages that are known, and by which names.
//!
//! Each is read by a small lexer of our own rather than by a grammar. Documents show fragments,
//! dialects and things left out, which grammars of whole programs take for errors; and no text may
//! keep the program busy for more than an instant, which holds of lexers that only move forward.

use crate::page::highlight::token::Token;
use crate::page::highlight::{
    c_sharp, diff, ini, json, powershell, rdf, rust, shell, sql, toml, visual_basic, xml, yaml,
};

/// A language.
pub(super) struct Language {
    /// What readers call it.
    pub(super) name: &'static str,
    /// What authors call it, in lower case.
    pub(super) aliases: &'static [&'static str],
    lexer: fn(&str) -> Vec<Token>,
}

impl Language {
    /// The language that authors mean by `name`.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        LANGUAGES.iter().find(|language| {
            let mut aliases = language.aliases.iter();
            aliases.any(|alias| alias.eq_ignore_ascii_case(name))
        })
    }

    /// The tokens of `code` in order.
    pub(super) fn tokens(&self, code: &str) -> Vec<Token> {
        (self.lexer)(code)
    }
}

macro_rules! languages {
    ($($name:literal $lexer:path: $($alias:literal)+;)*) => {
        /// All languages by name.
        pub(super) const LANGUAGES: &[Language] = &[
            $(Language { name: $name, aliases: &[$($alias),+], lexer: $lexer },)*
        ];
    };
}

languages! {
    "Bash" shell::tokens: "bash" "sh" "shell" "zsh" "ksh";
    "C#" c_sharp::tokens: "csharp" "c#" "cs" "c-sharp" "cpp#" "csx";
    "Console" shell::session: "console" "shell-session" "shellsession" "terminal";
    "Diff" diff::tokens: "diff" "patch" "udiff";
    "HTML" xml::tokens: "html" "htm" "xhtml";
    "INI" ini::tokens: "ini" "cfg" "conf" "properties";
    "JSON" json::tokens: "json" "jsonc" "json5" "jsonl" "geojson";
    "JSON-LD" json::tokens: "jsonld" "json-ld";
    "N-Quads" rdf::tokens: "nquads" "n-quads" "nq";
    "N-Triples" rdf::tokens: "ntriples" "n-triples" "nt";
    "PowerShell" powershell::tokens: "powershell" "ps1" "pwsh" "ps" "posh" "psm1";
    "Rust" rust::tokens: "rust" "rs";
    "SPARQL" rdf::tokens: "sparql" "rq";
    "SQL" sql::tokens: "sql" "plsql" "pgsql" "postgresql" "postgres" "mysql" "sqlite";
    "SVG" xml::tokens: "svg";
    "T-SQL" sql::tokens: "tsql" "t-sql" "mssql";
    "TOML" toml::tokens: "toml";
    "TriG" rdf::tokens: "trig";
    "Turtle" rdf::tokens: "turtle" "ttl" "n3";
    "VBScript" visual_basic::tokens: "vbscript" "vbs";
    "Visual Basic" visual_basic::tokens: "vb" "vbnet" "vb.net" "visualbasic" "vba" "bas";
    "WSDL" xml::tokens: "wsdl";
    "XAML" xml::tokens: "xaml";
    "XML" xml::tokens: "xml" "config" "csproj" "rdf" "rdfxml" "plist" "btproj" "odx";
    "XML Schema" xml::tokens: "xsd";
    "XSLT" xml::tokens: "xslt" "xsl";
    "YAML" yaml::tokens: "yaml" "yml";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_folded_and_aliases_known() {
        let name = |alias| Language::named(alias).map(|language| language.name);
        assert_eq!(name("Powershell"), Some("PowerShell"));
        assert_eq!(name("C#"), Some("C#"));
        assert_eq!(name("CSHARP"), Some("C#"));
        assert_eq!(name("T-SQL"), Some("T-SQL"));
        assert_eq!(name("yml"), Some("YAML"));
        assert_eq!(name("ttl"), Some("Turtle"));
        assert_eq!(name(""), None);
    }

    #[test]
    fn every_alias_means_one_language() {
        let aliases = || LANGUAGES.iter().flat_map(|language| language.aliases);
        assert_eq!(aliases().collect::<BTreeSet<_>>().len(), aliases().count());
        for language in LANGUAGES {
            assert!(language.aliases.iter().all(|alias| *alias == alias.to_lowercase()));
        }
    }
}

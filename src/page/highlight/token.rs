//! What a piece of code is.

use crate::text::Span;

/// A piece of code that is worth a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Its bytes.
    pub(super) span: Span,
    /// What it is.
    pub(super) kind: TokenKind,
}

macro_rules! kinds {
    ($($kind:ident = $class:literal,)*) => {
        /// What a piece of code is, in words that fit all languages.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum TokenKind {
            $(#[doc = $class] $kind,)*
        }

        impl TokenKind {
            /// All of them.
            pub(super) const ALL: &[Self] = &[$(Self::$kind),*];

            /// The class of its span.
            pub(super) fn class(self) -> &'static str {
                match self {
                    $(Self::$kind => $class,)*
                }
            }
        }
    };
}

kinds! {
    Attribute = "hl-attribute",
    Comment = "hl-comment",
    Constant = "hl-constant",
    Constructor = "hl-constructor",
    Deleted = "hl-deleted",
    Function = "hl-function",
    Inserted = "hl-inserted",
    Keyword = "hl-keyword",
    Label = "hl-label",
    Macro = "hl-macro",
    Namespace = "hl-namespace",
    Number = "hl-number",
    Operator = "hl-operator",
    Property = "hl-property",
    Punctuation = "hl-punctuation",
    String = "hl-string",
    Tag = "hl-tag",
    Type = "hl-type",
    Variable = "hl-variable",
}

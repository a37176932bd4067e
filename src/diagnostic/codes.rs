//! Every kind of problem, declared once. The manual's page on diagnostics explains each.

use crate::diagnostic::{Code, Severity};

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $constant:ident = $severity:ident $name:literal: $summary:literal;)*) => {
        $($(#[doc = $doc])*
        pub const $constant: &Code = &Code { name: $name, severity: Severity::$severity, summary: $summary };)*

        /// All codes in the order of the manual.
        pub const ALL: &[&Code] = &[$($constant),*];
    };
}

codes! {
    /// The book's configuration cannot be read as it is meant.
    MALFORMED_CONFIG = Error "malformed-config": "the configuration cannot be read as it stands";
    /// A line of `SUMMARY.md` that is no table of contents.
    MALFORMED_SUMMARY = Error "malformed-summary": "a part of the table of contents cannot be understood";
    /// A chapter of the table of contents has no file.
    MISSING_CHAPTER = Error "missing-chapter": "the table of contents names a file that is not there";
    /// A file stands twice in the table of contents.
    DUPLICATE_CHAPTER = Warning "duplicate-chapter": "the table of contents names a file twice";
    /// A document that the table of contents does not name.
    ORPHAN_DOCUMENT = Warning "orphan-document": "a document stands in no table of contents";
    /// A DocFX table of contents that cannot be understood.
    MALFORMED_TOC = Error "malformed-toc": "a DocFX table of contents cannot be understood";
    /// Tables of contents that hold each other.
    TOC_CYCLE = Error "toc-cycle": "tables of contents hold each other without end";
    /// A document of a DocFX repository without a heading of the first level.
    MISSING_TITLE = Warning "missing-title": "a document has no heading of the first level";
    /// A file that cannot be read.
    UNREADABLE_FILE = Error "unreadable-file": "a file cannot be read";
    /// A Markdown file that is not UTF-8.
    NOT_TEXT = Error "not-text": "a document is not valid UTF-8";
    /// Front matter that is no YAML mapping.
    MALFORMED_FRONT_MATTER = Error "malformed-front-matter": "front matter is not a YAML mapping";
    /// A front-matter value of the wrong kind.
    FRONT_MATTER_VALUE = Warning "front-matter-value": "a front-matter value is not of the kind its key wants";
    /// An include of a file that is not there.
    MISSING_INCLUDE = Error "missing-include": "an included file is not there";
    /// An include of lines or of an anchor that the file does not have.
    MISSING_INCLUDE_PART = Error "missing-include-part": "an included file lacks the part that is asked for";
    /// Files that include each other.
    INCLUDE_CYCLE = Error "include-cycle": "files include each other without end";
    /// A link to a file that is not there.
    BROKEN_LINK = Error "broken-link": "a link leads to a file that is not there";
    /// A link to a heading or id that is not there.
    BROKEN_ANCHOR = Error "broken-anchor": "a link leads to a place that its page does not have";
    /// A link that leads out of the book's folder.
    OUTSIDE_LINK = Warning "outside-link": "a link leads out of the book's folder";
    /// A reference that is not written as its file is named.
    INEXACT_LINK = Warning "inexact-link": "a reference reaches its file only by a guess";
    /// A link into the site's part of this repository to nothing that the repository publishes.
    UNKNOWN_ADDRESS = Note "unknown-address": "a link names an address of the site that nothing here is published at";
    /// A reference link without its definition.
    UNDEFINED_REFERENCE = Warning "undefined-reference": "a reference link has no definition";
    /// A line of a DocFX block without its counterpart.
    UNCLOSED_BLOCK = Warning "unclosed-block": "a block of DocFX lacks the line that opens or closes it";
    /// An image that is not there.
    MISSING_IMAGE = Error "missing-image": "an image is not there";
    /// An image without alternative text.
    IMAGE_WITHOUT_TEXT = Warning "image-without-text": "an image has no alternative text";
    /// An id that stands twice in a page.
    DUPLICATE_ID = Warning "duplicate-id": "an id stands twice in a page";
    /// A footnote without its text.
    UNDEFINED_FOOTNOTE = Error "undefined-footnote": "a footnote has no text";
    /// A live query that gives no answer.
    QUERY_FAILED = Error "query-failed": "a live query cannot be answered";
    /// A live query whose answer is not what the document expects.
    QUERY_EXPECTATION = Error "query-expectation": "a live query is not answered as the document expects";
    /// An option of a live query that cannot be meant so.
    QUERY_OPTION = Error "query-option": "an option of a live query cannot be understood";
    /// A figure that cannot be drawn.
    FIGURE_SUBJECT = Error "figure-subject": "a figure cannot be drawn";
    /// An option of a figure that cannot be meant so.
    FIGURE_OPTION = Error "figure-option": "an option of a figure cannot be understood";
    /// A region of an image that is none.
    MALFORMED_REGION = Error "malformed-region": "a region of an image cannot be understood";
    /// A redirect that leads nowhere.
    BROKEN_REDIRECT = Error "broken-redirect": "a redirect leads to a page that is not there";
    /// Redirects that lead to each other.
    REDIRECT_LOOP = Error "redirect-loop": "redirects lead to each other without end";
    /// A redirect whose old address is a page of the book.
    SHADOWED_REDIRECT = Warning "shadowed-redirect": "a redirect stands at the address of a page";
    /// A heading's class that no vocabulary has.
    UNKNOWN_CLASS = Error "unknown-class": "a heading has a class that no vocabulary has";
    /// A property that no vocabulary has.
    UNKNOWN_PROPERTY = Warning "unknown-property": "a fact is stated with a property that no vocabulary has";
    /// A fact that is stated of nothing.
    FACT_WITHOUT_SUBJECT = Warning "fact-without-subject": "a fact is stated where no heading declares a thing";
    /// A fact about a thing of the wrong class.
    WRONG_SUBJECT = Error "wrong-subject": "a property is stated of a thing that cannot have it";
    /// A value of the wrong kind.
    WRONG_VALUE = Error "wrong-value": "a fact has a value that its property cannot have";
    /// A value that leads to a place that declares nothing.
    VALUE_WITHOUT_CLASS = Error "value-without-class": "a fact leads to a place that declares no thing";
    /// A name that nothing has.
    UNKNOWN_NAME = Error "unknown-name": "a fact names a value that nothing is called";
    /// A name that several things have.
    AMBIGUOUS_NAME = Error "ambiguous-name": "a fact names a value that several things are called";
    /// Turtle that cannot be read.
    MALFORMED_TURTLE = Error "malformed-turtle": "Turtle cannot be read as it stands";
    /// A statement that denies another.
    CONTRADICTION = Warning "contradiction": "two places of the book state the opposite of each other";
    /// A rule that the facts break.
    RULE_VIOLATION = Error "rule-violation": "the facts of the book break a rule";
    /// A rule that only warns.
    RULE_WARNING = Warning "rule-warning": "the facts of the book break a rule that warns";
    /// A rule that only informs.
    RULE_NOTE = Note "rule-note": "the facts of the book meet a rule that informs";
    /// A rule that cannot be checked.
    MALFORMED_RULE = Error "malformed-rule": "a rule cannot be checked as it stands";
    /// Rules that took too long.
    RULES_NOT_CHECKED = Error "rules-not-checked": "the rules could not be checked";
    /// More follows from the facts than is kept.
    INFERENCE_LIMIT = Warning "inference-limit": "more follows from the facts than is kept";
}

//! Terms and prefixes of the vocabularies we write, and the bundled ontology they come from.
//!
//! Terms are plain strings, so that every layer can name them without an RDF library. That the
//! constants of [`loggia`] and `ontology/loggia.ttl` agree is proved by a test of the graph's
//! ontology, the lowest place that reads Turtle.

/// The Turtle of the `loggia:` vocabulary.
pub const LOGGIA_TURTLE: &str = include_str!("../ontology/loggia.ttl");

/// The Turtle of the `arch:` vocabulary and its values.
pub const ARCHITECTURE_TURTLE: &str = include_str!("../ontology/architecture.ttl");

/// The Turtle of the `biztalk:` concepts.
pub const BIZTALK_TURTLE: &str = include_str!("../ontology/biztalk.ttl");

/// The Turtle of the bundled rules.
pub const SHAPES_TURTLE: &str = include_str!("../ontology/shapes.ttl");

/// Prefixes that every query, `turtle` fence and Turtle answer has without declaring them.
pub const PREFIXES: &[(&str, &str)] = &[
    ("akv", akv::NAMESPACE),
    ("arch", arch::NAMESPACE),
    ("biztalk", biztalk::NAMESPACE),
    ("d3f", "http://d3fend.mitre.org/ontologies/d3fend.owl#"),
    ("dcterms", dcterms::NAMESPACE),
    ("doco", "http://purl.org/spar/doco/"),
    ("loggia", loggia::NAMESPACE),
    ("oa", oa::NAMESPACE),
    ("owl", owl::NAMESPACE),
    ("prov", prov::NAMESPACE),
    ("rdf", rdf::NAMESPACE),
    ("rdfs", rdfs::NAMESPACE),
    ("schema", schema::NAMESPACE),
    ("sh", sh::NAMESPACE),
    ("skos", skos::NAMESPACE),
    ("xsd", xsd::NAMESPACE),
];

/// [`PREFIXES`] and the empty prefix, which stands for the book's own base.
pub fn prefixes_of_book(base: &str) -> impl Iterator<Item = (&str, &str)> {
    PREFIXES.iter().copied().chain([("", base)])
}

/// A prefixed name for `iri`, where a preset prefix or the book's base fits and what is left is a
/// simple name. For people to read, not for parsers.
#[must_use]
pub fn shorten(iri: &str, base: &str) -> Option<String> {
    let fitting = prefixes_of_book(base).filter(|(_, namespace)| iri.starts_with(namespace));
    let (prefix, namespace) = fitting.max_by_key(|(_, namespace)| namespace.len())?;
    let local = iri.strip_prefix(namespace)?;
    let is_simple = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let simple = !local.is_empty() && local.chars().all(is_simple);
    simple.then(|| format!("{prefix}:{local}"))
}

/// The IRIs of a vocabulary's terms as constants, and all of them as a list.
macro_rules! terms {
    ($iri:literal { $($(#[doc = $term_doc:literal])* $constant:ident = $name:literal;)* }) => {
        /// What every IRI of this vocabulary starts with.
        pub const NAMESPACE: &str = $iri;
        $($(#[doc = $term_doc])* pub const $constant: &str = concat!($iri, $name);)*
        /// Every term above.
        pub const TERMS: &[&str] = &[$($constant),*];
    };
}

/// A vocabulary as a module of its own.
macro_rules! namespace {
    ($(#[doc = $doc:literal])* $module:ident = $iri:literal $terms:tt) => {
        $(#[doc = $doc])*
        pub mod $module {
            terms! { $iri $terms }
        }
    };
}

pub mod arch;
mod shacl;

pub use shacl::sh;

namespace! {
    /// Documents, their parts and their order: our own vocabulary.
    loggia = "https://w3id.org/loggia/ns#" {
        /// One Markdown file of the book.
        DOCUMENT = "Document";
        /// A heading and what stands below it.
        SECTION = "Section";
        /// An image as one document shows it.
        IMAGE = "Image";
        /// An image that stands by itself.
        FIGURE = "Figure";
        /// Code set apart from the running text.
        CODE_BLOCK = "CodeBlock";
        /// A table.
        TABLE = "Table";
        /// A file that is no document.
        FILE = "File";
        /// A link as one document has it.
        LINK = "Link";
        /// A link to a page of the book.
        INTERNAL_LINK = "InternalLink";
        /// A link to a file of the book.
        FILE_LINK = "FileLink";
        /// A link to an address outside the book.
        EXTERNAL_LINK = "ExternalLink";
        /// A link to a file outside the book's folder.
        OUTSIDE_LINK = "OutsideLink";
        /// A link that leads nowhere.
        BROKEN_LINK = "BrokenLink";
        /// A line of the table of contents without a page.
        NAVIGATION_ENTRY = "NavigationEntry";
        /// A titled part of the table of contents.
        PART = "Part";
        /// The document that holds this.
        IN_DOCUMENT = "inDocument";
        /// The innermost section, or the document, that holds this.
        WITHIN = "within";
        /// The document's file.
        SOURCE_PATH = "sourcePath";
        /// The line this starts in.
        LINE = "line";
        /// The file this was included from.
        INCLUDED_FROM = "includedFrom";
        /// The level of a heading.
        LEVEL = "level";
        /// The place in order.
        ORDER = "order";
        /// What this is nested in.
        PARENT = "parent";
        /// The number shown to readers.
        NUMBER = "number";
        /// What a figure's caption says.
        CAPTION = "caption";
        /// What stands for an image where it is not seen.
        ALTERNATIVE_TEXT = "alternativeText";
        /// The picture that an image shows.
        SHOWS = "shows";
        /// A thing that a figure shows.
        DEPICTS = "depicts";
        /// The language of a code block.
        LANGUAGE = "language";
        /// How many columns a table has.
        COLUMN_COUNT = "columnCount";
        /// How many rows a table has.
        ROW_COUNT = "rowCount";
        /// What a document links to.
        LINKS_TO = "linksTo";
        /// Where a link leads.
        TARGET = "target";
        /// A target as it is written.
        REFERENCE = "reference";
        /// The page that follows.
        NEXT = "next";
        /// The part this belongs to.
        IN_PART = "inPart";
        /// What the table of contents calls a page.
        NAVIGATION_LABEL = "navigationLabel";
        /// One fact as a document states it.
        STATEMENT = "Statement";
        /// A row of a table that stands for a thing.
        ROW = "Row";
        /// The words that state a fact.
        QUOTE = "quote";
        /// How a fact is written.
        WRITTEN_AS = "writtenAs";
        /// Whom a document quotes for a fact.
        ACCORDING_TO = "accordingTo";
        /// What a section mentions by name.
        MENTIONS = "mentions";
        /// A name of a concept in running text.
        MENTION = "Mention";
        /// What a mention names.
        MENTIONED = "mentioned";
        /// The property that states the end of a range.
        RANGE_END = "rangeEnd";
        /// The question word that asks for a property.
        ANSWERS = "answers";
        /// Whether a name is too common to be found in running text.
        AMBIGUOUS = "ambiguous";
    }
}

namespace! {
    /// RDF itself.
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" {
        /// The class of a thing.
        TYPE = "type";
        /// Of a statement: what is spoken of.
        SUBJECT = "subject";
        /// Of a statement: the property.
        PREDICATE = "predicate";
        /// Of a statement: what is said.
        OBJECT = "object";
        /// The first member of a list.
        FIRST = "first";
        /// The rest of a list.
        REST = "rest";
        /// The empty list.
        NIL = "nil";
        /// What a structured value says.
        VALUE = "value";
        /// A property of any kind.
        PROPERTY = "Property";
        /// Texts of a language.
        LANG_STRING = "langString";
    }
}

namespace! {
    /// RDF Schema.
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" {
        /// A name for people.
        LABEL = "label";
        /// An explanation for people.
        COMMENT = "comment";
        /// A class.
        CLASS = "Class";
        /// A class all of whose members belong to another.
        SUB_CLASS_OF = "subClassOf";
        /// A property all of whose facts hold for another.
        SUB_PROPERTY_OF = "subPropertyOf";
        /// The class of whatever a property is stated of.
        DOMAIN = "domain";
        /// The class or datatype of a property's values.
        RANGE = "range";
        /// Any literal.
        LITERAL = "Literal";
        /// Anything.
        RESOURCE = "Resource";
        /// A class of literals.
        DATATYPE = "Datatype";
    }
}

namespace! {
    /// The Web Ontology Language.
    owl = "http://www.w3.org/2002/07/owl#" {
        /// A vocabulary as a whole.
        ONTOLOGY = "Ontology";
        /// A vocabulary that another is part of.
        IMPORTS = "imports";
        /// A class.
        CLASS = "Class";
        /// A property whose values are things.
        OBJECT_PROPERTY = "ObjectProperty";
        /// A property whose values are literals.
        DATATYPE_PROPERTY = "DatatypeProperty";
        /// A property that nothing is inferred from.
        ANNOTATION_PROPERTY = "AnnotationProperty";
        /// A property that reads the same both ways.
        SYMMETRIC_PROPERTY = "SymmetricProperty";
        /// A property that holds over any number of steps.
        TRANSITIVE_PROPERTY = "TransitiveProperty";
        /// The property that says the same the other way round.
        INVERSE_OF = "inverseOf";
        /// The classes of which one is enough.
        UNION_OF = "unionOf";
        /// Anything.
        THING = "Thing";
    }
}

namespace! {
    /// SKOS: concepts and their names.
    skos = "http://www.w3.org/2004/02/skos/core#" {
        /// A concept.
        CONCEPT = "Concept";
        /// The name.
        PREF_LABEL = "prefLabel";
        /// Another name.
        ALT_LABEL = "altLabel";
        /// A remark.
        NOTE = "note";
        /// A name that is understood and never shown.
        HIDDEN_LABEL = "hiddenLabel";
        /// What a concept means.
        DEFINITION = "definition";
        /// A wider concept.
        BROADER = "broader";
    }
}

namespace! {
    /// Where things come from.
    prov = "http://www.w3.org/ns/prov#" {
        /// The source that says so.
        HAD_PRIMARY_SOURCE = "hadPrimarySource";
    }
}

namespace! {
    /// Values of the architecture vocabulary that the program itself knows.
    akv = "https://w3id.org/loggia/arch/value#" {
        /// It is so.
        ASSERTED = "asserted";
        /// It should be so.
        RECOMMENDED = "recommended";
        /// It may be so.
        OPTIONAL = "optional";
        /// It is not so.
        NEGATED = "negated";
        /// The sources do not tell it.
        NOT_STATED = "not-stated";
        /// A system outside.
        PARTNER = "partner";
        /// The installation itself.
        BIZTALK_SERVER = "biztalk-server";
        /// Whoever administers it.
        ADMINISTRATOR = "administrator";
    }
}

namespace! {
    /// Concepts of BizTalk Server, none of which the program itself knows.
    biztalk = "https://w3id.org/loggia/biztalk#" {}
}

namespace! {
    /// XML Schema datatypes.
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        /// Text.
        STRING = "string";
        /// Whole numbers.
        INTEGER = "integer";
        /// Whole numbers from 0 on.
        NON_NEGATIVE_INTEGER = "nonNegativeInteger";
        /// Whole numbers from 0 to 65535.
        UNSIGNED_SHORT = "unsignedShort";
        /// Numbers.
        DECIMAL = "decimal";
        /// Yes or no.
        BOOLEAN = "boolean";
        /// Days.
        DATE = "date";
        /// Moments.
        DATE_TIME = "dateTime";
    }
}

namespace! {
    /// Dublin Core metadata terms.
    dcterms = "http://purl.org/dc/terms/" {
        /// A title.
        TITLE = "title";
        /// What something is about.
        DESCRIPTION = "description";
        /// The date an author gives.
        DATE = "date";
        /// When something came to be.
        CREATED = "created";
        /// When something last changed.
        MODIFIED = "modified";
        /// Who made it.
        CREATOR = "creator";
        /// Its language.
        LANGUAGE = "language";
        /// The standard that it follows.
        CONFORMS_TO = "conformsTo";
    }
}

namespace! {
    /// Web Annotation: parts of pictures and what they show.
    oa = "http://www.w3.org/ns/oa#" {
        /// What ties something to a part of something else.
        ANNOTATION = "Annotation";
        /// What an annotation says.
        HAS_BODY = "hasBody";
        /// What an annotation is about.
        HAS_TARGET = "hasTarget";
        /// What an annotation is for.
        MOTIVATED_BY = "motivatedBy";
        /// To tell what is shown.
        IDENTIFYING = "identifying";
        /// A part of something.
        SPECIFIC_RESOURCE = "SpecificResource";
        /// What a part is part of.
        HAS_SOURCE = "hasSource";
        /// Which part it is.
        HAS_SELECTOR = "hasSelector";
        /// A part by a fragment of an address.
        FRAGMENT_SELECTOR = "FragmentSelector";
    }
}

namespace! {
    /// schema.org.
    schema = "https://schema.org/" {
        /// A keyword.
        KEYWORDS = "keywords";
        /// The media type of a file.
        ENCODING_FORMAT = "encodingFormat";
        /// Pixels across.
        WIDTH = "width";
        /// Pixels down.
        HEIGHT = "height";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_turtle_uses_only_preset_prefixes() {
        for line in LOGGIA_TURTLE.lines().filter(|line| line.starts_with("@prefix")) {
            let mut parts = line.split_whitespace().skip(1);
            let prefix = parts.next().unwrap().trim_end_matches(':');
            let namespace = parts.next().unwrap().trim_matches(['<', '>']);
            assert!(PREFIXES.contains(&(prefix, namespace)), "{line}");
        }
    }

    #[test]
    fn the_longest_fitting_prefix_shortens() {
        let base = "https://w3id.org/";
        assert_eq!(shorten(loggia::LINE, base).as_deref(), Some("loggia:line"));
        assert_eq!(shorten("https://w3id.org/x", base).as_deref(), Some(":x"));
        assert_eq!(shorten("https://w3id.org/x#y", base), None);
        assert_eq!(shorten("https://elsewhere.org/x", base), None);
    }
}

//! A question in parts: its form, and what each of its words can mean.

use crate::nomenclature::{Meaning, Nomenclature, Role, Word};
use crate::search::analysis::is_function_word;
use crate::service::thing::is_a;
use crate::snapshot::Snapshot;
use crate::vocabulary::{arch, xsd};

/// What kind of answer a question wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::service::answer) enum Form {
    /// Things or values: which, what, who, or only a name.
    Which,
    /// How many of them.
    Count,
    /// Where something is.
    Where,
    /// Whether something is so.
    Whether,
    /// What a word means.
    Define,
    /// Reasons or ways, which only sentences tell.
    Tell,
}

/// Words of a question that mean something together.
#[derive(Debug, Clone)]
pub(in crate::service::answer) struct Item<'a> {
    /// Index of its first word.
    pub(in crate::service::answer) first: usize,
    /// Index of its last word.
    pub(in crate::service::answer) last: usize,
    /// What it can mean, the likeliest first.
    pub(in crate::service::answer) meanings: &'a [Meaning],
    /// Its text, where it is a number.
    pub(in crate::service::answer) number: Option<String>,
    /// Whether it is a single word of grammar, such as `in`.
    pub(in crate::service::answer) is_hint: bool,
}

/// A question in parts.
#[derive(Debug, Clone)]
pub(in crate::service::answer) struct Understood<'a> {
    pub(in crate::service::answer) form: Form,
    pub(in crate::service::answer) words: Vec<Word>,
    pub(in crate::service::answer) items: Vec<Item<'a>>,
    /// Index of the first word behind the question word.
    pub(in crate::service::answer) start: usize,
    /// Whether the question names what it asks for by `which`, `what`, `who` and the like.
    pub(in crate::service::answer) has_question_word: bool,
    /// Words that carry meaning and are no name of anything.
    pub(in crate::service::answer) unknown: Vec<Word>,
    /// How many words carry meaning.
    pub(in crate::service::answer) telling: usize,
    /// Whether a word such as `not`, `most` or `if` turns the question into one that facts found by
    /// its names do not answer.
    pub(in crate::service::answer) is_turned: bool,
}

/// Words that turn a question.
const TURNING: &[&str] = &[
    "not", "no", "never", "without", "except", "nobody", "none", "nothing", "neither", "nor", "t",
    "most", "more", "less", "least", "fewer", "fewest", "only", "if", "unless", "or", "before",
    "after", "than", "else", "other", "highest", "lowest", "largest", "smallest", "worst", "best",
    "instead", "cannot",
];

/// Words beside names that say nothing more than that something is asked for.
const SILENT: &[&str] = &[
    "use",
    "uses",
    "used",
    "using",
    "need",
    "needs",
    "needed",
    "let",
    "lets",
    "pass",
    "reach",
    "reaches",
    "go",
    "goes",
    "open",
    "opened",
    "stand",
    "stands",
    "live",
    "lives",
    "exist",
    "exists",
    "belong",
    "belongs",
    "contain",
    "contains",
    "contained",
    "face",
    "faces",
    "find",
    "connect",
    "connects",
    "allow",
    "allowed",
    "permit",
    "permitted",
    "through",
    "tell",
    "list",
    "give",
    "name",
    "show",
    "every",
    "one",
    "ones",
    "kind",
    "kinds",
    "sort",
    "make",
    "made",
    "drawn",
    "placed",
    "located",
    "sit",
    "sits",
    "defined",
    "listed",
    "required",
    "call",
    "called",
    "many",
    "much",
    "whom",
    "whose",
    "come",
    "like",
    "possible",
    "existing",
    "available",
    "known",
    "state",
    "stated",
    "say",
    "says",
    "must",
    "ought",
    "different",
    "per",
    "via",
    "within",
    "inside",
    "between",
    "according",
    "today",
];

impl<'a> Understood<'a> {
    /// Reads a question.
    pub(in crate::service::answer) fn read(snapshot: &'a Snapshot, text: &str) -> Self {
        let language = &snapshot.catalog.config.language;
        let names = snapshot.nomenclature();
        let words = names.words(text);
        let (form, start, has_question_word) = form(&words);
        let items = items(names, &words, start, language);
        let is_named =
            |index: usize| items.iter().any(|item| (item.first..=item.last).contains(&index));
        let outside = || words.iter().enumerate().skip(start).filter(|(at, _)| !is_named(*at));
        let tells = |word: &&Word| {
            !is_function_word(language, &word.lower) && !SILENT.contains(&word.lower.as_str())
        };
        let unknown = outside().map(|(_, word)| word).filter(tells).cloned().collect();
        let telling = words.iter().skip(start).filter(tells).count();
        let is_turned = outside().any(|(_, word)| TURNING.contains(&word.lower.as_str()));
        Self { form, words, items, start, has_question_word, unknown, telling, is_turned }
    }

    /// Whether a question for reasons or ways says enough where a book lacks so many of its words.
    pub(in crate::service::answer) fn is_clear_without(&self, missing: usize) -> bool {
        self.form == Form::Tell && missing * 4 <= self.telling
    }

    /// Whether the answer is a number: how many there are, or the value of a property of numbers.
    pub(in crate::service::answer) fn asks_number(&self, snapshot: &Snapshot) -> bool {
        let is_number = |range: &String| {
            [xsd::INTEGER, xsd::UNSIGNED_SHORT, xsd::NON_NEGATIVE_INTEGER].contains(&range.as_str())
        };
        let of_numbers = |item: &Item<'_>| {
            item.best(Role::Property).iter().any(|property| {
                let term = snapshot.ontology.term(&property.iri);
                term.is_some_and(|term| term.range.iter().any(is_number))
            })
        };
        let has_number = self.items.iter().any(|item| item.number.is_some());
        match self.form {
            Form::Count => true,
            Form::Which => !has_number && self.names().any(of_numbers),
            _ => false,
        }
    }

    /// The items that name something.
    pub(in crate::service::answer) fn names(&self) -> impl Iterator<Item = &Item<'a>> {
        self.items.iter().filter(|item| !item.is_hint)
    }

    /// Whether an item joins by no more than an everyday word, such as `use` or `need`, or by a part
    /// of a property's name.
    pub(in crate::service::answer) fn is_weak(&self, item: &Item<'_>) -> bool {
        let properties = item.meanings.iter();
        let of_property =
            properties.filter(|it| matches!(it.role, Role::Property | Role::Reversed));
        let rank = of_property.map(|meaning| meaning.rank).min();
        let word = self.words.get(item.first).map_or("", |word| word.lower.as_str());
        rank.is_none_or(|rank| rank >= 3) || (item.first == item.last && SILENT.contains(&word))
    }

    /// The item of grammar right before another, such as `to` before a name.
    pub(in crate::service::answer) fn hint_before(&self, item: &Item<'_>) -> Option<&Item<'a>> {
        let before = item.first.checked_sub(1)?;
        self.items.iter().find(|other| other.is_hint && other.last == before)
    }
}

impl Item<'_> {
    /// The meanings of a role, of the lowest rank that has any.
    pub(in crate::service::answer) fn best(&self, role: Role) -> Vec<&Meaning> {
        let own = || self.meanings.iter().filter(|meaning| meaning.role == role);
        let rank = own().map(|meaning| meaning.rank).min();
        own().filter(|meaning| Some(meaning.rank) == rank).collect()
    }

    /// Whether it can be of a role.
    pub(in crate::service::answer) fn is(&self, role: Role) -> bool {
        self.meanings.iter().any(|meaning| meaning.role == role)
    }

    /// Whether it can be read as something that is done or that holds.
    pub(in crate::service::answer) fn is_property(&self) -> bool {
        self.is(Role::Property) || self.is(Role::Reversed)
    }

    /// The architectures that it names, where it names such.
    pub(in crate::service::answer) fn architectures(&self, snapshot: &Snapshot) -> Vec<String> {
        let things = self.best(Role::Thing);
        let architectures: Vec<String> = things
            .iter()
            .filter(|thing| is_a(snapshot, &thing.iri, arch::ARCHITECTURE))
            .map(|thing| thing.iri.to_string())
            .collect();
        if architectures.len() == things.len() { architectures } else { Vec::new() }
    }
}

/// The form of a question, where what it asks for begins, and whether it has a question word.
fn form(words: &[Word]) -> (Form, usize, bool) {
    let word = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let is_be = |at: usize| ["is", "are", "was", "were", "s"].contains(&word(at));
    match word(0) {
        "how" if ["many", "much"].contains(&word(1)) => (Form::Count, 2, true),
        "why" | "when" | "how" => (Form::Tell, 1, true),
        "where" => (Form::Where, 1, true),
        "what" if word(1) == "happens" => (Form::Tell, 1, true),
        "what" | "who" if is_be(1) => (Form::Which, 2, true),
        "which" | "what" | "who" | "whom" => (Form::Which, 1, true),
        "define" | "explain" | "meaning" => (Form::Define, 1, true),
        "in" | "on" | "to" | "from" | "through" | "under"
            if ["which", "what", "whom"].contains(&word(1)) =>
        {
            (Form::Which, 2, true)
        }
        "is" | "are" | "does" | "do" | "did" | "can" | "may" | "must" | "should" | "has"
        | "have" => (Form::Whether, 1, false),
        "list" | "name" => (Form::Which, 1, false),
        "show" | "give" | "tell" if ["me", "us"].contains(&word(1)) => (Form::Which, 2, false),
        _ => (Form::Which, 0, false),
    }
}

/// The names in a question from left to right, the longest at each place.
fn items<'a>(
    names: &'a Nomenclature,
    words: &[Word],
    start: usize,
    language: &str,
) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    let mut at = start;
    while at < words.len() {
        let longest = (at + 1..=words.len()).rev().find_map(|end| {
            let meanings = names.meanings(words.get(at..end)?);
            (!meanings.is_empty()).then_some((end, meanings))
        });
        let word = words.get(at);
        let is_number = word.is_some_and(|word| word.lower.bytes().all(|it| it.is_ascii_digit()));
        if let Some((end, meanings)) = longest {
            let is_grammar = |word: &Word| is_function_word(language, &word.lower);
            let is_hint = end == at + 1 && word.is_some_and(is_grammar);
            let of_grammar = meanings.iter().any(|it| it.role == Role::Property);
            if !is_hint || of_grammar {
                items.push(Item { first: at, last: end - 1, meanings, number: None, is_hint });
            }
            at = end;
        } else {
            if let Some(word) = word.filter(|_| is_number) {
                let number = Some(word.lower.clone());
                items.push(Item { first: at, last: at, meanings: &[], number, is_hint: false });
            }
            at += 1;
        }
    }
    items
}

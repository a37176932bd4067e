//! The vocabularies a book speaks, read again only when one of their files changes.

use std::sync::Arc;

use crate::config::{Config, FileSetting};
use crate::diagnostic::{Diagnostic, codes};
use crate::ontology::{Ontology, OntologyProblem, OntologyTexts};
use crate::rdf::turtle::TurtleProblem;
use crate::text::{Place, SourceText, Span, Texts};

/// The vocabularies of the revision before, with what they were made of.
#[derive(Clone, Default)]
pub(in crate::compile) struct OntologyCache {
    last: Option<(Inputs, Arc<Ontology>, Vec<Diagnostic>)>,
}

/// The base and the texts of vocabularies and rules.
type Inputs = (String, Vec<Arc<SourceText>>, Vec<Arc<SourceText>>);

impl OntologyCache {
    /// The vocabularies and rules that `config` names, and what is wrong with their files.
    pub(in crate::compile) fn read(
        &mut self,
        config: &Config,
        texts: &Texts,
    ) -> (Arc<Ontology>, Vec<Diagnostic>) {
        let of = |settings: &[FileSetting]| -> Vec<Arc<SourceText>> {
            settings.iter().filter_map(|setting| texts.get(&setting.file).cloned()).collect()
        };
        let inputs = (config.base.clone(), of(&config.vocabularies), of(&config.shapes));
        if let Some((last, ontology, problems)) = &self.last
            && same(last, &inputs)
        {
            return (Arc::clone(ontology), problems.clone());
        }
        let (base, vocabularies, shapes) = &inputs;
        let text = |source: &Arc<SourceText>| Arc::clone(source.text());
        let own: Vec<_> = vocabularies.iter().map(text).collect();
        let rules: Vec<_> = shapes.iter().map(text).collect();
        let own: Vec<&str> = own.iter().map(AsRef::as_ref).collect();
        let rules: Vec<&str> = rules.iter().map(AsRef::as_ref).collect();
        let texts = OntologyTexts { vocabularies: &own, shapes: &rules };
        let (ontology, problems) = Ontology::read(base, texts);
        let problems: Vec<Diagnostic> = problems
            .iter()
            .filter_map(|problem| match problem {
                OntologyProblem::Vocabulary(number, problem) => {
                    Some(malformed(vocabularies.get(*number)?, problem))
                }
                OntologyProblem::Shapes(number, problem) => {
                    Some(malformed(shapes.get(*number)?, problem))
                }
            })
            .collect();
        let ontology = Arc::new(ontology);
        self.last = Some((inputs, Arc::clone(&ontology), problems.clone()));
        (ontology, problems)
    }
}

fn same(last: &Inputs, now: &Inputs) -> bool {
    let texts = |inputs: &Inputs| -> Vec<Arc<str>> {
        inputs.1.iter().chain(&inputs.2).map(|source| Arc::clone(source.text())).collect()
    };
    last.0 == now.0 && last.1.len() == now.1.len() && texts(last) == texts(now)
}

fn malformed(source: &SourceText, problem: &TurtleProblem) -> Diagnostic {
    let start = source.lines().line_start(problem.line).unwrap_or_default();
    let line = source.text().get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    // Columns count characters, spans count bytes.
    let before: usize = line.chars().take(problem.column - 1).map(char::len_utf8).sum();
    let span = Span::new(start + before, start + line.len());
    let place = Place::new(source.path().clone(), span);
    Diagnostic::new(
        codes::MALFORMED_TURTLE,
        place,
        format!("this is no Turtle: {}", problem.message),
    )
    .help("what stands before it counts; the preset prefixes need no declaration")
}

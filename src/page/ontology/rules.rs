//! The page of rules.

use crate::catalog::Route;
use crate::ontology::local_name;
use crate::page::ontology::OntologyWriter;
use crate::page::view::{Link, RuleView, RulesPage};

/// The short name of the page, which no vocabulary has.
pub(in crate::page::ontology) const NAME: &str = "rules";

impl OntologyWriter<'_> {
    /// The rules with what they say of themselves.
    #[must_use]
    pub fn rules(self) -> RulesPage {
        let route = Route::of_request("ontology/rules");
        let naming = self.naming(&route);
        let rules = self.known.ontology.rules().into_iter().map(|rule| RuleView {
            id: local_name(&rule.iri).to_owned(),
            severity: rule.severity.to_lowercase(),
            targets: rule
                .targets
                .iter()
                .map(|iri| Link { title: naming.name(iri), url: naming.url(iri) })
                .collect(),
            name: rule.name,
            iri: rule.iri,
            comment: rule.comment,
            messages: rule.messages,
        });
        RulesPage {
            rules: rules.collect(),
            shell: self.shell(&route, "Rules".to_owned()),
            index_url: self.index_url(naming),
        }
    }
}

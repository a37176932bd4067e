//! What a page mentions to triples: one mention per section, concept and file, however often it is
//! named there.

use crate::facts::Mention;
use crate::graph::emit::Emitter;
use crate::vocabulary::loggia;

impl Emitter<'_> {
    pub(in crate::graph::emit) fn mentions(&mut self, mentions: &[Mention]) {
        let page = self.own;
        for (number, mention) in mentions.iter().enumerate() {
            let own = self.made_up("mention", number + 1);
            let section = self.sections.get(mention.section).copied().unwrap_or(page);
            let mentioned = self.graph.iri(&mention.iri);
            self.class(own, loggia::MENTION);
            self.graph.add(own, loggia::MENTIONED, mentioned);
            self.graph.add(own, loggia::IN_DOCUMENT, page);
            self.graph.add(own, loggia::WITHIN, section);
            for span in &mention.spans {
                self.place(own, *span);
            }
            self.graph.add(page, loggia::MENTIONS, mentioned);
        }
    }
}

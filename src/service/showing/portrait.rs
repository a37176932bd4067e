//! The page of one thing.

use crate::ontology::local_name;
use crate::page::shell::Book;
use crate::page::thing;
use crate::page::view::{
    ConflictLine, ContentsEntry, CounterpartLine, FactValue, FigureLine, KnownFact, KnownGroup,
    Link, MentionLine, ReachView, ReachedLine, RuleLine, StepLine, ThingPage,
};
use crate::service::entity::{
    Because, Counterpart, DocumentMentions, Entity, FactGroup, FactView, entity, is_architecture,
};
use crate::service::figures::Picture;
use crate::service::impact::{ImpactOptions, Reach, Reached, Standing, impact};
use crate::service::showing::neighbours;
use crate::service::showing::{Writer, counted, more, twins};
use crate::service::thing::architecture_of;
use crate::service::why::{Derivation, Reason};
use crate::snapshot::Snapshot;

/// What a page shows of chains of dependence.
const CHAINS: ImpactOptions = ImpactOptions { depth: 12, limit: 60 };

/// Of one property a reader sees so many facts at once.
const FACTS_IN_SIGHT: usize = 8;

/// The page of a thing of the book, with `picture` on it; `None` where nothing is known of it.
#[must_use]
pub fn thing_page(
    book: &Book<'_>,
    snapshot: &Snapshot,
    iri: &str,
    picture: Option<&Picture>,
) -> Option<ThingPage> {
    let route = thing::route(&snapshot.catalog, iri)?;
    let writer = Writer::new(book, snapshot, &route);
    let entity = entity(snapshot, iri)?;
    let impact = impact(snapshot, iri, CHAINS);
    let page = Page { writer, entity: &entity };
    let mut shell = book.shell(&route, None, entity.thing.qualified());
    shell.twins = twins(&shell.root, &route);
    shell.description.clone_from(&entity.definition);
    shell.picture = match picture {
        Some(picture) => neighbours::preview(book, iri, picture),
        // An architecture has its figures on the page that declares it.
        None => snapshot.known().page_of(iri).and_then(|page| book.picture(page)),
    };
    let architecture = architecture_of(snapshot, iri);
    let mut view = ThingPage {
        index_url: thing::index_url(writer.addresses()),
        architecture: architecture
            .map(|iri| Link { title: snapshot.known().name(iri), url: writer.url(iri) }),
        name: entity.thing.name.clone(),
        kinds: page.kinds(true),
        wider: page.kinds(false),
        definition: entity.definition.clone(),
        place: page.place(),
        concept: entity.concept.as_ref().map(|concept| writer.link(&concept.thing)),
        concept_definition: entity
            .concept
            .as_ref()
            .map(|concept| concept.definition.clone())
            .unwrap_or_default(),
        synonyms: entity.synonyms.join("; "),
        conflicts: page.conflicts(),
        picture_html: picture
            .map(|picture| neighbours::html(writer.addresses(), iri, picture))
            .unwrap_or_default(),
        facts: entity.facts.iter().map(|group| page.group(group)).collect(),
        incoming: entity.incoming.iter().map(|group| page.group(group)).collect(),
        inferred: entity.inferred.iter().map(|group| page.group(group)).collect(),
        dependants: page.reach(&impact.dependants),
        standing: page.standing(&impact.standing),
        needs: page.reach(&impact.needs),
        counterparts: entity.counterparts.iter().map(|it| page.counterpart(it)).collect(),
        compare_url: if is_architecture(snapshot, iri) {
            writer.compare_url(Some(iri), None)
        } else {
            String::new()
        },
        figures: page.figures(),
        rules: page.rules(),
        mentions_summary: page.mentions_summary(),
        mentions: entity.mentions.documents.iter().map(|it| page.mention(it)).collect(),
        contents: Vec::new(),
        shell,
    };
    view.contents = contents(&view);
    Some(view)
}

fn contents(view: &ThingPage) -> Vec<ContentsEntry> {
    let sections = [
        ("facts", "Facts", !view.facts.is_empty()),
        ("incoming", "Said of others", !view.incoming.is_empty()),
        ("dependants", "What breaks if it goes", !view.dependants.summary.is_empty()),
        ("standing", "What keeps running", !view.standing.summary.is_empty()),
        ("needs", "What it needs", !view.needs.summary.is_empty()),
        ("inferred", "What follows", !view.inferred.is_empty()),
        ("counterparts", "In other architectures", !view.counterparts.is_empty()),
        ("rules", "What the rules find", !view.rules.is_empty()),
        ("figures", "Figures", !view.figures.is_empty()),
        ("mentions", "Mentions", !view.mentions_summary.is_empty()),
    ];
    let shown = sections.into_iter().filter(|(_, _, is_shown)| *is_shown);
    let entries = shown.map(|(id, title, _)| ContentsEntry {
        title: title.to_owned(),
        url: format!("#{id}"),
        children: Vec::new(),
    });
    entries.collect()
}

/// Why something follows, in words.
fn because(derivation: &Derivation) -> String {
    let axiom = &derivation.axiom.text;
    match (derivation.rule, axiom.split_once(" – "), axiom.rsplit_once(" – ")) {
        ("subclass" | "subproperty", Some((narrow, _)), Some((_, wide))) => {
            format!("“{narrow}” is a kind of “{wide}”")
        }
        ("transitive", Some((property, _)), _) => format!("“{property}” leads on"),
        ("domain" | "range", Some((property, _)), _) => format!("by what “{property}” means"),
        _ => axiom.clone(),
    }
}

/// Everything stated that a conclusion rests on.
fn stated(derivation: &Derivation) -> Vec<Reason> {
    let deeper = derivation.from.iter().flat_map(stated);
    derivation.statements.iter().cloned().chain(deeper).collect()
}

struct Page<'a> {
    writer: Writer<'a>,
    entity: &'a Entity,
}

impl Page<'_> {
    fn kinds(&self, stated: bool) -> Vec<Link> {
        let kinds = self.entity.kinds.iter().filter(|kind| kind.stated == stated);
        kinds.map(|kind| self.writer.link(&kind.class)).collect()
    }

    /// The section that declares the thing.
    fn place(&self) -> Option<Link> {
        let place = self.entity.place.as_ref()?;
        let config = &self.writer.snapshot.catalog.config;
        let below = place.file.strip_prefix(config.src.as_str()).unwrap_or(&place.file);
        let title = format!("{}:{}", below.trim_start_matches('/'), place.line);
        let url = self.writer.naming.url(&self.entity.thing.iri);
        (!url.is_empty()).then_some(Link { title, url })
    }

    fn conflicts(&self) -> Vec<ConflictLine> {
        let lines = self.entity.conflicts.iter().filter_map(|conflict| {
            Some(ConflictLine {
                said: conflict.statement.fact.text.clone(),
                source: self.writer.source(&conflict.statement)?,
                against: conflict.against.fact.text.clone(),
                other: self.writer.source(&conflict.against)?,
            })
        });
        lines.collect()
    }

    fn group(&self, group: &FactGroup) -> KnownGroup {
        let property = &group.property;
        // Read backwards, a property has the name of its inverse, which is explained itself.
        let ontology = &self.writer.snapshot.ontology;
        let inverse = ontology.inverse(&property.iri).filter(|_| property.backwards);
        let named = inverse.unwrap_or(&property.iri);
        let mut facts: Vec<KnownFact> = group.facts.iter().map(|fact| self.fact(fact)).collect();
        let is_long = facts.len() > FACTS_IN_SIGHT + 2;
        let rest = if is_long { facts.split_off(FACTS_IN_SIGHT) } else { Vec::new() };
        KnownGroup {
            property: FactValue {
                text: property.name.clone(),
                url: self.writer.naming.term_url(named),
                note: String::new(),
            },
            rest_summary: format!("{} others", rest.len()),
            facts,
            rest,
            more: more(group.total, group.facts.len()),
        }
    }

    fn fact(&self, fact: &FactView) -> KnownFact {
        let mut line = self.writer.fact(&fact.value, fact.modality, &fact.sources);
        let architecture = fact.value.thing.as_ref().and_then(|it| it.architecture.as_ref());
        let own = self.entity.thing.architecture.as_ref();
        let place = architecture.filter(|it| Some(*it) != own).map(|it| format!("in {it}"));
        let detail = fact.value.thing.as_ref().and_then(|it| it.detail.clone());
        line.qualifier = detail.into_iter().chain(place).collect::<Vec<_>>().join(", ");
        if let Some(derivation) = &fact.derivation {
            line.because = because(derivation);
            line.sources = self.writer.sources(&stated(derivation));
        }
        line
    }

    fn reach(&self, reach: &Reach) -> ReachView {
        if reach.total == 0 {
            return ReachView::default();
        }
        ReachView {
            summary: counted(reach.total, "thing"),
            things: reach.reached.iter().map(|reached| self.reached(reached)).collect(),
            more: more(reach.total, reach.reached.len()),
        }
    }

    /// What keeps running, each with what it runs on instead of how far away it is.
    fn standing(&self, standing: &[Standing]) -> ReachView {
        if standing.is_empty() {
            return ReachView::default();
        }
        let things = standing.iter().map(|Standing { reached, on }| {
            let on: Vec<&str> = on.iter().map(|thing| thing.name.as_str()).collect();
            let distance = format!("keeps running on {}", on.join(", "));
            ReachedLine { distance, ..self.reached(reached) }
        });
        ReachView {
            summary: counted(standing.len(), "thing"),
            things: things.collect(),
            more: String::new(),
        }
    }

    fn reached(&self, reached: &Reached) -> ReachedLine {
        let own = self.entity.thing.architecture.as_ref();
        let architecture = reached.thing.architecture.as_ref().filter(|it| Some(*it) != own);
        let steps = reached.chain.iter().map(|hop| {
            let names: Vec<&str> =
                hop.facts.iter().map(|fact| fact.property.name.as_str()).collect();
            let sources = hop.facts.iter().flat_map(|fact| self.writer.sources(&fact.sources));
            StepLine {
                property: names.join(", "),
                to: self.writer.link(&hop.to),
                sources: sources.collect(),
            }
        });
        ReachedLine {
            thing: self.writer.listed(&reached.thing),
            kind: match architecture {
                Some(architecture) => format!("{} in {architecture}", reached.thing.kind),
                None => reached.thing.kind.clone(),
            },
            distance: match reached.depth {
                1 => "directly".to_owned(),
                depth => format!("in {depth} steps"),
            },
            from: self.entity.thing.name.clone(),
            steps: steps.collect(),
        }
    }

    fn counterpart(&self, counterpart: &Counterpart) -> CounterpartLine {
        let snapshot = self.writer.snapshot;
        let own = architecture_of(snapshot, &self.entity.thing.iri);
        let other = architecture_of(snapshot, &counterpart.thing.iri);
        CounterpartLine {
            architecture: counterpart.thing.architecture.clone().unwrap_or_default(),
            thing: self.writer.link(&counterpart.thing),
            because: match counterpart.because {
                Because::Stated => "",
                Because::SameName => "of the same name",
                Because::SameAddress => "at an address of the same name",
                Because::SameEnds => "between counterparts",
            }
            .to_owned(),
            sources: self.writer.sources(&counterpart.sources),
            compare_url: self.writer.compare_url(own, other),
        }
    }

    fn figures(&self) -> Vec<FigureLine> {
        let lines = self.entity.figures.iter().map(|figure| FigureLine {
            title: format!("{}, figure {}", figure.document, figure.number),
            // Where an image tells which part of it shows the thing, to that.
            url: self.writer.naming.url(match figure.regions.first() {
                Some(region) => &region.iri,
                None => &figure.iri,
            }),
            caption: figure.caption.clone(),
        });
        lines.collect()
    }

    fn rules(&self) -> Vec<RuleLine> {
        let rules = self.writer.naming.vocabulary_url("rules");
        let lines = self.entity.rules.iter().map(|result| {
            let places: Vec<String> = result
                .places
                .iter()
                .map(|place| format!("{}:{}", place.file, place.line))
                .collect();
            let id = local_name(&result.rule);
            RuleLine {
                rule: Link { title: result.rule_name.clone(), url: format!("{rules}#{id}") },
                severity: result.severity.to_owned(),
                message: result.message.clone(),
                places: places.join("; "),
            }
        });
        lines.collect()
    }

    fn mentions_summary(&self) -> String {
        let mentions = &self.entity.mentions;
        if mentions.total == 0 {
            return String::new();
        }
        let documents = counted(mentions.documents_total, "document");
        let shown = mentions.documents.len();
        let is_cut = mentions.documents_total > shown;
        let cut = if is_cut { format!(", the {shown} with most of them") } else { String::new() };
        format!("{} in {documents}{cut}", counted(mentions.total, "mention"))
    }

    fn mention(&self, document: &DocumentMentions) -> MentionLine {
        let url = |address: &str| self.written(address);
        let sections = document.sections.iter().map(|section| Link {
            title: match section.heading.as_str() {
                "" => document.title.clone(),
                heading => heading.to_owned(),
            },
            url: url(&section.address),
        });
        MentionLine {
            document: Link { title: document.title.clone(), url: url(&document.address) },
            count: counted(document.count, "time"),
            sections: sections.collect(),
            more: match more(document.sections_total, document.sections.len()) {
                text if text.is_empty() => text,
                text => format!("{text} sections"),
            },
        }
    }

    /// A reference to an address below the root of the book.
    fn written(&self, address: &str) -> String {
        let base = &self.writer.snapshot.catalog.config.base;
        let found = self.writer.snapshot.catalog.target_of_iri(&format!("{base}{address}"));
        let link = found.and_then(|target| self.writer.addresses().link(&target));
        link.unwrap_or_default()
    }
}

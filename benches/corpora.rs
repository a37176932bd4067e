//! How long each step takes over real repositories: `cargo bench`, or `cargo bench -- link` for one.
//!
//! Repositories that are not at hand are skipped with a notice. `benches/README.md` tells what the
//! numbers mean and how to compare them with other tools.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a benchmark fails as loudly as a test"
)]

#[path = "../tests/suite/corpora.rs"]
mod corpora;

use std::hint::black_box;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use loggia::compile::{Compiler, bodies};
use loggia::figure::layout::layout;
use loggia::figure::scene::{Change, End, Firewall, Flow, Named, Node, Scene, Tone, Zone};
use loggia::figure::svg::SvgWriter;
use loggia::figure::svg::style::Style;
use loggia::graph::emit::book_graphs;
use loggia::graph::pool::QueryPool;
use loggia::graph::query::QueryRequest;
use loggia::graph::{EmbeddedEngine, GraphEngine};
use loggia::page::address::Site;
use loggia::search::{EmbeddedSearch, SearchEngine};
use loggia::service::search::{SearchRequest, find, suggest};
use loggia::snapshot::Snapshot;
use loggia::source::{DiskFiles, Files, MemoryFiles};
use loggia::text::FilePath;
use mimalloc::MiMalloc;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// A repository held in memory, so that no disk is measured. One document is another at each
/// reading, as if somebody saved it again and again.
#[derive(Debug)]
struct Repository {
    name: &'static str,
    files: MemoryFiles,
    bytes: u64,
    edited: FilePath,
    edits: AtomicUsize,
}

impl Repository {
    /// The repositories at hand, small ones first: name, archive, folder.
    fn all() -> Vec<Arc<Self>> {
        let named = [
            ("nomicon", "corpora/nomicon", ""),
            ("docs-maui", "corpora/docs-maui", "docs"),
            ("biztalk-reference", "corpora/biztalk-docs", "technical-reference"),
        ];
        let found = named.into_iter().filter_map(|(name, archive, folder)| {
            let root = corpora::unpacked(archive)?.join(folder);
            let disk = DiskFiles::open(&root).unwrap();
            let (mut files, mut bytes, mut largest) = (MemoryFiles::new(), 0, (0, None));
            for file in disk.list(&FilePath::default()).unwrap() {
                let content = disk.read(&file).unwrap();
                if file.is_markdown() {
                    bytes += content.len() as u64;
                    if content.len() > largest.0 && content.len() < 20_000 {
                        largest = (content.len(), Some(file.clone()));
                    }
                }
                files = files.with(file, content);
            }
            let (edited, edits) = (largest.1.unwrap_or_default(), AtomicUsize::new(0));
            Some(Arc::new(Self { name, files, bytes, edited, edits }))
        });
        found.collect()
    }

    fn compiler(self: &Arc<Self>) -> Compiler {
        Compiler::new(self.clone())
    }

    fn snapshot(self: &Arc<Self>) -> Arc<Snapshot> {
        Arc::new(self.compiler().compile().unwrap())
    }
}

impl Files for Repository {
    fn list(&self, folder: &FilePath) -> io::Result<Vec<FilePath>> {
        self.files.list(folder)
    }

    fn read(&self, file: &FilePath) -> io::Result<Vec<u8>> {
        let mut content = self.files.read(file)?;
        if *file == self.edited {
            let edit = self.edits.fetch_add(1, Ordering::Relaxed);
            content.extend(format!("\n\nEdited {edit} times.\n").bytes());
        }
        Ok(content)
    }

    fn exists(&self, file: &FilePath) -> bool {
        self.files.exists(file)
    }
}

/// Reads, parses and links every document anew.
fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for repository in Repository::all() {
        group.throughput(Throughput::Bytes(repository.bytes));
        group.bench_function(BenchmarkId::from_parameter(repository.name), |bencher| {
            bencher.iter(|| black_box(repository.compiler().link().unwrap()).work.documents_parsed);
        });
    }
}

/// Links again after one document has been saved.
fn link(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("link");
    for repository in Repository::all() {
        let mut compiler = repository.compiler();
        compiler.link().unwrap();
        group.bench_function(BenchmarkId::from_parameter(repository.name), |bencher| {
            bencher.iter(|| black_box(compiler.link().unwrap()).work.documents_parsed);
        });
    }
}

/// Writes the bodies of all pages, and the graph.
fn emit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("emit");
    for repository in Repository::all() {
        let snapshot = repository.snapshot();
        group.throughput(Throughput::Elements(snapshot.catalog.pages.len() as u64));
        group.bench_function(BenchmarkId::new("pages", repository.name), |bencher| {
            bencher.iter(|| bodies(snapshot.known(), &snapshot.answers, Site::Served).len());
        });
        group.bench_function(BenchmarkId::new("graph", repository.name), |bencher| {
            bencher.iter(|| {
                let Snapshot { catalog, ontology, facts, texts, .. } = snapshot.as_ref();
                let graphs = book_graphs(catalog, ontology, facts, texts);
                EmbeddedEngine::new(&catalog.config.base).build(graphs).counts()
            });
        });
    }
}

/// Makes the index, and asks it.
fn search(criterion: &mut Criterion) {
    const ASKED: &[(&str, &str)] = &[
        ("word", "configuration"),
        ("words", "receive location properties"),
        ("phrase", "\"the following table\""),
        ("slip", "confguration adpater"),
    ];
    let mut group = criterion.benchmark_group("search");
    for repository in Repository::all() {
        let snapshot = repository.snapshot();
        group.bench_function(BenchmarkId::new("index", repository.name), |bencher| {
            bencher.iter(|| EmbeddedSearch.build(snapshot.catalog.clone()).unwrap().entries());
        });
        for (kind, text) in ASKED {
            group.bench_function(BenchmarkId::new(*kind, repository.name), |bencher| {
                let request = || SearchRequest { text, offset: 0, limit: 10 };
                bencher.iter(|| find(&snapshot, request()).unwrap().total);
            });
        }
        group.bench_function(BenchmarkId::new("suggest", repository.name), |bencher| {
            bencher.iter(|| suggest(&snapshot, "config").unwrap().len());
        });
    }
}

/// Answers SPARQL queries as the server does, on its pool.
fn query(criterion: &mut Criterion) {
    const ASKED: &[(&str, &str)] = &[
        ("count", "SELECT (COUNT(*) AS ?triples) { ?s ?p ?o }"),
        ("lookup", "SELECT ?title { ?page a loggia:Document ; dcterms:title ?title } LIMIT 20"),
        (
            "join",
            "SELECT ?to (COUNT(?from) AS ?links) { ?from dcterms:references ?to } GROUP BY ?to ORDER BY DESC(?links) LIMIT 20",
        ),
        (
            "filter",
            "SELECT ?page { ?page a loggia:Document ; dcterms:title ?title FILTER CONTAINS(LCASE(?title), \"server\") }",
        ),
    ];
    let mut group = criterion.benchmark_group("query");
    for repository in Repository::all() {
        let snapshot = repository.snapshot();
        let pool = QueryPool::start(&snapshot.catalog.config.limits).unwrap();
        for (kind, text) in ASKED {
            group.bench_function(BenchmarkId::new(*kind, repository.name), |bencher| {
                bencher.iter(|| {
                    let request = QueryRequest::new(*text);
                    pool.answer_blocking(snapshot.graph.clone(), request).unwrap().bytes.len()
                });
            });
        }
    }
}

/// Lays out and writes a figure of 200 boxes in 10 zones, joined by 240 flows.
fn figure(criterion: &mut Criterion) {
    let named = |kind: &str, at: usize| Named {
        iri: format!("https://book.example/a#{kind}-{at}"),
        label: format!("{kind} {at}"),
    };
    let mut scene = Scene { subject: named("architecture", 0), ..Scene::default() };
    for at in 0..10 {
        scene.zones.push(Zone { named: named("Zone", at), depth: at, ..Zone::default() });
        let guards = Firewall {
            named: named("Firewall", at),
            guards: vec![at],
            keeps_out: at.checked_sub(1).into_iter().collect(),
            ..Firewall::default()
        };
        scene.firewalls.push(guards);
    }
    for at in 0..200 {
        let zone = Some(at / 20);
        scene.nodes.push(Node { named: named("Server", at), zone, count: 1, ..Node::default() });
    }
    for at in 0..240 {
        let (source, target) = (at % 180, (at % 180 + 20 + at % 7).min(199));
        scene.flows.push(Flow {
            named: named("Flow", at),
            source: End::Node(source),
            target: End::Node(target),
            firewalls: vec![target / 20],
            text: "HTTPS 443".to_owned(),
            initiator: None,
            tone: Tone::Own,
            protocols: Vec::new(),
            property: None,
            change: Change::None,
        });
    }
    let mut group = criterion.benchmark_group("figure");
    group.bench_function("200 boxes", |bencher| {
        bencher.iter(|| {
            let layout = layout(black_box(&scene));
            let writer = SvgWriter { id: "f", address: &|_| None, style: Style::Image };
            writer.write(&scene, &layout).len()
        });
    });
}

fn settings() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
}

criterion_group! {
    name = steps;
    config = settings();
    targets = parse, link, emit, search, query, figure
}
criterion_main!(steps);

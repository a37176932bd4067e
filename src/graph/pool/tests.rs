//! What the pool promises, with work that blocks on channels instead of sleeping.

use std::sync::mpsc;

use super::*;
use crate::graph::{EmbeddedEngine, GraphBuilder, GraphEngine};

const TINY: Duration = Duration::from_millis(1);

fn pool(workers: usize, query_time: Duration) -> QueryPool {
    let limits = Limits { query_workers: workers, query_time, ..Limits::default() };
    QueryPool::start(&limits).unwrap()
}

fn view() -> Arc<dyn GraphView> {
    let mut graph = GraphBuilder::new("https://example.org/g");
    let node = graph.iri("https://example.org/a");
    graph.add(node, "https://example.org/p", node);
    EmbeddedEngine::new("https://example.org/").build(vec![graph.finish()])
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// Work that runs until the sender is dropped, whatever it is told.
fn deaf(
    begun: mpsc::Sender<()>,
) -> (mpsc::Sender<()>, impl FnOnce(&Stop) -> Result<(), QueryError>) {
    let (release, wait) = mpsc::channel::<()>();
    let work = move |stop: &Stop| {
        begun.send(()).unwrap();
        let _ = wait.recv();
        stop.check()
    };
    (release, work)
}

/// Submits deaf work without waiting for it; it has begun when this returns.
fn occupy(
    pool: &QueryPool,
) -> (mpsc::Sender<()>, oneshot::Receiver<Result<(), QueryError>>, Caller) {
    let (begun, has_begun) = mpsc::channel();
    let (release, work) = deaf(begun);
    let (receiver, caller) = pool.submit(work).unwrap();
    has_begun.recv().unwrap();
    (release, receiver, caller)
}

#[test]
fn both_ways_of_asking_answer() {
    let pool = pool(2, Duration::from_secs(20));
    let request = QueryRequest::new("ASK { :a :p :a }");
    let answer = block_on(pool.evaluate(view(), request.clone()));
    assert_eq!(answer, Ok(QueryResult::Boolean(true)));
    let bytes = pool.answer_blocking(view(), request).unwrap().bytes;
    assert_eq!(bytes, br#"{"head":{},"boolean":true}"#);
    let problem = pool.answer_blocking(view(), QueryRequest::new("ASK {"));
    assert!(matches!(problem, Err(PoolError::Query(QueryError::Syntax { .. }))));
}

#[test]
fn a_query_that_listens_is_stopped_in_time() {
    let pool = pool(1, TINY);
    let result: Result<(), PoolError> = pool.run_blocking(|stop| {
        while !stop.is_stopped() {
            std::hint::spin_loop();
        }
        Err(stop.error())
    });
    assert_eq!(result, Err(QueryError::Timeout { limit: TINY }.into()));
}

#[test]
fn nobody_waits_for_a_query_that_does_not_listen() {
    let pool = pool(1, TINY);
    let (begun, _has_begun) = mpsc::channel();
    let (release, work) = deaf(begun);
    assert_eq!(pool.run_blocking(work), Err(QueryError::Timeout { limit: TINY }.into()));
    drop(release);
}

#[test]
fn a_full_queue_turns_away() {
    let pool = pool(1, Duration::from_mins(1));
    let (release, _receiver, _caller) = occupy(&pool);
    let waiting: Vec<_> =
        (0..QUEUE_PER_WORKER).map(|n| pool.submit(move |_| Ok(n)).unwrap()).collect();
    assert_eq!(pool.run_blocking(|_| Ok(())), Err(PoolError::Busy));
    drop(release);
    for (n, (receiver, _caller)) in waiting.into_iter().enumerate() {
        assert_eq!(receiver.blocking_recv().unwrap(), Ok(n));
    }
}

#[test]
fn who_leaves_stops_the_query_and_frees_the_queue() {
    let pool = pool(1, Duration::from_mins(1));
    let (begun, has_begun) = mpsc::channel();
    let (ended, has_ended) = mpsc::channel();
    let (receiver, caller) = pool
        .submit(move |stop| {
            begun.send(()).unwrap();
            while !stop.is_stopped() {
                std::hint::spin_loop();
            }
            ended.send(stop.error()).unwrap();
            Ok(())
        })
        .unwrap();
    has_begun.recv().unwrap();
    let (never, has_run) = mpsc::channel();
    drop(pool.submit(move |_| Ok(never.send(()))).unwrap());
    drop((receiver, caller));
    assert_eq!(has_ended.recv().unwrap(), QueryError::Cancelled);
    assert_eq!(pool.run_blocking(|_| Ok(1)), Ok(1));
    assert_eq!(has_run.try_recv(), Err(mpsc::TryRecvError::Disconnected));
}

#[test]
fn a_panic_is_an_answer_and_the_worker_lives_on() {
    let pool = pool(1, Duration::from_mins(1));
    let result: Result<(), PoolError> = pool.run_blocking(|_| panic!("on purpose"));
    assert!(matches!(result, Err(PoolError::Query(QueryError::Internal(_)))));
    assert_eq!(pool.run_blocking(|_| Ok(1)), Ok(1));
}

#[test]
fn stuck_workers_are_replaced_twice_and_no_more() {
    let pool = pool(1, Duration::from_hours(1));
    let later = |hours: u32| {
        let now = Instant::now() + Duration::from_hours(1) * hours;
        pool.shared.look_at_clock(&mut pool.shared.lock(), now)
    };
    let first = occupy(&pool);
    assert_eq!(later(1).map(|next| next.as_secs().div_ceil(3600)), Some(1));
    assert_eq!(later(3), None, "nothing left to wait for");
    let second = occupy(&pool);
    later(3);
    let third = occupy(&pool);
    assert!(pool.is_ready());
    later(3);
    assert!(!pool.is_ready());
    let (queued, caller) = pool.submit(|_| Ok(1)).unwrap();
    drop(third.0);
    assert_eq!(queued.blocking_recv().unwrap(), Ok(1), "a worker that comes back works on");
    drop(caller);
    let timed_out = Err(QueryError::Timeout { limit: Duration::from_hours(1) });
    for (release, receiver, _caller) in [first, second] {
        drop(release);
        assert_eq!(receiver.blocking_recv().unwrap(), timed_out);
    }
    assert_eq!(pool.run_blocking(|_| Ok(2)), Ok(2), "one worker is left");
    assert!(pool.is_ready());
}

/// Each kind of nesting and chain that is known to overflow a stack, at three sizes: an answer or
/// a refusal, never the end of the program.
#[test]
fn no_nesting_ends_the_program() {
    // Name, what stands before, what is repeated, what closes each of it, what stands behind.
    let kinds: &[(&str, &str, &str, &str, &str)] = &[
        ("braces", "ASK ", "{", "}", ""),
        ("blank nodes", "ASK { ?s ?p ", "[ ?p ", "]", " }"),
        ("collections", "ASK { ?s ?p ", "(", ")", " }"),
        ("parentheses", "ASK { FILTER", "(", ")", " }"),
        ("negations", "ASK { FILTER(", "!(", ")", ") }"),
        ("calls", "ASK { FILTER(", "REGEX(", ")", ") }"),
        ("EXISTS", "ASK ", "{ FILTER EXISTS ", "}", ""),
        ("OPTIONAL", "ASK ", "{ OPTIONAL ", "}", ""),
        ("subselects", "", "SELECT * {", "}", ""),
        ("paths", "ASK { ?s ", "(", ")", "a ?o }"),
        ("triple terms", "ASK { ", "<<", ">>", " }"),
        ("in an IRI", "ASK { FILTER(?x<", "(", ")", ">?y) }"),
        ("UNION", "ASK { {}", " UNION {}", "", " }"),
        ("FILTER", "ASK {", "FILTER(1)", "", "}"),
        ("joins", "ASK {", "{}", "", "}"),
        ("sums", "ASK { FILTER(1", "+1", "", ") }"),
        ("conjunctions", "ASK { FILTER(1", "&&1", "", ") }"),
        ("hyphens", "ASK { FILTER(true", "-true", "", ") }"),
        ("sequences", "ASK { ?s a", "/a", "", " ?o }"),
        ("alternatives", "ASK { ?s a", "|a", "", " ?o }"),
        ("signs", "ASK { FILTER(", "!", "", "1) }"),
        ("BIND", "ASK {", "BIND(1 AS ?x)", "", "}"),
        ("VALUES", "ASK {", "VALUES ?x { 1 2 }", "", "}"),
        ("columns", "SELECT (1 AS ?y", ") (1 AS ?x", "", ") {}"),
    ];
    let limits = Limits { query_bytes: 1 << 20, query_workers: 2, ..Limits::default() };
    let pool = QueryPool::start(&limits).unwrap();
    let view = view();
    for (name, before, open, close, behind) in kinds {
        for size in [100, 1000, 10_000] {
            for closed in [size, 0] {
                let (open, close) = (open.repeat(size), close.repeat(closed));
                let text = format!("{before}{open}{close}{behind}");
                let answer = pool.answer_blocking(Arc::clone(&view), QueryRequest::new(text));
                let told = match &answer {
                    Ok(_) => true,
                    Err(PoolError::Query(error)) => {
                        matches!(error, QueryError::Syntax { .. } | QueryError::Refused { .. })
                    }
                    Err(PoolError::Busy) => false,
                };
                assert!(told, "{name} {size}: {answer:?}");
            }
        }
    }
    assert!(pool.answer_blocking(view, QueryRequest::new("ASK {}")).is_ok());
}

/// As deep and as long as the gate lets through, so that the pool's stack is known to be enough.
#[test]
fn what_passes_the_gate_fits_the_stack() {
    let pool = pool(1, Duration::from_mins(2));
    let sum = vec!["1"; 500].join("+");
    let filters = "FILTER(?s = ?o) ".repeat(100);
    let unions = vec!["{ ?s ?p ?o }"; 120].join(" UNION ");
    let nested = |open: &str, middle: &str, close: &str, depth: usize| {
        format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
    };
    for text in [
        format!("ASK {{ FILTER({sum} > 1) }}"),
        format!("ASK {{ ?s ?p ?o {filters} }}"),
        format!("ASK {{ {unions} }}"),
        format!("ASK {{ {} }}", nested("{", "?s ?p ?o", "}", 62)),
        format!("ASK {{ FILTER{} }}", nested("(", "1", ")", 62)),
        format!("ASK {{ ?s ?p {} }}", nested("[ ?p ", "[]", "]", 60)),
        format!("ASK {{ ?s {} ?o }}", nested("(", "a", ")*", 60)),
        format!("ASK {}", nested("{ ?s ?p ?o OPTIONAL ", "{}", "}", 60)),
        format!("ASK {}", nested("{ ?s ?p ?o FILTER EXISTS ", "{}", "}", 60)),
        format!("ASK {{ FILTER({}) }}", nested("!(", "1", ")", 8)),
        format!("ASK {{ FILTER({}) }}", nested("REGEX(", "'a'", ", 'a')", 8)),
        format!("ASK {{ FILTER({}) }}", nested("IF(", "1", ", 1, 1)", 60)),
    ] {
        let answer = pool.answer_blocking(view(), QueryRequest::new(text.clone()));
        assert!(answer.is_ok(), "{answer:?}: {text}");
    }
}

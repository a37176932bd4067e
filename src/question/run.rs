//! Runs many queries on workers with deep stacks, within the time that a book may take.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::config::Limits;
use crate::graph::GraphView;
use crate::graph::pool::{PoolError, QueryPool};
use crate::graph::query::{QueryError, QueryRequest, QueryResult};

/// Why a live query gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::question) enum Failure {
    /// The query's own problem.
    Query(QueryError),
    /// It was not run, in words.
    NotRun(String),
}

/// The results of `queries`, in their order.
pub(in crate::question) fn all(
    queries: &[&str],
    view: &Arc<dyn GraphView>,
    limits: &Limits,
) -> Vec<Result<QueryResult, Failure>> {
    if queries.is_empty() {
        return Vec::new();
    }
    let limits = Limits {
        query_rows: limits.live_rows.min(limits.query_rows),
        query_time: limits.live_time.min(limits.query_time),
        query_workers: limits.query_workers.clamp(1, queries.len()),
        ..*limits
    };
    let pool = match QueryPool::start(&limits) {
        Ok(pool) => pool,
        Err(error) => {
            let failure = Failure::NotRun(format!("there is no thread to run it: {error}"));
            return vec![Err(failure); queries.len()];
        }
    };
    let started = Instant::now();
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![None; queries.len()]);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(query) = queries.get(index) else {
                return;
            };
            let late = started.elapsed() >= limits.live_time;
            let result = if late { Err(out_of_time(&limits)) } else { one(query, view, &pool) };
            let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(slot) = results.get_mut(index) {
                *slot = Some(result);
            }
        }
    };
    // One that asks for each worker, so that nothing ever waits in the pool's queue.
    std::thread::scope(|scope| {
        for _ in 1..limits.query_workers {
            scope.spawn(work);
        }
        work();
    });
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    let lost = || Err(Failure::NotRun("it was lost".to_owned()));
    results.into_iter().map(|result| result.unwrap_or_else(lost)).collect()
}

fn one(query: &str, view: &Arc<dyn GraphView>, pool: &QueryPool) -> Result<QueryResult, Failure> {
    // Where queries have not stopped when they were told to, more of them could wait for ever.
    if !pool.is_ready() {
        return Err(Failure::NotRun("queries before it do not stop".to_owned()));
    }
    let (view, request) = (Arc::clone(view), QueryRequest::new(query));
    pool.evaluate_blocking(view, request).map_err(|error| match error {
        PoolError::Query(error) => Failure::Query(error),
        PoolError::Busy => Failure::NotRun(error.to_string()),
    })
}

fn out_of_time(limits: &Limits) -> Failure {
    let seconds = limits.live_time.as_secs_f64();
    Failure::NotRun(format!("the live queries of this book take longer than {seconds} seconds"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::graph::{EmbeddedEngine, GraphEngine};

    fn run(queries: &[&str], limits: &Limits) -> Vec<Result<QueryResult, Failure>> {
        all(queries, &EmbeddedEngine::new("http://a/").build(Vec::new()), limits)
    }

    #[test]
    fn results_come_in_the_order_of_the_queries() {
        let queries: Vec<String> = (0..50).map(|n| format!("SELECT ({n} AS ?n) {{}}")).collect();
        let queries: Vec<&str> = queries.iter().map(String::as_str).collect();
        let results = run(&queries, &Limits::default());
        for (n, result) in results.iter().enumerate() {
            let Ok(QueryResult::Table { rows, .. }) = result else { panic!("{result:?}") };
            assert_eq!(rows[0][0].as_ref().unwrap().text(), n.to_string());
        }
    }

    #[test]
    fn nothing_hostile_gets_far() {
        let deep = format!("ASK {}", "{".repeat(100_000));
        let wide = "SELECT * { VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 } }";
        let limits = Limits { live_rows: 50, ..Limits::default() };
        let results = run(&[&deep, wide, "ASK {}"], &limits);
        assert!(matches!(results[0], Err(Failure::Query(QueryError::TooLarge { .. }))));
        assert_eq!(results[1], Err(Failure::Query(QueryError::RowLimit { limit: 50 })));
        assert_eq!(results[2], Ok(QueryResult::Boolean(true)), "it stops nobody else");
    }

    #[test]
    fn a_book_has_only_so_much_time() {
        let limits = Limits { live_time: Duration::ZERO, ..Limits::default() };
        let results = run(&["ASK {}", "ASK {}"], &limits);
        let told = "the live queries of this book take longer than 0 seconds";
        assert_eq!(results, vec![Err(Failure::NotRun(told.to_owned())); 2]);
    }
}

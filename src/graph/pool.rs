//! Runs queries on threads of their own, under limits of time and number.
//!
//! Threads of their own because parsing and planning need a deep stack; few of them and a short
//! queue because a query can use a whole core. One timer tells queries that their time is over. A
//! query that does not listen keeps its thread; a new thread takes its place, and when that has
//! happened too often the pool says it is not ready, so that a supervisor can restart the program.
//! Whoever waits for such a query is told so when it has taken twice its time.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::config::Limits;
use crate::graph::GraphView;
use crate::graph::query::{QueryAnswer, QueryError, QueryLimits, QueryRequest, QueryResult, Stop};

/// The stack of a worker. Pages that are never touched cost nothing.
pub const WORKER_STACK: usize = 64 << 20;

/// Queries that may wait, per worker.
const QUEUE_PER_WORKER: usize = 16;

/// After how many times the limit of one query a caller is sent away whose query waits still.
const QUEUE_PATIENCE: u32 = 4;

/// How many stuck workers are replaced.
const MOST_REPLACEMENTS: usize = 2;

/// Why a query was not run, or gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// The query's own problem.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Too many queries wait already.
    #[error("too many queries are waiting; try again in a moment")]
    Busy,
}

/// Workers that run queries. Dropping it stops what runs and lets the workers end.
pub struct QueryPool {
    shared: Arc<Shared>,
    limits: QueryLimits,
    time: Duration,
}

impl QueryPool {
    /// Starts the workers that `limits` ask for.
    ///
    /// # Errors
    /// Where the system refuses a thread.
    pub fn start(limits: &Limits) -> std::io::Result<Self> {
        let workers = limits.query_workers.max(1);
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            work_came: Condvar::new(),
            timer_wakes: Condvar::new(),
            queue: workers * QUEUE_PER_WORKER,
        });
        let pool = Self { shared, limits: QueryLimits::from(limits), time: limits.query_time };
        for _ in 0..workers {
            spawn_worker(&pool.shared)?;
        }
        let timed = Arc::clone(&pool.shared);
        std::thread::Builder::new()
            .name("query-timer".to_owned())
            .spawn(move || timed.keep_time())?;
        Ok(pool)
    }

    /// Answers a query as bytes.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn answer(
        &self,
        view: Arc<dyn GraphView>,
        request: QueryRequest,
    ) -> Result<QueryAnswer, PoolError> {
        let limits = self.limits;
        self.run(move |stop| view.answer(&request, &limits, stop)).await
    }

    /// Answers a query as plain data.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn evaluate(
        &self,
        view: Arc<dyn GraphView>,
        request: QueryRequest,
    ) -> Result<QueryResult, PoolError> {
        let limits = self.limits;
        self.run(move |stop| view.evaluate(&request, &limits, stop)).await
    }

    /// Runs any work on a worker. When the future is dropped the work is told to stop.
    ///
    /// # Errors
    /// Where the queue is full, or the work fails.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Stop) -> Result<T, QueryError> + Send + 'static,
    ) -> Result<T, PoolError> {
        let (receiver, caller) = self.submit(work)?;
        // Longer than a query may run and be waited for: then it has not even begun.
        let patience = self.time.saturating_mul(QUEUE_PATIENCE);
        let result = tokio::time::timeout(patience, receiver).await;
        drop(caller);
        let result = result.map_err(|_| PoolError::Busy)?;
        result.unwrap_or_else(|_| Err(lost())).map_err(PoolError::Query)
    }

    /// As [`QueryPool::run`], for callers outside of any async runtime.
    ///
    /// # Errors
    /// As [`QueryPool::run`].
    pub fn run_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Stop) -> Result<T, QueryError> + Send + 'static,
    ) -> Result<T, PoolError> {
        let (receiver, caller) = self.submit(work)?;
        let result = receiver.blocking_recv();
        drop(caller);
        result.unwrap_or_else(|_| Err(lost())).map_err(PoolError::Query)
    }

    /// As [`QueryPool::answer`], for callers outside of any async runtime.
    ///
    /// # Errors
    /// As [`QueryPool::answer`].
    pub fn answer_blocking(
        &self,
        view: Arc<dyn GraphView>,
        request: QueryRequest,
    ) -> Result<QueryAnswer, PoolError> {
        let limits = self.limits;
        self.run_blocking(move |stop| view.answer(&request, &limits, stop))
    }

    /// As [`QueryPool::evaluate`], for callers outside of any async runtime.
    ///
    /// # Errors
    /// As [`QueryPool::evaluate`].
    pub fn evaluate_blocking(
        &self,
        view: Arc<dyn GraphView>,
        request: QueryRequest,
    ) -> Result<QueryResult, PoolError> {
        let limits = self.limits;
        self.run_blocking(move |stop| view.evaluate(&request, &limits, stop))
    }

    /// The limits of every answer.
    #[must_use]
    pub fn limits(&self) -> QueryLimits {
        self.limits
    }

    /// How long a query may run.
    #[must_use]
    pub fn time(&self) -> Duration {
        self.time
    }

    /// Whether there are workers enough; `false` calls for a restart.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.shared.lock().stuck <= MOST_REPLACEMENTS
    }

    fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Stop) -> Result<T, QueryError> + Send + 'static,
    ) -> Result<(oneshot::Receiver<Result<T, QueryError>>, Caller), PoolError> {
        let (sender, receiver) = oneshot::channel();
        let answer = Answer(Arc::new(Mutex::new(Some(sender))));
        let caller = Caller(Arc::default());
        let switch = Arc::clone(&caller.0);
        let time = self.time;
        let begin: Begin = Box::new(move || {
            if answer.is_unwanted() {
                return None;
            }
            let stop = Stop::after(time);
            *switch.lock().unwrap_or_else(PoisonError::into_inner) = Some(stop.clone());
            let late = (answer.clone(), stop.clone());
            let give_up: GiveUp = Box::new(move || late.0.give(Err(late.1.error())));
            let work: Work = Box::new(move |stop| {
                // A bug in the evaluator must not take the worker with it. Nothing that the work
                // could have left half done outlives it.
                let result = catch_unwind(AssertUnwindSafe(|| work(stop)));
                answer.give(result.unwrap_or_else(|_| Err(lost())));
            });
            Some(Begun { stop, work, give_up })
        });
        let mut state = self.shared.lock();
        if state.waiting.len() >= self.shared.queue {
            return Err(PoolError::Busy);
        }
        state.waiting.push_back(begin);
        drop(state);
        self.shared.work_came.notify_one();
        Ok((receiver, caller))
    }
}

impl fmt::Debug for QueryPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueryPool").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Drop for QueryPool {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.closed = true;
        state.waiting.clear();
        for job in state.running.values() {
            job.stop.cancel();
        }
        drop(state);
        self.shared.work_came.notify_all();
        self.shared.timer_wakes.notify_all();
    }
}

fn lost() -> QueryError {
    QueryError::Internal("the query ended without an answer".to_owned())
}

/// Whoever waits for a query. Goes with them, and tells the query.
struct Caller(Arc<Mutex<Option<Stop>>>);

impl Drop for Caller {
    fn drop(&mut self) {
        if let Some(stop) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            stop.cancel();
        }
    }
}

/// Where the answer goes, once: from the query, or from the timer where the query does not end.
struct Answer<T>(Arc<Mutex<Option<AnswerSender<T>>>>);

/// Where the answer goes.
type AnswerSender<T> = oneshot::Sender<Result<T, QueryError>>;

impl<T> Answer<T> {
    fn give(&self, result: Result<T, QueryError>) {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Nobody may be waiting any more; then the answer is for nobody.
        let _ = sender.map(|sender| sender.send(result));
    }

    fn is_unwanted(&self) -> bool {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sender.as_ref().is_none_or(oneshot::Sender::is_closed)
    }
}

impl<T> Clone for Answer<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

type Work = Box<dyn FnOnce(&Stop) + Send>;

/// Tells whoever waits that the time was over, though the query runs on.
type GiveUp = Box<dyn FnOnce() + Send>;

/// A query whose time has begun to count.
struct Begun {
    stop: Stop,
    work: Work,
    give_up: GiveUp,
}

/// Begins a query. `None` where nobody waits for it any more.
type Begin = Box<dyn FnOnce() -> Option<Begun> + Send>;

#[derive(Default)]
struct State {
    waiting: VecDeque<Begin>,
    running: BTreeMap<u64, Job>,
    next_job: u64,
    /// Workers whose query has not ended long after its time.
    stuck: usize,
    /// Workers beyond the wanted number: the first to be free end.
    surplus: usize,
    closed: bool,
}

struct Job {
    stop: Stop,
    due: Instant,
    /// When it counts as stuck.
    overdue: Instant,
    /// Taken when it is stuck.
    give_up: Option<GiveUp>,
}

struct Shared {
    state: Mutex<State>,
    work_came: Condvar,
    timer_wakes: Condvar,
    queue: usize,
}

impl Shared {
    /// Work runs outside of the lock and its panics are caught, so what is behind it is whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut state = self.lock();
        loop {
            if state.closed {
                return;
            }
            if state.surplus > 0 {
                state.surplus -= 1;
                return;
            }
            let Some(begin) = state.waiting.pop_front() else {
                state = self.work_came.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let Some(Begun { stop, work, give_up }) = begin() else {
                continue;
            };
            let number = state.next_job;
            state.next_job += 1;
            state.running.insert(number, Job::new(stop.clone(), give_up));
            drop(state);
            self.timer_wakes.notify_one();
            work(&stop);
            state = self.lock();
            if state.running.remove(&number).is_some_and(|job| job.give_up.is_none()) {
                state.stuck -= 1;
                // Its place has been taken, unless there were too many before it.
                if state.stuck < MOST_REPLACEMENTS {
                    state.surplus += 1;
                }
            }
        }
    }

    fn keep_time(self: &Arc<Self>) {
        let mut state = self.lock();
        while !state.closed {
            let next = self.look_at_clock(&mut state, Instant::now());
            state = match next {
                Some(time) => {
                    let waited = self.timer_wakes.wait_timeout(state, time);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.timer_wakes.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Does what is due at `now`; how long until there is more to do.
    fn look_at_clock(self: &Arc<Self>, state: &mut State, now: Instant) -> Option<Duration> {
        let mut replacements = 0;
        let mut next: Option<Instant> = None;
        let mut stuck = state.stuck;
        for job in state.running.values_mut() {
            if now >= job.due {
                job.stop.time_out();
            }
            if now >= job.overdue
                && let Some(give_up) = job.give_up.take()
            {
                give_up();
                stuck += 1;
                if stuck <= MOST_REPLACEMENTS {
                    replacements += 1;
                }
                tracing::error!(stuck, "a query does not stop");
            }
            let upcoming = if now < job.due { job.due } else { job.overdue };
            if job.give_up.is_some() {
                next = Some(next.map_or(upcoming, |next| next.min(upcoming)));
            }
        }
        state.stuck = stuck;
        for _ in 0..replacements {
            if let Err(error) = spawn_worker(self) {
                tracing::error!(%error, "no thread for a new query worker");
            }
        }
        next.map(|next| next.saturating_duration_since(now))
    }
}

impl Job {
    fn new(stop: Stop, give_up: GiveUp) -> Self {
        let now = Instant::now();
        let time = stop.limit();
        // A time beyond the clock's end is as good as a year.
        let after = |time: Duration| {
            now.checked_add(time).unwrap_or_else(|| now + Duration::from_hours(8_760))
        };
        Self {
            stop,
            due: after(time),
            overdue: after(time.saturating_mul(2)),
            give_up: Some(give_up),
        }
    }
}

fn spawn_worker(shared: &Arc<Shared>) -> std::io::Result<()> {
    let shared = Arc::clone(shared);
    let builder = std::thread::Builder::new().name("query".to_owned()).stack_size(WORKER_STACK);
    builder.spawn(move || shared.work()).map(|_| ())
}

#[cfg(test)]
mod tests;

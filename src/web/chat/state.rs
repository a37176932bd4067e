//! What the doors of chat platforms share: settings, memory of requests, paces, workers.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use crate::chat::seen::Seen;
use crate::chat::settings::Settings;
use crate::web::chat::outbound::{Later, Outbound, Surroundings};
use crate::web::chat::visit::Visit;
use crate::web::pace::Pace;

/// How long a request can come again, in seconds: the window before and after our time, and more.
const REPLAYS: u64 = 900;

/// Questions that are answered at once; more are turned away.
const WORKERS: usize = 8;

/// Everything that outlives a request.
pub struct Chat {
    pub(in crate::web) settings: Settings,
    clock: fn() -> u64,
    pub(in crate::web::chat) patience: Duration,
    seen: Mutex<Seen>,
    addresses: Mutex<Pace>,
    teams: Mutex<Pace>,
    people: Mutex<Pace>,
    workers: Arc<Semaphore>,
    outbound: Arc<Outbound>,
}

impl Chat {
    /// Doors for the platforms in `settings`.
    #[must_use]
    pub fn new(settings: Settings, surroundings: Surroundings) -> Self {
        let Surroundings { clock, hosts, patience } = surroundings;
        let bot_token = settings.slack.as_ref().and_then(|slack| slack.bot_token.clone());
        Self {
            outbound: Arc::new(Outbound::new(hosts, bot_token)),
            settings,
            clock,
            patience,
            seen: Mutex::default(),
            // Platforms come from few addresses, and all of them from one behind a proxy.
            addresses: Mutex::new(Pace::new(200, 1_200)),
            teams: Mutex::new(Pace::new(60, 240)),
            people: Mutex::new(Pace::new(10, 30)),
            workers: Arc::new(Semaphore::new(WORKERS)),
        }
    }

    /// No doors at all.
    #[must_use]
    pub fn off() -> Self {
        Self::new(Settings::default(), Surroundings::with_clock(|| 0))
    }

    /// Now, in seconds since 1970.
    pub(in crate::web::chat) fn seconds(&self) -> u64 {
        (self.clock)() / 1000
    }

    /// Whether a proved request is the first of its kind in the time in which it is believed.
    pub(in crate::web::chat) fn is_first(&self, kind: &str, request: &[u8]) -> bool {
        self.is_first_for(kind, request, REPLAYS)
    }

    /// The same for a number of seconds.
    pub(in crate::web::chat) fn is_first_for(
        &self,
        kind: &str,
        request: &[u8],
        seconds: u64,
    ) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.is_first(kind, request, self.seconds(), seconds)
    }

    /// Whether an address may ask; else after how many seconds.
    pub(in crate::web::chat) fn admits(&self, address: &str) -> Result<(), u64> {
        take(&self.addresses, address, (self.clock)())
    }

    /// Whether the team and the one who asks may ask; else after how many seconds.
    pub(in crate::web::chat) fn paces(&self, visit: &Visit) -> Result<(), u64> {
        let now = (self.clock)();
        take(&self.people, &visit.person(), now)?;
        take(&self.teams, &visit.team(), now)
    }

    /// Does work on a thread where nobody waits for the network; `None` where all workers are busy.
    pub(in crate::web::chat) fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<JoinHandle<T>> {
        let permit = self.workers.clone().try_acquire_owned().ok()?;
        Some(tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        }))
    }

    /// Whether we may write into Slack's conversations by ourselves.
    pub(in crate::web::chat) fn may_post(&self) -> bool {
        self.settings.slack.as_ref().is_some_and(|slack| slack.bot_token.is_some())
    }

    /// Sends an answer that was not given at once. What fails is logged; nobody waits for it.
    pub(in crate::web::chat) async fn send(&self, later: Later) {
        let outbound = self.outbound.clone();
        let what = later.name();
        let sending = self.work(move || outbound.send(&later));
        let sent = match sending {
            Some(sending) => sending.await.unwrap_or(Err("fault")),
            None => Err("busy"),
        };
        if let Err(reason) = sent {
            tracing::warn!(what, reason, "an answer could not be sent");
        }
    }
}

fn take(pace: &Mutex<Pace>, asker: &str, now: u64) -> Result<(), u64> {
    pace.lock().unwrap_or_else(PoisonError::into_inner).take(asker, now)
}

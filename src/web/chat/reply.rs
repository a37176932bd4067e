//! Answers in time: on a worker, as soon as they are there, and a word of excuse otherwise.

use std::time::Duration;

use tokio::task::JoinHandle;

use crate::chat::message::{LIMITS, Message};
use crate::chat::question::Question;
use crate::chat::site::Site;
use crate::service::answer::{self, Choice, Outcome};
use crate::web::AppState;
use crate::web::chat::outbound::Later;
use crate::web::chat::visit::Visit;

/// How many completions are offered.
const COMPLETIONS: usize = 20;

/// Whoever is typing has typed more by then.
const COMPLETION_TIME: Duration = Duration::from_secs(2);

/// An answer, or that it is not there yet.
pub(in crate::web::chat) enum Given {
    Message(Message),
    Late(Late),
}

/// An answer that takes longer than the platform waits.
pub(in crate::web::chat) struct Late(JoinHandle<(Message, Outcome)>);

impl Late {
    /// Sends the answer when it is there, if the platform takes it later.
    pub(in crate::web::chat) fn send(
        self,
        app: AppState,
        visit: Visit,
        put: impl FnOnce(&Message) -> Later + Send + 'static,
    ) {
        tokio::spawn(async move {
            let message = match self.0.await {
                Ok((message, outcome)) => {
                    visit.end(outcome.name());
                    message
                }
                Err(_) => failed(&visit),
            };
            app.chat.send(put(&message)).await;
        });
    }

    /// What is said where nothing can be sent later.
    pub(in crate::web::chat) fn give_up(self, visit: &Visit) -> Message {
        // The worker goes on to its end; nobody takes what it finds.
        drop(self);
        visit.end("too_slow");
        Message::plain("This takes too long", "Try again with fewer words, or search in the book.")
    }
}

/// Answers a question within `time`.
pub(in crate::web::chat) async fn answer(
    app: &AppState,
    visit: &Visit,
    question: &Question,
    time: Duration,
) -> Given {
    if let Err(seconds) = app.chat.paces(visit) {
        visit.end("too_many");
        let words = format!("Ask again in {seconds} s.");
        return Given::Message(Message::plain("Too many questions", &words));
    }
    let snapshot = app.snapshots.current();
    let site = Site::new(app.chat.settings.published.clone());
    let Question { text, shared } = question.clone();
    let work = app.chat.work(move || {
        let answer = answer::answer(&snapshot, &text, &LIMITS);
        (Message { shared, ..Message::of(&answer, &site) }, answer.outcome)
    });
    let Some(mut work) = work else {
        visit.end("busy");
        let words = "Many people are asking. Try again in a moment.";
        return Given::Message(Message::plain("Busy", words));
    };
    if time.is_zero() {
        return Given::Late(Late(work));
    }
    match tokio::time::timeout(time, &mut work).await {
        Ok(Ok((message, outcome))) => {
            visit.end(outcome.name());
            Given::Message(message)
        }
        Ok(Err(_)) => Given::Message(failed(visit)),
        Err(_) => Given::Late(Late(work)),
    }
}

/// What a question that is being typed could become; nothing where that takes too long.
pub(in crate::web::chat) async fn complete(
    app: &AppState,
    visit: &Visit,
    typed: String,
) -> Vec<Choice> {
    let snapshot = app.snapshots.current();
    let work = app.chat.work(move || answer::complete(&snapshot, &typed, COMPLETIONS));
    let Some(work) = work else {
        visit.end("busy");
        return Vec::new();
    };
    let done = tokio::time::timeout(COMPLETION_TIME, work).await;
    visit.end("completions");
    done.ok().and_then(Result::ok).unwrap_or_default()
}

fn failed(visit: &Visit) -> Message {
    visit.end("fault");
    Message::plain("No answer", "The question met a fault of the program.")
}

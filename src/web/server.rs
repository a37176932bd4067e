//! Runs the server on a listener that is already bound.

use std::io;
use std::net::SocketAddr;

use axum::ServiceExt;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::map_response;
use axum::response::Response;
use axum::serve::ListenerExt;
use futures_util::StreamExt;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::web::Front;

/// Answers requests until `stop` completes, then lets running ones end.
///
/// # Errors
/// Where the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    front: Front,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // Without this a small answer waits 40 ms for the client's delayed acknowledgement.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
    });
    let (stopping, stopped) = watch::channel(false);
    let stop = async move {
        stop.await;
        stopping.send_replace(true);
    };
    let ending = map_response(move |response: Response| {
        let stopped = stopped.clone();
        async move { ending_with(response, stopped) }
    });
    let front = front.map_router(|router| router.layer(ending));
    let front = front.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, front).with_graceful_shutdown(stop).await
}

/// The answer, ended when the server stops if it would not end by itself: an open page that waits
/// for news must not keep the server running.
fn ending_with(response: Response, mut stopped: watch::Receiver<bool>) -> Response {
    let media_type = response.headers().get(CONTENT_TYPE);
    if media_type.is_none_or(|media_type| media_type != "text/event-stream") {
        return response;
    }
    let stop = async move {
        // Where nobody can say any more that the server stops, it has stopped.
        let _stopped = stopped.wait_for(|stopped| *stopped).await;
    };
    response.map(|body| Body::from_stream(body.into_data_stream().take_until(stop)))
}

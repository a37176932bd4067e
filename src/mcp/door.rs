//! The two transports of the protocol: HTTP requests, and messages on lines.

use std::sync::Arc;

use rmcp::ServiceExt;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::mcp::server::Assistants;

/// A request may have so many bytes.
const LONGEST_REQUEST: usize = 256 << 10;

/// Answers HTTP requests; a service of `tower`.
pub type HttpService = StreamableHttpService<Assistants, NeverSessionManager>;

/// Why messages could not be answered.
#[derive(Debug, thiserror::Error)]
#[error("the assistant broke off: {0}")]
pub struct DoorProblem(String);

/// The Streamable HTTP transport, without sessions: each request stands alone, and any server of
/// the same book could answer the next. Whom the client believes to talk to, and from which page,
/// the caller has to check before (`Host` and `Origin`).
#[must_use]
pub fn http_service(assistants: Assistants) -> HttpService {
    let config = StreamableHttpServerConfig::default()
        .disable_allowed_hosts()
        .disable_allowed_origins()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(LONGEST_REQUEST);
    StreamableHttpService::new(
        move || Ok(assistants.clone()),
        Arc::new(NeverSessionManager::default()),
        config,
    )
}

/// The stdio transport: one message on each line, until the client closes its end.
///
/// # Errors
/// Where the client does not speak the protocol.
pub async fn serve_lines(
    assistants: Assistants,
    input: impl AsyncRead + Send + Unpin + 'static,
    output: impl AsyncWrite + Send + Unpin + 'static,
) -> Result<(), DoorProblem> {
    let running = assistants.serve((input, output)).await;
    let running = running.map_err(|error| DoorProblem(error.to_string()))?;
    running.waiting().await.map_err(|error| DoorProblem(error.to_string()))?;
    Ok(())
}

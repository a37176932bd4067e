//! The front of the server: what is ready is handed out at once, everything else goes to the router.
//!
//! Most requests are for pages and style sheets that are ready. They need no route to be found and
//! no layer around a handler, which cost more than the answer itself.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::response::Response;
use axum::routing::future::RouteFuture;
use futures_util::future::Either;
use tower::Service;

use crate::web::{AppState, asset, headers, host, pages};

/// Everything the server answers.
#[derive(Clone)]
pub struct Front {
    app: AppState,
    router: Router,
}

impl Front {
    /// A front before `router`.
    pub(in crate::web) fn new(app: AppState, router: Router) -> Self {
        Self { app, router }
    }

    /// The same with a layer around what the router answers.
    pub(in crate::web) fn map_router(self, change: impl FnOnce(Router) -> Router) -> Self {
        Self { router: change(self.router), ..self }
    }

    /// The answer to a request, where it is ready. Only what the router once made is, so that a page
    /// which an address of the server hides stays hidden.
    fn at_hand(&self, request: &Request) -> Option<Response> {
        let reads = request.method() == Method::GET;
        if !reads || !host::is_known(&self.app, request.headers()) {
            return None;
        }
        let (path, headers) = (request.uri().path(), request.headers());
        let own = asset::at_hand(path, headers);
        let mut response = own.or_else(|| pages::at_hand(&self.app, path, headers))?;
        headers::add_to(response.headers_mut());
        Some(response)
    }
}

impl Service<Request> for Front {
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Result<Response, Infallible>>, RouteFuture<Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        <Router as Service<Request>>::poll_ready(&mut self.router, context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        match self.at_hand(&request) {
            Some(response) => Either::Left(ready(Ok(response))),
            None => Either::Right(self.router.call(request)),
        }
    }
}

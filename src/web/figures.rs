//! Figures that somebody asks for: `/figures/new` as a page, as SVG and in pixels.

mod form;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use crate::catalog::Route;
use crate::figure::mermaid::flowchart as flowchart_of;
use crate::figure::scene::Scene;
use crate::figure::svg::style::Theme;
use crate::figure::wanted::{NAMES, Refusal, Wanted};
use crate::page::address::Site;
use crate::page::answer::Dress;
use crate::page::drawing::{FigureWriter, Forms, PIXELS_EACH, Shown, entity_address};
use crate::page::gallery::gallery;
use crate::page::view::FigureFormPage;
use crate::service::figures::{DeskProblem, Picture, choices};
use crate::snapshot::Snapshot;
use crate::web::figures::form::forms;
use crate::web::pages::{FILE_POLICY, book, tagged};
use crate::web::{AppState, pages, problem};

/// A value of an option is no longer than this.
const LONGEST: usize = 1_000;

type Pairs = Query<Vec<(String, String)>>;

/// What an address asks for.
#[derive(Debug, Default)]
struct Asked {
    wanted: Wanted,
    scale: u8,
    theme: Theme,
}

/// Reads the options of an address. Fields that were left empty are as good as missing.
fn read(pairs: Vec<(String, String)>) -> Result<Asked, Refusal> {
    let mut asked = Asked { scale: 1, ..Asked::default() };
    let refused = |option, message: String, help: &str| {
        Err(Refusal { option, message, help: help.to_owned() })
    };
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
        let value = value.trim();
        if value.len() > LONGEST {
            return refused(None, format!("`{name}` is too long"), "name a thing by its place");
        }
        match (name.as_str(), value) {
            ("scale", "1") => asked.scale = 1,
            ("scale", "2") => asked.scale = 2,
            ("scale", "3") => asked.scale = 3,
            ("scale", _) => {
                return refused(None, format!("`{value}` is no scale"), "write 1, 2 or 3");
            }
            ("theme", "light") => asked.theme = Theme::Light,
            ("theme", "dark") => asked.theme = Theme::Dark,
            ("theme", _) => {
                return refused(None, format!("`{value}` is no theme"), "write light or dark");
            }
            _ => {
                let Some(known) = NAMES.into_iter().find(|known| *known == name) else {
                    let help = format!("write one of: {}, scale, theme", NAMES.join(", "));
                    return refused(None, format!("figures have no option `{name}`"), &help);
                };
                if asked.wanted.0.insert(known, value.to_owned()).is_some() {
                    return refused(Some(known), format!("`{name}` stands twice"), "take one away");
                }
            }
        }
    }
    Ok(asked)
}

/// What the gallery is asked for.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct GalleryQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: usize,
}

/// All figures of the book; where it has a page of its own at this address, that page.
pub(in crate::web) async fn all(
    State(app): State<AppState>,
    Query(GalleryQuery { q, page }): Query<GalleryQuery>,
    request: Request,
) -> Response {
    let snapshot = app.snapshots.current();
    if snapshot.catalog.page_at(&Route::verbatim_request("figures")).is_some() {
        return pages::answer(State(app), request).await;
    }
    let answer = tokio::task::spawn_blocking(move || {
        let query: String = q.chars().take(LONGEST).collect();
        gallery(book(&app, &snapshot), &snapshot.answers.figures, query.trim(), page).render()
    });
    match answer.await {
        Ok(Ok(html)) => tagged(request.headers(), "text/html; charset=utf-8", html.into_bytes()),
        _ => problem::internal(),
    }
}

/// The form, and the figure where there are options.
pub(in crate::web) async fn page(State(app): State<AppState>, Query(pairs): Pairs) -> Response {
    let answer = tokio::task::spawn_blocking(move || {
        let snapshot = app.snapshots.current();
        let asked = read(pairs);
        let picture = match &asked {
            Ok(asked) if asked.wanted.0.is_empty() => None,
            Ok(asked) => Some(app.figures.drawing(&snapshot, &asked.wanted)),
            Err(refusal) => Some(Err(DeskProblem::Refused(refusal.clone()))),
        };
        form_page(&app, &snapshot, &asked.unwrap_or_default().wanted, picture)
    });
    answer.await.unwrap_or_else(|_| problem::internal())
}

fn form_page(
    app: &AppState,
    snapshot: &Snapshot,
    wanted: &Wanted,
    picture: Option<Result<Picture, DeskProblem>>,
) -> Response {
    let book = book(app, snapshot);
    let route = Route::verbatim_request("figures/new");
    let addresses = book.addresses(&route);
    let choices = choices(snapshot);
    let mut view = FigureFormPage {
        shell: book.shell(&route, None, "Draw a figure".to_owned()),
        action: "new".to_owned(),
        forms: forms(wanted, &choices),
        ..FigureFormPage::default()
    };
    let place =
        |iri: &str| iri.strip_prefix(&snapshot.catalog.config.base).unwrap_or(iri).to_owned();
    let suggestions = choices.elements.iter();
    view.suggestions = suggestions
        .map(|(home, named)| (place(&named.iri), format!("{}, {home}", named.label)))
        .collect();
    let mut status = StatusCode::OK;
    match picture {
        None => {}
        Some(Ok(picture)) => {
            let query = wanted.query();
            let address = |iri: &str| entity_address(addresses, iri);
            let png = format!("new.png?{query}&scale={PIXELS_EACH}");
            view.shell.picture =
                book.drawn(&format!("figures/{png}"), &picture.title, &picture.drawing);
            let forms = Some(Forms {
                svg: format!("new.svg?{query}"),
                png,
                mermaid: format!("new.mmd?{query}"),
            });
            let shown = Shown {
                id: "figure",
                number: None,
                caption: &picture.title,
                drawing: Ok(&picture.drawing),
            };
            view.figure_html =
                FigureWriter { address: &address, forms, dress: Dress::Loggia }.html(shown);
            view.shell.page_title.clone_from(&picture.title);
            view.title = picture.title;
            view.fence = fence_of(wanted);
        }
        Some(Err(DeskProblem::Refused(Refusal { message, help, .. }))) => {
            status = StatusCode::BAD_REQUEST;
            view.refusal = Some((capitalised(&message), help));
        }
        Some(Err(other)) => return refused(&other),
    }
    match view.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => problem::internal(),
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}

fn fence_of(wanted: &Wanted) -> String {
    let options = wanted.0.iter().map(|(name, value)| {
        let mark = if value.contains('"') { '\'' } else { '"' };
        let plain = !value.contains([' ', ',', '"', '\'', '{']);
        if plain { format!(" {name}={value}") } else { format!(" {name}={mark}{value}{mark}") }
    });
    format!("```figure{}\nA caption\n```", options.collect::<String>())
}

/// The figure as SVG.
pub(in crate::web) async fn svg(
    State(app): State<AppState>,
    headers: HeaderMap,
    Query(pairs): Pairs,
) -> Response {
    let answer = tokio::task::spawn_blocking(move || {
        let snapshot = app.snapshots.current();
        let asked = read(pairs).map_err(DeskProblem::Refused)?;
        let picture = app.figures.drawing(&snapshot, &asked.wanted)?;
        Ok(picture.svg(&snapshot, Site::Served, &Route::verbatim_request("figures/new.svg")))
    });
    match answer.await {
        Ok(Ok(svg)) => image(&headers, "image/svg+xml", svg.into_bytes()),
        Ok(Err(problem)) => refused(&problem),
        Err(_) => problem::internal(),
    }
}

/// The figure in pixels.
pub(in crate::web) async fn png(
    State(app): State<AppState>,
    headers: HeaderMap,
    Query(pairs): Pairs,
) -> Response {
    let answer = tokio::task::spawn_blocking(move || {
        let snapshot = app.snapshots.current();
        let asked = read(pairs).map_err(DeskProblem::Refused)?;
        app.figures.png(&snapshot, &asked.wanted, asked.scale, asked.theme)
    });
    pixels(&headers, answer.await.map_err(|_| ()))
}

/// The figure as a flowchart of Mermaid.
pub(in crate::web) async fn flowchart(
    State(app): State<AppState>,
    headers: HeaderMap,
    Query(pairs): Pairs,
) -> Response {
    let answer = tokio::task::spawn_blocking(move || {
        let snapshot = app.snapshots.current();
        let asked = read(pairs).map_err(DeskProblem::Refused)?;
        app.figures.drawing(&snapshot, &asked.wanted)
    });
    match answer.await {
        Ok(Ok(picture)) => mermaid(&headers, &picture.drawing.scene),
        Ok(Err(problem)) => refused(&problem),
        Err(_) => problem::internal(),
    }
}

/// A scene as a flowchart of Mermaid.
pub(in crate::web) fn mermaid(headers: &HeaderMap, scene: &Scene) -> Response {
    tagged(headers, "text/vnd.mermaid; charset=utf-8", flowchart_of(scene).into_bytes())
}

/// A figure of the book in pixels. Belongs on a blocking thread.
pub(in crate::web) fn of_book(
    app: &AppState,
    snapshot: &Snapshot,
    figure: (usize, usize),
    query: Option<&str>,
    headers: &HeaderMap,
) -> Response {
    let uri = format!("/?{}", query.unwrap_or_default()).parse();
    let pairs = uri.ok().and_then(|uri| Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
    let bytes = read(pairs.map(|Query(pairs)| pairs).unwrap_or_default())
        .map_err(DeskProblem::Refused)
        .and_then(|asked| {
            app.figures.figure_png(snapshot, figure.0, figure.1, asked.scale, asked.theme)
        });
    pixels(headers, Ok(bytes))
}

fn pixels(headers: &HeaderMap, answer: Result<Result<Arc<[u8]>, DeskProblem>, ()>) -> Response {
    match answer {
        Ok(Ok(bytes)) => image(headers, "image/png", bytes.to_vec()),
        Ok(Err(problem)) => refused(&problem),
        Err(()) => problem::internal(),
    }
}

/// A picture, which runs nothing.
fn image(headers: &HeaderMap, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = tagged(headers, media_type, bytes);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY));
    response
}

fn refused(problem: &DeskProblem) -> Response {
    let (status, title) = match problem {
        DeskProblem::Refused(_) => (StatusCode::BAD_REQUEST, "The figure cannot be drawn"),
        DeskProblem::Unknown => (StatusCode::NOT_FOUND, "No such figure"),
        DeskProblem::Pixels(_) => (StatusCode::UNPROCESSABLE_ENTITY, "No such picture"),
        DeskProblem::Busy => (StatusCode::SERVICE_UNAVAILABLE, "Busy"),
    };
    let mut response =
        problem::Problem { status, title, detail: problem.to_string() }.into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if *problem == DeskProblem::Busy {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

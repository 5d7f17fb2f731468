//! The site under watch: one measure and one line of log for each request, whatever becomes of it. Around the whole
//! shell, since files, refusals and unknown addresses never reach the router.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use essaim_web::{APPEARANCE, Shell, Site};
use tower::Service;

use crate::config::Config;
use crate::measures::{self, Answered};

/// What is watched, as the configuration says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wanted {
    measures: bool,
    log: bool,
}

/// What the server serves.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    site: Site,
    shell: Arc<Shell>,
    wanted: Wanted,
}

/// Where the router leaves the route of a request on its way.
#[derive(Clone, Debug, Default)]
struct Route(Arc<OnceLock<String>>);

/// The routes of what the router does not know.
const FILES: &str = "files";
const UNKNOWN: &str = "unknown";

/// What stands below these is opened by its address.
const SECRET: [&str; 1] = [essaim_territories::BROUGHT];

/// How much of an address goes into the log.
const LONGEST_PATH: usize = 500;

impl Watched {
    pub(crate) fn new(site: Site, shell: Arc<Shell>, config: &Config) -> Self {
        let wanted = Wanted { measures: config.metrics.listen.is_some(), log: config.logs.requests };
        Self { site, shell, wanted }
    }

    /// Answers one request.
    pub(crate) async fn answer(mut self, mut request: Request) -> Response {
        let (started, route) = (Instant::now(), Route::default());
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        request.extensions_mut().insert(route.clone());
        let Ok(response) = self.site.call(request).await;
        let route = route.0.get().map_or_else(|| self.other_route(&path), String::as_str);
        let answered = Answered { method: &method, route, status: response.status(), took: started.elapsed() };
        if self.wanted.measures {
            measures::count(&answered);
        }
        if self.wanted.log {
            log(&answered, &shown(&path, route));
        }
        response
    }

    fn other_route(&self, path: &str) -> &'static str {
        if self.shell.config().assets.at(path).is_some() {
            return FILES;
        }
        // The shell's own form stands beside the router that leaves its routes here.
        if path.strip_prefix("/en").unwrap_or(path) == APPEARANCE { APPEARANCE } else { UNKNOWN }
    }
}

/// What of an address may be logged: of what only the holder of its address may see, no more than its route; of one that was
/// mistyped, not the part that nobody can guess.
fn shown(path: &str, route: &str) -> String {
    let begin = path.strip_prefix("/en").unwrap_or(path);
    if SECRET.iter().any(|secret| begin.starts_with(secret)) && route != UNKNOWN {
        return route.to_owned();
    }
    let is_digit = |byte: &u8| byte.is_ascii_hexdigit();
    let has_secret = |part: &str| part.as_bytes().split(|byte| !is_digit(byte)).any(|digits| digits.len() >= 32);
    path.split('/').map(|part| if has_secret(part) { "…" } else { part }).collect::<Vec<_>>().join("/")
}

/// One line, without the query: what people search is nobody's business.
fn log(answered: &Answered<'_>, path: &str) {
    let path: String = path.chars().take(LONGEST_PATH).collect();
    let microseconds = u64::try_from(answered.took.as_micros()).unwrap_or(u64::MAX);
    tracing::info!(method = %answered.method, path, status = answered.status.as_u16(), microseconds, "answered");
}

/// Leaves the route where [`Watched`] finds it; a layer of the router, which alone knows it.
pub(crate) async fn leave_route(request: Request, next: Next) -> Response {
    if let (Some(route), Some(matched)) =
        (request.extensions().get::<Route>(), request.extensions().get::<MatchedPath>())
    {
        // Set once: no request is routed twice.
        drop(route.0.set(matched.as_str().to_owned()));
    }
    next.run(request).await
}

//! Routes, each with whom it is for: what the router opens and what the documentation lists are one text.

use std::borrow::Cow;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use essaim_web::{Failure, Frame, Query};

use crate::{AccountsError, Actor, On, Permission, may};

/// Whom a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever asks.
    Everyone,
    /// Whoever holds its address, which nobody can guess.
    Holder,
    /// Whoever may do this to something; to what, is decided with what is done.
    Able(Permission),
}

/// How a route is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// GET, and HEAD.
    Get,
    /// POST.
    Post,
}

/// A route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// How it is asked.
    pub way: Way,
    /// Its path, with the names of its parts: `/experiences/{slug}`.
    pub path: Cow<'static, str>,
    /// Whom it is for.
    pub access: Access,
}

/// Routes under construction: as a router, but nothing comes in without saying whom it is for.
#[must_use]
pub struct Doors<S = ()> {
    router: Router<S>,
    list: Vec<Door>,
}

impl<S: Clone + Send + Sync + 'static> Default for Doors<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Clone + Send + Sync + 'static> Doors<S> {
    /// None.
    pub fn new() -> Self {
        Self { router: Router::new(), list: Vec::new() }
    }

    /// A page, or a file.
    pub fn get<H, T>(self, access: Access, path: impl Into<Cow<'static, str>>, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Door { way: Way::Get, path: path.into(), access }, get(handler))
    }

    /// What takes a form, or a table.
    pub fn post<H, T>(self, access: Access, path: impl Into<Cow<'static, str>>, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Door { way: Way::Post, path: path.into(), access }, post(handler))
    }

    fn add(mut self, door: Door, methods: MethodRouter<S>) -> Self {
        let guarded = match door.access {
            Access::Everyone | Access::Holder => methods,
            Access::Able(permission) => {
                methods.layer(middleware::from_fn(move |request, next| guard(permission, request, next)))
            }
        };
        self.router = self.router.route(&door.path, guarded);
        self.list.push(door);
        self
    }

    /// These and those.
    pub fn merge(mut self, others: Self) -> Self {
        self.router = self.router.merge(others.router);
        self.list.extend(others.list);
        self
    }

    /// Gives the handlers what they share.
    pub fn with_state<S2>(self, state: S) -> Doors<S2> {
        Doors { router: self.router.with_state(state), list: self.list }
    }

    /// Another router around the same doors: a layer.
    pub fn map(self, around: impl FnOnce(Router<S>) -> Router<S>) -> Self {
        Self { router: around(self.router), list: self.list }
    }

    /// All of them.
    #[must_use]
    pub fn list(&self) -> &[Door] {
        &self.list
    }

    /// The router.
    pub fn into_router(self) -> Router<S> {
        self.router
    }
}

/// Where one signs in.
pub const SIGN_IN: &str = "/connexion";

/// Lets in whoever may do this to something; a visitor is sent to sign in first, and comes back.
async fn guard(permission: Permission, request: Request, next: Next) -> Response {
    let actor = request.extensions().get::<Actor>().cloned().unwrap_or(Actor::Visitor);
    match may(&actor, permission, On::Something) {
        Ok(()) => next.run(request).await,
        Err(AccountsError::SignedOut) => sign_in_first(&request),
        Err(refusal) => Failure::from(refusal).into_response(),
    }
}

/// A page that was asked for is shown after signing in; a form that was sent is not sent again by itself.
fn sign_in_first(request: &Request) -> Response {
    let refused = || Failure::from(AccountsError::SignedOut).into_response();
    let Some(frame) = request.extensions().get::<Frame>() else { return refused() };
    if frame.wants_json() || !request.method().is_safe() {
        return refused();
    }
    let here = frame.here(frame.lang()).to_string();
    let asking = Query::from_pairs([("suite".to_owned(), here)]);
    Redirect::to(&frame.link(SIGN_IN, asking.same()).to_string()).into_response()
}

//! The shell of every page: layout, languages, errors, assets, headers, feeds and files.
//!
//! It knows how a page is framed and served; it holds **no word of the domain**, opens no database
//! and decides nothing about what is shown. The program builds one [`Shell`] at start (name,
//! translations, assets, navigation), wraps its router in a [`Site`], and each handler asks for a
//! [`Frame`]: the language, the address, the query and the words of this request.
//!
//! ```
//! use askama::Template;
//! use axum::{Router, response::IntoResponse, routing::get};
//! use essaim_web::{Failure, Frame, Messages, Shell, ShellConfig, Site, page};
//!
//! static MESSAGES: Messages = Messages {
//!     owner: "greeting",
//!     fr: "greeting = Bonjour\ngreeting-count = Visites : { $count }",
//!     en: "greeting = Hello\ngreeting-count = Visits: { $count }",
//! };
//!
//! // A real page is a file: `#[template(path = "greeting.html")]`, and opens with
//! // `{% extends "layout.html" %}`. `frame` must be the field's name.
//! #[derive(Template)]
//! #[template(ext = "html", source = r#"{% extends "layout.html" %}
//! {% block title %}{{ frame.t("greeting") }}{% endblock %}
//! {% block main %}<h1>{{ frame.t("greeting") }}</h1>
//! <p>{{ frame.tn("greeting-count", [("count", visits.into())]) }}</p>
//! <a href="{{ frame.link("/hello", frame.query().with("lang", "fr")) }}">…</a>{% endblock %}"#)]
//! struct Greeting {
//!     frame: Frame,
//!     visits: u32,
//! }
//!
//! async fn hello(frame: Frame) -> Result<impl IntoResponse, Failure> {
//!     if frame.query().get("name") == Some("nobody") {
//!         return Err(Failure::not_found());
//!     }
//!     Ok(page(&Greeting { frame, visits: 2 }))
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let shell = Shell::new(ShellConfig { messages: vec![&MESSAGES], ..ShellConfig::default() })?;
//! let site = Site::new(shell, Router::new().route("/hello", get(hello)));
//! // `site` is a tower service: it answers /hello in French and /en/hello in English.
//! # let _ = site;
//! # Ok(())
//! # }
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "tests"))]

mod appearance;
mod assets;
mod buffer;
mod client;
mod comb;
mod compress;
mod conditional;
mod contact;
mod cookies;
mod deadline;
mod failure;
mod feed;
mod form;
pub mod format;
mod frame;
mod lang;
mod limits;
mod markdown;
mod messages;
mod mould;
mod page;
mod pagination;
mod query;
#[cfg(test)]
mod sample;
mod security;
mod shell;
mod site;
#[cfg(test)]
mod site_tests;
mod table;
pub mod testing;

pub use appearance::{APPEARANCE, is_local};
pub use assets::{Asset, Assets};
pub use client::{Network, NetworkError};
pub use comb::{Comb, CombCell};
pub use conditional::{Validators, http_date};
pub use contact::{Contact, NotAContact, is_web_address};
pub use failure::{Failure, FieldFault, Suggestion};
pub use feed::{Feed, FeedEntry};
pub use frame::{Frame, Guest, Href, Theme};
pub use lang::Lang;
pub use limits::{Budget, Limits};
pub use markdown::{Excess, ExcessKind, MARKDOWN_LIMIT, illustrated, markdown, markdown_excess, tamed};
pub use messages::{Arg, MESSAGES, Messages};
pub use mould::Mould;
pub use page::{Cache, Page, download, page};
pub use pagination::{PageLink, Pagination};
pub use query::{Change, Query};
pub use shell::{Entrance, Entry, Licence, Shell, ShellConfig, ShellError, Tiles, Upload};
pub use site::Site;
pub use table::{Cell, CsvStyle, Table, workbook};

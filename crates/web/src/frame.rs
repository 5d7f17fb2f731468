//! What one request carries to its page: the language, the address, the query and the words.

use crate::{
    Arg, Budget, Change, Contact, Entrance, Entry, Failure, Lang, Licence, Query, Shell, Tiles, Upload,
    client::Origin,
    cookies,
    form::Form,
    format::{self, Numeric},
};
use askama::{FastWritable, Values};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, Uri, header, request::Parts},
};
use std::{
    borrow::{Borrow, Cow},
    fmt,
    net::IpAddr,
    sync::{Arc, OnceLock},
};

/// The frame of one request, a field named `frame` of every page.
///
/// A handler asks for it as an argument; it costs one reference count to pass on.
#[derive(Clone)]
pub struct Frame(Arc<Inner>);

struct Inner {
    shell: Arc<Shell>,
    lang: Lang,
    /// Without the language's prefix.
    uri: Uri,
    query: Query,
    theme: Theme,
    cookies: Option<Box<str>>,
    if_none_match: Option<HeaderValue>,
    if_modified_since: Option<HeaderValue>,
    form: Form,
    wants_json: bool,
    origin: Origin,
    guest: OnceLock<Guest>,
}

/// Somebody who is signed in, as far as a frame shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Guest {
    /// What she is called.
    pub name: String,
}

/// How the visitor wants the page to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the system does.
    #[default]
    Auto,
    /// Dark ink on paper.
    Light,
    /// Light ink on night.
    Dark,
}

impl Theme {
    /// The three choices, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The value kept in the cookie and written in `data-theme`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.key() == key)
    }
}

/// The cookie that keeps the theme.
pub(crate) const THEME_COOKIE: &str = "theme";

impl Frame {
    /// The frame of a request whose path has lost its language already.
    pub(crate) fn new(shell: Arc<Shell>, lang: Lang, uri: Uri, headers: &HeaderMap, peer: Option<IpAddr>) -> Self {
        let one = |name: header::HeaderName| headers.get(name).cloned();
        let cookies = cookies::gathered(headers);
        let form = Form::of(uri.path());
        let theme =
            cookies.as_deref().and_then(|cookies| cookies::raw(cookies, THEME_COOKIE)).and_then(Theme::from_key);
        Self(Arc::new(Inner {
            shell,
            lang,
            query: uri.query().map(Query::parse).unwrap_or_default(),
            uri,
            theme: theme.unwrap_or_default(),
            cookies,
            if_none_match: one(header::IF_NONE_MATCH),
            if_modified_since: one(header::IF_MODIFIED_SINCE),
            form,
            wants_json: form.tells_faults_as_json(headers),
            origin: Origin::of(peer, headers),
            guest: OnceLock::new(),
        }))
    }

    /// What all requests share.
    #[must_use]
    pub fn shell(&self) -> &Arc<Shell> {
        &self.0.shell
    }

    /// The language of the page.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.0.lang
    }

    /// The path without its language: `/experiences` for `/en/experiences`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.uri.path()
    }

    /// The query string.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.0.query
    }

    /// How the visitor wants the page to look.
    #[must_use]
    pub fn theme(&self) -> Theme {
        self.0.theme
    }

    /// The languages, for a template's loop.
    #[must_use]
    pub const fn languages(&self) -> [Lang; 2] {
        Lang::ALL
    }

    /// The themes, for a template's loop.
    #[must_use]
    pub const fn themes(&self) -> [Theme; 3] {
        Theme::ALL
    }

    /// The words for a theme, on the switch.
    #[must_use]
    pub fn theme_label(&self, theme: &Theme) -> &str {
        self.t(match theme {
            Theme::Auto => "theme-auto",
            Theme::Light => "theme-light",
            Theme::Dark => "theme-dark",
        })
    }

    /// Whether a fault must be told as problem+json: the API and `.json` addresses, other files unless a browser asks,
    /// and who asks for it.
    #[must_use]
    pub fn wants_json(&self) -> bool {
        self.0.wants_json
    }

    /// Whether the answer is open data: the API, a file, or what the program keeps open. Other sites' scripts may read it,
    /// and it names the licence of the contents.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let is_under = |prefix: &&str| {
            self.path().strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.0.form != Form::Page || self.0.shell.config().open.iter().any(is_under)
    }

    /// The most that a body sent to this address may hold, in bytes.
    pub(crate) fn body_limit(&self) -> usize {
        let config = self.0.shell.config();
        self.upload().map_or(config.limits.body, |upload| upload.most)
    }

    /// What this address takes.
    pub(crate) fn upload(&self) -> Option<&Upload> {
        self.0.shell.config().uploads.iter().find(|upload| upload.path == self.path())
    }

    /// Takes one costly answer off the visitor's budget; ask before working.
    ///
    /// # Errors
    /// 429 with the time to wait, when the budget is spent.
    pub fn spend(&self, budget: Budget) -> Result<(), Failure> {
        self.0.shell.spend(budget, &self.0.origin)
    }

    /// Tells the frame who came: its pages then show it, and are no other's. Only the first call counts.
    pub fn receive(&self, guest: Guest) {
        // Nobody is recognised twice.
        drop(self.0.guest.set(guest));
    }

    /// Who is signed in.
    #[must_use]
    pub fn guest(&self) -> Option<&Guest> {
        self.0.guest.get()
    }

    /// Where one signs in, and where who is signed in finds her own pages; nothing where the site has no accounts.
    #[must_use]
    pub fn entrance(&self) -> Option<&Entrance> {
        self.0.shell.config().entrance.as_ref()
    }

    /// Whether the site is reached over HTTPS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.0.shell.config().public_url.starts_with("https://")
    }

    pub(crate) fn cookies(&self) -> Option<&str> {
        self.0.cookies.as_deref()
    }

    pub(crate) fn if_none_match(&self) -> Option<&HeaderValue> {
        self.0.if_none_match.as_ref()
    }

    pub(crate) fn if_modified_since(&self) -> Option<&HeaderValue> {
        self.0.if_modified_since.as_ref()
    }

    /// A message without variables.
    #[must_use]
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.shell.t(self.0.lang, key)
    }

    /// A message with variables: `frame.tn("found", &[("count", total.into())])`; in a template, which
    /// borrows arguments by itself, without the `&`.
    #[must_use]
    pub fn tn(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.0.shell.tn(self.0.lang, key, args)
    }

    /// A message whose only variable is `$count`.
    #[must_use]
    pub fn count(&self, key: &str, count: impl Numeric) -> String {
        self.0.shell.table(self.0.lang).counted(key, count.value())
    }

    /// A number as the language writes it.
    #[must_use]
    pub fn number(&self, value: impl Numeric) -> String {
        format::number(self.0.lang, value)
    }

    /// A path in the language of the page: `/experiences`, or `/en/experiences`.
    #[must_use]
    pub fn url<'a>(&self, path: &'a str) -> Cow<'a, str> {
        match self.0.lang {
            Lang::Fr => Cow::Borrowed(path),
            Lang::En => Cow::Owned([Lang::En.prefix(), path].concat()),
        }
    }

    /// A path in the language of the page with a query, written without copying:
    /// `frame.link("/experiences", frame.query().with("q", "pain"))`.
    #[must_use]
    pub fn link<'a>(&self, path: &'a str, query: Change<'a>) -> Href<'a> {
        Href { lang: self.0.lang, path, query }
    }

    /// The address of an embedded file: `frame.asset("app.css")`.
    #[must_use]
    pub fn asset<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.shell.config().assets.named(name).map_or(name, |asset| asset.path)
    }

    /// This very page, in a language.
    #[must_use]
    pub fn here(&self, lang: impl Borrow<Lang>) -> Href<'_> {
        Href { lang: *lang.borrow(), path: self.path(), query: self.query().same() }
    }

    /// The public address of this page in a language, without its query: canonical and alternate links.
    #[must_use]
    pub fn canonical(&self, lang: impl Borrow<Lang>) -> String {
        self.0.shell.public_url(*lang.borrow(), self.path())
    }

    /// The public address of any path in the language of the page.
    #[must_use]
    pub fn public_url(&self, path: &str) -> String {
        self.0.shell.public_url(self.0.lang, path)
    }

    /// The name of the site.
    #[must_use]
    pub fn site_name(&self) -> &str {
        &self.0.shell.config().site_name
    }

    /// Where to write to, where there is such a place.
    #[must_use]
    pub fn contact(&self) -> Option<&Contact> {
        self.0.shell.config().contact.as_ref()
    }

    /// Who publishes the site: who the operator names, else the site itself.
    #[must_use]
    pub fn publisher(&self) -> &str {
        let config = self.0.shell.config();
        config.publisher.as_ref().unwrap_or(&config.site_name)
    }

    /// The licence of the contents.
    #[must_use]
    pub fn licence(&self) -> &Licence {
        &self.0.shell.config().licence
    }

    /// The tile service under maps, where one is configured.
    #[must_use]
    pub fn tiles(&self) -> Option<&Tiles> {
        self.0.shell.config().tiles.as_ref()
    }

    /// The links of the header.
    #[must_use]
    pub fn navigation(&self) -> &[Entry] {
        &self.0.shell.config().navigation
    }

    /// The links of the footer.
    #[must_use]
    pub fn footer(&self) -> &[Entry] {
        &self.0.shell.config().footer
    }

    /// Where a search field leads, where the site has one for all pages.
    #[must_use]
    pub fn search(&self) -> Option<&Entry> {
        self.0.shell.config().search.as_ref()
    }

    /// Whether a link of the navigation leads here (`Some("page")`) or above here (`Some("true")`):
    /// the value of `aria-current`.
    #[must_use]
    pub fn current(&self, path: &str) -> Option<&'static str> {
        match self.path().strip_prefix(path) {
            Some("") => Some("page"),
            Some(rest) if rest.starts_with('/') && path != "/" => Some("true"),
            _ => None,
        }
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Frame").field("lang", &self.0.lang).field("uri", &self.0.uri).finish_non_exhaustive()
    }
}

impl<S: Sync> FromRequestParts<S> for Frame {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Failure::internal("this router is not inside a Site"))
    }
}

/// A link, written straight into the page.
#[derive(Clone, Copy, Debug)]
pub struct Href<'a> {
    lang: Lang,
    path: &'a str,
    query: Change<'a>,
}

impl Href<'_> {
    fn write_to<W: fmt::Write + ?Sized>(&self, out: &mut W) -> fmt::Result {
        out.write_str(self.lang.prefix())?;
        out.write_str(self.path)?;
        if self.query.is_empty() {
            return Ok(());
        }
        out.write_char('?')?;
        self.query.write_to(out)
    }
}

impl fmt::Display for Href<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(out)
    }
}

impl FastWritable for Href<'_> {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(self.write_to(dest)?)
    }
}

//! What every request shares: built once by the program, never changed afterwards.

use crate::{
    Assets, Budget, Contact, Failure, Lang, Limits, Messages, Network, client::Origin, limits::Meters, messages::Table,
    security::Headers,
};
use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

/// A link of the navigation or of the footer.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The path without a language: `/experiences`.
    pub path: &'static str,
    /// The key of its label.
    pub label: &'static str,
}

/// Where one signs in, and where who is signed in finds her own pages.
#[derive(Clone, Debug)]
pub struct Entrance {
    /// For visitors.
    pub sign_in: Entry,
    /// For whoever is signed in; its label stands before her name, for those who hear the page.
    pub own: Entry,
}

/// An address that takes a table or a list by POST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The path, without a language.
    pub path: &'static str,
    /// The most that it takes, in bytes.
    pub most: usize,
    /// Whether other sites' pages may send it something: it gives an answer back and changes nothing.
    pub is_open: bool,
}

/// The licence of the contents.
#[derive(Clone, Debug)]
pub struct Licence {
    /// Its name, `Licence Ouverte 2.0`.
    pub name: String,
    /// Where its text is.
    pub url: String,
}

/// A service of map tiles, which visitors' browsers then call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiles {
    /// Its address, with `{z}`, `{x}` and `{y}`.
    pub address: String,
    /// Whom the tiles must be credited to.
    pub credit: String,
}

impl Tiles {
    /// The site that the tiles come from: what the address begins with, up to its path.
    pub(crate) fn origin(&self) -> String {
        let start = self.address.find("://").map_or(0, |at| at + 3);
        let end = self.address[start..].find('/').map_or(self.address.len(), |at| start + at);
        self.address[..end].to_owned()
    }
}

/// What the program says of itself at start; every field has a default that suits a test.
#[derive(Clone, Debug)]
pub struct ShellConfig {
    /// The name of the site.
    pub site_name: String,
    /// The public address, `https://essaim.example.org`: canonical links, feeds and mails.
    pub public_url: String,
    /// A mark of this build, part of every validator with the configuration: a new release makes old pages stale.
    pub build: String,
    /// Who publishes the site, where it is not the site itself.
    pub publisher: Option<String>,
    /// Where to write to, shown in the footer and on error pages.
    pub contact: Option<Contact>,
    /// The licence of the contents.
    pub licence: Licence,
    /// The links of the header.
    pub navigation: Vec<Entry>,
    /// The links of the footer.
    pub footer: Vec<Entry>,
    /// Where a page that went wrong sends what is typed in its search field, as `q`; no field without.
    pub search: Option<Entry>,
    /// Where one signs in, where the site has accounts.
    pub entrance: Option<Entrance>,
    /// The messages of each capability; the shell's own are always there.
    pub messages: Vec<&'static Messages>,
    /// The embedded files.
    pub assets: Assets,
    /// The paths below which everything is open data, beside the API and the files, which are so by themselves.
    pub open: Vec<&'static str>,
    /// The addresses that take a table or a list.
    pub uploads: Vec<Upload>,
    /// The origins that may frame the pages made for it: `https://example.org`, `https://*.example.org`.
    pub framed_by: Vec<String>,
    /// The tile service under maps, where one is configured.
    pub tiles: Option<Tiles>,
    /// The proxies whose word is taken on a visitor's address.
    pub trusted_proxies: Vec<Network>,
    /// How much of everything a request may bring and ask.
    pub limits: Limits,
    /// Panic on a missing message instead of showing its key: for tests.
    pub strict: bool,
}

impl ShellConfig {
    /// A number that changes with the build and with all that visitors see of the configuration.
    fn mark(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&self.build, &self.site_name, &self.public_url, &self.publisher).hash(&mut hasher);
        let contact = self.contact.as_ref().map(Contact::href);
        (contact, &self.licence.name, &self.licence.url, &self.framed_by).hash(&mut hasher);
        self.tiles.as_ref().map(|tiles| (&tiles.address, &tiles.credit)).hash(&mut hasher);
        hasher.finish()
    }
}

impl Default for ShellConfig {
    fn default() -> Self {
        Self {
            site_name: "Essaim".into(),
            public_url: "http://127.0.0.1:8080".into(),
            build: env!("CARGO_PKG_VERSION").into(),
            publisher: None,
            contact: None,
            licence: Licence {
                name: "Licence Ouverte 2.0".into(),
                url: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/".into(),
            },
            navigation: Vec::new(),
            footer: Vec::new(),
            search: None,
            entrance: None,
            messages: Vec::new(),
            assets: Assets::default(),
            open: Vec::new(),
            uploads: Vec::new(),
            framed_by: Vec::new(),
            tiles: None,
            trusted_proxies: Vec::new(),
            limits: Limits::default(),
            strict: false,
        }
    }
}

impl ShellConfig {
    /// A `;` or a space in an origin would write another policy than ours.
    fn has_clean_origins(&self) -> bool {
        let clean = |origin: &String| origin.bytes().all(|byte| byte.is_ascii_graphic() && !b";,'".contains(&byte));
        self.framed_by.iter().all(clean) && self.tiles.as_ref().is_none_or(|tiles| clean(&tiles.origin()))
    }
}

/// Why the shell cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    /// A Fluent text is wrong, or two crates use one key.
    #[error("{0}")]
    Messages(String),
    /// An origin to frame pages or to fetch tiles from cannot stand in a header.
    #[error("one of the origins in framed_by or tiles is not an origin such as https://example.org")]
    Origin,
    /// A link names a message that does not exist in a language.
    #[error("the link to {path} names the message {label}, which is missing in {lang}")]
    Label {
        /// The link's path.
        path: &'static str,
        /// The missing key.
        label: &'static str,
        /// The language that lacks it.
        lang: &'static str,
    },
}

/// What every request shares.
pub struct Shell {
    config: ShellConfig,
    fr: Table,
    en: Table,
    headers: Headers,
    meters: Meters,
    /// Of the build and of all that the operator configured and visitors see, policies included.
    mark: u64,
}

impl Shell {
    /// Of the build and of the configuration: part of every validator.
    pub(crate) fn mark(&self) -> u64 {
        self.mark
    }

    /// Checks the configuration and formats the messages that never change.
    ///
    /// # Errors
    /// When a Fluent text is malformed, a key is declared twice, or a link has no label.
    pub fn new(mut config: ShellConfig) -> Result<Arc<Self>, ShellError> {
        let mut sources = vec![&crate::MESSAGES];
        sources.extend(&config.messages);
        while config.public_url.ends_with('/') {
            config.public_url.pop();
        }
        let table = |lang| Table::new(lang, &sources, config.strict).map_err(ShellError::Messages);
        let shell = Self {
            fr: table(Lang::Fr)?,
            en: table(Lang::En)?,
            headers: Headers::new(&config).filter(|_| config.has_clean_origins()).ok_or(ShellError::Origin)?,
            meters: Meters::new(config.limits),
            mark: config.mark(),
            config,
        };
        shell.check_labels()?;
        Ok(Arc::new(shell))
    }

    fn check_labels(&self) -> Result<(), ShellError> {
        let entrance = self.config.entrance.iter().flat_map(|entrance| [&entrance.sign_in, &entrance.own]);
        for entry in self.config.navigation.iter().chain(&self.config.footer).chain(&self.config.search).chain(entrance)
        {
            for lang in Lang::ALL {
                if !self.table(lang).has(entry.label) {
                    return Err(ShellError::Label { path: entry.path, label: entry.label, lang: lang.code() });
                }
            }
        }
        Ok(())
    }

    /// The configuration it was built from.
    #[must_use]
    pub const fn config(&self) -> &ShellConfig {
        &self.config
    }

    /// A message without variables. A missing one shows its key and is logged once.
    #[must_use]
    pub fn t<'a>(&'a self, lang: Lang, key: &'a str) -> &'a str {
        self.table(lang).text(key)
    }

    /// A message with variables, numbers and plurals in the language's way.
    #[must_use]
    pub fn tn(&self, lang: Lang, key: &str, args: &[(&str, crate::Arg)]) -> String {
        self.table(lang).with_args(key, args)
    }

    /// Whether both languages know this key.
    #[must_use]
    pub fn has_message(&self, key: &str) -> bool {
        Lang::ALL.into_iter().all(|lang| self.table(lang).has(key))
    }

    /// The full public address of a path in a language.
    #[must_use]
    pub fn public_url(&self, lang: Lang, path: &str) -> String {
        [self.config.public_url.as_str(), lang.prefix(), path].concat()
    }

    pub(crate) const fn headers(&self) -> &Headers {
        &self.headers
    }

    pub(crate) fn spend(&self, budget: Budget, origin: &Origin) -> Result<(), Failure> {
        self.meters.spend(budget, origin.caller(&self.config.trusted_proxies))
    }

    pub(crate) const fn table(&self, lang: Lang) -> &Table {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

impl fmt::Debug for Shell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Shell").field("config", &self.config).finish_non_exhaustive()
    }
}

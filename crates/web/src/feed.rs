//! Atom feeds.

use crate::Frame;
use atom_syndication::{Category, Content, Entry, Feed as AtomFeed, FixedDateTime, Generator, Link, Person, Text};
use axum::response::Response;
use jiff::Timestamp;

/// A feed; addresses are paths without language, made public by the frame.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Its title.
    pub title: String,
    /// The path and query of the page it follows, which is also its identity.
    pub page: String,
    /// Its own path and query.
    pub path: String,
    /// When its content last changed.
    pub updated: Timestamp,
    /// Its entries, newest first.
    pub entries: Vec<FeedEntry>,
}

/// One entry of a feed.
#[derive(Clone, Debug)]
pub struct FeedEntry {
    /// Its title.
    pub title: String,
    /// The path of its page.
    pub path: String,
    /// A name for it that never changes, such as `urn:uuid:…`; without one its page's address serves.
    pub id: Option<String>,
    /// When it last changed.
    pub updated: Timestamp,
    /// One or two sentences.
    pub summary: String,
    /// The whole, as sanitised HTML, where it is given.
    pub content: Option<String>,
    /// Its subjects, in words.
    pub categories: Vec<String>,
}

impl Feed {
    /// The answer, with the licence of the contents.
    #[must_use]
    pub fn answer(&self, frame: &Frame) -> Response {
        crate::download(self.xml(frame), "application/atom+xml; charset=utf-8", None)
    }

    /// The feed as XML.
    #[must_use]
    pub fn xml(&self, frame: &Frame) -> String {
        let page = frame.public_url(&self.page);
        let licence = frame.licence();
        let feed = AtomFeed {
            title: Text::plain(self.title.clone()),
            id: page.clone(),
            updated: date(self.updated),
            lang: Some(frame.lang().code().to_owned()),
            authors: vec![Person {
                name: frame.site_name().to_owned(),
                uri: Some(frame.public_url("/")),
                ..Person::default()
            }],
            rights: Some(Text::plain(format!("{} ({})", licence.name, licence.url))),
            generator: Some(Generator { value: "Essaim".into(), uri: None, version: None }),
            links: vec![
                link(frame.public_url(&self.path), "self", "application/atom+xml"),
                link(page, "alternate", "text/html"),
                Link { href: licence.url.clone(), rel: "license".into(), ..Link::default() },
            ],
            entries: self.entries.iter().map(|entry| entry.atom(frame)).collect(),
            ..AtomFeed::default()
        };
        feed.to_string()
    }
}

impl FeedEntry {
    fn atom(&self, frame: &Frame) -> Entry {
        let page = frame.public_url(&self.path);
        let content = |html: &String| Content {
            value: Some(html.clone()),
            content_type: Some("html".into()),
            ..Content::default()
        };
        Entry {
            title: Text::plain(self.title.clone()),
            id: self.id.clone().unwrap_or_else(|| page.clone()),
            updated: date(self.updated),
            links: vec![link(page, "alternate", "text/html")],
            summary: Some(Text::plain(self.summary.clone())),
            content: self.content.as_ref().map(content),
            categories: self
                .categories
                .iter()
                .map(|term| Category { term: term.clone(), ..Category::default() })
                .collect(),
            ..Entry::default()
        }
    }
}

fn link(href: String, rel: &str, mime_type: &str) -> Link {
    Link { href, rel: rel.into(), mime_type: Some(mime_type.into()), ..Link::default() }
}

/// Atom's dates are RFC 3339, which an instant is written in anyway.
fn date(at: Timestamp) -> FixedDateTime {
    at.to_string().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, testing};

    #[test]
    fn a_feed_has_its_links_its_licence_and_nothing_unescaped() {
        let shell = testing::shell(&[]);
        let frame = testing::frame(&shell, Lang::En, "/list.atom");
        let at: Timestamp = "2026-05-14T08:00:00Z".parse().unwrap();
        let feed = Feed {
            title: "A & B".into(),
            page: "/list?q=a".into(),
            path: "/list.atom?q=a".into(),
            updated: at,
            entries: vec![FeedEntry {
                title: "<b>".into(),
                path: "/list/x".into(),
                id: None,
                updated: at,
                summary: "…".into(),
                content: Some("<p>é</p>".into()),
                categories: vec!["x".into()],
            }],
        };
        let xml = feed.xml(&frame);
        for part in [
            "A &amp; B",
            "&lt;b&gt;",
            "href=\"http://127.0.0.1:8080/en/list.atom?q=a\" rel=\"self\"",
            "2026-05-14T08:00:00+00:00",
            "rel=\"license\"",
            "&lt;p&gt;é&lt;/p&gt;",
        ] {
            assert!(xml.contains(part), "{part} in {xml}");
        }
    }
}

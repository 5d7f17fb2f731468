//! Markdown written by contributors, made safe.

mod bounds;

pub use bounds::{Excess, ExcessKind, MARKDOWN_LIMIT, markdown_excess, tamed};

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::{borrow::Cow, sync::LazyLock};

/// HTML of a Markdown text: no script, no style, no picture, links that tell the other site nothing,
/// and headings that start at `h3`, below those of the page. Tags are shown as they are written, since
/// nobody means them in prose; so is what would cost too much to render.
///
/// ```
/// # use essaim_web::markdown;
/// assert_eq!(markdown("**Oui** pour les <jeunes>"), "<p><strong>Oui</strong> pour les &lt;jeunes&gt;</p>\n");
/// ```
#[must_use]
pub fn markdown(text: &str) -> String {
    illustrated(text, |_| None)
}

/// The same with pictures: `picture` gives the address of one by the name that the text gives it. One
/// that has none is replaced by its words.
#[must_use]
pub fn illustrated(text: &str, picture: impl Fn(&str) -> Option<String>) -> String {
    let text = tamed(text);
    let mut shown: Vec<bool> = Vec::new();
    let events = Parser::new_ext(&text, OPTIONS).filter_map(|event| match event {
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let address = picture(&dest_url);
            shown.push(address.is_some());
            Some(Event::Start(Tag::Image { link_type, dest_url: address?.into(), title, id }))
        }
        Event::End(TagEnd::Image) => shown.pop().unwrap_or(true).then_some(Event::End(TagEnd::Image)),
        Event::Html(tags) | Event::InlineHtml(tags) => Some(Event::Text(tags)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        other => Some(lower_heading(other)),
    });
    let mut raw = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut raw, events);
    CLEANER.clean(&raw).to_string()
}

/// What is read beside plain Markdown.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .link_rel(Some("noopener"))
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(|element, attribute, value| {
            let foreign = element == "img" && attribute == "src" && (value.contains(':') || value.starts_with("//"));
            (!foreign).then_some(Cow::Borrowed(value))
        });
    cleaner
});

fn lower_heading(event: Event<'_>) -> Event<'_> {
    let lower = |level| match level {
        HeadingLevel::H1 | HeadingLevel::H2 | HeadingLevel::H3 => HeadingLevel::H3,
        HeadingLevel::H4 => HeadingLevel::H4,
        HeadingLevel::H5 => HeadingLevel::H5,
        HeadingLevel::H6 => HeadingLevel::H6,
    };
    match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lower(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_could_harm_is_gone_and_what_is_written_stays() {
        for (source, html) in [
            ("# Titre", "<h3>Titre</h3>\n"),
            ("[x](https://a.example)", "<p><a href=\"https://a.example\" rel=\"noopener\">x</a></p>\n"),
            ("[x](javascript:alert(1))", "<p><a rel=\"noopener\">x</a></p>\n"),
            ("![x](https://a.example/t.gif)", "<p>x</p>\n"),
            ("![x](photo.jpg)", "<p>x</p>\n"),
            ("avant <style> après\n\nsuite", "<p>avant &lt;style&gt; après</p>\n<p>suite</p>\n"),
            (
                "<script>\nalert(1)\n</script>\n\nsuite",
                "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;\n</p>\n<p>suite</p>\n",
            ),
            ("<p onclick=\"x()\">a</p>", "<p>&lt;p onclick=\"x()\"&gt;a&lt;/p&gt;</p>\n"),
        ] {
            assert_eq!(markdown(source), html);
        }
    }

    #[test]
    fn a_picture_has_the_address_that_is_known_for_it() {
        let known = |name: &str| (name == "a.jpg").then(|| format!("/experiences/x/{name}"));
        assert_eq!(
            illustrated("![un ![deux](b.jpg)](a.jpg) ![trois](../a.jpg)", known),
            "<p><img src=\"/experiences/x/a.jpg\" alt=\"un deux\"> trois</p>\n"
        );
        assert!(!illustrated("![x](x.jpg)", |_| Some("https://a.example/x".into())).contains("a.example"));
    }

    proptest! {
        #[test]
        fn any_text_gives_html_without_script(text in ".*") {
            prop_assert!(!markdown(&text).to_lowercase().contains("<script"));
        }
    }
}

//! Markdown written by contributors, made safe.

mod bounds;

pub use bounds::{Excess, ExcessKind, MARKDOWN_LIMIT, markdown_excess, tamed};

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::{borrow::Cow, sync::LazyLock};

/// HTML of a Markdown text: no script, no style, no picture from elsewhere, links that tell the other
/// site nothing, and headings that start at `h3`, below those of the page. What would cost too much to
/// render is shown as it is written.
///
/// ```
/// # use essaim_web::markdown;
/// assert_eq!(markdown("**Oui** <script>alert(1)</script>"), "<p><strong>Oui</strong> </p>\n");
/// ```
#[must_use]
pub fn markdown(text: &str) -> String {
    let text = tamed(text);
    let events = Parser::new_ext(&text, OPTIONS).map(lower_heading);
    let mut raw = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut raw, events);
    CLEANER.clean(&raw).to_string()
}

/// What is read beside plain Markdown.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_FOOTNOTES);

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
            ("![x](https://a.example/t.gif)", "<p><img alt=\"x\"></p>\n"),
            ("![x](photo.jpg)", "<p><img src=\"photo.jpg\" alt=\"x\"></p>\n"),
            ("<p style=\"color:red\" onclick=\"x()\">a</p>", "<p>a</p>"),
        ] {
            assert_eq!(markdown(source), html);
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_html_without_script(text in ".*") {
            prop_assert!(!markdown(&text).to_lowercase().contains("<script"));
        }
    }
}

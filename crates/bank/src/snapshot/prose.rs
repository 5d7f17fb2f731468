//! Markdown made into HTML for pages, and into plain text for the index.

use pulldown_cmark::{Event, Parser, TagEnd};

/// Sanitised HTML: what a contributor may write, and nothing else.
pub fn to_html(markdown: &str) -> Box<str> {
    if markdown.is_empty() { Box::default() } else { essaim_web::markdown(markdown).into() }
}

/// The text alone, a line a block, for the index and for descriptions.
pub fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for event in Parser::new(&essaim_web::tamed(markdown)) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => out.push('\n'),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_alone_keeps_words_apart() {
        assert_eq!(
            plain("Un **café**,\ndes\n\n- [contacts](https://a.invalid)\n- emplois"),
            "Un café, des\ncontacts\nemplois"
        );
    }
}

//! Markdown made into HTML for pages, and into plain text for the index.

use pulldown_cmark::{Event, Parser, TagEnd};

use crate::model::Experience;

/// Sanitised HTML: what a contributor may write, and nothing else. Pictures are those of the experience.
pub fn to_html(markdown: &str, experience: &Experience) -> Box<str> {
    if markdown.is_empty() {
        return Box::default();
    }
    let picture = |name: &str| {
        let is_known = experience.pictures.iter().any(|picture| picture.file == name);
        is_known.then(|| format!("/experiences/{}/{name}", experience.slug))
    };
    essaim_web::illustrated(markdown, picture).into()
}

/// The text alone, a line a block, for the index and for descriptions.
pub fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for event in Parser::new(&essaim_web::tamed(markdown)) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => out.push_str(&text),
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

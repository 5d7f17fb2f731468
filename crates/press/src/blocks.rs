//! Markdown, read into the small tree of blocks that the templates set.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd};
use serde::Serialize;

/// Deeper than this, quotes and lists are set at the depth above: Typst refuses documents nested without end.
const DEEPEST: usize = 4;

/// A block of text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "k", rename_all = "lowercase")]
pub(crate) enum Block {
    /// A paragraph.
    P { c: Vec<Inline> },
    /// A heading under the section's own.
    H { c: Vec<Inline> },
    /// A list, numbered from `start` or with bullets.
    List { start: Option<u64>, items: Vec<Vec<Block>> },
    /// A quotation.
    Quote { c: Vec<Block> },
}

/// A run of text inside a block.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "k", rename_all = "lowercase")]
pub(crate) enum Inline {
    /// Plain text, bold or italic or both.
    T { t: String, b: bool, i: bool },
    /// A link, already checked.
    A { t: String, url: String, b: bool, i: bool },
    /// A line break asked for.
    Br,
}

/// Reads Markdown. HTML and what the subset does not know are set as they are written; nothing is lost, nothing is refused.
pub(crate) fn read(markdown: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    Parser::new(markdown).for_each(|event| reader.event(event));
    reader.end_text();
    reader.finish()
}

/// Plain text in paragraphs, one a line.
pub(crate) fn plain(text: &str) -> Vec<Block> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Block::P { c: vec![Inline::T { t: line.to_owned(), b: false, i: false }] }).collect()
}

/// An address that may become a link: of the web or of mail, and short enough to be one.
pub(crate) fn linkable(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    let known =
        ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme) && lower.len() > scheme.len());
    known && url.len() < 2000 && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// What is open while the events come.
#[derive(Default)]
struct Reader {
    open: Vec<Open>,
    done: Vec<Block>,
    text: Vec<Inline>,
    heading: bool,
    bold: usize,
    italic: usize,
    link: Option<String>,
}

enum Open {
    Quote(Vec<Block>),
    List(Option<u64>, Vec<Vec<Block>>),
    Item(Vec<Block>),
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(t)
            | Event::Code(t)
            | Event::InlineHtml(t)
            | Event::Html(t)
            | Event::InlineMath(t)
            | Event::DisplayMath(t) => self.push(&t),
            Event::FootnoteReference(t) => self.push(&t),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.text.push(Inline::Br),
            Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock => self.end_text(),
            Tag::Heading { level, .. } => {
                self.end_text();
                self.heading = level <= HeadingLevel::H6 && self.open.is_empty();
            }
            Tag::BlockQuote(_) => self.begin(Open::Quote(Vec::new())),
            Tag::List(start) => self.begin(Open::List(start, Vec::new())),
            Tag::Item => self.begin(Open::Item(Vec::new())),
            Tag::Emphasis => self.italic += 1,
            Tag::Strong => self.bold += 1,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.link = target(dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.link = None,
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.close(),
            _ => self.end_text(),
        }
    }

    fn begin(&mut self, what: Open) {
        self.end_text();
        self.open.push(what);
    }

    fn push(&mut self, text: &str) {
        let (t, b, i) = (text.to_owned(), self.bold > 0, self.italic > 0);
        // What is one run to the reader is set, and spaced, as one.
        if let (Some(Inline::T { t, b: bold, i: italic }), None) = (self.text.last_mut(), &self.link)
            && (*bold, *italic) == (b, i)
        {
            t.push_str(text);
            return;
        }
        self.text.push(match &self.link {
            Some(url) => Inline::A { t, url: url.clone(), b, i },
            None => Inline::T { t, b, i },
        });
    }

    fn end_text(&mut self) {
        let heading = std::mem::take(&mut self.heading);
        let c = std::mem::take(&mut self.text);
        if c.iter().all(blank) {
            return;
        }
        self.add(if heading { Block::H { c } } else { Block::P { c } });
    }

    fn close(&mut self) {
        self.end_text();
        let too_deep = self.open.len() > DEEPEST;
        match self.open.pop() {
            Some(Open::Quote(c)) if too_deep => c.into_iter().for_each(|block| self.add(block)),
            Some(Open::List(_, items)) if too_deep => items.into_iter().flatten().for_each(|block| self.add(block)),
            Some(Open::Quote(c)) => self.add(Block::Quote { c }),
            Some(Open::List(start, items)) => self.add(Block::List { start, items }),
            Some(Open::Item(blocks)) => match self.open.last_mut() {
                Some(Open::List(_, items)) => items.push(blocks),
                _ => blocks.into_iter().for_each(|block| self.add(block)),
            },
            None => {}
        }
    }

    fn add(&mut self, block: Block) {
        match self.open.last_mut() {
            Some(Open::Quote(blocks) | Open::Item(blocks)) => blocks.push(block),
            Some(Open::List(_, items)) => items.push(vec![block]),
            None => self.done.push(block),
        }
    }

    fn finish(mut self) -> Vec<Block> {
        while !self.open.is_empty() {
            self.close();
        }
        self.done
    }
}

fn blank(inline: &Inline) -> bool {
    match inline {
        Inline::T { t, .. } | Inline::A { t, .. } => t.trim().is_empty(),
        Inline::Br => true,
    }
}

fn target(url: CowStr<'_>) -> Option<String> {
    linkable(&url).then(|| url.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shape(markdown: &str) -> String {
        serde_json::to_string(&read(markdown)).unwrap()
    }

    #[test]
    fn the_subset_is_read() {
        let cases = [
            (
                "Un **gras**.",
                r#"[{"k":"p","c":[{"k":"t","t":"Un ","b":false,"i":false},{"k":"t","t":"gras","b":true,"i":false},{"k":"t","t":".","b":false,"i":false}]}]"#,
            ),
            ("### Titre", r#"[{"k":"h","c":[{"k":"t","t":"Titre","b":false,"i":false}]}]"#),
            (
                "- a\n- b",
                r#"[{"k":"list","start":null,"items":[[{"k":"p","c":[{"k":"t","t":"a","b":false,"i":false}]}],[{"k":"p","c":[{"k":"t","t":"b","b":false,"i":false}]}]]}]"#,
            ),
            (r"\*a\* b", r#"[{"k":"p","c":[{"k":"t","t":"*a* b","b":false,"i":false}]}]"#),
            ("> dit", r#"[{"k":"quote","c":[{"k":"p","c":[{"k":"t","t":"dit","b":false,"i":false}]}]}]"#),
            (
                "[ici](https://exemple.org)",
                r#"[{"k":"p","c":[{"k":"a","t":"ici","url":"https://exemple.org","b":false,"i":false}]}]"#,
            ),
            ("[là](javascript:alert)", r#"[{"k":"p","c":[{"k":"t","t":"là","b":false,"i":false}]}]"#),
        ];
        for (markdown, wanted) in cases {
            assert_eq!(shape(markdown), wanted);
        }
    }

    #[test]
    fn html_stays_text() {
        assert!(shape("<script>alert(1)</script>").contains("<script>alert(1)</script>"));
    }

    #[test]
    fn quotes_without_end_stop_at_a_depth() {
        let deep = format!("{}x", "> ".repeat(200));
        assert!(shape(&deep).matches("quote").count() <= DEEPEST);
        assert!(shape(&deep).contains("\"x\""));
    }

    proptest! {
        #[test]
        fn any_text_is_read(markdown in "\\PC{0,200}") {
            read(&markdown);
        }
    }
}

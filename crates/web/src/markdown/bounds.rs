//! How much a Markdown text may ask of whoever renders it.
//!
//! Parsers of Markdown and of HTML cost the square of what is nested or left open: a few thousand `>` hold a
//! processor for minutes. Each text is measured in one pass, whose steps are counted, before it is rendered.

use super::OPTIONS;
use pulldown_cmark::{Event, Parser};
use std::{borrow::Cow, ops::ControlFlow};

/// The longest text, in bytes: some twenty pages.
pub const MARKDOWN_LIMIT: usize = 64 * 1024;

/// How deep quotes, lists, emphasis or HTML stand in one another.
const DEEPEST: usize = 32;
/// How many HTML tags a text holds: each may be left open, and is then carried into every block that follows.
const TAGS: usize = 400;
/// How many pieces a text is made of. One of sixty-four kilobytes, well filled, has six thousand.
const PIECES: usize = 40_000;
/// Elements without an end.
const VOID: [&str; 6] = ["br", "hr", "img", "wbr", "col", "input"];

/// What a text asks too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExcessKind {
    /// Longer than so many kilobytes.
    Long(usize),
    /// Quotes, lists, emphasis or HTML nested deeper than this.
    Deep(usize),
    /// More HTML tags than this.
    Tags(usize),
    /// More pieces than this: cells of tables, links, marks.
    Pieces(usize),
}

/// Where a text asks for more than is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excess {
    /// The line, from 1.
    pub line: usize,
    /// What there is too much of.
    pub kind: ExcessKind,
}

/// What a text asks too much of, if anything: the first such place.
#[must_use]
pub fn markdown_excess(text: &str) -> Option<Excess> {
    if text.len() > MARKDOWN_LIMIT {
        return Some(Excess { line: 1, kind: ExcessKind::Long(MARKDOWN_LIMIT / 1024) });
    }
    // Before any parser: lines below a deep one cost its depth each.
    if let Some(line) = text.lines().position(|line| opened_by(line) > DEEPEST) {
        return Some(Excess { line: line + 1, kind: ExcessKind::Deep(DEEPEST) });
    }
    let mut measure = Measure::default();
    let mut events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let stopped = events.try_for_each(|(event, place)| match measure.take(&event) {
        Some(kind) => ControlFlow::Break((kind, place.start)),
        None => ControlFlow::Continue(()),
    });
    let (kind, at) = stopped.break_value()?;
    let line = 1 + text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
    Some(Excess { line, kind })
}

/// The text itself where it can be rendered; otherwise its beginning, every mark of it made a plain character.
#[must_use]
pub fn tamed(text: &str) -> Cow<'_, str> {
    match markdown_excess(text) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(without_marks(text)),
    }
}

/// Short enough that the marks, each led by a backslash, stay within the pieces of a text.
fn without_marks(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if out.len() >= PIECES / 2 {
            out.push('…');
            break;
        }
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        // One paragraph: nothing at the start of a line means anything.
        out.push(if c.is_whitespace() { ' ' } else { c });
    }
    out.trim().to_owned()
}

/// How many quotes and lists a line opens, at most.
fn opened_by(line: &str) -> usize {
    let mut rest = line.trim();
    let is_rule = ['-', '*', '_'].iter().any(|mark| rest.chars().all(|c| c == *mark || c.is_whitespace()));
    let mut opened = 0;
    while let Some(after) = (!is_rule).then(|| after_mark(rest)).flatten() {
        opened += 1;
        rest = after.trim_start();
    }
    opened
}

/// What follows the mark of a quote or of a list's entry; none where the line begins with neither.
fn after_mark(text: &str) -> Option<&str> {
    if let Some(after) = text.strip_prefix('>') {
        return Some(after);
    }
    let unnumbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let marks: &[char] = if unnumbered.len() == text.len() { &['-', '+', '*'] } else { &['.', ')'] };
    let after = unnumbered.strip_prefix(marks)?;
    (after.is_empty() || after.starts_with(char::is_whitespace)).then_some(after)
}

#[derive(Default)]
struct Measure {
    pieces: usize,
    depth: usize,
    tags: usize,
    open_tags: usize,
}

impl Measure {
    fn take(&mut self, event: &Event<'_>) -> Option<ExcessKind> {
        self.pieces += 1;
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth -= 1,
            Event::Html(text) | Event::InlineHtml(text) => return self.take_html(text).or_else(|| self.excess()),
            _ => {}
        }
        self.excess()
    }

    /// Counts what looks like a tag; those that open something, apart.
    fn take_html(&mut self, html: &str) -> Option<ExcessKind> {
        for (at, _) in html.match_indices('<') {
            let after = &html[at + 1..];
            self.tags += 1;
            if after.starts_with('/') {
                self.open_tags = self.open_tags.saturating_sub(1);
            } else if after.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_void(after) {
                self.open_tags += 1;
            }
            if let Some(kind) = self.excess() {
                return Some(kind);
            }
        }
        None
    }

    fn excess(&self) -> Option<ExcessKind> {
        if self.depth > DEEPEST || self.open_tags > DEEPEST {
            return Some(ExcessKind::Deep(DEEPEST));
        }
        if self.tags > TAGS {
            return Some(ExcessKind::Tags(TAGS));
        }
        (self.pieces > PIECES).then_some(ExcessKind::Pieces(PIECES))
    }
}

fn is_void(tag: &str) -> bool {
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
    VOID.iter().any(|void| void.eq_ignore_ascii_case(&tag[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;
    use proptest::prelude::*;

    fn kind(text: &str) -> Option<ExcessKind> {
        markdown_excess(text).map(|excess| excess.kind)
    }

    #[test]
    fn what_costs_the_square_of_its_length_is_told() {
        let deep = Some(ExcessKind::Deep(DEEPEST));
        let indented: String = (0..40).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
        let table = format!("{}|\n{}|\n{}", "|a".repeat(300), "|-".repeat(300), "b\n".repeat(300));
        for (name, text, wanted) in [
            ("quotes", ">".repeat(20_000), deep),
            ("lists", "1. + ".repeat(10_000), deep),
            ("lists a line each", indented, deep),
            ("lines under a deep quote", format!("{}a\n{}", "> ".repeat(9_000), "a\n".repeat(9_000)), deep),
            ("blocks of HTML", "<div>".repeat(10_000), deep),
            ("HTML in a paragraph", format!("a {}", "<b>x".repeat(10_000)), deep),
            ("HTML closed by other names", "<div></i>".repeat(5_000), Some(ExcessKind::Tags(TAGS))),
            ("cells that no row holds", table, Some(ExcessKind::Pieces(PIECES))),
            ("marks", "[".repeat(50_000), Some(ExcessKind::Pieces(PIECES))),
            ("a long text", "a ".repeat(40_000), Some(ExcessKind::Long(64))),
        ] {
            assert_eq!(kind(&text), wanted, "{name}");
        }
    }

    #[test]
    fn what_people_write_is_rendered() {
        for text in [
            "a\n\n* * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * *\n\nb".to_owned(),
            format!("{}\n{}", "=".repeat(200), "-".repeat(200)),
            "> - 1. a\n>\n> b\n".repeat(300),
            "<p>Un<br>deux<img alt=\"\"></p>\n\n".repeat(60),
            format!("| a | b |\n|---|---|\n{}", "| 1 | 2 |\n".repeat(500)),
            "Le 14 mai 2018, **cent** personnes.\n\n".repeat(1_000),
        ] {
            assert_eq!(markdown_excess(&text), None, "{}", &text[..40]);
        }
    }

    #[test]
    fn the_line_is_told() {
        let text = format!("Un.\n\nDeux.\n\n{}a\n", "> ".repeat(40));
        assert_eq!(markdown_excess(&text).map(|excess| excess.line), Some(5));
        let text = format!("Un.\n\n{}", "a <b>\n".repeat(40));
        assert_eq!(markdown_excess(&text).map(|excess| excess.line), Some(35));
    }

    #[test]
    fn what_asks_too_much_is_shown_as_it_is_written() {
        let html = markdown(&format!("1. *Un* <b>deux</b>\n\n{}", "<i>".repeat(50)));
        assert!(html.starts_with("<p>1. *Un* &lt;b&gt;deux&lt;/b&gt;  &lt;i&gt;"), "{html}");
        assert!(tamed(&"é".repeat(100_000)).ends_with("é…"));
    }

    const COSTLY: [&str; 34] = [
        ">",
        "> ",
        "- ",
        "1. ",
        "  ",
        "\t",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "[",
        "]",
        "](",
        "![",
        "[^a]",
        "[^a]: ",
        "[a]: b",
        "|a",
        "|-",
        "<b>",
        "</b>",
        "<div>",
        "<p ",
        "\"",
        "<!--",
        "-->",
        "<table><td>",
        "&amp;",
        "\\",
        "#",
        "é",
    ];

    /// Texts of what costs most, repeated, so that chance finds what no list holds.
    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![9 => proptest::sample::select(&COSTLY[..]).prop_map(str::to_owned), 1 => "\\PC{0,3}"];
        let run = (proptest::collection::vec(piece, 1..5), 1_usize..400);
        let runs = proptest::collection::vec(run, 1..6);
        runs.prop_map(|runs| runs.into_iter().map(|(pieces, times)| pieces.concat().repeat(times)).collect())
    }

    proptest! {
        #[test]
        fn any_text_is_rendered_in_a_bounded_number_of_steps(text in hostile()) {
            let tamed = tamed(&text);
            let (mut steps, mut depth, mut deepest, mut tags) = (0, 0_usize, 0, 0);
            for event in Parser::new_ext(&tamed, OPTIONS) {
                steps += 1;
                match event {
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth -= 1,
                    Event::Html(html) | Event::InlineHtml(html) => tags += html.matches('<').count(),
                    _ => {}
                }
                deepest = deepest.max(depth);
            }
            prop_assert!(tamed.len() <= MARKDOWN_LIMIT && steps <= PIECES && deepest <= DEEPEST && tags <= TAGS);
            prop_assert_eq!(markdown_excess(&tamed), None);
        }
    }
}

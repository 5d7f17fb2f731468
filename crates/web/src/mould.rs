//! Fragments rendered once, with holes: what a page repeats a hundred times is then only copied.

use askama::Template;

/// A fragment of HTML that was rendered once, with holes that each page fills in its own way.
///
/// ```
/// # use essaim_web::Mould;
/// #[derive(askama::Template)]
/// #[template(source = "<b>{{ label }}</b> ({{ count }})", ext = "html")]
/// struct Value<'a> { label: &'a str, count: &'a str }
///
/// let mould = Mould::of(&Value { label: "a & b", count: Mould::HOLE })?;
/// assert_eq!([mould.part(0), mould.part(1)], ["<b>a &#38; b</b> (", ")"]);
/// assert_eq!(mould.rest(1), ")");
/// # Ok::<(), askama::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mould {
    html: Box<str>,
    /// Where each part ends; those that are not there end with the text. Kept here, not elsewhere: a page reads dozens.
    ends: [u32; PARTS],
}

/// As many parts as a fragment may have.
const PARTS: usize = 6;

impl Mould {
    /// What stands in the template where a page writes its own. No text of a page holds it.
    pub const HOLE: &str = "\u{0}";

    /// Renders a template whose holes are [`Mould::HOLE`], five at most.
    ///
    /// # Errors
    /// The template's.
    pub fn of(template: &impl Template) -> askama::Result<Self> {
        let rendered = template.render()?;
        let mut html = String::with_capacity(rendered.len());
        let mut ends = [u32::MAX; PARTS];
        for (part, end) in rendered.splitn(PARTS, Self::HOLE).zip(&mut ends) {
            html.push_str(part);
            *end = u32::try_from(html.len()).unwrap_or(u32::MAX);
        }
        Ok(Self { html: html.into(), ends })
    }

    /// What stands before the hole of this number, or after the last one; nothing further on.
    #[inline]
    #[must_use]
    pub fn part(&self, number: usize) -> &str {
        &self.html[self.start(number)..self.end(number)]
    }

    /// Everything from the part of this number on, its holes closed.
    #[inline]
    #[must_use]
    pub fn rest(&self, number: usize) -> &str {
        &self.html[self.start(number)..]
    }

    fn start(&self, number: usize) -> usize {
        number.checked_sub(1).map_or(0, |before| self.end(before))
    }

    fn end(&self, number: usize) -> usize {
        self.ends.get(number).map_or(self.html.len(), |&end| (end as usize).min(self.html.len()))
    }
}

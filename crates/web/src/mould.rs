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
/// # Ok::<(), askama::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mould {
    html: Box<str>,
    /// Where each part ends.
    ends: Box<[u32]>,
}

impl Mould {
    /// What stands in the template where a page writes its own. No text of a page holds it.
    pub const HOLE: &str = "\u{0}";

    /// Renders a template whose holes are [`Mould::HOLE`].
    ///
    /// # Errors
    /// The template's.
    pub fn of(template: &impl Template) -> askama::Result<Self> {
        let rendered = template.render()?;
        let mut html = String::with_capacity(rendered.len());
        let mut ends = Vec::new();
        for part in rendered.split(Self::HOLE) {
            html.push_str(part);
            ends.push(u32::try_from(html.len()).unwrap_or(u32::MAX));
        }
        Ok(Self { html: html.into(), ends: ends.into() })
    }

    /// What stands before the hole of this number, or after the last one; nothing further on.
    #[inline]
    #[must_use]
    pub fn part(&self, number: usize) -> &str {
        let end = |at: usize| self.ends.get(at).map_or(self.html.len(), |end| *end as usize);
        let start = number.checked_sub(1).map_or(0, end);
        &self.html[start..end(number)]
    }
}

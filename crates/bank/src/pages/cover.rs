//! The cover of an experience: one cell per partner, its shade by role. The same facts always give the same drawing.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::sync::LazyLock;

use askama::{FastWritable, Values};
use essaim_web::{Comb, CombCell};

use super::card::writes_into_pages;
use crate::model::PartnerRole;

/// The cells of an experience, drawn without words: the page of the experience describes them.
#[derive(Clone, Copy)]
pub(crate) struct Cover<'a> {
    roles: &'a [PartnerRole],
    size: Size,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    Small,
    Wide,
    /// One cell beside the name of its role.
    Mark,
}

/// More cells than this are too small to be told apart on a card.
const MOST_CELLS: usize = 61;

impl Size {
    /// How large so many cells are, compared with the drawing's own measure: few fill their place as many do.
    fn scale(self, count: usize) -> f32 {
        match (self, count) {
            (Self::Mark, _) => 1.4,
            (Self::Small, 0..=1) => 3.2,
            (Self::Small, 2..=3) => 2.3,
            (Self::Small, 4..=7) => 1.8,
            (Self::Small, _) => 1.4,
            (Self::Wide, 0..=3) => 5.0,
            (Self::Wide, 4..=7) => 3.4,
            (Self::Wide, 8..=19) => 2.4,
            (Self::Wide, _) => 1.8,
        }
    }
}

/// Some cells: what opens the drawing in each size, then each cell's outline.
#[derive(Clone)]
struct Drawing {
    small: String,
    wide: String,
    mark: String,
    outlines: Vec<String>,
}

impl Drawing {
    fn of(count: usize) -> Self {
        let comb = Comb::of(count);
        let open = |size: Size| {
            let scale = size.scale(count);
            let (width, height) = (comb.width * scale, comb.height * scale);
            format!(
                "<svg class=\"cells__drawing\" viewBox=\"{}\" width=\"{width:.0}\" height=\"{height:.0}\" aria-hidden=\"true\">",
                comb.view_box()
            )
        };
        let [small, wide, mark] = [Size::Small, Size::Wide, Size::Mark].map(open);
        Self { small, wide, mark, outlines: comb.cells.iter().map(CombCell::path).collect() }
    }

    fn open(&self, size: Size) -> &str {
        match size {
            Size::Small => &self.small,
            Size::Wide => &self.wide,
            Size::Mark => &self.mark,
        }
    }
}

/// The drawings for the usual numbers of cells.
static DRAWINGS: LazyLock<Vec<Drawing>> = LazyLock::new(|| (0..=MOST_CELLS).map(Drawing::of).collect());

impl<'a> Cover<'a> {
    /// For a card.
    pub(crate) fn small(roles: &'a [PartnerRole]) -> Self {
        Self { roles: &roles[..roles.len().min(MOST_CELLS)], size: Size::Small }
    }

    /// For the head of the page.
    pub(crate) fn wide(roles: &'a [PartnerRole]) -> Self {
        Self { roles, size: Size::Wide }
    }

    /// The cell of a role alone.
    pub(crate) fn mark(role: &'a PartnerRole) -> Self {
        Self { roles: std::slice::from_ref(role), size: Size::Mark }
    }

    fn write_to(&self, out: &mut dyn Write) -> fmt::Result {
        if self.roles.is_empty() {
            return Ok(());
        }
        let count = self.roles.len();
        let drawing = DRAWINGS.get(count).map_or_else(|| Cow::Owned(Drawing::of(count)), Cow::Borrowed);
        out.write_str(drawing.open(self.size))?;
        let mut outlines = drawing.outlines.iter();
        // Cells come role after role: those of one role are one path.
        for same in self.roles.chunk_by(PartialEq::eq) {
            for piece in ["<path class=\"cell cell--", same[0].key(), "\" d=\""] {
                out.write_str(piece)?;
            }
            outlines.by_ref().take(same.len()).try_for_each(|outline| out.write_str(outline))?;
            out.write_str("\"/>")?;
        }
        out.write_str("</svg>")
    }
}

writes_into_pages!(Cover);

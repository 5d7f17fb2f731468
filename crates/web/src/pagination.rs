//! The pages of a list: which one, how many, and the links between them.

use crate::{Frame, Query};

/// Where one is in a list cut into pages.
///
/// A template includes `_pagination.html` with this in a field or variable named `pagination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    path: String,
    page: usize,
    pages: usize,
    size: usize,
}

/// One entry of the row of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageLink {
    /// This page.
    Here(usize),
    /// Another page.
    To(usize),
    /// Pages that are not shown.
    Gap,
}

impl PageLink {
    /// The page it leads to, where it leads.
    #[must_use]
    pub const fn leads_to(&self) -> Option<usize> {
        match self {
            Self::To(page) => Some(*page),
            Self::Here(_) | Self::Gap => None,
        }
    }

    /// The number of this very page.
    #[must_use]
    pub const fn here(&self) -> Option<usize> {
        match self {
            Self::Here(page) => Some(*page),
            Self::To(_) | Self::Gap => None,
        }
    }
}

impl Pagination {
    /// Reads `page` from the query: the first is 1; anything that is no number is the first, and
    /// what lies beyond the end is the last.
    #[must_use]
    pub fn read(path: impl Into<String>, query: &Query, total: usize, size: usize) -> Self {
        let size = size.max(1);
        let pages = total.div_ceil(size).max(1);
        let asked = query.get("page").and_then(|text| text.parse().ok()).unwrap_or(1);
        Self { path: path.into(), page: usize::clamp(asked, 1, pages), pages, size }
    }

    /// The number of this page, from 1.
    #[must_use]
    pub const fn page(&self) -> usize {
        self.page
    }

    /// How many pages there are, at least one.
    #[must_use]
    pub const fn pages(&self) -> usize {
        self.pages
    }

    /// How many entries a page holds.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// How many entries come before this page.
    #[must_use]
    pub const fn offset(&self) -> usize {
        (self.page - 1) * self.size
    }

    /// The number of the page before, where there is one.
    #[must_use]
    pub fn previous(&self) -> Option<usize> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The number of the page after, where there is one.
    #[must_use]
    pub fn next(&self) -> Option<usize> {
        (self.page < self.pages).then(|| self.page + 1)
    }

    /// The address of a page, all else kept.
    #[must_use]
    pub fn link(&self, frame: &Frame, page: &usize) -> String {
        if *page == 1 {
            return frame.link(&self.path, frame.query().remove("page")).to_string();
        }
        frame.link(&self.path, frame.query().set("page", &page.to_string())).to_string()
    }

    /// First, last, this one and its neighbours; what lies between is a gap.
    #[must_use]
    pub fn links(&self) -> Vec<PageLink> {
        let (here, last) = (self.page, self.pages);
        let mut shown = vec![1, here.saturating_sub(1), here, here + 1, last];
        // A gap never hides a single page.
        if here == 4 {
            shown.push(2);
        }
        if here + 3 == last {
            shown.push(last - 1);
        }
        shown.retain(|page| (1..=last).contains(page));
        shown.sort_unstable();
        shown.dedup();
        let mut links = Vec::with_capacity(shown.len() + 2);
        let mut before = 0;
        for page in shown {
            if page > before + 1 {
                links.push(PageLink::Gap);
            }
            links.push(if page == here { PageLink::Here(page) } else { PageLink::To(page) });
            before = page;
        }
        links
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(page: &str, total: usize) -> Pagination {
        Pagination::read("/list", &Query::parse(&format!("page={page}")), total, 20)
    }

    #[test]
    fn any_number_leads_to_a_page_that_exists() {
        for (asked, page) in [("2", 2), ("0", 1), ("-1", 1), ("x", 1), ("99", 5), ("99999999999999999999999", 1)] {
            assert_eq!(at(asked, 100).page(), page, "{asked}");
        }
        assert_eq!((at("3", 0).page(), at("3", 0).pages(), at("3", 0).offset()), (1, 1, 0));
    }

    #[test]
    fn the_row_shows_the_ends_and_the_neighbours() {
        use PageLink::{Gap, Here, To};
        assert_eq!(at("5", 200).links(), [To(1), Gap, To(4), Here(5), To(6), Gap, To(10)]);
        assert_eq!(at("1", 60).links(), [Here(1), To(2), To(3)]);
        assert_eq!(at("4", 140).links(), [To(1), To(2), To(3), Here(4), To(5), To(6), To(7)]);
    }
}

//! When something was true.

use essaim_network::PartialDate;
use serde::{Deserialize, Serialize};

/// From when to when; open at either end; both absent where the source gives no date (« non daté »).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct Period {
    /// Its start, where known.
    pub from: Option<PartialDate>,
    /// Its end, where known.
    pub to: Option<PartialDate>,
}

impl Period {
    /// Whether the source gives no date at all.
    pub fn is_undated(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether it ends before it starts.
    pub fn is_reversed(self) -> bool {
        let (Some(from), Some(to)) = (self.from, self.to) else { return false };
        let first = (from.year(), from.month().unwrap_or(1), from.day().unwrap_or(1));
        let last = (to.year(), to.month().unwrap_or(12), to.day().unwrap_or(31));
        last < first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_may_hold_within_one_year_but_not_go_back() {
        let d = |t: &str| Some(t.parse().unwrap());
        assert!(!Period { from: d("2013-08"), to: d("2013") }.is_reversed());
        assert!(Period { from: d("2018"), to: d("2017-12") }.is_reversed());
        assert!(Period::default().is_undated());
    }
}

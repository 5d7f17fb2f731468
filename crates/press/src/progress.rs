//! How far a document is.

/// What the press is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading the text and drawing the covers.
    Preparing,
    /// Setting the pages; the fraction moves with each entry.
    Setting,
    /// Writing the file.
    Writing,
    /// The bytes are there.
    Done,
}

/// How far a document is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// From 0 to 1 over the whole document.
    pub fraction: f32,
}

impl Progress {
    /// The start of a stage. The shares come from books of 19 to 1,000 entries.
    pub(crate) fn start(stage: Stage) -> Self {
        let fraction = match stage {
            Stage::Preparing => 0.0,
            Stage::Setting => 0.05,
            Stage::Writing => 0.75,
            Stage::Done => 1.0,
        };
        Self { stage, fraction }
    }

    /// Somewhere inside the setting of the pages.
    pub(crate) fn during(stage: Stage, done: usize, total: usize) -> Self {
        let share = done.min(total) as f32 / total.max(1) as f32;
        let (start, end) = (Self::start(Stage::Setting).fraction, Self::start(Stage::Writing).fraction);
        Self { stage, fraction: start + share * (end - start) }
    }
}

//! Official places: their tables, outlines and pages.

//! Typst templates and fonts: data in, PDF out.

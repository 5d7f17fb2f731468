//! The bank of experiences: found, read, compared, taken away.

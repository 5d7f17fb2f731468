//! Questions as people write them, on a small town of our own.

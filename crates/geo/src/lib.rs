//! Official territories as types and codes: levels, codes, names, parents.

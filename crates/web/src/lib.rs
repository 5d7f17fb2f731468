//! The shell of every page: layout, forms, errors, languages, assets, feeds.

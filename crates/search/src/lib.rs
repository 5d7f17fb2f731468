//! The French search engine: analyser, index, facets, suggestions.

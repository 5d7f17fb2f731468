//! The little words. They are indexed, so that phrases keep them; a search that has other words does not demand them.

/// Folded, sorted.
const STOP: &[&str] = &[
    "a", "afin", "ai", "ainsi", "alors", "apres", "as", "au", "aucun", "aucune", "aussi", "autre", "autres", "aux",
    "avait", "avant", "avec", "avoir", "car", "ce", "cela", "celle", "celles", "celui", "ces", "cet", "cette", "ceux",
    "chaque", "chez", "ci", "comme", "comment", "d", "dans", "de", "depuis", "des", "donc", "dont", "du", "elle",
    "elles", "en", "encore", "entre", "es", "est", "et", "etaient", "etait", "etant", "ete", "etes", "etre", "eu",
    "eux", "font", "furent", "fut", "ici", "iel", "iels", "il", "ils", "j", "je", "jusqu", "jusque", "l", "la", "le",
    "les", "leur", "leurs", "lors", "lorsque", "lui", "m", "ma", "mais", "me", "meme", "memes", "mes", "moi", "mon",
    "n", "ne", "ni", "non", "nos", "notre", "nous", "on", "ont", "or", "ou", "par", "pas", "pendant", "peu", "peut",
    "peuvent", "plus", "pour", "pourquoi", "qu", "quand", "que", "quel", "quelle", "quelles", "quelqu", "quels", "qui",
    "quoi", "s", "sa", "sans", "se", "sera", "seront", "ses", "si", "soi", "soit", "son", "sont", "sous", "suis",
    "sur", "t", "ta", "te", "tels", "tes", "toi", "ton", "tous", "toustes", "tout", "toute", "toutes", "tres", "tu",
    "un", "une", "uns", "vers", "via", "vos", "votre", "vous", "y",
];

/// Whether a folded word is a little word.
pub(crate) fn is_stop(folded: &str) -> bool {
    folded.len() <= 8 && STOP.binary_search(&folded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        let mut sorted = STOP.to_vec();
        sorted.sort_unstable();
        assert_eq!(STOP, sorted);
        assert!(is_stop("tous") && !is_stop("ville"));
    }
}

//! What French addresses are made of: kinds of ways, titles, ranks, small words; and the one form of each.
//!
//! Abbreviations are those of the postal standard (AFNOR XP Z 10-011) and of the land registry's list of ways, with those
//! that people use.

/// A word of an address, in the one form under which it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Canon<'w> {
    /// As it is.
    Word(&'w str),
    /// A number, whatever it was written with.
    Number(u32),
}

/// The one form of a folded word that can mean one thing only.
pub(super) fn canonical(word: &str) -> Canon<'_> {
    if let Some(number) = number(word) {
        return Canon::Number(number);
    }
    Canon::Word(full(word).unwrap_or(word))
}

/// A number in digits, in words or in Roman figures.
fn number(word: &str) -> Option<u32> {
    if word.as_bytes()[0].is_ascii_digit() {
        // Longer runs are no house number, no date and no postal code.
        return word.parse().ok().filter(|_| word.len() <= 6);
    }
    spelled(word).or_else(|| roman(word))
}

fn spelled(word: &str) -> Option<u32> {
    Some(match word {
        "premier" | "premiere" => 1,
        "deux" | "deuxieme" | "second" | "seconde" => 2,
        "trois" | "troisieme" => 3,
        "quatre" | "quatrieme" => 4,
        "cinq" | "cinquieme" => 5,
        "six" | "sixieme" => 6,
        "sept" | "septieme" => 7,
        "huit" | "huitieme" => 8,
        "neuvieme" => 9,
        "dix" | "dixieme" => 10,
        "onze" | "onzieme" => 11,
        "douze" | "douzieme" => 12,
        "treize" | "treizieme" => 13,
        "quatorze" | "quatorzieme" => 14,
        "quinze" | "quinzieme" => 15,
        "seize" | "seizieme" => 16,
        "vingt" | "vingtieme" => 20,
        "trente" | "trentieme" => 30,
        _ => return None,
    })
}

/// Roman figures of two signs or more up to 39, with or without the `e` of a rank.
fn roman(word: &str) -> Option<u32> {
    let figures = ["eme", "e"].iter().find_map(|rank| word.strip_suffix(rank)).unwrap_or(word);
    if figures.len() < 2 || matches!(word, "vie" | "xie") {
        return None;
    }
    let is_roman = figures.len() <= 6 && figures.bytes().all(|sign| matches!(sign, b'i' | b'v' | b'x'));
    is_roman.then(|| (2..40).find(|number| written(*number) == figures))?
}

/// A number up to 39 in Roman figures.
fn written(number: u32) -> String {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    "x".repeat((number / 10) as usize) + ONES[(number % 10) as usize]
}

/// What an abbreviation or another spelling stands for, where it can stand for one thing only.
fn full(word: &str) -> Option<&'static str> {
    Some(match word {
        "av" | "ave" | "aven" | "avn" | "avenues" => "avenue",
        "bd" | "bld" | "blvd" | "bvd" | "boul" | "blv" | "boulevards" => "boulevard",
        "r" | "rues" => "rue",
        "pl" | "plc" | "places" => "place",
        "chem" | "che" | "chm" | "chemins" => "chemin",
        "imp" | "impas" | "impasses" => "impasse",
        "all" | "al" | "alle" | "allees" => "allee",
        "sq" | "squ" => "square",
        "rte" | "routes" => "route",
        "fg" | "fbg" | "faub" => "faubourg",
        "qu" | "quais" => "quai",
        "crs" => "cours",
        "res" | "resid" | "rce" | "residences" => "residence",
        "lot" | "lotiss" => "lotissement",
        "psg" | "pas" | "pass" | "passages" => "passage",
        "rpt" => "rond point",
        "ham" | "hameaux" => "hameau",
        "prom" => "promenade",
        "esp" => "esplanade",
        "sen" | "sent" | "sentiers" | "sente" => "sentier",
        "ven" => "venelle",
        "vla" | "villas" => "villa",
        "rle" | "ruelles" => "ruelle",
        "cite" | "cites" => "cite",
        "quart" | "qua" | "quar" => "quartier",
        "trav" | "tra" => "traverse",
        "mte" => "montee",
        "carr" | "carref" | "car" => "carrefour",
        "gde" | "gd" | "grande" | "grands" | "grandes" | "gds" | "gdes" => "grand",
        "pt" | "petite" | "petits" | "petites" => "petit",
        "pte" => "porte",
        "st" | "ste" | "sts" | "stes" | "sainte" | "saints" | "saintes" => "saint",
        "gal" | "gnl" | "genl" => "general",
        "mal" | "mar" | "mchal" | "marech" => "marechal",
        "dr" | "doct" | "docteurs" => "docteur",
        "prof" | "pr" | "professeurs" => "professeur",
        "pdt" | "pres" | "presid" => "president",
        "cdt" | "cmdt" => "commandant",
        "cne" => "capitaine",
        "lt" => "lieutenant",
        "sgt" | "serg" => "sergent",
        "adj" => "adjudant",
        "mgr" => "monseigneur",
        "abb" => "abbe",
        "nd" => "notre dame",
        "mme" => "madame",
        "janv" => "janvier",
        "fev" | "fevr" => "fevrier",
        "juil" => "juillet",
        "oct" => "octobre",
        "nov" => "novembre",
        "dec" => "decembre",
        "neuve" | "neufs" | "neuves" => "neuf",
        "vieille" | "vx" | "vieilles" => "vieux",
        "haute" | "hauts" | "hautes" | "hte" => "haut",
        "basse" | "basses" => "bas",
        "vve" => "veuve",
        "fontaines" => "fontaine",
        "freres" => "frere",
        _ => return None,
    })
}

/// What an abbreviation may also stand for: tried when the word as it is leads nowhere.
pub(super) fn others(word: &str) -> &'static [&'static str] {
    match word {
        "ue" | "ru" | "re" | "rur" | "rie" | "rye" => &["rue"],
        "ch" => &["chemin", "chateau", "charles"],
        "c" => &["cour", "cite", "chemin"],
        "col" => &["colonel"],
        "cap" => &["capitaine"],
        "gen" => &["general"],
        "sq" => &["square"],
        "m" => &["monsieur", "marechal"],
        "g" => &["general", "grand"],
        "cd" => &["chemin"],
        "vc" => &["voie", "chemin"],
        "d" => &["docteur"],
        "av" => &["avenue"],
        "bat" => &["batiment"],
        "cal" => &["caporal"],
        "cpt" => &["capitaine"],
        "ec" => &["ecole"],
        "egl" => &["eglise"],
        "fr" => &["frere"],
        "jq" => &["jacques"],
        "jn" => &["jean"],
        "jb" => &["jean baptiste"],
        "jj" => &["jean jacques"],
        "pte" => &["petit", "pointe"],
        "pt" => &["pont"],
        "p" => &["place", "petit"],
        "cc" => &["centre commercial"],
        "za" => &["zone artisanale"],
        "zi" => &["zone industrielle"],
        "zac" => &["zone amenagement concerte"],
        "hlm" => &["residence"],
        "reg" => &["regiment"],
        "rgt" => &["regiment"],
        "div" => &["division"],
        "inf" => &["infanterie"],
        "amer" => &["americain"],
        "am" => &["americain"],
        _ => &[],
    }
}

/// Whether a word in its one form says what kind of way it is.
pub(super) fn is_way(word: &str) -> bool {
    matches!(
        word,
        "rue"
            | "avenue"
            | "boulevard"
            | "place"
            | "chemin"
            | "impasse"
            | "allee"
            | "square"
            | "route"
            | "faubourg"
            | "quai"
            | "cours"
            | "residence"
            | "lotissement"
            | "passage"
            | "hameau"
            | "promenade"
            | "esplanade"
            | "sentier"
            | "venelle"
            | "villa"
            | "ruelle"
            | "cite"
            | "quartier"
            | "traverse"
            | "montee"
            | "carrefour"
            | "voie"
            | "mail"
            | "parvis"
            | "cour"
            | "galerie"
            | "rampe"
            | "cote"
            | "clos"
            | "domaine"
            | "rocade"
            | "chaussee"
            | "escalier"
            | "escaliers"
            | "placette"
            | "placis"
            | "draille"
            | "dreve"
            | "ruellette"
            | "rond"
            | "autoroute"
            | "degre"
            | "levee"
            | "peristyle"
            | "cheminement"
            | "coursive"
            | "parc"
    )
}

/// Whether a word says next to nothing: articles, prepositions.
pub(super) fn is_small(word: &str) -> bool {
    matches!(
        word,
        "de" | "du"
            | "des"
            | "d"
            | "la"
            | "le"
            | "les"
            | "l"
            | "et"
            | "a"
            | "au"
            | "aux"
            | "en"
            | "sur"
            | "sous"
            | "lez"
            | "es"
            | "dit"
            | "dite"
            | "un"
            | "une"
    )
}

/// Whether a word only says that the number before it is a rank: `1er`, `10e`, `2nd`.
pub(super) fn is_rank(word: &str, number: u32) -> bool {
    match word {
        "e" | "eme" | "em" | "ieme" => true,
        "er" | "ere" | "re" => number == 1,
        "nd" | "nde" => number == 2,
        _ => false,
    }
}

/// What follows a house number, in the one form under which it is kept.
pub(super) fn repetition(word: &str) -> Option<&'static str> {
    const LETTERS: [&str; 26] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v",
        "w", "x", "y", "z",
    ];
    match word {
        "bis" => Some("bis"),
        "ter" => Some("ter"),
        "quater" | "quarter" | "quatter" => Some("quater"),
        "quinquies" => Some("quinquies"),
        "sexies" => Some("sexies"),
        word => LETTERS.into_iter().find(|letter| *letter == word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_known_however_they_are_written() {
        for (word, number) in [
            ("11", 11),
            ("onze", 11),
            ("xx", 20),
            ("xxe", 20),
            ("xive", 14),
            ("ix", 9),
            ("premier", 1),
            ("00012", 12),
            ("1945", 1945),
            ("75012", 75012),
        ] {
            assert_eq!(canonical(word), Canon::Number(number), "{word}");
        }
        for word in ["vie", "mix", "civil", "x", "iiii", "vx", "1234567", "cent", "neuf"] {
            assert!(matches!(canonical(word), Canon::Word(_)), "{word}");
        }
    }

    #[test]
    fn abbreviations_have_one_form() {
        for (word, expected) in
            [("av", "avenue"), ("bd", "boulevard"), ("ste", "saint"), ("gal", "general"), ("fabert", "fabert")]
        {
            assert_eq!(canonical(word), Canon::Word(expected));
        }
    }
}

//! What finds what, in French.

use crate::corpus::{bodies, document, index, keys, marked, sorted_keys};
use essaim_search::Request;

#[test]
fn every_inclusive_spelling_finds_every_other() {
    let spellings = [
        "les habitants du quartier",
        "les habitants-es du quartier",
        "les habitant·e·s du quartier",
        "les habitant.e.s du quartier",
        "les habitant(e)s du quartier",
        "les habitantes du quartier",
        "les habitants/habitantes du quartier",
        "l’habitante du quartier",
    ];
    let index = bodies(&spellings);
    for spelling in
        ["habitants", "habitants-es", "habitant·e·s", "habitant.e.s", "habitant(e)s", "HABITANT·E·S", "habitante"]
    {
        assert_eq!(keys(&index, spelling).len(), spellings.len(), "{spelling}");
    }
}

#[test]
fn other_inclusive_words_too() {
    for (text, plain) in [
        ("réunit tous-tes", "tous"),
        ("les acteurs-trices", "acteurs"),
        ("les acteurs-trices", "actrice"),
        ("pour ceux/celles", "ceux"),
        ("les chefs-fes", "chefs"),
        ("un-e professionnel-le", "professionnel"),
        ("des agents-es", "agents"),
        ("ils-elles viennent", "ils"),
        ("les salariés-ées", "salariés"),
        ("des salarié·e·s", "salariée"),
        ("tou·te·s", "toutes"),
    ] {
        let index = bodies(&[text, "rien"]);
        assert_eq!(keys(&index, plain), ["0"], "{text} ← {plain}");
    }
}

#[test]
fn hyphens_elisions_accents_acronyms_numbers() {
    let index = bodies(&[
        "une mini-entreprise au collège",
        "une mini entreprise au collège",
        "une minientreprise au collège",
        "l’entreprise est mini",
        "aujourd’hui, jusqu’à 2 700 élèves (10 %) en Q.P.V.",
        "15 000 € pour le cœur de la cité, à Saint-Dié-des-Vosges",
    ]);
    for (query, expected) in [
        ("mini-entreprise", &["0", "1", "2"][..]),
        ("mini-entreprises", &["0", "1", "2"]),
        ("minientreprise", &["0", "1", "2"]),
        ("mini entreprise", &["0", "1", "2", "3"]),
        ("\"mini entreprise\"", &["0", "1"]),
        ("aujourd'hui", &["4"]),
        ("2700", &["4"]),
        ("2\u{202f}700", &["4"]),
        ("eleves", &["4"]),
        ("10 %", &["4"]),
        ("QPV", &["4"]),
        ("q.p.v.", &["4"]),
        ("coeur", &["5"]),
        ("15000 euros", &["5"]),
        ("saint dié", &["5"]),
        ("saint-die-des-vosges", &["5"]),
        ("qu’à l’élève", &["4"]),
    ] {
        assert_eq!(sorted_keys(&index, query), expected, "{query}");
    }
}

#[test]
fn synonyms_and_acronyms_work_both_ways() {
    let index = bodies(&[
        "un parrainage pour l’emploi",
        "un mentorat pour l’emploi",
        "un quartier prioritaire de la politique de la ville",
        "les QPV de la région",
        "refaire son curriculum vitae",
        "le contrat de ville",
        "un CV par personne",
        "le garage solidaire",
        "un self-garage",
        "un garage",
    ]);
    for (query, expected) in [
        ("mentorat", &["0", "1"][..]),
        ("parrainages", &["0", "1"]),
        ("QPV", &["2", "3"]),
        ("quartiers prioritaires", &["2", "3"]),
        ("quartier prioritaire de la politique de la ville", &["2", "3"]),
        ("CV", &["4", "5", "6"]),
        ("curriculum vitae", &["4", "6"]),
        ("garage solidaire", &["7", "8"]),
        ("self-garage", &["7", "8"]),
        ("mentorat emploi", &["0", "1"]),
        ("\"mentorat\"", &["1"]),
    ] {
        assert_eq!(sorted_keys(&index, query), expected, "{query}");
    }
    assert_eq!(keys(&index, "mentorat"), ["1", "0"], "the very word comes first");
}

#[test]
fn mistakes_are_forgiven_only_for_unknown_words() {
    let index = bodies(&["un garage solidaire", "une mini-entreprise", "un garage", "des quartiers", "un quartz"]);
    for (query, expected) in [
        ("garaje solidere", &["0"][..]),
        ("mini entrprise", &["1"]),
        ("mini-entrprise", &["1"]),
        ("\"garage solidiare\"", &["0"]),
        ("garrage solidaire", &["0"]),
        ("quratiers", &["3"]),
        ("quartz", &["4"]),
        ("garagesolidaire", &["0"]),
        ("solid", &["0"]),
    ] {
        assert_eq!(sorted_keys(&index, query), expected, "{query}");
    }
    let answer = index.search(&Request { query: "un garaje solidere", ..Request::default() });
    assert_eq!(answer.reading.corrected[0].read, "garage");
    assert_eq!(answer.did_you_mean[0].query, "un garage solidaire");
    assert_eq!(answer.did_you_mean[0].total, 1);
    assert!(index.search(&Request { query: "xyzzyq", ..Request::default() }).reading.unknown == ["xyzzyq"]);
}

#[test]
fn a_correction_is_made_only_where_there_is_no_doubt() {
    let index =
        bodies(&["on a lu plus de textes", "des habitants", "des habitants", "l’habitation", "du temps partagé"]);
    for (query, expected) in [
        // A little word finds everything: nobody meant it.
        ("élus", &[][..]),
        // Known to the synonyms: right as it is.
        ("sociale", &[]),
        // A form that nobody wrote, of the family of *habitation*, but that sounds like *habitants*.
        ("habitents", &["1", "2"]),
        ("temts", &[]),
    ] {
        assert_eq!(sorted_keys(&index, query), expected, "{query}");
    }
    let answer = index.search(&Request { query: "temts", ..Request::default() });
    assert_eq!((answer.did_you_mean[0].query.as_str(), answer.did_you_mean[0].total), ("temps", 1));
}

#[test]
fn a_mistake_in_a_word_that_only_the_synonyms_know_is_forgiven() {
    let index = bodies(&["un parrainage", "le contrat de ville", "un parrainage"]);
    let parrainage = ["0", "2"];
    for query in ["mentorat", "mentroat", "mentora"] {
        assert_eq!(sorted_keys(&index, query), parrainage, "{query}");
    }
}

#[test]
fn synonyms_are_those_of_what_was_meant() {
    let index = bodies(&["un parrainage", "un mentorat"]);
    assert_eq!(sorted_keys(&index, "parainage"), sorted_keys(&index, "parrainage"));
    assert_eq!(sorted_keys(&index, "parainage"), ["0", "1"]);
}

#[test]
fn a_rare_synonym_is_worth_less_than_the_very_word() {
    let common = "un mentorat ici";
    let index = bodies(&[common, common, common, common, "un parrainage rare, un parrainage, un parrainage"]);
    assert_eq!(keys(&index, "mentorat").last(), Some(&"4"));
}

#[test]
fn all_words_are_wanted_then_as_many_as_possible() {
    let index = bodies(&["vélo atelier jeunes", "vélo atelier", "vélo", "musique"]);
    assert_eq!(sorted_keys(&index, "vélo atelier"), ["0", "1"]);
    let answer = index.search(&Request { query: "vélo musique atelier", ..Request::default() });
    assert_eq!((answer.total, answer.reading.wanted, answer.reading.required), (2, 3, 2));
    assert_eq!(sorted_keys(&index, "vélo -jeunes"), ["1", "2"]);
    assert_eq!(sorted_keys(&index, "-vélo"), ["3"]);
    assert_eq!(sorted_keys(&index, "vélo inconnuissime"), ["0", "1", "2"]);
    assert_eq!(keys(&index, "").len(), 4);
}

#[test]
fn a_compound_that_nobody_wrote_is_read_as_its_words() {
    let index = bodies(&["un garage, un lieu solidaire", "un garage"]);
    assert_eq!(keys(&index, "garage-solidaire"), ["0"]);
}

#[test]
fn the_east_is_no_little_word() {
    let index = bodies(&["il est grand", "le Grand Est est là", "un grand jour"]);
    assert_eq!(keys(&index, "grand est"), ["1", "0"]);
}

#[test]
fn an_exclusion_that_leaves_nothing_leads_back() {
    let index = bodies(&["à Reims, un label"]);
    let answer = index.search(&Request { query: "reims -label", ..Request::default() });
    assert_eq!((answer.total, answer.did_you_mean[0].query.as_str(), answer.did_you_mean[0].total), (0, "reims", 1));
}

#[test]
fn a_phrase_that_nobody_wrote_leads_to_its_words() {
    let index = bodies(&["un garage, un lieu solidaire", "un garage"]);
    let answer = index.search(&Request { query: "« garage solidaire »", ..Request::default() });
    assert_eq!(answer.total, 0);
    assert_eq!((answer.did_you_mean[0].query.as_str(), answer.did_you_mean[0].total), ("garage solidaire", 1));
}

#[test]
fn phrases_keep_little_words() {
    let index =
        bodies(&["la politique de la ville", "la ville et sa politique", "politique ville", "politique de ville"]);
    assert_eq!(sorted_keys(&index, "\"politique de la ville\""), ["0"]);
    assert_eq!(sorted_keys(&index, "« politique ville »"), ["2"]);
    assert_eq!(sorted_keys(&index, "politique de la ville"), ["0", "1", "2", "3"]);
    assert_eq!(keys(&index, "politique de la ville")[0], "0", "the closest comes first");
    assert_eq!(sorted_keys(&index, "politique -\"de la ville\""), ["1", "2", "3"]);
    assert_eq!(sorted_keys(&index, "de la"), ["0"]);
}

#[test]
fn a_title_counts_more_than_a_body_and_neighbours_more_than_strangers() {
    let index = index([
        document("far", "Emploi", "un garage. Plus loin, beaucoup plus loin dans le texte, on est solidaire."),
        document("body", "Emploi", "un garage solidaire"),
        document("title", "Un garage solidaire", "un lieu"),
    ]);
    assert_eq!(keys(&index, "garage solidaire"), ["title", "body", "far"]);
}

#[test]
fn a_last_word_may_be_a_beginning() {
    let index = bodies(&["des ateliers de réparation", "un atelier", "une réunion"]);
    let begun = |query| {
        let answer = index.search(&Request { query, prefix_last: true, ..Request::default() });
        let mut keys: Vec<&str> = answer.hits.iter().map(|hit| hit.key).collect();
        keys.sort_unstable();
        keys
    };
    assert_eq!(begun("atel"), ["0", "1"]);
    assert_eq!(begun("atelier rep"), ["0"]);
    assert_eq!(begun("ré"), ["0", "2"]);
}

#[test]
fn matches_are_marked_in_title_and_passage() {
    let long = "Une phrase qui ne dit rien. ".repeat(20);
    let body = format!(
        "{long}\n\nLes habitants-es des Q.P.V. ouvrent une mini-entreprise d’économie sociale et solidaire. {long}"
    );
    let index = index([document("0", "La mini-entreprise des habitant·e·s", &body)]);
    for (query, title, passage) in [
        ("mini-entreprise", "La [mini-entreprise] des habitant·e·s", "[mini-entreprise]"),
        ("minientreprise", "La [mini-entreprise] des habitant·e·s", "[mini-entreprise]"),
        ("entreprise", "La mini-[entreprise] des habitant·e·s", "mini-[entreprise]"),
        ("habitants", "La mini-entreprise des [habitant·e·s]", "Les [habitants-es] des"),
        ("QPV", "La mini-entreprise des habitant·e·s", "[Q.P.V]"),
        ("ESS", "La mini-entreprise des habitant·e·s", "d’[économie sociale et solidaire]"),
        ("\"sociale et solidaire\"", "La mini-entreprise des habitant·e·s", "[sociale et solidaire]"),
    ] {
        let answer = index.search(&Request { query, ..Request::default() });
        let hit = &answer.hits[0];
        assert_eq!(marked(&hit.title), title, "{query}");
        let snippet = marked(&hit.snippet);
        assert!(snippet.contains(passage), "{query}: {snippet}");
        let length = snippet.chars().count();
        assert!((150..=230).contains(&length), "{query}: {length} {snippet}");
        assert!(snippet.starts_with("…Les habitants") || snippet.starts_with("…Les [habitants"), "{snippet}");
        assert!(snippet.ends_with('…'), "{snippet}");
    }
    let nothing = index.search(&Request::default());
    assert!(marked(&nothing.hits[0].snippet).starts_with("Une phrase qui"));
}

//! One form for a word's plural, feminine, conjugations and near derivations.
//!
//! A stemmer of our own, made for words whose accents are already folded, so that a word typed without them finds the
//! same. Snowball's needs the accents: folded, it parted *intègrent* from *intégrer* and *première* from *premier*, and
//! joined *forme* with *formation*. The tables of pairs below hold what a reader wants together and apart.

/// Folded word → stem: irregular forms, and families that the endings would wrongly join or part. Sorted.
const IRREGULAR: &[(&str, &str)] = &[
    ("achat", "achat"),
    ("achats", "achat"),
    ("achete", "achat"),
    ("achetent", "achat"),
    ("acheter", "achat"),
    ("achetes", "achat"),
    ("apprentissage", "apprentissage"),
    ("apprentissages", "apprentissage"),
    ("avantage", "avantage"),
    ("avantages", "avantage"),
    ("baux", "bail"),
    ("benevolat", "benevole"),
    ("benevole", "benevole"),
    ("benevoles", "benevole"),
    ("candidature", "candidat"),
    ("candidatures", "candidat"),
    ("celle", "celui"),
    ("celles", "celui"),
    ("celleux", "celui"),
    ("ceux", "celui"),
    ("cieux", "ciel"),
    ("communal", "commune"),
    ("communale", "commune"),
    ("communales", "commune"),
    ("communaux", "commune"),
    ("commune", "commune"),
    ("communes", "commune"),
    ("departement", "departement"),
    ("departemental", "departement"),
    ("departementale", "departement"),
    ("departementales", "departement"),
    ("departementaux", "departement"),
    ("departements", "departement"),
    ("elle", "il"),
    ("elles", "il"),
    ("equipage", "equipage"),
    ("equipages", "equipage"),
    ("femme", "femme"),
    ("femmes", "femme"),
    ("fondation", "fondation"),
    ("fondations", "fondation"),
    ("formateur", "formation"),
    ("formateurs", "formation"),
    ("formatif", "formation"),
    ("formation", "formation"),
    ("formations", "formation"),
    ("formative", "formation"),
    ("formatrice", "formation"),
    ("formatrices", "formation"),
    ("forme", "forme"),
    ("formee", "formation"),
    ("formees", "formation"),
    ("forment", "formation"),
    ("former", "formation"),
    ("formes", "forme"),
    ("iel", "il"),
    ("iels", "il"),
    ("ils", "il"),
    ("inscription", "inscrit"),
    ("inscriptions", "inscrit"),
    ("inscrire", "inscrit"),
    ("inscrivent", "inscrit"),
    ("livre", "livre"),
    ("livres", "livre"),
    ("marche", "marche"),
    ("marches", "marche"),
    ("mentorat", "mentor"),
    ("mentorats", "mentor"),
    ("mere", "mere"),
    ("meres", "mere"),
    ("mesdames", "madame"),
    ("messieurs", "monsieur"),
    ("moyenne", "moyenne"),
    ("moyennes", "moyenne"),
    ("murir", "murir"),
    ("organisme", "organisme"),
    ("organismes", "organisme"),
    ("ouvert", "ouvert"),
    ("ouverte", "ouvert"),
    ("ouvertes", "ouvert"),
    ("ouverts", "ouvert"),
    ("ouverture", "ouvert"),
    ("ouvertures", "ouvert"),
    ("ouvre", "ouvert"),
    ("ouvrent", "ouvert"),
    ("ouvrir", "ouvert"),
    ("partenaire", "partenaire"),
    ("partenaires", "partenaire"),
    ("partenarial", "partenaire"),
    ("partenariale", "partenaire"),
    ("partenariales", "partenaire"),
    ("partenariat", "partenaire"),
    ("partenariats", "partenaire"),
    ("partenariaux", "partenaire"),
    ("partie", "partie"),
    ("parties", "partie"),
    ("pere", "pere"),
    ("peres", "pere"),
    ("personnage", "personnage"),
    ("personnages", "personnage"),
    ("porte", "porte"),
    ("portes", "porte"),
    ("ressource", "ressource"),
    ("ressources", "ressource"),
    ("tous", "tout"),
    ("toustes", "tout"),
    ("toute", "tout"),
    ("toutes", "tout"),
    ("travaillant", "travail"),
    ("travaille", "travail"),
    ("travaillent", "travail"),
    ("travailler", "travail"),
    ("travailleur", "travail"),
    ("travailleurs", "travail"),
    ("travailleuse", "travail"),
    ("travailleuses", "travail"),
    ("travaux", "travail"),
    ("universitaire", "universite"),
    ("universitaires", "universite"),
    ("universite", "universite"),
    ("universites", "universite"),
    ("vendent", "vente"),
    ("vendre", "vente"),
    ("vendu", "vente"),
    ("vendue", "vente"),
    ("vendues", "vente"),
    ("vendus", "vente"),
    ("vente", "vente"),
    ("ventes", "vente"),
    ("yeux", "oeil"),
];

/// Words whose final s or x is no plural. Sorted.
const INVARIABLE: &[&str] = &[
    "acces",
    "assez",
    "atlas",
    "avis",
    "bois",
    "bras",
    "bus",
    "campus",
    "chez",
    "choix",
    "colis",
    "compris",
    "concours",
    "consensus",
    "corps",
    "cours",
    "deux",
    "discours",
    "divers",
    "dix",
    "dos",
    "envers",
    "exces",
    "faux",
    "fils",
    "focus",
    "fois",
    "frais",
    "francais",
    "gaz",
    "gens",
    "gros",
    "jus",
    "mars",
    "metz",
    "mieux",
    "mois",
    "nez",
    "paix",
    "parcours",
    "paris",
    "pays",
    "permis",
    "plus",
    "poids",
    "prix",
    "proces",
    "processus",
    "progres",
    "propos",
    "puits",
    "recours",
    "reims",
    "relais",
    "repas",
    "repos",
    "riz",
    "secours",
    "sens",
    "six",
    "sous",
    "succes",
    "surplus",
    "tapis",
    "taux",
    "temps",
    "tiers",
    "travers",
    "univers",
    "vers",
    "virus",
    "voix",
];

/// What an ending becomes. `least`: how many letters must stand before it.
struct Ending {
    from: &'static str,
    to: &'static str,
    least: usize,
}

const fn ending(from: &'static str, to: &'static str, least: usize) -> Ending {
    Ending { from, to, least }
}

/// Feminine → masculine, singular, so that what follows sees one gender. The first that fits is applied.
const FEMININE: &[Ending] = &[
    ending("trice", "teur", 2),
    ending("ieuse", "ieu", 2),
    ending("reuse", "reu", 2),
    ending("euse", "eur", 3),
    ending("iere", "ier", 2),
    ending("enne", "en", 3),
    ending("onne", "on", 3),
    ending("elle", "el", 3),
    ending("ette", "et", 4),
    ending("cque", "c", 2),
    ending("ive", "if", 2),
    ending("ee", "e", 2),
];

/// Derivations and conjugations. The first that fits is applied; those that become themselves protect a word from the
/// shorter ones below.
const DERIVED: &[Ending] = &[
    ending("issement", "i", 3),
    ending("issent", "i", 3),
    ending("issant", "i", 3),
    ending("eraient", "", 4),
    ending("abilite", "abl", 3),
    ending("ilite", "il", 3),
    ending("alite", "al", 4),
    ending("ateur", "", 3),
    ending("cteur", "cteur", 0),
    ending("ieur", "ieur", 0),
    ending("ation", "", 3),
    ending("atif", "", 4),
    ending("erait", "", 4),
    ending("eront", "", 4),
    ending("ement", "", 3),
    ending("ment", "ment", 0),
    ending("udient", "udi", 2),
    ending("ient", "ient", 0),
    ending("dent", "dent", 0),
    ending("nnent", "nn", 3),
    ending("nent", "nent", 0),
    ending("aient", "", 4),
    ending("ique", "i", 5),
    ending("ique", "ic", 1),
    ending("eau", "el", 2),
    ending("eur", "", 4),
    ending("eux", "eu", 1),
    ending("age", "", 5),
    ending("era", "", 4),
    ending("ait", "", 5),
    ending("ent", "", 5),
    ending("er", "", 3),
    ending("ez", "", 4),
    ending("ir", "i", 3),
    ending("e", "", 3),
];

/// The stem of a folded word.
pub(crate) fn stem(word: &str) -> String {
    if word.len() < 3 || word.bytes().any(|byte| byte.is_ascii_digit()) || INVARIABLE.binary_search(&word).is_ok() {
        return word.to_owned();
    }
    if let Ok(at) = IRREGULAR.binary_search_by_key(&word, |&(form, _)| form) {
        return IRREGULAR[at].1.to_owned();
    }
    let mut word = word.to_owned();
    to_singular(&mut word);
    turn(&mut word, FEMININE);
    turn(&mut word, DERIVED);
    if word.ends_with("qu") {
        word.truncate(word.len() - 2);
        word.push('c');
    }
    word
}

fn turn(word: &mut String, endings: &[Ending]) {
    let fits = |ending: &&Ending| word.ends_with(ending.from) && word.len() >= ending.from.len() + ending.least;
    if let Some(ending) = endings.iter().find(fits) {
        word.truncate(word.len() - ending.from.len());
        word.push_str(ending.to);
    }
}

fn to_singular(word: &mut String) {
    if word.ends_with("eaux") || word.ends_with("yaux") {
        word.pop();
    } else if word.ends_with("aux") && word.len() > 4 {
        word.truncate(word.len() - 2);
        word.push('l');
    } else if word.len() > 3
        && (word.ends_with("oux") || word.ends_with("eux") || word.ends_with('s'))
        && !word.ends_with("ss")
    {
        word.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    /// Words that a reader wants together.
    const SAME: &[&str] = &[
        "habitant habitants habitante habitantes",
        "habiter habite habitent habité",
        "acteur acteurs actrice actrices",
        "salarié salariés salariée salariées",
        "employé employés employée employées employer",
        "entreprise entreprises",
        "intégrer intégré intégrée intégrés intégrées intègre intègrent intégration intégrations",
        "accompagner accompagnement accompagnements accompagnateur accompagnatrice accompagné accompagnées accompagne",
        "local locale locales locaux",
        "social sociale sociales sociaux",
        "régional régionale régionaux",
        "travail travaux travailler travailleurs",
        "réseau réseaux",
        "bureau bureaux",
        "lieu lieux",
        "jeu jeux",
        "jeune jeunes",
        "premier première premiers premières",
        "professionnel professionnelle professionnels professionnelles",
        "économie économies économique économiques",
        "sportif sportive sportifs sportives",
        "actif active actifs actives",
        "nombreux nombreuse nombreuses",
        "chanteur chanteuse chanteuses",
        "citoyen citoyenne citoyens citoyennes",
        "européen européenne européens",
        "formation formations formateur formateurs formatrice former formée",
        "création créations créer créé créée créateur créatrice créateurs",
        "développement développer développé développements développe",
        "mentorat mentorats",
        "mentor mentors",
        "parrain parrains",
        "parrainage parrainages parrainer parraine",
        "quartier quartiers",
        "prioritaire prioritaires",
        "solidaire solidaires",
        "solidarité solidarités",
        "garage garages",
        "financer financement financements financé financeur financeurs",
        "insertion insertions",
        "embauche embauches embaucher embauché",
        "collectivité collectivités",
        "association associations associatif associative associatifs",
        "bénévole bénévoles bénévolat",
        "chercher cherche cherchent",
        "aide aides aider aidé aidés",
        "vélo vélos",
        "mobilité mobilités mobile mobiles",
        "école écoles",
        "élève élèves",
        "lycéen lycéenne lycéens",
        "apprenti apprentie apprentis apprenties",
        "stage stages",
        "stagiaire stagiaires",
        "métier métiers",
        "atelier ateliers",
        "recruter recrutement recruteur recruteurs recruté",
        "visiter visite visites visiteurs",
        "partenaire partenaires partenarial partenariat partenariats",
        "dirigeant dirigeante dirigeants dirigeantes",
        "commerçant commerçante commerçants commerçantes",
        "commerce commerces",
        "innovation innover innovations",
        "santé",
        "numérique numériques",
        "chômeur chômeuse chômeurs",
        "agriculteur agricultrice agriculteurs",
        "directeur directrice",
        "élu élue élus élues",
        "réfugié réfugiés réfugiée",
        "handicapé handicapés handicap",
        "candidat candidate candidats candidature",
        "mécénat",
        "achat achats acheter achète",
        "vente ventes",
        "cheval chevaux",
        "journal journaux",
        "finir finissent fini finie",
        "ouvrir ouvre ouvert ouverte ouvertes ouverture",
        "récupérer récupération récupéré récupère",
        "réparer réparation répare réparé réparateur",
        "logement logements loger logé",
        "nouveau nouveaux nouvel",
        "publique publiques public publics",
        "grec grecque",
        "chef chefs",
        "gratuit gratuite gratuits gratuites gratuité",
        "rural rurale ruraux",
        "marché marchés",
        "musulman musulmane",
        "étudiant étudiante étudiants étudiantes",
        "étudier étudie étudié étudient",
        "fille filles",
        "cuisine cuisines cuisiner",
        "jardin jardins",
        "jardinage jardiner",
        "conventions convention conventionné",
        "cofinancé cofinancement",
        "tutorat",
        "tuteur tutrice tuteurs",
        "entrepreneur entrepreneure entrepreneurs entrepreneuse",
        "diplômé diplômés diplôme diplômes",
        "inscrit inscrite inscrits inscription inscriptions inscrire",
        "produit produits produite",
        "vendre vendu vendue",
        "connaissance connaissances",
    ];

    /// Pairs that must stay apart.
    const APART: &[(&str, &str)] = &[
        ("pays", "paye"),
        ("cours", "cour"),
        ("corps", "cor"),
        ("temps", "tempe"),
        ("parcours", "parc"),
        ("université", "universel"),
        ("université", "univers"),
        ("organisme", "organisation"),
        ("parti", "partenaire"),
        ("partie", "parti"),
        ("commune", "communication"),
        ("commune", "communauté"),
        ("général", "génération"),
        ("marché", "marchand"),
        ("école", "écologie"),
        ("capital", "capitaine"),
        ("emploi", "emplette"),
        ("conseil", "conseiller"),
        ("ville", "village"),
        ("fils", "fil"),
        ("gens", "gène"),
        ("mois", "moi"),
        ("bois", "boire"),
        ("gare", "garage"),
        ("art", "article"),
        ("parc", "parcelle"),
        ("mission", "missive"),
        ("livre", "livrer"),
        ("porte", "portail"),
        ("port", "porte"),
        ("ressource", "source"),
        ("jour", "journal"),
        ("camp", "campagne"),
        ("contrat", "contraste"),
        ("banque", "banquet"),
        ("mars", "mare"),
        ("culture", "culte"),
        ("compte", "comté"),
        ("colis", "collège"),
        ("main", "maintenance"),
        ("mine", "mineur"),
        ("pain", "paire"),
        ("stage", "stade"),
        ("poste", "position"),
        ("caisse", "caisson"),
        ("vélo", "vélodrome"),
        ("chômage", "chôme"),
        ("mur", "mûrir"),
        ("cite", "citoyen"),
        ("mère", "mer"),
        ("père", "per"),
        ("terre", "territoire"),
        ("atelier", "attelage"),
        ("salle", "salarié"),
        ("soin", "soigner"),
        ("collecte", "collectif"),
        ("client", "clientèle"),
        ("menuisier", "menu"),
        ("restaurant", "reste"),
        ("moyen", "moyenne"),
        ("fond", "fondation"),
        ("fonds", "fondation"),
        ("métal", "métier"),
    ];

    #[test]
    fn the_tables_are_sorted() {
        assert!(IRREGULAR.is_sorted() && INVARIABLE.is_sorted());
    }

    #[test]
    fn most_pairs_are_joined_and_parted_as_a_reader_would() {
        let mut wrong = Vec::new();
        let mut pairs = 0;
        for family in SAME {
            let mut words = family.split(' ');
            let first = words.next().unwrap();
            for word in words {
                pairs += 1;
                if stem(&fold(first)) != stem(&fold(word)) {
                    wrong.push(format!("{first}→{} {word}→{}", stem(&fold(first)), stem(&fold(word))));
                }
            }
        }
        let parted = wrong.len();
        for (one, other) in APART {
            pairs += 1;
            if stem(&fold(one)) == stem(&fold(other)) {
                wrong.push(format!("{one}={other}→{}", stem(&fold(one))));
            }
        }
        println!("{pairs} pairs, {parted} parted, {} joined\n{wrong:#?}", wrong.len() - parted);
        assert!(wrong.len() * 20 < pairs, "{wrong:#?}");
    }
}

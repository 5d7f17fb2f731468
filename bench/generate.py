#!/usr/bin/env python3
"""Writes N plausible, distinct French experiences, the same for the same seed.

    bench/generate.py 10000 DIR

DIR/bank/ holds a bank's folder (`<slug>/experience.md`, `organisations.toml`), which `essaim import` reads;
DIR/documents.jsonl the same documents for the peers, a JSON object a line: every text that Essaim indexes and every
facet that it counts; DIR/queries.txt 5,000 distinct searches, an encoded query string a line. Every name of an
organisation is made up; territories are real codes of the tables.
"""

import argparse
import json
import random
import tomllib
from pathlib import Path
from urllib.parse import urlencode

from territories import Territories

ROOT = Path(__file__).resolve().parent.parent
SEED = 20260301

ACTIONS = [
    ("Un garage solidaire", "garage", "mobility", "goods", "G"),
    ("Une épicerie coopérative", "épicerie", "food", "goods", "G"),
    ("Un café de l’emploi", "café", "job-search", "employment", "I"),
    ("Un parrainage de jeunes diplômés", "parrainage", "networking", "ties", "N"),
    ("Un atelier de réparation de vélos", "vélo", "mobility", "goods", "S"),
    ("Une école du numérique", "code informatique", "digital", "employment", "J"),
    ("Un forum des métiers", "métiers", "career-choice", "employment", "N"),
    ("Un groupement d’achat d’habitants", "achat groupé", "food", "goods", "G"),
    ("Un rallye d’entreprises", "visite d’entreprises", "job-search", "ties", "N"),
    ("Une couveuse de projets", "création d’entreprise", "business-creation", "employment", "M"),
    ("Un réseau de commerçants", "commerce", "local-shops", "ties", "G"),
    ("Une ressourcerie", "réemploi", "environment", "goods", "E"),
    ("Un jardin partagé nourricier", "maraîchage", "food", "goods", "A"),
    ("Un bus des droits", "accès aux droits", "access-to-rights", "goods", "H"),
    ("Un chantier d’insertion", "chantier", "training", "employment", "F"),
    ("Une mini-entreprise de collège", "mini-entreprise", "entrepreneurial-education", "ties", "P"),
    ("Une permanence d’écrivain public", "écrivain public", "access-to-rights", "goods", "Q"),
    ("Un atelier de couture solidaire", "couture", "skills", "employment", "C"),
    ("Une conciergerie de quartier", "conciergerie", "social-ties", "goods", "S"),
    ("Un club de recruteurs", "recrutement", "anti-discrimination", "ties", "N"),
]
SUBJECTS = ["L’équipe", "Le centre social", "La mission locale", "Le collectif d’habitants", "L’association porteuse",
            "Le réseau d’entreprises", "La chargée de projet", "Le comité de pilotage", "Le bailleur", "La ville"]
VERBS = ["accueille", "accompagne", "réunit", "forme", "oriente", "écoute", "met en relation", "soutient", "informe", "équipe"]
OBJECTS = ["des habitantes et des habitants", "des jeunes sans emploi", "des familles aux revenus modestes",
           "des personnes réfugiées", "des commerçants", "des élèves de troisième", "des diplômés sans réseau",
           "des parents isolés", "des seniors en reconversion", "des porteurs de projet"]
WAYS = ["lors d’ateliers hebdomadaires", "pendant trois mois", "autour d’un repas partagé", "avec l’appui de bénévoles",
        "dans des locaux prêtés par une entreprise", "au pied des immeubles", "par petits groupes de dix",
        "en lien avec le service de l’emploi", "grâce à des visites d’entreprises", "sur rendez-vous ou sans"]
AIMS = ["retrouver confiance", "découvrir des métiers", "créer une activité", "accéder à des produits de qualité",
        "se déplacer à moindre coût", "rompre l’isolement", "faire valoir des compétences", "trouver un stage",
        "apprendre un métier technique", "tisser un réseau professionnel"]
LINKS = ["Chaque semaine,", "Depuis l’ouverture,", "À la demande des habitants,", "Selon les besoins,", "Avec le temps,",
         "Le plus souvent,", "En pratique,", "Au départ,", "Aujourd’hui,", "Par la suite,"]
DETAILS = ["Le budget reste modeste et se renouvelle chaque année.", "Les entreprises proposent du temps plutôt que de l’argent.",
           "Une convention précise le rôle de chacun.", "Les participants tiennent un carnet de bord.",
           "La régularité des rencontres compte plus que leur nombre.", "Un bilan est présenté au comité local.",
           "Les horaires suivent ceux de l’école voisine.", "Le bouche-à-oreille reste le meilleur relais.",
           "Des référents se relaient pour garder le lien.", "Le lieu est desservi par le tramway et le bus."]
NAMES = ["Passerelle", "Horizon", "Trèfle", "Ruche", "Escale", "Tremplin", "Boussole", "Marmite", "Fabrique", "Alliance",
         "Rocade", "Source", "Clairière", "Lanterne", "Balise", "Cordée", "Étincelle", "Chrysalide", "Atelier", "Moulin"]
KINDS = [("association", "Association"), ("company", "Société"), ("social-centre", "Centre social"),
         ("foundation", "Fondation"), ("landlord", "Office d’habitat"), ("company-network", "Club d’entreprises")]
ROLES = ["leads", "runs", "funds", "hosts", "supports"]
UNITS = ["people", "young-people", "companies", "members", "sessions", "visits", "volunteers", "jobs"]
LABELS = {"people": "Personnes accueillies", "young-people": "Jeunes accompagnés", "companies": "Entreprises partenaires",
          "members": "Adhérents", "sessions": "Séances tenues", "visits": "Visites organisées",
          "volunteers": "Bénévoles mobilisés", "jobs": "Emplois trouvés"}


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def vocabularies():
    """The terms of each vocabulary: their key, and both labels in one text, which is indexed."""
    with (ROOT / "data" / "vocabularies.toml").open("rb") as file:
        read = tomllib.load(file)["vocabulary"]
    return {one["key"]: {term["key"]: f"{term['fr']} {term['en']}" for term in one["terms"]} for one in read}


def organisations(chance, count):
    made = {}
    while len(made) < count:
        kind, word = chance.choice(KINDS)
        name = f"{word} {chance.choice(NAMES)} {chance.randint(1, 9_999)}"
        slug = name.lower().replace("é", "e").replace("è", "e").replace("ê", "e").replace("’", "-").replace(" ", "-")
        made[slug] = (kind, name)
    return made


def sentence(chance):
    return (f"{chance.choice(LINKS)} {chance.choice(SUBJECTS)[0].lower()}{chance.choice(SUBJECTS)[1:]} {chance.choice(VERBS)} "
            f"{chance.choice(OBJECTS)} {chance.choice(WAYS)}, pour {chance.choice(AIMS)}.")


def paragraph(chance, sentences):
    return " ".join([sentence(chance) for _ in range(sentences)] + [chance.choice(DETAILS)])


def some(chance, terms, most):
    return chance.sample(terms, chance.randint(1, min(most, len(terms))))


def experience(number, chance, labels, places, names):
    """One experience: its file, and the same as a document."""
    words = {vocabulary: list(terms) for vocabulary, terms in labels.items()}
    title, subject, theme, category, sector = chance.choice(ACTIONS)
    spot = chance.choice(places.neighbourhoods if chance.random() < 0.4 else places.communes)
    town = places.name(spot)
    full = f"{title} à {town} : {chance.choice(AIMS)}, édition {number}"
    year = chance.randint(2016, 2025)
    classification = {
        "category": sorted({category, *some(chance, words["category"], 2)}),
        "lever": some(chance, words["lever"], 2), "objective": some(chance, words["objective"], 2),
        "public": some(chance, words["public"], 3), "theme": list(dict.fromkeys([theme, *some(chance, words["theme"], 2)])),
        "sector": [sector], "lead-kind": [chance.choice(words["lead-kind"])], "scale": [chance.choice(words["scale"])],
        "means": [chance.choice(words["means"])], "maturity": [chance.choice(words["maturity"])],
    }
    slugs = list(names)
    partners = [(chance.choice(slugs), ROLES[min(i, 4)] if i < 2 else chance.choice(ROLES[2:])) for i in range(chance.randint(3, 7))]
    partners = list(dict.fromkeys(partners))
    units = chance.sample(UNITS, 3)
    sections = {
        "## Présentation": paragraph(chance, 4) + f" Le {subject} en est le cœur.\n\n" + paragraph(chance, 3),
        "## Enjeux\n\n### Pour les habitants et les partenaires": paragraph(chance, 2),
        "### Pour les acteurs économiques": paragraph(chance, 2),
        "## Éléments de contexte": paragraph(chance, 3),
        "## Pour aller plus loin": paragraph(chance, 2),
    }
    summary = f"À {town[:60]}, {chance.choice(SUBJECTS).lower()} {chance.choice(VERBS)} {chance.choice(OBJECTS)}."[:180]
    brief = [sentence(chance) for _ in range(3)]
    known = chance.choice(words["known-status"])
    head = [f"title = {quoted(full)}", f"summary = {quoted(summary)}", 'status = "published"',
            "in_brief = [\n" + "".join(f"  {quoted(line)},\n" for line in brief) + "]",
            f"\n[situation]\nyear = {year}\nknown = {quoted(known)}", "\n[classification]"]
    head += [f"{axis} = {json.dumps(terms)}" for axis, terms in classification.items()]
    head += [f'\n[[sources]]\nkey = "bilan"\ntitle = "Bilan de l’action"\nyear = {year}']
    head += [f'\n[[places]]\nterritory = "{spot}"\nrelation = "happens-in"\nyear = {year - chance.randint(0, 8)}']
    head += [f'\n[[partners]]\norganisation = "{slug}"\nrole = "{role}"' for slug, role in partners]
    for rank, unit in enumerate(units):
        head += [f'\n[[figures]]\nlabel = "{LABELS[unit]}"\nvalue = {chance.randint(5, 4000)}\nunit = "{unit}"\nqualifier = "exact"\n'
                 f'nature = "measured"\nfrom = "{year}"\nto = "{year}"\nsource = "bilan"' + ("\nheadline = true" if rank < 2 else "")]
    kind, asked = chance.choice(words["contribution"]), chance.choice(DETAILS)
    head += [f'\n[[contributions]]\nkind = "{kind}"\nwhat = {quoted(asked)}']
    body = "\n\n".join(f"{title}\n\n{text}" for title, text in sections.items())
    filed = [labels[axis][term] for axis, terms in classification.items() for term in terms]
    document = {
        "slug": f"experience-{number}", "year": year, "town": town, "title": full, "summary": summary,
        "in_brief": " ".join(brief), "partners": " ".join(dict.fromkeys(names[slug] for slug, _ in partners)),
        "places": " ".join(places.names_around(spot)), "labels": " ".join([*filed, labels["contribution"][kind], asked]),
        "body": " ".join(sections.values()), "figures": " ".join(LABELS[unit] for unit in units),
        **{axis.replace("-", "_"): terms for axis, terms in classification.items()},
        "contribution": [kind], "known_status": [known], "town_size": places.town_sizes(spot),
        "territory": places.large_around(spot),
    }
    return "+++\n" + "\n".join(head) + "\n+++\n\n" + body + "\n", document


def queries(chance, labels, count):
    pools = [a[1] for a in ACTIONS] + ["habitants", "emploi", "jeunes", "entreprises",
             "bénévoles", "repas partagé", "confiance", "réseau", "stage", "quartier", "mobilité", "convention", "budget"]
    pools += [word.split()[-1] for word in OBJECTS + WAYS + AIMS] + NAMES
    axes = {"categorie": "category", "levier": "lever", "objectif": "objective", "public": "public", "theme": "theme",
            "secteur": "sector", "porteur": "lead-kind", "echelle": "scale", "moyens": "means", "apport": "contribution",
            "maturite": "maturity", "statut": "known-status"}
    made = {}
    while len(made) < count:
        pairs = [("q", " ".join(chance.sample(pools, chance.choice([1, 1, 2, 2, 3]))))]
        for parameter in chance.sample(list(axes), chance.choice([0, 0, 1, 1, 2])):
            pairs.append((parameter, chance.choice(list(labels[axes[parameter]]))))
        made[urlencode(pairs)] = None
    return list(made)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help="how many experiences, up to 100,000")
    parser.add_argument("folder", type=Path, help="where to write")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    labels, places = vocabularies(), Territories.read(ROOT / "data" / "territories")
    known = organisations(chance, max(50, min(2_000, options.count // 5)))
    bank = options.folder / "bank"
    bank.mkdir(parents=True, exist_ok=True)
    with (bank / "organisations.toml").open("w", encoding="utf-8") as file:
        for slug, (kind, name) in sorted(known.items()):
            file.write(f"[[organisation]]\nslug = {quoted(slug)}\nname = {quoted(name)}\nkind = {quoted(kind)}\n\n")
    names = {slug: name for slug, (_, name) in sorted(known.items())}
    with (options.folder / "documents.jsonl").open("w", encoding="utf-8") as documents:
        for number in range(1, options.count + 1):
            text, document = experience(number, chance, labels, places, names)
            folder = bank / document["slug"]
            folder.mkdir(exist_ok=True)
            (folder / "experience.md").write_text(text, encoding="utf-8")
            documents.write(json.dumps(document, ensure_ascii=False) + "\n")
    (options.folder / "queries.txt").write_text("\n".join(queries(chance, labels, 5_000)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

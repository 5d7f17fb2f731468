#!/usr/bin/env python3
"""How the names of official places are written here.

The files of the ANCT put a capital on each word of some names, and write others all in capitals. `written` puts them as one
writes French: small words in lower case inside a name, words in capitals back to one capital; acronyms and Roman figures
stay, and so does whatever begins a name of its own (« Quartier La Croix de Metz », « Crins - En Gach »).

    python3 -m doctest names.py     # the cases
    python3 names.py                # writes the tables beside this folder again, as tables.py makes them
"""

import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent.parent

SMALL = {"au", "aux", "d", "de", "des", "du", "en", "et", "sous", "sur", "à"}
# Small only after one of those that has a needless capital too: « Quartier De La Gare », but « Quartier La Penotte » and
# « Agglomération de La Rochelle ».
ARTICLES = {"l", "la", "le", "les"}
BEFORE_ARTICLES = {"de", "en", "et", "sous", "sur", "à"}
ACRONYMS = {"BCDM", "CA", "CAP", "CC", "CU", "HBM", "HLM", "QPV", "RN", "SAN", "ZAC", "ZUP", "ZUS"}
# Acronyms that no French word looks like: to be put back in capitals.
SURE_ACRONYMS = {"HBM", "HLM", "QPV", "ZAC", "ZUP", "ZUS"}
ROMAN = re.compile(r"(?=[IVX])X{0,3}(IX|IV|V?I{0,3})")
# Capitals have lost the accents of these.
ACCENTS = {
    "ACHERES": "Achères",
    "AGGLOMERATION": "Agglomération",
    "COMMUNAUTE": "Communauté",
    "DROMARDECHE": "DrômArdèche",
    "DROME": "Drôme",
    "ESTEREL": "Estérel",
    "EUROMETROPOLE": "Eurométropole",
    "LO": "Lô",
    "MEDITERRANEE": "Méditerranée",
    "METROPOLE": "Métropole",
    "MONTELIMAR": "Montélimar",
    "PERIGUEUX": "Périgueux",
    "RETHELOIS": "Rethélois",
}

CASES = """
Port Du Rhin → Port du Rhin
Plateau De Haye Nancy - Maxéville → Plateau de Haye Nancy - Maxéville
Plateau De Haye - Champ Le Boeuf → Plateau de Haye - Champ Le Boeuf
Cité De L’Ill → Cité de l’Ill
Quartier De La Gare → Quartier de la Gare
Quartier De Bourtzwiller → Quartier de Bourtzwiller
Quartier La Croix De Metz → Quartier La Croix de Metz
Quartier Les Coteaux → Quartier Les Coteaux
La Cité-Jardin → La Cité-Jardin
Gare Et Verrière → Gare et Verrière
Les Sarments Et Les Nérins - Jean Bouin → Les Sarments et les Nérins - Jean Bouin
Vieille Ville Et Ville Haute → Vieille Ville et Ville Haute
Val D’Argent Nord → Val d’Argent Nord
Du Village Au Moulin → Du Village au Moulin
La Grange Aux Cerfs → La Grange aux Cerfs
Quartier Des Cités 6 Et 30 → Quartier des Cités 6 et 30
Commune De Paris - 8 Mai 1945 → Commune de Paris - 8 Mai 1945
De Gaulle → De Gaulle
La Pépinière-De Gaulle → La Pépinière-De Gaulle
Comtesse De Ségur → Comtesse de Ségur
Jas-De-Bouffan → Jas-de-Bouffan
Villeneuve-Les-Salines → Villeneuve-les-Salines
Boudème-Les Deux Portes-Bargemont → Boudème-Les Deux Portes-Bargemont
Flers En Escrebieux Pont De La Deûle - Dorignies → Flers en Escrebieux Pont de la Deûle - Dorignies
Saint Pol Sur Mer Quartiers Ouest → Saint Pol sur Mer Quartiers Ouest
En Jacca → En Jacca
Crins - En Gach → Crins - En Gach
Centre Ville : Defresne - Vilmorin → Centre Ville : Defresne - Vilmorin
La Redoute (Le Fort-Michelet) → La Redoute (Le Fort-Michelet)
Zac Des Deux Villes → ZAC des Deux Villes
Quartier Bas-Vernet Ancien Zus → Quartier Bas-Vernet Ancien ZUS
Bas-Vernet Nouveau QPV → Bas-Vernet Nouveau QPV
HBM - Les Tours → HBM - Les Tours
RN1-Les Sables Blancs → RN1-Les Sables Blancs
JT - Taaone → JT - Taaone
Université I → Université I
Université II → Université II
Jeanne IV → Jeanne IV
Métropole de LYON → Métropole de Lyon
EUROMETROPOLE DE STRASBOURG → Eurométropole de Strasbourg
CC DU PAYS RETHELOIS → CC du Pays Rethélois
CA LE GRAND PERIGUEUX → CA Le Grand Périgueux
COMMUNAUTE DE COMMUNES DU SUD CORSE → Communauté de Communes du Sud Corse
CC d’AVRANCHES-MONT ST MICHEL → CC d’Avranches-Mont St Michel
Communauté d’agglomération SAINT-LO AGGLO → Communauté d’agglomération Saint-Lô Agglo
CA de La Rochelle → CA de La Rochelle
CC des Pays de L’Aigle et de la Marche → CC des Pays de L’Aigle et de la Marche
CC Rhône Lez Provence → CC Rhône Lez Provence
CA CAP Excellence → CA CAP Excellence
SAN Ouest Provence → SAN Ouest Provence
CA du Pays d’Aix en Provence (CAPA) → CA du Pays d’Aix en Provence (CAPA)
CA de Béthune [C.A.D.] → CA de Béthune [C.A.D.]
dinan communauté → Dinan communauté
"""


def written(name):
    """A name as one writes it; writing it twice changes nothing.

    >>> pairs = [line.split(" → ") for line in CASES.strip().splitlines()]
    >>> [(written(name), wanted) for name, wanted in pairs if written(name) != wanted]
    []
    >>> [wanted for _, wanted in pairs if written(wanted) != wanted]
    []
    """
    out = ""
    for part in re.split(r"([^\W\d_]+)", name):
        at = len(out)
        out += word(part, name[:at], name[at + len(part) :]) if part.isalpha() else part
    return out[:1].upper() + out[1:]


def word(text, before, after):
    """One word of a name, between what stands before it and after."""
    if re.search(r"[(\[][^)\]]*$", before) or after[:1].isdigit():
        return text
    small = text.lower()
    if text.upper() in SURE_ACRONYMS:
        return text.upper()
    if text[0].isupper() and is_small(small, before, after):
        return small
    is_shouted = text.isupper() and (len(text) > 2 or small in SMALL | ARTICLES | {"st"} or text in ACCENTS)
    if is_shouted and len(text) > 1 and text not in ACRONYMS and not ROMAN.fullmatch(text):
        return ACCENTS.get(text, text.capitalize())
    return text


def is_small(small, before, after):
    if not before or re.search(r"( -|[:/(,])\s*$", before):
        return False
    if small == "d":
        return after.startswith("’")
    # « Pont-De-Bondy » and « Port Du Rhin », but « La Pépinière-De Gaulle ».
    joined = before[-1] == after[:1] and before[-1] in " -"
    if small in SMALL:
        return joined
    if small in ARTICLES:
        last = re.findall(r"[^\W\d_]+", before)[-1]
        follows = last[0].isupper() and last.lower() in BEFORE_ARTICLES and before[-1] in " -"
        return follows or (joined and before[-1] == "-")
    return False


def main():
    for name in ("qpv.tsv", "contrats.tsv"):
        header, *rows = (HERE / name).read_text().splitlines()
        column = header.split("\t").index("name")
        rows = [row.split("\t") for row in rows]
        for row in rows:
            row[column] = written(row[column])
        (HERE / name).write_text("\n".join([header, *("\t".join(row) for row in rows)]) + "\n")


if __name__ == "__main__":
    main()

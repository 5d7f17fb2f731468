feed-title = Expériences de la banque
api-key-unknown = Cette clé n’est pas connue : retirez-la.
api-value-refused = « { $value } » n’est pas une valeur admise ici.
api-value-unknown = La banque n’a pas la valeur « { $value } ».
api-limit-refused = « { $value } » n’est pas admis ici : écrivez un nombre de { $least } à { $most }.
api-key-twice = Cette clé n’a qu’une valeur : écrivez-la une fois.
api-crowded = Trop de valeurs : { $most } au plus par clé, { $all } en tout.
api-territory-unknown = Aucun territoire ne porte le code « { $value } ».
api-territory-bare = « { $value } » n’a pas de niveau : écrivez { $candidates }.
datasets-title = Données ouvertes
datasets-lead = Toute la banque, en tables que l’on peut reprendre, citer et relier.
datasets-state = { $total ->
    [0] La banque est vide.
    [one] { $total } expérience. État du { $date }.
   *[other] { $total } expériences. État du { $date }.
  }
datasets-withdrawn = { $count ->
    [one] { $count } expérience retirée garde une ligne, pour que vous puissiez la retirer aussi.
   *[other] { $count } expériences retirées gardent une ligne, pour que vous puissiez les retirer aussi.
  }
datasets-tables = Les tables
datasets-rows = { $count ->
    [0] Aucune ligne.
    [one] { $count } ligne.
   *[other] { $count } lignes.
  }
datasets-schema = Schéma des colonnes
datasets-geojson = Points de la carte (GeoJSON)
datasets-follow = Suivre les changements
datasets-since = Ajoutez « ?modifie_depuis=2026-01-31 » à l’adresse d’une table : elle ne donne plus que ce qui a changé depuis ce jour. Un instant convient aussi : « 2026-01-31T08:00:00+01:00 ».
datasets-since-rows = Une expérience modifiée revient avec toutes ses lignes, qui remplacent les précédentes. Une expérience retirée garde une ligne dans la table des expériences, et n’en a plus ailleurs. Les vocabulaires, courts et sans date, viennent toujours entiers.
datasets-since-refused = « { $value } » n’est pas admis ici : écrivez un jour (2026-01-31) ou un instant (2026-01-31T08:00:00+01:00).
datasets-other-day-title = La banque n’a pas d’état de ce jour
datasets-other-day = La banque ne garde que son dernier état. Le voici, avec sa date.
datasets-forms = Dates et formes
datasets-dated = Chaque fichier porte dans son nom le jour de l’état qu’il contient. Une adresse peut nommer ce jour : « /donnees/experiences-{ $day }.csv » ne donne que l’état de ce jour-là ; sans date, l’adresse donne toujours le dernier.
datasets-csv = Ces CSV sont faits pour des programmes : UTF-8, virgules, points décimaux, textes tels quels. Celui d’une recherche (« /experiences.csv ») est fait pour un tableur : séparateurs de la langue, et une apostrophe devant tout texte qu’un tableur prendrait pour une formule.
about-title = Licence
about-what = Quoi
about-value = Valeur
about-licence = Licence
about-licence-url = Texte de la licence
about-site = Site
about-publisher = Éditeur
about-address = Adresse
about-state = État du
datasets-catalogue = Catalogue DCAT (JSON-LD)
datasets-feed = Fil Atom des expériences
datasets-api = Interface de programmation (API)
datasets-sources = Sources des territoires et des contours
datasets-sources-text = Les noms, les codes, les habitants et les contours des cartes viennent de ces données publiques. Citez leur producteur quand vous les reprenez.
datasets-source-title = Données
datasets-source-producer = Producteur
datasets-source-vintage = Millésime
datasets-source-licence = Licence
datasets-licence = Licence
datasets-licence-text = Les textes et les données de la banque sont publiés sous cette licence : citez la source et la date.
datasets-columns = Colonnes
panel-experiences = { $count ->
    [one] { $count } expérience
   *[other] { $count } expériences
  }
panel-goods = En nature :
panel-referent = Répond aux questions
panel-source = A publié la source
panel-under = sous le nom de
panel-places = Lieux de ces expériences
panel-territory = Expériences
panel-inside = { $count ->
    [0] Aucune expérience de la banque ne se déroule ici.
    [one] { $count } expérience se déroule ici.
   *[other] { $count } expériences se déroulent ici.
  }
panel-search = Chercher parmi elles
panel-actors = Structures, par rôle
panel-actors-help = Sans celles dont le siège se trouve dans un autre lieu de la même expérience.

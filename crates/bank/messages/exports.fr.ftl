feed-title = Expériences de la banque
api-key-unknown = Cette clé n’est pas connue : retirez-la.
api-value-refused = « { $value } » n’est pas une valeur admise ici.
api-value-unknown = La banque n’a pas la valeur « { $value } ».
api-limit-refused = « { $value } » n’est pas admis ici : écrivez un nombre de { $least } à { $most }.
api-key-twice = Cette clé n’a qu’une valeur : écrivez-la une fois.
api-crowded = Trop de valeurs : { $most } au plus par clé, { $all } en tout.
api-territory-unknown = Aucun territoire ne porte le code « { $value } ».
api-territory-bare = « { $value } » n’a pas de niveau : écrivez { $candidates }.
datasets-title = Données ouvertes
datasets-lead = Toute la banque, en tables que l’on peut reprendre, citer et relier.
datasets-state = { $total ->
    [0] La banque est vide.
    [one] { $total } expérience, dernière modification le { $date }.
   *[other] { $total } expériences, dernière modification le { $date }.
  }
datasets-withdrawn = { $count ->
    [one] { $count } expérience retirée garde une ligne, pour que vous puissiez la retirer aussi.
   *[other] { $count } expériences retirées gardent une ligne, pour que vous puissiez les retirer aussi.
  }
datasets-tables = Les tables
datasets-schema = Schéma des colonnes
datasets-geojson = Points de la carte (GeoJSON)
datasets-follow = Suivre les changements
datasets-since = Ajoutez « ?modifie_depuis=2026-01-31 » à l’adresse d’une table : elle ne donne plus que ce qui a changé depuis ce jour.
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
datasets-licence-text = Les textes et les données de la banque sont publiés sous cette licence : citez la source et la date.
datasets-columns = Colonnes
panel-experiences = { $count ->
    [one] { $count } expérience
   *[other] { $count } expériences
  }
panel-goods = En nature :
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

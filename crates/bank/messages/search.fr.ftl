# Accueil, recherche, carte, intégration. Mêmes clés, même ordre, que search.en.ftl.
colon = { " : " }

card-keep = Ajouter à mon recueil
card-kept = Dans mon recueil

column-experience = Expérience
column-place = Où
column-lead = Qui porte
column-publics = Pour qui
column-situation = Situation

facet-organisation = Structure
facet-territory = Territoire
facet-selected = Choix :
facet-more = { $count ->
    [one] Voir 1 autre valeur
   *[other] Voir { $count } autres valeurs
}
territory-region = { $name } (région)

search-title = Toutes les expériences
search-map-title = La carte des expériences
search-description = Cherchez parmi les expériences des acteurs économiques dans les quartiers prioritaires : par mot, par besoin, par territoire.
search-feed = Cette recherche, en fil Atom
search-label = Chercher une expérience
search-button = Chercher
search-placeholder = Mot, ville, structure
search-help = Pour préciser : « des mots exacts » entre guillemets, -mot pour exclure.
search-filters = Affiner
search-active-filters = Filtres choisis
search-remove-filter = Retirer le filtre
search-clear = Tout effacer
search-views = Affichage
search-view-list = Liste
search-view-table = Tableau
search-view-map = Carte
search-sort = Trier par
search-sort-relevance = pertinence
search-sort-date = année
search-sort-name = titre
search-sort-freshness = fraîcheur
search-results = Résultats
search-found = { $count ->
    [0] Aucune expérience
    [one] { $count } expérience
   *[other] { $count } expériences
}
search-found-for = { $count ->
    [0] { $filtered ->
        [yes] Aucune expérience pour « { $words } » avec ces filtres
       *[no] Aucune expérience pour « { $words } »
    }
    [one] { $count } expérience pour « { $words } »
   *[other] { $count } expériences pour « { $words } »
}
search-read-as = « { $typed } » a été lu « { $read } ».
search-relaxed = Aucune expérience ne contient les { $wanted } mots cherchés : voici celles qui en contiennent au moins { $required }.
search-missing-words = { $count ->
    [one] Ce mot n’apparaît dans aucune expérience : { $words }.
   *[other] Ces mots n’apparaissent dans aucune expérience : { $words }.
}
search-did-you-mean = Vouliez-vous dire :
search-nothing-title = Rien ne correspond à cette recherche
search-nothing = Essayez un de ces chemins : chacun mène à des expériences.
search-nearest = Une écriture proche
search-drop-filter = Retirer un filtre
search-without-filters = { $count ->
    [one] Garder les mots, retirer tous les filtres (1 expérience)
   *[other] Garder les mots, retirer tous les filtres ({ $count } expériences)
}
search-without-words = { $count ->
    [one] Garder les filtres, retirer les mots (1 expérience)
   *[other] Garder les filtres, retirer les mots ({ $count } expériences)
}
search-all = { $count ->
    [one] Voir la seule expérience
   *[other] Voir les { $count } expériences
}
apart-former = Dans le quartier de 2015 repris
apart-former-help = { $count ->
    [one] Cette expérience a été décrite dans le périmètre de 2015, que ce quartier reprend.
   *[other] Ces expériences ont été décrites dans le périmètre de 2015, que ce quartier reprend.
}
apart-following = Dans le quartier de 2024 qui prend la suite
apart-following-help = { $count ->
    [one] Cette expérience est décrite dans le périmètre de 2024, qui reprend celui-ci.
   *[other] Ces expériences sont décrites dans le périmètre de 2024, qui reprend celui-ci.
}
apart-planned = { $count ->
    [one] Envisagée ici
   *[other] Envisagées ici
}
apart-planned-help = { $count ->
    [one] Au moment du récit, elle était prévue ici. Rien ne dit encore qu’elle s’y déroule.
   *[other] Au moment du récit, elles étaient prévues ici. Rien ne dit encore qu’elles s’y déroulent.
}
apart-elsewhere = { $count ->
    [one] Existe aussi ici
   *[other] Existent aussi ici
}
apart-elsewhere-help = { $count ->
    [one] La même action existe aussi ici ; la fiche raconte ce qui s’est fait ailleurs.
   *[other] Les mêmes actions existent aussi ici ; les fiches racontent ce qui s’est fait ailleurs.
}
apart-covering = Aussi à une échelle plus large
apart-covering-region = Aussi à l’échelle régionale
apart-covering-departement = Aussi à l’échelle départementale
apart-covering-epci = Aussi à l’échelle intercommunale
apart-covering-help = { $count ->
    [one] 1 expérience couvre tout le territoire autour, sans lieu à l’intérieur.
   *[other] { $count } expériences couvrent tout le territoire autour, sans lieu à l’intérieur.
}
apart-all = Tout ce qui concerne ce territoire
search-take = Emporter
search-format-pdf = PDF
search-format-xlsx = Tableur (XLSX)
search-format-csv = CSV
search-format-json = JSON
search-format-atom = Fil Atom
search-embed = Intégrer à un site
search-unknown-keys = { $count ->
    [one] L’adresse contient un paramètre inconnu, qui a été ignoré : { $keys }.
   *[other] L’adresse contient des paramètres inconnus, qui ont été ignorés : { $keys }.
}
search-refused-tri = « { $value } » n’est pas un ordre de tri. Les résultats sont dans l’ordre habituel. Les valeurs possibles sont pertinence, date, nom et fraicheur.
search-refused-vue = « { $value } » n’est pas un affichage. Les résultats sont en liste. Les valeurs possibles sont liste, tableau et carte.
search-refused-page = « { $value } » n’est pas un numéro de page. Voici la première page.
search-beyond-end = La page { $page } n’existe pas. Voici la dernière, la page { $pages }.
search-shortened = Votre recherche est très longue : seul son début (300 caractères) a été cherché.
search-crowded = L’adresse contient trop de valeurs : { $most } au plus par paramètre, { $all } en tout. Les suivantes ont été ignorées : { $keys }.
search-unknown = { $what } « { $value } ».
search-unknown-value = La banque n’a pas cette valeur :
search-unknown-territory = Aucun territoire ne porte ce code :
search-ambiguous-territory = Plusieurs territoires portent ce code :
search-unknown-organisation = Aucune structure ne porte ce nom dans l’adresse :

map-start = Ouvrir la carte interactive
map-picture = Carte des lieux des expériences : la liste qui suit dit la même chose.
map-list = { $count ->
    [one] { $count } lieu
   *[other] { $count } lieux
}
map-here = { $count ->
    [one] { $count } expérience
   *[other] { $count } expériences
}
map-one = # expérience
map-many = # expériences
map-closer = agrandir
map-more = { $count ->
    [one] et 1 autre lieu : choisissez un territoire pour le voir.
   *[other] et { $count } autres lieux : choisissez un territoire pour les voir.
}
map-close = Fermer ce lieu
map-see = Voir la liste de ces expériences
map-none = Aucune de ces expériences n’a de lieu précis : elles couvrent tout un territoire.
map-without = { $count ->
    [one] 1 expérience de cette recherche n’a pas de lieu précis.
   *[other] { $count } expériences de cette recherche n’ont pas de lieu précis.
}
map-unknown-key = « { $key } » n’est pas une clé de cette adresse.
map-source = Contours :

suggestion-word = Mot
suggestion-experience = Expérience
suggestion-territory = Territoire
suggestion-organisation = Structure
suggestions-title = Que chercher ?
suggestions-label = Commencez un mot
suggestions-button = Proposer
suggestions-none = Aucun mot, lieu ou structure de la banque ne commence ainsi.
suggestions-all = Voir toutes les expériences
suggestions-unknown-key = « { $key } » n’est pas une clé de cette adresse : il n’y a que q.

home-title = Des actions qui marchent ailleurs, prêtes pour votre quartier
home-lead = Ce que des entreprises, des associations et des habitants font ensemble dans les quartiers prioritaires : avec des chiffres, des sources et quelqu’un à appeler.
home-examples = Par exemple :
home-swarm = { $count ->
    [one] Chaque cellule est une expérience, de la couleur de sa première catégorie.
   *[other] Chaque cellule vaut { $count } expériences.
}
home-doors = Trois entrées
home-door-need = Ce que vous pouvez donner
home-door-need-help = Entreprise, commerce, indépendant : voici ce que ces actions attendent de vous.
home-door-territory = Où cela se passe
home-door-territory-help = Ce qui existe déjà près de chez vous.
home-door-lever = Pourquoi s’engager
home-door-lever-help = Ce qu’un acteur économique y gagne.
home-whole-map = Toute la carte
home-new = Dernières arrivées
home-figures = La banque en ce moment
home-figure-experiences = { $count ->
    [one] expérience
   *[other] expériences
}
home-figure-places = { $count ->
    [one] lieu
   *[other] lieux
}
home-figure-organisations = { $count ->
    [one] structure
   *[other] structures
}
home-figure-figures = { $count ->
    [one] chiffre sourcé
   *[other] chiffres sourcés
}
home-empty-title = La banque est prête, elle attend ses premières expériences
home-empty = Rien n’est encore publié ici. Revenez bientôt : chaque expérience apparaîtra sur cette page dès sa publication.

embed-page-title = Intégrer une recherche à votre site
embed-lead = Choisissez ce que vos visiteurs verront, regardez le résultat, copiez le code. La liste ou la carte restera à jour.
embed-nobody-title = Aucun site n’est encore autorisé
embed-nobody = L’aperçu fonctionne ici. Pour l’afficher ailleurs, demandez à l’équipe de ce site d’autoriser l’adresse du vôtre.
embed-allowed = Le cadre s’affiche sur les sites autorisés :
embed-words = Mots cherchés
embed-everywhere = Partout
embed-view = Affichage
embed-height = Hauteur, en pixels
embed-height-help = De 300 à 2 000.
embed-height-refused = La hauteur est un nombre de 300 à 2 000.
embed-refused = Un champ est à corriger
embed-show = Voir le résultat
embed-code = Le code à copier
embed-code-help = Collez-le dans la page de votre site, à l’endroit voulu.
embed-preview = Aperçu
embed-title-list = Expériences, sur { $site }
embed-title-map = Carte des expériences, sur { $site }
embed-whole = Voir sur { $site }

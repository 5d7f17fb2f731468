territories-title = Territoires
territories-lead = Des régions aux quartiers prioritaires : ce qui se passe dans chaque territoire.
territories-search = Chercher un territoire par son nom ou son code
territories-find = Chercher
territories-found = { $count ->
    [0] Aucun territoire ne commence par « { $words } »
    [one] Un territoire pour « { $words } »
   *[other] { $count } territoires pour « { $words } »
  }
territories-regions = Régions et départements
territories-former = Les quartiers prioritaires de 2015 ne sont pas tous dans les tables : il y en a { $count } ({ $regions }). Ceux de 2024 y sont tous.
territories-overseas = La carte montre la France métropolitaine ; les territoires d’outre-mer sont dans la liste.
territory-above = Territoires qui le contiennent
territory-code = code { $code }
territory-picture = Carte du territoire et de ses voisins
territory-no-picture = Les tables officielles ne disent pas où le placer sur une carte.
territory-nothing = Aucune expérience n’est encore recensée ici.
territory-see-all = Voir toutes les expériences
territory-official = Données officielles
territory-official-code = Code
territory-population = Habitants
territory-population-source = Habitants :
territory-before = Quartiers de 2015 repris
territory-after = Quartiers de 2024 qui prennent la suite
territory-point-successor = Le point placé sur la carte est celui du quartier de 2024 : le périmètre de 2015 ne figure pas dans les tables.
territory-source = Source :
territory-contours = Contours :
territory-told = Ce qu’annoncent les documents, ce que comptent les tables
territory-told-why = Les nombres diffèrent selon la source. Les voici tous, chacun avec la sienne.
territory-told-what = Ce qui est compté
territory-told-announced = Annoncé
territory-told-counted = Dans les tables
territory-told-source = Annoncé en { $year } par :
territory-postcodes = Codes postaux
territory-former-names = Autres noms, aujourd’hui ou autrefois
territory-former = { $name } (code { $code })
territory-former-until = { $name } (code { $code }), jusqu’au { $day }
territory-figure-population-in-qpv = Habitants des quartiers prioritaires
territory-changes = De 2015 à 2024
territory-change-unchanged = périmètre de 2015 inchangé
territory-change-changed = périmètre de 2015 redessiné
territory-change-new = nouveau quartier
territory-change-unsaid = prend la suite
territory-differences = Ce que les sources disent autrement
territory-differences-why = Les fichiers officiels n’ont pas tous la même date. Voici ce que dit chacun.
territory-difference-about = Sujet
territory-difference-followed = Suivi par le site
territory-difference-other = Dit par une autre source
territory-difference-existence = Ce territoire
territory-difference-name = Nom
territory-difference-none = n’y figure pas
territory-contacts = { $count ->
    [one] Un point de contact de La Poste
   *[other] { $count } points de contact de La Poste
  }
territory-contact-post-office = bureau de poste
territory-contact-municipal = agence postale tenue par la commune
territory-contact-shop = relais chez un commerçant
territory-contact-other = autre point de contact
territory-measure-qpv = Quartiers prioritaires (2015)
territory-measure-contrat = Contrats de ville (2015-2023)
territory-left-out = { $count ->
    [one] Un autre n’est pas affiché ; la recherche le trouve.
   *[other] { $count } autres ne sont pas affichés ; la recherche les trouve.
  }
territory-candidates = Quel territoire porte le code { $code } ?
territory-candidates-lead = Plusieurs territoires ont ce code. Choisissez le vôtre.
territory-unknown-title = Ce territoire est inconnu
territory-unknown = Aucun territoire des tables officielles n’a ce code. Cherchez-le par son nom dans la liste des territoires.
territory-level-region = Région
territory-level-departement = Département
territory-level-arrondissement = Arrondissement
territory-level-epci = Intercommunalité
territory-level-commune = Commune
territory-level-municipal = Arrondissement municipal
territory-level-contrat = Contrat de ville 2015-2023
territory-level-qpv = Quartier prioritaire
territory-level-qpv-2015 = Quartier prioritaire (2015-2023)
territory-level-qpv-2024 = Quartier prioritaire (depuis 2024)
territory-count-departement = { $count ->
    [one] Un département
   *[other] { $count } départements
  }
territory-count-arrondissement = { $count ->
    [one] Un arrondissement
   *[other] { $count } arrondissements
  }
territory-count-epci = { $count ->
    [one] Une intercommunalité
   *[other] { $count } intercommunalités
  }
territory-count-commune = { $count ->
    [one] Une commune
   *[other] { $count } communes
  }
territory-count-contrat = { $count ->
    [one] Un contrat de ville
   *[other] { $count } contrats de ville
  }
territory-count-qpv-2024 = { $count ->
    [one] Un quartier prioritaire de 2024
   *[other] { $count } quartiers prioritaires de 2024
  }
territory-count-qpv-2015 = { $count ->
    [one] Un quartier prioritaire de 2015
   *[other] { $count } quartiers prioritaires de 2015
  }
territory-count-neighbours = { $count ->
    [one] Un voisin
   *[other] { $count } voisins
  }
territory-live-map = Ouvrir la carte interactive
territory-map-click = Touchez la carte pour savoir ce qui couvre un point.
territory-here = Qu’est-ce qui couvre un point précis ?
here-title = Qu’est-ce qui couvre ce point ?
here-lead = De la région au quartier prioritaire : tous les territoires officiels où se trouve un lieu.
here-address = Adresse
here-address-help = Numéro, rue et commune : 12 rue des Jardins, Metz
here-find = Chercher
here-position = Utiliser ma position
here-position-asked = Recherche de votre position…
here-position-refused = Votre position n’est pas connue : votre appareil ou son navigateur ne la donne pas. Saisissez une adresse, ou touchez la carte.
here-coordinates = Par coordonnées
here-lon = Longitude
here-lat = Latitude
here-coordinates-help = En degrés décimaux (WGS84), par exemple 6,1757 et 49,1193.
here-fault-coordinates = Ces coordonnées ne désignent aucun point du globe. La longitude va de -180 à 180, la latitude de -90 à 90.
here-fault-no-addresses = Ce site n’a pas encore de table d’adresses. Touchez la carte, utilisez votre position ou donnez des coordonnées.
here-fault-not-found = Aucune adresse connue ne ressemble à celle-ci. Vérifiez la commune, ou touchez la carte.
here-found = Adresse trouvée : { $address }
here-found-unsure = Adresse la plus proche de ce que vous avez écrit : { $address }. Vérifiez que c’est la bonne.
here-accuracy = Le lieu exact peut être à { $metres } m de là.
here-others = Ou bien :
here-point = Ce qui couvre le point { $lon } ; { $lat }
here-layer = Échelon
here-territory = Territoire
here-basis = D’après
here-outside = aucun
here-unknown = On ne sait pas : les périmètres ne sont pas sur ce site.
here-near = Le plus proche : { $name }, à { $distance }.
here-by-perimeter = périmètre officiel
here-by-outline = contour simplifié (à 100 m près)
here-by-table = table des communes
here-missing = Ce qui manque à ce site
here-missing-why = Sans ces périmètres officiels, les réponses viennent des tables ou de contours simplifiés, et les quartiers restent inconnus.
here-missing-addresses = Adresses (Base Adresse Nationale)
here-missing-how = Qui administre ce site peut les apporter avec la commande { $command }.
here-edge = Un point posé sur une limite appartient au territoire.

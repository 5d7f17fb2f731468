listing-title = Expériences
listing-colon = { " : " }
books-too-long-title = Ce livre serait trop long
books-too-long = Un document tient { $limit } expériences au plus. Choisissez-en moins, puis recommencez.
books-too-long-online-title = Ce recueil est trop long pour être composé ici
books-too-long-online = Il tient { $count } expériences ; une page du site en compose { $limit } au plus. Choisissez-en une partie, ou demandez au centre de l’imprimer : la commande « { $command } » le fait sans limite.
books-under-way-title = Le recueil est en cours de composition
books-under-way = Il sera prêt dans un instant, pour tout le monde. Revenez dans vingt secondes : rien ne recommence.

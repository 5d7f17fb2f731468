# The shell's own words. Keys are shared with en.ftl, in the same order.
site-description = Des actions qui marchent ailleurs, à lire, à comparer et à reprendre.
skip-to-content = Aller au contenu
main-navigation = Menu principal
footer-navigation = Informations
theme = Apparence
theme-auto = Apparence : comme le système
theme-light = Apparence : claire
theme-dark = Apparence : sombre
content-licence = Contenus sous
contact = Nous écrire :
back-home = Revenir à l’accueil

previous-page = Page précédente
next-page = Page suivante
page-number = Page { $page }
page-of = Page { $page } sur { $pages }
pagination = Pages de résultats

error-status = Erreur { $status }
error-not-found-title = Cette page n’existe pas
error-not-found = L’adresse a peut-être changé, ou elle contient une faute de frappe.
error-bad-request-title = Cette demande n’a pas été comprise
error-bad-request = Vérifiez l’adresse ou le formulaire, puis recommencez.
error-method-not-allowed-title = Cette action n’est pas possible ici
error-method-not-allowed = Cette adresse ne répond pas à ce genre de demande. Revenez à la page précédente.
error-payload-too-large-title = L’envoi est trop volumineux
error-payload-too-large = Envoyez un fichier plus petit, ou en plusieurs fois.
error-uri-too-long-title = L’adresse est trop longue
error-uri-too-long = Retirez quelques filtres ou raccourcissez la recherche.
error-unsupported-media-type-title = Ce format n’est pas accepté
error-unsupported-media-type = Envoyez le contenu dans un des formats indiqués par la documentation.
error-too-many-requests-title = Trop de demandes à la fois
error-too-many-requests = Patientez un instant, puis recommencez. Rien n’est perdu.
error-internal-title = Quelque chose n’a pas marché
error-internal = La faute est de notre côté et elle est enregistrée. Réessayez dans quelques minutes.
error-unavailable-title = Le service revient bientôt
error-unavailable = Réessayez dans une minute : une opération de maintenance est en cours.

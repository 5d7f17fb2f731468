# Page d’une expérience
experience-crumbs = Vous êtes ici
experience-all = Toutes les expériences
experience-cover = { $count ->
    [one] Dessin : une alvéole, pour le seul partenaire ({ $roles }).
   *[other] Dessin : { $count } alvéoles, une par partenaire ({ $roles }).
}
experience-cells-leads = { $count ->
    [one] une structure porte
   *[other] { $count } structures portent
}
experience-cells-runs = { $count ->
    [one] une met en œuvre
   *[other] { $count } mettent en œuvre
}
experience-cells-funds = { $count ->
    [one] une finance
   *[other] { $count } financent
}
experience-cells-hosts = { $count ->
    [one] une accueille
   *[other] { $count } accueillent
}
experience-cells-supports = { $count ->
    [one] une soutient
   *[other] { $count } soutiennent
}
experience-picture-by = Photo :
experience-where = Où
experience-lead = Qui porte
experience-audience = Pour qui
experience-since = Depuis quand
experience-since-unknown = Non précisé
experience-figures = Chiffres clés
experience-other-figures = Autres chiffres
experience-figure = Chiffre
experience-figure-what = Ce qui est compté
experience-figure-when = Période et périmètre
experience-source = Source
experience-keep = Ajouter à mon recueil
experience-kept = Retirer de mon recueil
experience-see-selection = Voir mon recueil
experience-pdf = Télécharger en PDF
experience-compare = Comparer
experience-share = Partager
experience-by-mail = Envoyer par courriel
experience-link = Lien vers cette page
experience-json = Données (JSON)
experience-in-french = Cette fiche n’est pas encore traduite : elle est en français.
experience-in-brief = En bref
experience-access = Y aller
experience-access-who = Pour qui
experience-access-where = Où
experience-access-when = Quand
experience-access-cost = Combien
experience-presentation = Présentation
experience-stakes = Enjeux
experience-stakes-inhabitants = Pour les habitants et les partenaires
experience-stakes-economic = Pour les acteurs économiques
experience-context = Éléments de contexte
experience-going-further = Pour aller plus loin
experience-worth-noting = À noter
experience-asked = Ce qui est attendu des acteurs économiques
experience-asked-help = Vous dirigez une entreprise ou y travaillez : voici ce que cette action vous demande.
experience-how-much = Combien :
experience-to-be-specified = à préciser avec la structure
experience-means = Ce qu’il faut réunir :
experience-partners = Partenaires
experience-today = Aujourd’hui :
experience-goods = En nature :
experience-places = Lieux
experience-contact = Contact
experience-contact-help = Les structures qui répondent sur cette action, et la fonction de la personne à demander.
experience-website = Site de la structure
experience-centre = Le centre de ressources peut vous mettre en relation :
experience-sources = Sources et liens
experience-links = Pour en savoir plus
experience-filed = Repères
experience-cite = Citer cette fiche
experience-cite-help = Référence à copier
experience-citation = « { $title } », { $site }, situation de { $year }, fiche mise à jour le { $date }. { $address }
experience-updated = Fiche mise à jour le
experience-aside = Dans cette page
experience-contents = Sommaire
experience-similar = Expériences proches
experience-in-common = En commun :
experience-unknown-title = Cette expérience n’existe pas
experience-unknown = L’adresse est peut-être incomplète ou mal recopiée. Voici ce qui s’en approche le plus.
experience-withdrawn-title = Cette fiche a été retirée
experience-withdrawn = Elle n’est plus publiée depuis le { $date }. D’autres expériences peuvent vous aider.

# Comparer
compare-title = Comparer des expériences
compare-lead = Jusqu’à quatre expériences côte à côte.
compare-row = Critère
compare-remove = Retirer
compare-situation = Situation
compare-where = Où
compare-lead-row = Qui porte
compare-audience = Pour qui
compare-in-brief = En bref
compare-figures-measured = Résultats mesurés
compare-figures-cumulative = Résultats cumulés
compare-figures-price = Tarifs
compare-figures-limit = Conditions et limites
compare-figures-target = Objectifs
compare-means = Moyens
compare-asked = Ce qui est attendu
compare-nothing = Rien d’indiqué
compare-empty-title = Rien à comparer pour l’instant
compare-empty = Cherchez une expérience ci-dessous, ou utilisez « Comparer » sur la page d’une expérience.
compare-add = Ajouter une expérience
compare-add-help = Un titre, un lieu, une structure
compare-search = Chercher
compare-found = À ajouter
compare-add-one = Ajouter
compare-none-found = Aucune expérience ne répond à « { $words } ».
compare-near = Proches de ce que vous comparez
compare-too-many = Quatre expériences au plus : les suivantes ne sont pas montrées.
compare-unknown = Introuvable : { $slugs }
compare-full = La comparaison est complète. Retirez une expérience pour en ajouter une autre.
compare-all = Voir toutes les expériences

# Mon recueil
selection-title = Mon recueil
selection-lead = Les expériences que vous gardez, dans votre ordre, avec vos notes.
selection-count = { $count ->
    [one] Une expérience
   *[other] { $count } expériences
}
selection-count-zero = Aucune expérience
selection-privacy = Votre recueil est gardé dans votre navigateur, par un cookie sans identifiant. Personne d’autre ne le voit.
selection-name = Titre du recueil
selection-name-help = Il paraîtra en tête du document.
selection-name-save = Enregistrer le titre
selection-note = Ma note
selection-note-help = Elle paraîtra dans le PDF et le document.
selection-note-save = Enregistrer la note
selection-up = Monter
selection-down = Descendre
selection-remove = Retirer
selection-pdf = Télécharger en PDF
selection-docx = Télécharger en .docx
selection-compare = Comparer les quatre premières
selection-compare-all = Comparer
selection-share = Partager ce recueil
selection-share-help = Ce lien ouvre la même liste, avec son titre et sans vos notes.
selection-clear = Vider mon recueil
selection-empty-title = Votre recueil est vide
selection-empty = Sur la page d’une expérience, choisissez « Ajouter à mon recueil ». Vous pourrez ensuite ordonner votre choix, l’annoter et l’emporter en PDF.
selection-empty-search = Chercher des expériences
selection-empty-all = Feuilleter tout le recueil
selection-shared-untitled = Recueil partagé
selection-shared = Quelqu’un a partagé cette liste avec vous.
selection-adopt = Garder comme mon recueil
selection-adopt-replaces = Elle remplacera le vôtre, qui contient { $count ->
    [one] une expérience
   *[other] { $count } expériences
}.
selection-mine = Voir mon propre recueil
selection-gone = { $count ->
    [one] Cette expérience n’est plus publiée : { $slugs }
   *[other] Ces expériences ne sont plus publiées : { $slugs }
}
selection-forget = Retirer ce qui n’est plus publié
selection-full-title = Votre recueil est plein
selection-full = Il tient { $most } expériences au plus. Retirez-en une avant d’en ajouter une autre.
selection-too-long-title = Ces notes sont trop longues
selection-too-long = Le navigateur garde environ 3 800 signes en tout, titre et notes compris. Raccourcissez une note, puis enregistrez de nouveau.
selection-kept-text = Ce que vous aviez écrit
selection-back = Revenir à mon recueil
selection-unknown-act-title = Action inconnue
selection-unknown-act = Le formulaire est incomplet. Revenez à votre recueil et recommencez.
selection-nothing-title = Il n’y a rien à imprimer
selection-nothing = Ce recueil ne contient aucune expérience publiée. Ajoutez-en une, puis téléchargez-le.

# Le recueil entier
compendium-title = Le recueil
compendium-lead = Toutes les expériences en un seul livre, à télécharger, à imprimer, à transmettre.
compendium-download = Télécharger le recueil (PDF)
compendium-size = { $count ->
    [one] Une expérience
   *[other] { $count } expériences
}, sommaire et index compris.
compendium-foreword = Avant-propos
compendium-method = Méthode
compendium-credits = Crédits
compendium-contents = Sommaire
compendium-uncategorised = Autres
compendium-editions = Éditions
compendium-editions-help = Une édition est figée : elle garde le recueil tel qu’il était, à une adresse qui ne change pas.
compendium-edition = Édition { $name }
compendium-edition-facts = { $count ->
    [one] une expérience
   *[other] { $count } expériences
}, figée le { $date }, PDF de { $size }
compendium-empty-title = Le recueil est vide
compendium-empty = Aucune expérience n’est encore publiée.
compendium-no-edition-title = Cette édition n’existe pas
compendium-no-edition = Voici les éditions figées et le recueil du moment.
compendium-whole = Voir le recueil entier
compendium-own = Composer le vôtre
compendium-own-help = Gardez seulement les expériences qui vous servent : votre recueil s’ouvre sur un tableau d’une page.
compendium-unknown-title = Aucune de ces expériences n’existe
compendium-unknown = L’adresse nomme des expériences qui ne sont pas publiées. Voici le recueil entier.

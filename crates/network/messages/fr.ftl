organisations-title = Structures
organisations-lead = Associations, entreprises, collectivités, services de l’État : celles qui portent, financent ou soutiennent les expériences.
organisations-search = Chercher une structure par son nom, son sigle ou un ancien nom
organisations-find = Chercher
organisations-kinds = Par nature
organisations-drop = Retirer ce filtre
organisations-total = { $count ->
    [0] Aucune structure ne porte ce nom.
    [one] { $count } structure
   *[other] { $count } structures
  }
organisations-all = Voir toutes les structures
organisations-experiences = { $count ->
    [one] { $count } expérience
   *[other] { $count } expériences
  }
organisation-kind = Nature
organisation-seat = Siège
organisation-website = Site
organisation-replaced = Cette structure a laissé la place à
organisation-since = depuis { $date }
organisation-since-day = depuis le { $date }
organisation-before = Auparavant
organisation-until = jusqu’en { $date }
organisation-until-day = jusqu’au { $date }
organisation-nothing = Aucune expérience de la banque ne cite cette structure.

organisations-title = Organisations
organisations-lead = Associations, companies, local authorities, State services: those that lead, fund or support the experiences.
organisations-search = Find an organisation by its name, its acronym or a former name
organisations-find = Search
organisations-kinds = By kind
organisations-drop = Remove this filter
organisations-total = { $count ->
    [0] No organisation has that name.
    [one] { $count } organisation
   *[other] { $count } organisations
  }
organisations-all = See all organisations
organisations-experiences = { $count ->
    [one] { $count } experience
   *[other] { $count } experiences
  }
organisation-kind = Kind
organisation-seat = Seat
organisation-website = Website
organisation-replaced = This organisation was replaced by
organisation-since = since { $date }
organisation-since-day = since { $date }
organisation-before = Before
organisation-until = until { $date }
organisation-until-day = until { $date }
organisation-nothing = No experience of the bank names this organisation.

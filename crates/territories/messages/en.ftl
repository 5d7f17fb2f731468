territories-title = Territories
territories-lead = From regions down to priority neighbourhoods: what is going on in each place.
territories-search = Find a territory by its name or code
territories-find = Search
territories-found = { $count ->
    [0] No territory begins with “{ $words }”
    [one] One territory for “{ $words }”
   *[other] { $count } territories for “{ $words }”
  }
territories-regions = Regions and départements
territories-former = The tables do not hold all priority neighbourhoods of 2015: there are { $count } ({ $regions }). Those of 2024 are all there.
territories-overseas = The map shows mainland France; overseas territories are in the list.
territory-above = What contains it
territory-code = code { $code }
territory-picture = Map of the territory and its neighbours
territory-no-picture = The official tables do not say where to place it on a map.
territory-nothing = No experience has been recorded here yet.
territory-see-all = See all experiences
territory-official = Official data
territory-official-code = Code
territory-population = Inhabitants
territory-population-source = Inhabitants:
territory-before = Takes over from (2015)
territory-after = Taken over by (2024)
territory-point-successor = The mark on the map is that of the 2024 neighbourhood: the 2015 perimeter is not in the tables.
territory-source = Source:
territory-contours = Outlines:
territory-told = What documents announce, what the tables count
territory-told-why = The numbers depend on the source. Here they all are, each with its own.
territory-told-what = What is counted
territory-told-announced = Announced
territory-told-counted = In the tables
territory-told-source = Announced in { $year } by:
territory-postcodes = Postal codes
territory-former-names = Other names, now or in the past
territory-former = { $name } (code { $code })
territory-former-until = { $name } (code { $code }), until { $day }
territory-figure-population-in-qpv = People living in its priority neighbourhoods
territory-changes = From 2015 to 2024
territory-change-unchanged = same perimeter as in 2015
territory-change-changed = perimeter of 2015 redrawn
territory-change-new = new neighbourhood
territory-change-unsaid = takes over
territory-differences = Where sources differ
territory-differences-why = Official files are not all of the same date. Here is what each of them says.
territory-difference-about = About
territory-difference-followed = Followed by this site
territory-difference-other = Said by another source
territory-difference-existence = This territory
territory-difference-name = Name
territory-difference-none = not in it
territory-contacts = { $count ->
    [one] One point of contact of La Poste
   *[other] { $count } points of contact of La Poste
  }
territory-contact-post-office = post office
territory-contact-municipal = counter kept by the commune
territory-contact-shop = counter in a shop
territory-contact-other = other point of contact
territory-measure-qpv = Priority neighbourhoods (2015)
territory-measure-contrat = City contracts (2015–2023)
territory-left-out = { $count ->
    [one] One more is not shown; the search finds it.
   *[other] { $count } more are not shown; the search finds them.
  }
territory-candidates = Which territory has the code { $code }?
territory-candidates-lead = Several territories share this code. Choose yours.
territory-unknown-title = Unknown territory
territory-unknown = No territory of the official tables has this code. Look it up by name in the list of territories.
territory-level-region = Region
territory-level-departement = Département
territory-level-arrondissement = Arrondissement
territory-level-epci = Intercommunality
territory-level-commune = Commune
territory-level-municipal = Municipal arrondissement
territory-level-contrat = City contract 2015–2023
territory-level-qpv = Priority neighbourhood
territory-level-qpv-2015 = Priority neighbourhood (2015–2023)
territory-level-qpv-2024 = Priority neighbourhood (since 2024)
territory-count-departement = { $count ->
    [one] One département
   *[other] { $count } départements
  }
territory-count-arrondissement = { $count ->
    [one] One arrondissement
   *[other] { $count } arrondissements
  }
territory-count-epci = { $count ->
    [one] One intercommunality
   *[other] { $count } intercommunalities
  }
territory-count-commune = { $count ->
    [one] One commune
   *[other] { $count } communes
  }
territory-count-contrat = { $count ->
    [one] One city contract
   *[other] { $count } city contracts
  }
territory-count-qpv-2024 = { $count ->
    [one] One priority neighbourhood of 2024
   *[other] { $count } priority neighbourhoods of 2024
  }
territory-count-qpv-2015 = { $count ->
    [one] One priority neighbourhood of 2015
   *[other] { $count } priority neighbourhoods of 2015
  }
territory-count-neighbours = { $count ->
    [one] One neighbour
   *[other] { $count } neighbours
  }
territory-live-map = Open the interactive map
territory-map-click = Tap the map to learn what covers a point.
territory-here = What covers a given point?
here-title = What covers this point?
here-lead = From the region down to the priority neighbourhood: every official territory that a place lies in.
here-address = Address
here-address-help = Number, street and commune: 12 rue des Jardins, Metz
here-find = Search
here-position = Use my position
here-position-asked = Looking for your position…
here-position-refused = Your position is not known: your device or its browser does not give it. Type an address, or tap the map.
here-coordinates = By coordinates
here-lon = Longitude
here-lat = Latitude
here-coordinates-help = In decimal degrees (WGS84), such as 6.1757 and 49.1193.
here-fault-coordinates = These coordinates are no point of the globe. Longitude runs from -180 to 180, latitude from -90 to 90.
here-fault-no-addresses = This site has no table of addresses yet. Tap the map, use your position, or give coordinates.
here-fault-not-found = No known address looks like this one. Check the commune, or tap the map.
here-found = Address found: { $address }
here-found-unsure = The address closest to what you typed: { $address }. Check that it is the right one.
here-accuracy = The exact place may be { $metres } m away.
here-others = Or:
here-point = What covers the point { $lon }, { $lat }
here-layer = Level
here-territory = Territory
here-basis = According to
here-outside = none
here-unknown = Unknown: the perimeters are not on this site.
here-near = The nearest: { $name }, { $distance } away.
here-by-perimeter = official perimeter
here-by-outline = simplified outline (to about 100 m)
here-by-table = table of communes
here-missing = What this site lacks
here-missing-why = Without these official perimeters, answers come from tables or simplified outlines, and neighbourhoods remain unknown.
here-missing-addresses = Addresses (Base Adresse Nationale)
here-missing-how = Whoever runs this site can bring them in with the command { $command }.
here-edge = A point on a boundary belongs to the territory.

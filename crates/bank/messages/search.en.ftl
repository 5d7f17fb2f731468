# Home, search, map, embedding. Same keys, same order, as search.fr.ftl.
colon = { ": " }

card-keep = Add to my selection
card-kept = In my selection

column-experience = Experience
column-place = Where
column-lead = Led by
column-publics = For whom
column-situation = Status

facet-organisation = Organisation
facet-territory = Territory
facet-selected = Chosen:
facet-more = { $count ->
    [one] See 1 more
   *[other] See { $count } more
}
territory-region = { $name } (région)

search-title = All the experiences
search-map-title = The experiences on a map
search-description = Search what economic actors do in priority neighbourhoods: by word, by need, by territory.
search-feed = This search as an Atom feed
search-label = Search the experiences
search-button = Search
search-placeholder = Word, town, organisation
search-help = To be precise: “exact words” in quotation marks, -word to leave one out.
search-filters = Narrow down
search-active-filters = Filters in use
search-remove-filter = Remove the filter
search-clear = Clear all
search-views = View
search-view-list = List
search-view-table = Table
search-view-map = Map
search-sort = Sort by
search-sort-relevance = relevance
search-sort-date = year
search-sort-name = title
search-sort-freshness = freshness
search-results = Results
search-found = { $count ->
    [0] No experience
    [one] { $count } experience
   *[other] { $count } experiences
}
search-found-for = { $count ->
    [0] { $filtered ->
        [yes] No experience for “{ $words }” with these filters
       *[no] No experience for “{ $words }”
    }
    [one] { $count } experience for “{ $words }”
   *[other] { $count } experiences for “{ $words }”
}
search-read-as = “{ $typed }” was read as “{ $read }”.
search-relaxed = No experience holds all { $wanted } words: here are those that hold at least { $required }.
search-missing-words = { $count ->
    [one] No experience holds this word: { $words }.
   *[other] No experience holds these words: { $words }.
}
search-did-you-mean = Did you mean:
search-nothing-title = Nothing matches this search
search-nothing = Each of these ways leads to experiences.
search-nearest = A close spelling
search-drop-filter = Drop a filter
search-without-filters = { $count ->
    [one] Keep the words, drop every filter (1 experience)
   *[other] Keep the words, drop every filter ({ $count } experiences)
}
search-without-words = { $count ->
    [one] Keep the filters, drop the words (1 experience)
   *[other] Keep the filters, drop the words ({ $count } experiences)
}
search-all = { $count ->
    [one] See the only experience
   *[other] See all { $count } experiences
}
apart-former = In the neighbourhood of 2015 that it took over from
apart-former-help = { $count ->
    [one] This experience was told within the boundaries of 2015, which this neighbourhood took over.
   *[other] These experiences were told within the boundaries of 2015, which this neighbourhood took over.
}
apart-following = In the neighbourhood of 2024 that took over
apart-following-help = { $count ->
    [one] This experience is told within the boundaries of 2024, which took over from these.
   *[other] These experiences are told within the boundaries of 2024, which took over from these.
}
apart-planned = { $count ->
    [one] Planned here
   *[other] Planned here
}
apart-planned-help = { $count ->
    [one] It was planned here when its story was written. Nothing says yet that it takes place.
   *[other] They were planned here when their stories were written. Nothing says yet that they take place.
}
apart-elsewhere = { $count ->
    [one] Also exists here
   *[other] Also exist here
}
apart-elsewhere-help = { $count ->
    [one] The same action exists here too; the entry tells what was done elsewhere.
   *[other] The same actions exist here too; the entries tell what was done elsewhere.
}
apart-covering = Also on a wider scale
apart-covering-region = Also on the scale of the région
apart-covering-departement = Also on the scale of the département
apart-covering-epci = Also on the scale of the intercommunality
apart-covering-help = { $count ->
    [one] 1 experience covers the whole area around, with no place inside.
   *[other] { $count } experiences cover the whole area around, with no place inside.
}
apart-all = All that concerns this territory
search-take = Take away
search-format-pdf = PDF
search-format-xlsx = Spreadsheet (XLSX)
search-format-csv = CSV
search-format-json = JSON
search-format-atom = Atom feed
search-embed = Embed in a website
search-unknown-keys = { $count ->
    [one] The address holds an unknown parameter, which was ignored: { $keys }.
   *[other] The address holds unknown parameters, which were ignored: { $keys }.
}
search-refused-tri = “{ $value }” is not a sort order, so the results come in the usual one. The values are pertinence, date, nom and fraicheur.
search-refused-vue = “{ $value }” is not a view, so the results come as a list. The values are liste, tableau and carte.
search-refused-page = “{ $value }” is not a page number. This is the first page.
search-beyond-end = There is no page { $page }. This is the last one, page { $pages }.
search-shortened = Your search is very long: only its beginning (300 characters) was used.
search-crowded = The address holds too many values: at most { $most } for each parameter, { $all } in all. The further ones were ignored: { $keys }.
search-unknown = { $what } “{ $value }”.
search-unknown-value = The bank does not have this value:
search-unknown-territory = No territory has this code:
search-ambiguous-territory = Several territories have this code:
search-unknown-organisation = No organisation has this name in addresses:

map-start = Open the interactive map
map-picture = Map of the places of these experiences; the list that follows says the same.
map-list = { $count ->
    [one] { $count } place
   *[other] { $count } places
}
map-here = { $count ->
    [one] { $count } experience
   *[other] { $count } experiences
}
map-one = # experience
map-many = # experiences
map-closer = zoom in
map-more = { $count ->
    [one] and 1 more place: choose a territory to see it.
   *[other] and { $count } more places: choose a territory to see them.
}
map-close = Close this place
map-see = See these experiences as a list
map-none = None of these experiences has a place of its own: they cover a whole territory.
map-without = { $count ->
    [one] 1 experience of this search has no place of its own.
   *[other] { $count } experiences of this search have no place of their own.
}
map-unknown-key = “{ $key }” is not a key of this address.
map-source = Outlines:

suggestion-word = Word
suggestion-experience = Experience
suggestion-territory = Territory
suggestion-organisation = Organisation
suggestions-title = What to search for?
suggestions-label = Begin a word
suggestions-button = Suggest
suggestions-none = No word, place or organisation of the bank begins like this.
suggestions-all = See all the experiences
suggestions-unknown-key = “{ $key }” is not a key of this address: there is only q.

home-title = Actions that work elsewhere, ready for your neighbourhood
home-lead = What companies, associations and inhabitants do together in France’s priority neighbourhoods, with figures, sources and someone to call.
home-examples = For example:
home-swarm = { $count ->
    [one] Each cell is an experience, in the colour of its first category.
   *[other] Each cell stands for { $count } experiences.
}
home-doors = Three ways in
home-door-need = What you can give
home-door-need-help = A company, a shop, a freelancer: here is what these actions ask of you.
home-door-territory = Where it happens
home-door-territory-help = What already exists near you.
home-door-lever = Why get involved
home-door-lever-help = What an economic actor gains.
home-whole-map = The whole map
home-new = Latest arrivals
home-figures = The bank today
home-figure-experiences = { $count ->
    [one] experience
   *[other] experiences
}
home-figure-places = { $count ->
    [one] place
   *[other] places
}
home-figure-organisations = { $count ->
    [one] organisation
   *[other] organisations
}
home-figure-figures = { $count ->
    [one] sourced figure
   *[other] sourced figures
}
home-empty-title = The bank is ready and waits for its first experiences
home-empty = Nothing is published here yet. Come back soon: each experience will appear on this page as soon as it is out.

embed-page-title = Embed a search in your website
embed-lead = Choose what your visitors will see, look at the result, copy the code. The list or the map will stay up to date.
embed-nobody-title = No website is allowed yet
embed-nobody = The preview works here. To show it elsewhere, ask the team of this site to allow the address of yours.
embed-allowed = The frame shows on the websites that are allowed:
embed-words = Words to search
embed-everywhere = Everywhere
embed-view = View
embed-height = Height, in pixels
embed-height-help = From 300 to 2,000.
embed-height-refused = The height is a number from 300 to 2,000.
embed-refused = A field needs correcting
embed-show = See the result
embed-code = The code to copy
embed-code-help = Paste it into your page, where you want it.
embed-preview = Preview
embed-title-list = Experiences, on { $site }
embed-title-map = Map of the experiences, on { $site }
embed-whole = See on { $site }

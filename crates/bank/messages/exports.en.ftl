feed-title = Experiences of the bank
api-key-unknown = This key is not known: remove it.
api-value-refused = “{ $value }” is not accepted here.
api-value-unknown = The bank does not have the value “{ $value }”.
api-limit-refused = “{ $value }” is not accepted here: write a number from { $least } to { $most }.
api-key-twice = This key has one value: write it once.
api-crowded = Too many values: at most { $most } for each key, { $all } in all.
api-territory-unknown = No territory has the code “{ $value }”.
api-territory-bare = “{ $value }” lacks its level: write { $candidates }.
datasets-title = Open data
datasets-lead = The whole bank, as tables to reuse, cite and link.
datasets-state = { $total ->
    [0] The bank is empty.
    [one] { $total } experience. As of { $date }.
   *[other] { $total } experiences. As of { $date }.
  }
datasets-withdrawn = { $count ->
    [one] { $count } withdrawn experience keeps a row, so that you can withdraw it too.
   *[other] { $count } withdrawn experiences keep a row, so that you can withdraw them too.
  }
datasets-tables = Tables
datasets-rows = { $count ->
    [0] No rows.
    [one] { $count } row.
   *[other] { $count } rows.
  }
datasets-schema = Schema of the columns
datasets-geojson = Points of the map (GeoJSON)
datasets-follow = Following changes
datasets-since = Add “?modifie_depuis=2026-01-31” to the address of a table: it then gives only what changed since that day. An instant will do as well: “2026-01-31T08:00:00+01:00”.
datasets-since-rows = An experience that changed comes back with all its rows, which replace the earlier ones. A withdrawn experience keeps a row in the table of experiences, and has none elsewhere. Vocabularies, short and undated, always come whole.
datasets-since-refused = “{ $value }” is not accepted here: write a day (2026-01-31) or an instant (2026-01-31T08:00:00+01:00).
datasets-other-day-title = The bank has no state of that day
datasets-other-day = The bank only keeps its latest state. Here it is, with its date.
datasets-forms = Dates and forms
datasets-dated = The name of each file bears the day of the state that it holds. An address may name that day: “/donnees/experiences-{ $day }.csv” gives the state of that day only; without a date, an address always gives the latest.
datasets-csv = These CSV files are made for programs: UTF-8, commas, decimal points, texts as they are. That of a search (“/experiences.csv”) is made for a spreadsheet: the separators of the language, and an apostrophe before any text that a spreadsheet would take for a formula.
about-title = Licence
about-what = What
about-value = Value
about-licence = Licence
about-licence-url = Text of the licence
about-site = Site
about-publisher = Publisher
about-address = Address
about-state = As of
datasets-catalogue = DCAT catalogue (JSON-LD)
datasets-feed = Atom feed of the experiences
datasets-api = Programming interface (API)
datasets-sources = Sources of territories and outlines
datasets-sources-text = Names, codes, inhabitants and the outlines of maps come from these public data. Credit their producer when you reuse them.
datasets-source-title = Data
datasets-source-producer = Producer
datasets-source-vintage = Date of the data
datasets-source-licence = Licence
datasets-licence = Licence
datasets-licence-text = The texts and data of the bank are published under this licence: cite the source and the date.
datasets-columns = Columns
panel-experiences = { $count ->
    [one] { $count } experience
   *[other] { $count } experiences
  }
panel-goods = In kind:
panel-referent = Answers questions
panel-source = Published the source
panel-under = as
panel-places = Places of these experiences
panel-territory = Experiences
panel-inside = { $count ->
    [0] No experience of the bank takes place here.
    [one] { $count } experience takes place here.
   *[other] { $count } experiences take place here.
  }
panel-search = Search among them
panel-actors = Organisations, by role
panel-actors-help = Without those that are seated at another place of the same experience.

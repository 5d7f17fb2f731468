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
    [one] { $total } experience, last changed on { $date }.
   *[other] { $total } experiences, last changed on { $date }.
  }
datasets-withdrawn = { $count ->
    [one] { $count } withdrawn experience keeps a row, so that you can withdraw it too.
   *[other] { $count } withdrawn experiences keep a row, so that you can withdraw them too.
  }
datasets-tables = Tables
datasets-schema = Schema of the columns
datasets-geojson = Points of the map (GeoJSON)
datasets-follow = Following changes
datasets-since = Add “?modifie_depuis=2026-01-31” to the address of a table: it then gives only what changed since that day.
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

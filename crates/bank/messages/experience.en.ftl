# The page of an experience
experience-crumbs = You are here
experience-all = All experiences
experience-cover = { $count ->
    [one] Drawing: a single cell, for the only partner ({ $roles }).
   *[other] Drawing: { $count } cells, one for each partner ({ $roles }).
}
experience-cells-leads = { $count ->
    [one] one organisation leads
   *[other] { $count } organisations lead
}
experience-cells-runs = { $count ->
    [one] one runs it
   *[other] { $count } run it
}
experience-cells-funds = { $count ->
    [one] one funds it
   *[other] { $count } fund it
}
experience-cells-hosts = { $count ->
    [one] one hosts it
   *[other] { $count } host it
}
experience-cells-supports = { $count ->
    [one] one supports it
   *[other] { $count } support it
}
experience-picture-by = Photo:
experience-where = Where
experience-lead = Who leads
experience-audience = For whom
experience-since = Since when
experience-since-unknown = Not stated
experience-figures = Key figures
experience-other-figures = Other figures
experience-figure = Figure
experience-figure-what = What is counted
experience-figure-when = When and where
experience-source = Source
experience-keep = Add to my selection
experience-kept = Remove from my selection
experience-see-selection = See my selection
experience-pdf = Download as PDF
experience-compare = Compare
experience-share = Share
experience-by-mail = Send by email
experience-link = Link to this page
experience-json = Data (JSON)
experience-in-french = This entry has not been translated yet: it is in French.
experience-in-brief = In brief
experience-access = Going there
experience-access-who = For whom
experience-access-where = Where
experience-access-when = When
experience-access-cost = Cost
experience-presentation = Overview
experience-stakes = What is at stake
experience-stakes-inhabitants = For inhabitants and partners
experience-stakes-economic = For economic actors
experience-context = Context
experience-going-further = Going further
experience-worth-noting = Worth noting
experience-asked = What is asked of economic actors
experience-asked-help = If you run a company or work in one, this is what the project asks of you.
experience-how-much = How much:
experience-to-be-specified = to be agreed with the organisation
experience-means = What it takes:
experience-partners = Partners
experience-today = Today:
experience-goods = In kind:
experience-places = Places
experience-contact = Contact
experience-contact-help = The organisations that answer for this project, and the position of the person to ask for.
experience-website = Organisation’s website
experience-centre = The resource centre can put you in touch:
experience-sources = Sources and links
experience-links = Read more
experience-filed = Filed under
experience-cite = Cite this entry
experience-cite-help = Reference to copy
experience-citation = “{ $title }”, { $site }, as of { $year }, entry updated on { $date }. { $address }
experience-updated = Entry updated on
experience-aside = On this page
experience-contents = Contents
experience-similar = Similar experiences
experience-in-common = In common:
experience-unknown-title = This experience does not exist
experience-unknown = The address may be incomplete or mistyped. Here is what comes closest.
experience-withdrawn-title = This entry has been withdrawn
experience-withdrawn = It has not been published since { $date }. Other experiences may help you.

# Compare
compare-title = Compare experiences
compare-lead = Up to four experiences side by side.
compare-row = Criterion
compare-remove = Remove
compare-situation = Situation
compare-where = Where
compare-lead-row = Who leads
compare-audience = For whom
compare-in-brief = In brief
compare-figures-measured = Measured results
compare-figures-cumulative = Cumulative results
compare-figures-price = Prices
compare-figures-limit = Conditions and limits
compare-figures-target = Targets
compare-means = Means
compare-asked = What is asked
compare-nothing = Nothing stated
compare-empty-title = Nothing to compare yet
compare-empty = Search for an experience below, or use “Compare” on the page of an experience.
compare-add = Add an experience
compare-add-help = A title, a place, an organisation
compare-search = Search
compare-found = To add
compare-add-one = Add
compare-none-found = No experience matches “{ $words }”.
compare-near = Close to what you are comparing
compare-too-many = Four experiences at most: the others are not shown.
compare-unknown = Not found: { $slugs }
compare-full = The comparison is full. Remove an experience to add another.
compare-all = See all experiences

# My selection
selection-title = My selection
selection-lead = The experiences you keep, in your own order, with your notes.
selection-count = { $count ->
    [one] One experience
   *[other] { $count } experiences
}
selection-count-zero = No experience
selection-privacy = Your selection is kept in your browser, in a cookie that does not identify you. No one else can see it.
selection-name = Title of the selection
selection-name-help = It will appear at the head of the document.
selection-name-save = Save the title
selection-note = My note
selection-note-help = It will appear in the PDF and in the document.
selection-note-save = Save the note
selection-up = Move up
selection-down = Move down
selection-remove = Remove
selection-pdf = Download as PDF
selection-docx = Download as .docx
selection-compare = Compare the first four
selection-compare-all = Compare
selection-share = Share this selection
selection-share-help = This link opens the same list, with its title and without your notes.
selection-clear = Empty my selection
selection-empty-title = Your selection is empty
selection-empty = On the page of an experience, choose “Add to my selection”. You can then put your choices in order, add notes and take them away as a PDF.
selection-empty-search = Search for experiences
selection-empty-all = Browse the whole compendium
selection-shared-untitled = Shared selection
selection-shared = Someone shared this list with you.
selection-adopt = Keep as my selection
selection-adopt-replaces = It will replace yours, which holds { $count ->
    [one] one experience
   *[other] { $count } experiences
}.
selection-mine = See my own selection
selection-gone = { $count ->
    [one] This experience is no longer published: { $slugs }
   *[other] These experiences are no longer published: { $slugs }
}
selection-forget = Remove what is no longer published
selection-full-title = Your selection is full
selection-full = It holds { $most } experiences at most. Remove one before you add another.
selection-too-long-title = These notes are too long
selection-too-long = Your browser keeps about 3,800 characters in all, title and notes included. Shorten a note, then save again.
selection-kept-text = What you had written
selection-back = Back to my selection
selection-unknown-act-title = Unknown action
selection-unknown-act = The form is incomplete. Go back to your selection and try again.
selection-nothing-title = There is nothing to print
selection-nothing = This selection holds no published experience. Add one, then download it.

# The whole compendium
compendium-title = The compendium
compendium-lead = All the experiences in one book, to download, print and pass on.
compendium-download = Download the compendium (PDF)
compendium-size = { $count ->
    [one] One experience
   *[other] { $count } experiences
}, with contents and index.
compendium-foreword = Foreword
compendium-method = Method
compendium-credits = Credits
compendium-contents = Contents
compendium-uncategorised = Others
compendium-editions = Editions
compendium-editions-help = An edition is frozen: it keeps the compendium as it was, at an address that does not change. Editions are in French.
compendium-edition = Edition { $name }
compendium-edition-facts = { $count ->
    [one] one experience
   *[other] { $count } experiences
}, frozen on { $date }, PDF of { $size }
compendium-empty-title = The compendium is empty
compendium-empty = No experience has been published yet.
compendium-no-edition-title = This edition does not exist
compendium-no-edition = Here are the frozen editions and the present compendium.
compendium-whole = See the whole compendium
compendium-own = Make your own
compendium-own-help = Keep only the experiences you need: your selection opens with a one-page table.
compendium-unknown-title = None of these experiences exists
compendium-unknown = The address names experiences that are not published. Here is the whole compendium.

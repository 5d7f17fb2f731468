# What the operator says of the site. Same keys, same order, as fr.ftl.
nav-experiences = Experiences
nav-map = Map
nav-organisations = Organisations
nav-compendium = Compendium
nav-my-pick = My pick
nav-open-data = Open data
nav-api = API
nav-embed = Embed in a site
nav-accessibility = Accessibility
nav-legal = Legal notice

accessibility-title = Accessibility
accessibility-lead = This site aims at WCAG 2.2 level AA and at RGAA 4, the French standard. Here is what has been checked, how, and what has not been yet.
accessibility-done = Checked at each release
accessibility-done-axe = Every public page and its states go through axe-core in Chromium, light and dark, on a wide screen and on a phone, without a single fault. Such a tool sees only part of what can be wrong.
accessibility-done-keyboard = Whole journeys are made with the keyboard alone; the number of results is announced after each filter and the focus stays in place.
accessibility-done-scripts = Everything also works without JavaScript, the map included: it is then a picture with the list of its places.
accessibility-done-colours = The contrast of every pair of colours is computed; nothing is told by colour alone.
accessibility-done-pdf = PDFs are made to the PDF/UA-1 standard, with headings, reading order and text alternatives.
accessibility-not-done = Not checked yet
accessibility-not-done-audit = No third party has audited the site against RGAA: we therefore display no rate of conformity.
accessibility-not-done-readers = Screen readers (NVDA, VoiceOver, TalkBack) have not been tried with the people who use them.
accessibility-not-done-english = Most experiences exist in French only; on pages in English their text is marked as such.
accessibility-not-done-map = The interactive map needs sight or a mouse to be taken in at a glance; the list of its places says the same.
accessibility-contact = Tell us about a difficulty
accessibility-contact-text = If something resists you, tell us what it is and what you use: we will send it to you in another form and mend the page.
accessibility-defender = Without a satisfactory answer, you may turn to the French Defender of Rights:

legal-title = Legal notice
legal-publisher = Publisher
legal-host = Host
legal-unknown = The operator of this site has not said yet.
legal-contents = Contents
legal-contents-text = Experiences, their figures and the exports may be reused under
legal-sources = Each fact names its source and its date. Names of organisations belong to their owners. The tables of territories and the outlines come from public data, named with their licence on the open data page.
legal-personal = Personal data
legal-personal-text = This site holds no account and no data on persons: experiences name organisations and functions. It measures no audience and calls no outside service.
legal-cookies = Two cookies serve what you ask for: the appearance that you chose and “my pick”. They stay in your browser and identify no one.
legal-tiles = The background of the interactive map comes from a tile service chosen by the operator: opening that map tells it your IP address.
legal-program = Program
legal-program-text = Essaim is free software, under the Apache License 2.0.

api-title = Programming interface
api-lead = The bank of experiences for programs: find, count, read, as JSON.
api-rules = No key, no account. Values of one key add up, different keys narrow. An unknown key is refused (400), errors follow RFC 9457, answers carry an ETag.
api-openapi = OpenAPI 3.1 description (JSON)
api-parameters = Parameters
api-name = Name
api-place = Where
api-about = Meaning

error-request-timeout-title = Your request did not arrive whole
error-request-timeout = The connection may be too slow: check it, then try again.

listing-title = Expériences
listing-colon = { " : " }
books-too-long-title = Ce livre serait trop long
books-too-long = Un document tient { $limit } expériences au plus. Choisissez-en moins, puis recommencez.

listing-title = Experiences
listing-colon = { ": " }
books-too-long-title = This book would be too long
books-too-long = A document holds { $limit } experiences at most. Choose fewer, then try again.

listing-title = Experiences
listing-colon = { ": " }
books-too-long-title = This book would be too long
books-too-long = A document holds { $limit } experiences at most. Choose fewer, then try again.
books-too-long-online-title = This compendium is too long to be set here
books-too-long-online = It holds { $count } experiences; the site sets { $limit } at most. Choose some of them, or ask the centre to print it: the command “{ $command }” does so without a limit.
books-under-way-title = The compendium is being set
books-under-way = It will be ready in a moment, for everybody. Come back in twenty seconds: nothing starts again.

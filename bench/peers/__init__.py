"""The programs that Essaim is measured beside: the same documents, the same searches, set up as their docs advise."""

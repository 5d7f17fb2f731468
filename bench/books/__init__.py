"""Books as PDF: how long they take, beside WeasyPrint and Typst's own compiler."""

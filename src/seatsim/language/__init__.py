"""Every word that is told to people: one glossary, sentences, and how each language writes numbers."""

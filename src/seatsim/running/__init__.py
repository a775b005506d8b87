"""Working a run: futures in blocks over the cores, kept while unfinished; then its studies."""

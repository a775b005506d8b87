"""Demand: how pupils pass from a grade to the next and enter the first, and how far the truth strays from that."""

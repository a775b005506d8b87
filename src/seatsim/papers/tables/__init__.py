"""Tables of a paper, each from one run's results."""

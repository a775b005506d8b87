"""What page one of a meeting paper says, told to whatever paper it stands on: a terminal, a web page."""

"""The web page: what stands in it and how it is written, in one file."""

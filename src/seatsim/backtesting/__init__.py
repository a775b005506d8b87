"""Back-tests: forecasts of past years by what was known before them, held against what came."""

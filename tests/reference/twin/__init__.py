"""The year, told slowly: one county, one future, one pupil's place after the other, from ``docs/exact/`` alone."""

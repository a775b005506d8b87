"""What ``seatsim init`` writes, in both languages: documents, and an invented county of eight schools."""

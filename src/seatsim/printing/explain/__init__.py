"""``seatsim explain``: what every name that people type or read means."""

"""What ``seatsim init`` makes: a county to fill in, or the worked one."""

"""seatsim: capacity planning for education authorities."""

__version__ = "0.1.0"

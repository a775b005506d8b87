"""The version, in the one place that everything reads."""

VERSION = "0.1.0"

"""Comparing finished runs future by future: differences, what they cost, what is regretted, bridge or build."""

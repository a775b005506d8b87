"""Readers of scenarios and county folders, and the reconciliation of incomplete figures."""

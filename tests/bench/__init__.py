"""Measurements. Never part of the tests: `make bench`."""

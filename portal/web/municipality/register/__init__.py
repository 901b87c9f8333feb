"""Agreements, providers and cliëntenstops: what stands, to look up."""

from portal.web.municipality.register import contracts, providers, stops

__all__ = ["contracts", "providers", "stops"]

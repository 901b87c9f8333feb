"""The desk of a municipality."""

from portal.web.municipality import (
    delivery,
    files,
    people,
    recording,
    region_access,
    register,
    work,
)
from portal.web.municipality.blueprint import blueprint

__all__ = [
    "blueprint",
    "delivery",
    "files",
    "people",
    "recording",
    "region_access",
    "register",
    "work",
]

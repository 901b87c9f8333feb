"""Finds the kinds: every module in `kinds/` with a `KIND`."""

import importlib
import pkgutil
from functools import cache

from portal.domain.submissions import kinds
from portal.domain.submissions.kind import Kind


def collect(found: list[Kind]) -> dict[str, Kind]:
    """Kinds by slug, in order of name; a slug or prefix defined twice is refused."""
    by_slug: dict[str, Kind] = {}
    for kind in sorted(found, key=lambda kind: kind.name):
        if kind.slug in by_slug or any(kind.prefix == other.prefix for other in by_slug.values()):
            raise ValueError(f"Soort {kind.slug!r} ({kind.prefix}) is twee keer gedefinieerd.")
        by_slug[kind.slug] = kind
    return by_slug


@cache
def all_kinds() -> dict[str, Kind]:
    """All kinds of this portal, by slug."""
    modules = (
        importlib.import_module(f"{kinds.__name__}.{module.name}")
        for module in pkgutil.iter_modules(kinds.__path__)
    )
    return collect([module.KIND for module in modules])

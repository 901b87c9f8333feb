"""Reads the region's product book."""

from collections.abc import Collection

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.scopes import Scope
from portal.models.region import Product


def product_names(session: ScopedSession, scope: Scope, codes: Collection[str]) -> dict[str, str]:
    """Code to name of some products; the book is the same for everybody."""
    if not codes:
        return {}
    rows = session.execute(select(Product.code, Product.name).where(Product.code.in_(codes)))
    return {row.code: row.name for row in rows}

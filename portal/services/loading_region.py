"""Loads what municipalities share: the region, its product book, the versions of the contract."""

from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.configuration.region import Region as RegionData
from portal.models.region import ContractStandard, Product, Region


def load_region(session: ScopedSession, given: RegionData, changed: list[str]) -> UUID:
    """Bring the region up to date; adds a line to `changed` per thing that differed."""
    region = session.scalar(select(Region).where(Region.slug == given.slug))
    if region is None:
        region = Region(slug=given.slug, name=given.name)
        session.add(region)
        changed.append(f"regio {given.name}")
    region.name = given.name
    session.flush()
    _load_products(session, region.id, given, changed)
    _load_standards(session, region.id, given, changed)
    session.flush()
    return region.id


def _load_products(
    session: ScopedSession, region_id: UUID, given: RegionData, changed: list[str]
) -> None:
    known = {product.code: product for product in session.scalars(select(Product))}
    for product in given.products:
        row = known.get(product.code)
        if row is None:
            session.add(
                Product(
                    code=product.code, region_id=region_id, domain=product.domain, name=product.name
                )
            )
            changed.append(f"product {product.code}")
        elif (row.name, row.domain) != (product.name, product.domain):
            row.name, row.domain = product.name, product.domain
            changed.append(f"product {product.code}")


def _load_standards(
    session: ScopedSession, region_id: UUID, given: RegionData, changed: list[str]
) -> None:
    known = {standard.code: standard for standard in session.scalars(select(ContractStandard))}
    for standard in given.standards:
        row = known.get(standard.code)
        values = (standard.domain, standard.name, standard.from_on)
        if row is None:
            session.add(
                ContractStandard(
                    code=standard.code,
                    region_id=region_id,
                    domain=standard.domain,
                    name=standard.name,
                    from_on=standard.from_on,
                )
            )
            changed.append(f"versie van de overeenkomst {standard.code}")
        elif (row.domain, row.name, row.from_on) != values:
            row.domain, row.name, row.from_on = values
            changed.append(f"versie van de overeenkomst {standard.code}")

"""Gives the configuration in the database back as a pack."""

from sqlalchemy import Engine, select

from portal.adapters.database import unit_of_work
from portal.domain.configuration.pack import Municipality, Pack
from portal.domain.configuration.region import REGION
from portal.domain.configuration.region import Region as RegionData
from portal.domain.configuration.sections import SECTIONS
from portal.domain.scopes import RegionScope, TenantId
from portal.models.region import Product, Region, Tenant
from portal.queries.configuration import section_of


def export_pack(engine: Engine, folder: str, standards: RegionData) -> Pack:
    """Region and municipalities as they stand now.

    The contract standards are the product's own knowledge and come from the given region.
    """
    with unit_of_work(engine, RegionScope(None)) as session:
        region = session.scalars(select(Region)).one()
        products = session.scalars(select(Product).where(Product.region_id == region.id)).all()
        tenants = session.execute(select(Tenant.slug, Tenant.id).order_by(Tenant.slug)).all()
    order = {product.code: place for place, product in enumerate(standards.products)}
    value, findings = REGION.parse(
        REGION.dump(standards)
        | {
            "slug": region.slug,
            "naam": region.name,
            "product": [
                {"code": product.code, "domein": product.domain, "naam": product.name}
                for product in sorted(products, key=lambda p: (order.get(p.code, 10_000), p.code))
            ],
        }
    )
    if value is None:
        raise LookupError(findings[0].sentence)
    municipalities = []
    for slug, tenant_id in tenants:
        with unit_of_work(engine, RegionScope(None, tenant_id=TenantId(tenant_id))) as session:
            scope = session.scope
            municipalities.append(
                Municipality(
                    slug=slug,
                    sections={
                        section.slug: section_of(session, scope, tenant_id, section)
                        for section in SECTIONS
                    },
                )
            )
    return Pack(folder=folder, region=value, municipalities=tuple(municipalities))

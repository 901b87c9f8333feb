"""Gives the configuration in the database back as a pack."""

from sqlalchemy import Engine, select

from portal.adapters.database import unit_of_work
from portal.domain.configuration.pack import Municipality, Pack
from portal.domain.configuration.region import REGION
from portal.domain.configuration.region import Region as RegionData
from portal.domain.configuration.sections import SECTIONS
from portal.domain.scopes import RegionScope, TenantId
from portal.models.region import ContractStandard, Product, Region, Tenant
from portal.queries.configuration import section_of


def export_pack(engine: Engine, folder: str, files: RegionData) -> Pack:
    """Region and municipalities as they stand now; the order of lists follows the given files."""
    with unit_of_work(engine, RegionScope(None)) as session:
        region = session.scalars(select(Region)).one()
        products = session.scalars(select(Product).where(Product.region_id == region.id)).all()
        standards = session.scalars(
            select(ContractStandard).where(ContractStandard.region_id == region.id)
        ).all()
        tenants = session.execute(select(Tenant.slug, Tenant.id).order_by(Tenant.slug)).all()
    codes = [standard.code for standard in files.standards]
    codes += [product.code for product in files.products]
    order = {code: place for place, code in enumerate(codes)}

    def place(thing: Product | ContractStandard) -> tuple[int, str]:
        return order.get(thing.code, 10_000), thing.code

    value, findings = REGION.parse(
        {
            "slug": region.slug,
            "naam": region.name,
            "standaard": [
                {
                    "code": standard.code,
                    "domein": standard.domain,
                    "naam": standard.name,
                    "vanaf": standard.from_on.isoformat(),
                }
                for standard in sorted(standards, key=place)
            ],
            "product": [
                {"code": product.code, "domein": product.domain, "naam": product.name}
                for product in sorted(products, key=place)
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

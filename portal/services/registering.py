"""The region's registers: providers and the product book."""

import re
import unicodedata

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from portal.adapters.database import ScopedSession
from portal.domain.configuration.addresses import ADDRESS
from portal.domain.configuration.providers import CONTACT
from portal.domain.configuration.providers import Provider as ProviderData
from portal.domain.contracts import DOMAIN_NAMES
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.scopes import RegionScope
from portal.models.provider import Provider
from portal.models.region import Product
from portal.services.noting import note_change
from portal.services.recording import Actor

MAX_SLUG = 60


def add_provider(session: ScopedSession, scope: RegionScope, by: Actor, given: ProviderData) -> str:
    """A provider of the region; gives its slug, made from its name."""
    known = session.execute(
        select(Provider.kvk, Provider.agb, Provider.name).where(
            or_(Provider.kvk == given.kvk, Provider.agb == given.agb)
        )
    ).first()
    if known is not None:
        path, what = ("kvk", "KvK-nummer") if known.kvk == given.kvk else ("agb", "AGB-code")
        raise _taken(path, f"{known.name} staat er al met dit {what}." if path == "kvk"
                     else f"{known.name} staat er al met deze {what}.")  # fmt: skip
    slug = _free_slug(session, given.name)
    row = Provider(
        slug=slug,
        name=given.name,
        kvk=given.kvk,
        agb=given.agb,
        email=given.email,
        phone=given.phone,
        visiting_address=ADDRESS.write(given.visiting_address),
        postal_address=ADDRESS.write(given.postal_address),
        contact=CONTACT.write(given.contact),
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise _taken("kvk", "Iemand anders voegde deze aanbieder net toe.") from error
    note_change(
        session, by, f"aanbieder:{row.id}", "aanbieder toegevoegd",
        after={"naam": given.name, "kvk": given.kvk, "agb": given.agb},
        provider_id=row.id, region_id=scope.region_id,
    )  # fmt: skip
    session.flush()
    return slug


def add_product(
    session: ScopedSession, scope: RegionScope, by: Actor, *, code: str, domain: str, name: str
) -> None:
    """A product of the book; its code is for ever."""
    if session.get(Product, code) is not None:
        raise _taken("code", f"Code {code} staat al in het productenboek.")
    assert scope.region_id is not None
    session.add(Product(code=code, region_id=scope.region_id, domain=domain, name=name))
    note_change(
        session, by, f"product:{code}", "product toegevoegd",
        after={"naam": name, "domein": DOMAIN_NAMES[domain]}, region_id=scope.region_id,
    )  # fmt: skip
    session.flush()


def rename_product(
    session: ScopedSession, scope: RegionScope, by: Actor, *, code: str, name: str
) -> None:
    """Another name for a product. Contracts keep its code and its domain."""
    row = session.scalar(
        select(Product)
        .where(Product.code == code, Product.region_id == scope.region_id)
        .with_for_update()
    )
    if row is None:
        raise NotThere
    if row.name == name:
        return
    note_change(
        session, by, f"product:{code}", "product hernoemd",
        before={"naam": row.name}, after={"naam": name}, region_id=scope.region_id,
    )  # fmt: skip
    row.name = name
    session.flush()


def slug_of(name: str) -> str:
    """ "Zorggroep De Linde B.V." is "zorggroep-de-linde-b-v": what stands in addresses."""
    decomposed = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-").lstrip("0123456789-")[:MAX_SLUG]
    return slug.rstrip("-") or "aanbieder"


def _free_slug(session: ScopedSession, name: str) -> str:
    wanted = slug_of(name)
    taken = set(session.scalars(select(Provider.slug).where(Provider.slug.like(f"{wanted}%"))))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _taken(path: str, sentence: str) -> RuleBroken:
    return RuleBroken(sentence, code="taken", path=path)

"""The region, its municipalities, its product book."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Id, Instant


class Installation(Base):
    """The one row that says what this database is for; a demo database never serves for real.

    `story_told_at`: when the loader of the demo last brought something in.
    """

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    demo: Mapped[bool]
    created_at: Mapped[Instant]
    story_told_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Region(Base):
    """A cooperation of municipalities that buy care together."""

    __tablename__ = "region"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Tenant(Base):
    """One municipality. Nothing private stands here: every role may read its name."""

    __tablename__ = "tenant"

    id: Mapped[Id]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Product(Base):
    """A form of support in the region's product book."""

    __tablename__ = "product"

    code: Mapped[str] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    domain: Mapped[str]
    name: Mapped[str]


class ContractStandard(Base):
    """A version of the contract text; its grounds and articles are the ones that apply."""

    __tablename__ = "contract_standard"

    code: Mapped[str] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    domain: Mapped[str]
    name: Mapped[str]
    from_on: Mapped[date]

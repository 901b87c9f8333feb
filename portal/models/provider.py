"""Care providers and their contracts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Id, Json, ProviderId, TenantId


class Provider(Base):
    """A care provider, once for the whole region (004-69: always current contact data)."""

    __tablename__ = "provider"
    __table_args__ = (
        CheckConstraint("kvk ~ '^[0-9]{8}$'", name="kvk"),
        CheckConstraint("agb ~ '^[0-9]{8}$'", name="agb"),
    )

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kvk: Mapped[str] = mapped_column(unique=True)
    agb: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    # {"straat", "postcode", "plaats"}; {"naam", "telefoon", "email"} for the contact person.
    visiting_address: Mapped[Json]
    postal_address: Mapped[Json]
    contact: Mapped[Json]
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    version: Mapped[int] = mapped_column(server_default="1")


class Contract(Base):
    """The agreement of one provider with one municipality for one domain; both dates included."""

    __tablename__ = "contract"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "provider_id", "id"),
        # What its products follow: they carry the period, so that no two of them overlap.
        UniqueConstraint("tenant_id", "provider_id", "id", "starts_on", "ends_on"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("domain IN ('wmo', 'jeugd')", name="domain"),
    )

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    provider_id: Mapped[ProviderId] = mapped_column(index=True)
    number: Mapped[str]
    domain: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # The standard whose grounds apply, and the ladder the contract names; None: the tenant's own.
    standard: Mapped[str]
    ladder: Mapped[str | None]


class ContractProduct(Base):
    """A product that a contract covers, in the contract's period; both days included.

    The period follows the contract's by itself. A product of a provider runs in one contract of
    a municipality at a time (`ex_contract_product_period`, migration 0004).
    """

    __tablename__ = "contract_product"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "contract_id", "starts_on", "ends_on"],
            [
                "contract.tenant_id",
                "contract.provider_id",
                "contract.id",
                "contract.starts_on",
                "contract.ends_on",
            ],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
    )

    contract_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), primary_key=True)
    tenant_id: Mapped[TenantId] = mapped_column(index=True)
    provider_id: Mapped[ProviderId] = mapped_column(index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]

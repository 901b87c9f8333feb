"""Dossiers: one municipality's case against one provider under one ladder version."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from portal.models.base import AccountId, Base, Id, Json, LegalTime, ProviderId, SortOn, TenantId


def of_dossier(*more: SchemaItem) -> tuple[SchemaItem, ...]:
    """The composite key that ties a row to a dossier of the same tenant and provider."""
    return (
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
        ),
        *more,
    )


class OfDossier:
    """Columns of whatever hangs on one dossier."""

    tenant_id: Mapped[TenantId]
    provider_id: Mapped[ProviderId]
    dossier_id: Mapped[UUID] = mapped_column(index=True)


class Dossier(Base):
    """One case. `state` is what happened under the ladder (portal.domain.ladder.stored).

    `confidentiality` other than "gewoon" opens it to the people named in dossier_access only.
    From `shared_at` on the provider sees that the dossier exists, and what was sent in it.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "contract_id"],
            ["contract.tenant_id", "contract.provider_id", "contract.id"],
        ),
        ForeignKeyConstraint(
            ["tenant_id", "ladder_version_id"], ["ladder_version.tenant_id", "ladder_version.id"]
        ),
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "source_delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
        ),
        UniqueConstraint("tenant_id", "number"),
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "provider_id", "id"),
        CheckConstraint("track IN ('proactief', 'reactief')", name="track"),
        CheckConstraint("confidentiality IN ('gewoon', 'bibob', 'fraude')", name="confidentiality"),
        CheckConstraint("is_closed = (closed_at IS NOT NULL)", name="closed"),
        Index(
            "ix_dossier_open",
            "tenant_id",
            "sort_on",
            "id",
            postgresql_where=text("NOT is_closed"),
        ),
        Index("ix_dossier_provider", "provider_id", "opened_at"),
        Index("ix_dossier_search", "search", postgresql_using="gin"),
    )

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    provider_id: Mapped[ProviderId]
    contract_id: Mapped[UUID]
    ladder_version_id: Mapped[UUID]
    number: Mapped[str]
    title: Mapped[str]
    provider_name: Mapped[str]
    track: Mapped[str]
    categories: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    what_happened: Mapped[str]
    source: Mapped[str]
    source_delivery_id: Mapped[UUID | None]
    confidentiality: Mapped[str] = mapped_column(server_default="gewoon")
    state: Mapped[Json]
    current: Mapped[str] = mapped_column(server_default="")
    waits_for: Mapped[str] = mapped_column(server_default="gemeente")
    due_on: Mapped[date | None]
    sort_on: Mapped[SortOn]
    is_closed: Mapped[bool] = mapped_column(server_default="false")
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    owner_name: Mapped[str | None]
    opened_by: Mapped[AccountId]
    opened_by_name: Mapped[str]
    opened_at: Mapped[LegalTime]
    shared_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    version: Mapped[int] = mapped_column(server_default="1")
    search: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed(
            "to_tsvector('dutch', number || ' ' || provider_name || ' ' || title)", persisted=True
        ),
    )


class DossierCounter(Base):
    """The last dossier number of a municipality in a year."""

    __tablename__ = "dossier_counter"

    tenant_id: Mapped[TenantId] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class DossierAccess(OfDossier, Base):
    """Somebody who may see a confidential dossier."""

    __tablename__ = "dossier_access"
    __table_args__ = of_dossier(UniqueConstraint("dossier_id", "account_id"))

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    account_name: Mapped[str]
    granted_by_name: Mapped[str]


class DossierWork(OfDossier, Base):
    """A step, measure or immediate act that is being prepared. No policy lets a provider near it.

    `form` is what was typed per page; signatures hold for this `digest` of it only. `asked_of`
    says who was asked to sign or look along and did not yet: "jurist:" is any lawyer,
    "tweede:<account>" that person as the second pair of eyes. `number` is that of the step,
    measure or act that came of it.
    """

    __tablename__ = "dossier_work"
    __table_args__ = of_dossier(
        CheckConstraint("state IN ('concept', 'gezet', 'vervallen')", name="state"),
        Index(
            "uq_dossier_work_one",
            "dossier_id",
            "choice",
            "code",
            unique=True,
            postgresql_where=text("state = 'concept'"),
        ),
        Index("ix_dossier_work_tenant", "tenant_id", postgresql_where=text("state = 'concept'")),
    )

    id: Mapped[Id]
    choice: Mapped[str]
    code: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="concept")
    form: Mapped[Json]
    answers: Mapped[Json]
    digest: Mapped[str] = mapped_column(server_default="")
    asked_of: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default="{}")
    asked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    asked_by_name: Mapped[str | None]
    number: Mapped[int | None]
    started_by: Mapped[AccountId]
    started_by_name: Mapped[str]
    started_at: Mapped[LegalTime]
    changed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    version: Mapped[int] = mapped_column(server_default="1")


class Letter(OfDossier, Base):
    """A letter that was sent; its PDF is fixed. It is there for the provider from `sent_at`."""

    __tablename__ = "letter"
    __table_args__ = of_dossier(
        UniqueConstraint("dossier_id", "number"),
        UniqueConstraint("tenant_id", "provider_id", "id"),
        CheckConstraint("(opened_at IS NULL) = (opened_by_name IS NULL)", name="opened"),
    )

    id: Mapped[Id]
    number: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    content: Mapped[Json]
    storage_key: Mapped[str]
    sha256: Mapped[str]
    size_bytes: Mapped[int]
    reply_by: Mapped[date | None]
    sent_by: Mapped[AccountId]
    sent_by_name: Mapped[str]
    sent_at: Mapped[LegalTime]
    opened_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    opened_by_name: Mapped[str | None]


class DossierReply(OfDossier, Base):
    """What a provider sends in a dossier: an answer, a zienswijze, evidence."""

    __tablename__ = "dossier_reply"
    __table_args__ = of_dossier(
        UniqueConstraint("provider_id", "key"),
        UniqueConstraint("tenant_id", "provider_id", "id"),
        ForeignKeyConstraint(
            ["tenant_id", "provider_id", "letter_id"],
            ["letter.tenant_id", "letter.provider_id", "letter.id"],
        ),
        CheckConstraint("kind IN ('antwoord', 'zienswijze', 'bewijs')", name="kind"),
    )

    id: Mapped[Id]
    key: Mapped[UUID]
    letter_id: Mapped[UUID | None]
    milestone: Mapped[str | None]
    kind: Mapped[str]
    body: Mapped[str]
    received_at: Mapped[LegalTime]
    submitted_by: Mapped[AccountId]
    submitted_by_name: Mapped[str]
    seen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ImposedMeasure(OfDossier, Base):
    """A measure that was imposed, as others than the dossier need it: stops, money, endings."""

    __tablename__ = "imposed_measure"
    __table_args__ = of_dossier(
        UniqueConstraint("dossier_id", "number"),
        Index("ix_imposed_measure_provider", "provider_id", "from_on"),
    )

    id: Mapped[Id]
    number: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    kinds: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    products: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    cents: Mapped[int | None] = mapped_column(BigInteger)
    percentage: Mapped[float | None] = mapped_column(Numeric(5, 2))
    event_on: Mapped[date | None]
    due: Mapped[bool] = mapped_column(server_default="true")
    notice_on: Mapped[date | None]
    imposed_at: Mapped[LegalTime]


class Exclusion(OfDossier, Base):
    """No new contract for a provider in a municipality until a day, included (004-53)."""

    __tablename__ = "exclusion"
    __table_args__ = of_dossier(UniqueConstraint("dossier_id"))

    id: Mapped[Id]
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str]
    recorded_at: Mapped[LegalTime]


class InterestRate(Base):
    """The statutory interest from a day on, in hundredths of a percent per year; public knowledge."""

    __tablename__ = "interest_rate"

    from_on: Mapped[date] = mapped_column(primary_key=True)
    basis_points: Mapped[int]
    source: Mapped[str]

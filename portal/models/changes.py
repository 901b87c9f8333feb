"""Who changed what in people, contracts and master data."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Id, LegalTime


class AdminChange(Base):
    """One change by an administrator; rows are never changed or deleted.

    The ids say whose it is: an organisation's own people, a municipality's contract, a provider
    or product of the region. `subject` is "persoon:<id>", "overeenkomst:<id>", …; `before` and
    `after` hold what differs, under the names that the page uses.
    """

    __tablename__ = "admin_change"
    __table_args__ = (Index("ix_admin_change_subject", "subject", "id"),)

    id: Mapped[Id]
    at: Mapped[LegalTime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[str]
    tenant_id: Mapped[UUID | None] = mapped_column(ForeignKey("tenant.id"), index=True)
    provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"), index=True)
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    subject: Mapped[str]
    what: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB)

"""What a municipality's functional admin sets, and who sits at which desk."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import AccountId, Base, Id, Instant, Json, TenantId


class SettingVersion(Base):
    """One version of one section of a municipality's configuration; the highest one is in force.

    Rows are never changed: a change or a restore is a new version. `summary` says in sentences
    what differs from the version before, `note` why.
    """

    __tablename__ = "setting_version"
    __table_args__ = (UniqueConstraint("tenant_id", "section", "version"),)

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    section: Mapped[str]
    version: Mapped[int]
    document: Mapped[Json]
    note: Mapped[str] = mapped_column(server_default="")
    summary: Mapped[str] = mapped_column(server_default="")
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str]
    created_at: Mapped[Instant]


class DeskMember(Base):
    """A person who works at a desk of a municipality; `absent` people get nothing assigned."""

    __tablename__ = "desk_member"

    tenant_id: Mapped[TenantId] = mapped_column(primary_key=True)
    desk: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[AccountId] = mapped_column(primary_key=True)
    absent: Mapped[bool] = mapped_column(server_default="false")

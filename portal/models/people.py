"""Accounts, memberships, and what signing in needs."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import AccountId, Base, Id, Instant, TenantId

_SIDE_TARGET = """
    (side = 'aanbieder' AND provider_id IS NOT NULL AND tenant_id IS NULL AND region_id IS NULL)
 OR (side = 'gemeente' AND tenant_id IS NOT NULL AND provider_id IS NULL AND region_id IS NULL)
 OR (side = 'regio' AND region_id IS NOT NULL AND provider_id IS NULL AND tenant_id IS NULL)
 OR (side = 'platform' AND region_id IS NULL AND provider_id IS NULL AND tenant_id IS NULL)
"""


class Account(Base):
    """A person. `email` is kept in lower case; `slug` names the people of the demo only."""

    __tablename__ = "account"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    slug: Mapped[str | None] = mapped_column(unique=True)
    blocked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[Instant]


class Membership(Base):
    """A role that a person holds somewhere, from a date until a date (both included)."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(_SIDE_TARGET, name="side_target"),
        # A role that was withdrawn before its first day ends on the day before it.
        CheckConstraint("until_on IS NULL OR until_on >= from_on - 1", name="period"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId] = mapped_column(index=True)
    side: Mapped[str]
    role: Mapped[str]
    tenant_id: Mapped[UUID | None] = mapped_column(ForeignKey("tenant.id"), index=True)
    provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"), index=True)
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    blocked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Instant]


class RegionGrant(Base):
    """A municipality lets a person of the region in, to read or also to write, until a date."""

    __tablename__ = "region_grant"
    __table_args__ = (UniqueConstraint("tenant_id", "account_id", "from_on"),)

    id: Mapped[Id]
    tenant_id: Mapped[TenantId]
    account_id: Mapped[AccountId] = mapped_column(index=True)
    may_write: Mapped[bool]
    from_on: Mapped[date]
    until_on: Mapped[date]
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))


class WebSession(Base):
    """A sign-in. Only the hash of its token is kept; ended ones stay a day for kept forms.

    `renew`: rights have changed, so the next request gets a new token. The one before it goes on
    for some seconds, for requests that were under way.
    """

    __tablename__ = "web_session"

    id: Mapped[Id]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    account_id: Mapped[AccountId] = mapped_column(index=True)
    created_at: Mapped[Instant]
    seen_at: Mapped[Instant]
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    renew: Mapped[bool] = mapped_column(server_default="false")
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    previous_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class LoginLink(Base):
    """A single-use link: an invitation, a new password, the first account of an installation."""

    __tablename__ = "login_link"

    id: Mapped[Id]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    purpose: Mapped[str]
    account_id: Mapped[AccountId] = mapped_column(index=True)
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Throttle(Base):
    """A bucket of failed attempts: per account, per address, for all together."""

    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[float]
    updated_at: Mapped[Instant]


class KeptForm(Base):
    """A form that arrived on an ended session, encrypted, for the same account only."""

    __tablename__ = "kept_form"
    __table_args__ = (Index("ix_kept_form_expires_at", "expires_at"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    path: Mapped[str]
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[Instant]

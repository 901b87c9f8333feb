"""For whom something is read or written: the required first parameter of every query.

A scope is made from a signed-in person, never from what a request says about itself.
"""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

AccountId = NewType("AccountId", UUID)
TenantId = NewType("TenantId", UUID)
ProviderId = NewType("ProviderId", UUID)
RegionId = NewType("RegionId", UUID)


@dataclass(frozen=True, slots=True)
class TenantScope:
    """A person at work for one municipality, or the worker handling a row of it (no account)."""

    tenant_id: TenantId
    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True)
class ProviderScope:
    """A person at work for one provider, over all its municipalities."""

    provider_id: ProviderId
    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True)
class RegionScope:
    """A person of the region; `tenant_id` when at work inside one municipality."""

    region_id: RegionId | None
    account_id: AccountId | None = None
    tenant_id: TenantId | None = None


@dataclass(frozen=True, slots=True)
class InsightScope:
    """A person of the region who looks into several municipalities at once, and writes in none.

    `tenant_ids` are those that let this person in today; a grant that has ended shows nothing,
    whatever stands here.
    """

    account_id: AccountId
    tenant_ids: tuple[TenantId, ...]


@dataclass(frozen=True, slots=True)
class AuthScope:
    """Before anybody is known: accounts, sessions, memberships."""


@dataclass(frozen=True, slots=True)
class WorkerScope:
    """Leases effects of all municipalities and sees no content."""


@dataclass(frozen=True, slots=True)
class AuditScope:
    """Verification: reads everything that proves something, writes nothing."""


Scope = (
    TenantScope | ProviderScope | RegionScope | InsightScope | AuthScope | WorkerScope | AuditScope
)

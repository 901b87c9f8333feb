"""Who has a dossier in hand, and who may see a confidential one."""

from uuid import UUID

from sqlalchemy import delete, select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.people import Role
from portal.domain.policies import Permission, may
from portal.domain.scopes import TenantScope
from portal.models.dossier import DossierAccess
from portal.queries.staff import Staff, staff
from portal.services.deliveries import required_text
from portal.services.dossiers.holding import Held, hold, keep
from portal.services.dossiers.opening import CONFIDENTIAL, let_in
from portal.services.recording import Actor


def hand_over(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    to: UUID,
    reason: str,
    actor: Actor,
) -> Held:
    """Give the dossier to a colleague who may work on dossiers; of a confidential one with access."""
    held = hold(session, scope, dossier_id, version=version)
    colleague = _colleague(session, scope, held, to)
    if not may(colleague.roles, Permission.WORK_ON_DOSSIERS):
        raise RuleBroken(
            f"{colleague.name} behandelt geen dossiers. Kies een contractmanager.",
            code="role_missing",
            path="aan",
        )
    reason = required_text(reason, "reden")
    held.row.owner_id, held.row.owner_name = colleague.account_id, colleague.name
    if held.row.confidentiality in CONFIDENTIAL and not _has_access(session, held, to):
        let_in(session, held.row, account_id=to, name=colleague.name, by=actor)
    return keep(
        session, held, held.state, event="overgedragen", actor=actor,
        data={"aan": colleague.name, "reden": reason},
    )  # fmt: skip


def give_access(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    to: UUID,
    actor: Actor,
) -> Held:
    """Let somebody in to a confidential dossier."""
    held = _confidential(hold(session, scope, dossier_id, version=version))
    colleague = _colleague(session, scope, held, to)
    if _has_access(session, held, to):
        raise RuleBroken(
            f"{colleague.name} mag dit dossier al zien.", code="has_access", path="wie"
        )
    let_in(session, held.row, account_id=to, name=colleague.name, by=actor)
    return keep(
        session, held, held.state, event="toegang_gegeven", actor=actor,
        data={"naam": colleague.name, "account": str(to)},
    )  # fmt: skip


def take_access(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    account_id: UUID,
    actor: Actor,
) -> Held:
    """Take it away again; never from whoever has the dossier in hand or opened it."""
    held = _confidential(hold(session, scope, dossier_id, version=version))
    if account_id in (held.row.owner_id, held.row.opened_by):
        raise RuleBroken(
            "Wie het dossier opende of behandelt, houdt toegang. Draag het eerst over.",
            code="not_now",
        )
    gone = session.scalar(
        delete(DossierAccess)
        .where(
            DossierAccess.tenant_id == scope.tenant_id,
            DossierAccess.dossier_id == dossier_id,
            DossierAccess.account_id == account_id,
        )
        .returning(DossierAccess.account_name)
    )
    if gone is None:
        raise NotThere
    return keep(
        session, held, held.state, event="toegang_ingetrokken", actor=actor,
        data={"naam": gone, "account": str(account_id)},
    )  # fmt: skip


def _confidential(held: Held) -> Held:
    if held.row.confidentiality not in CONFIDENTIAL:
        raise RuleBroken(
            "Dit dossier is niet vertrouwelijk; iedereen die dossiers ziet, ziet het.",
            code="not_now",
        )
    return held


def _colleague(session: ScopedSession, scope: TenantScope, held: Held, to: UUID) -> Staff:
    found = next((p for p in staff(session, scope, held.today) if p.account_id == to), None)
    if found is None or found.roles <= {Role.FUNCTIONAL_ADMIN}:
        raise RuleBroken("Kies een collega uit de lijst.", code="no_colleague", path="aan")
    return found


def _has_access(session: ScopedSession, held: Held, account_id: UUID) -> bool:
    if account_id == held.row.opened_by:
        return True
    return (
        session.scalar(
            select(DossierAccess.id).where(
                DossierAccess.dossier_id == held.row.id, DossierAccess.account_id == account_id
            )
        )
        is not None
    )

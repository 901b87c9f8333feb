"""The dossier of the path with its state, and in which role the visitor acts in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from portal.domain.errors import NotAllowed
from portal.domain.ladder.demands import Need, Refusal, Source
from portal.domain.ladder.dossier import DossierState
from portal.domain.ladder.immediate import ACTORS as IMMEDIATE_ACTORS
from portal.domain.ladder.roles import best_role, ladder_roles
from portal.domain.ladder.vocabulary import Role
from portal.domain.ladder.walking import Choice, demands_of
from portal.domain.policies import Permission, may
from portal.queries.dossier_parts import DossierParts, WorkRow, dossier_parts, work_row
from portal.queries.dossiers import DossierRow, dossier_row
from portal.services.dossiers.asked import waits_for_me
from portal.services.dossiers.holding import Looked, look
from portal.services.dossiers.preparing import CONCEPT, Doer, act_for
from portal.services.recording import Actor
from portal.web.access import desk, desk_session, tenant_scope
from portal.web.dossiers.naming import source_of_code
from portal.web.dossiers.places import Places
from portal.web.state import today


@dataclass(frozen=True)
class Reading:
    """One dossier as this visitor may see it."""

    row: DossierRow
    looked: Looked

    @property
    def state(self) -> DossierState:
        return self.looked.state

    @cached_property
    def parts(self) -> DossierParts:
        return dossier_parts(desk_session(), tenant_scope(), self.row.id)

    @property
    def places(self) -> Places:
        return Places(self.row.number)


def read_dossier(number: str) -> Reading:
    """The dossier with this number; raises NotThere."""
    row = dossier_row(desk_session(), tenant_scope(), number, today=today())
    return Reading(row, look(desk_session(), tenant_scope(), row, today()))


@dataclass(frozen=True)
class WorkReading:
    """One act in preparation: what was filled in, and what it still asks."""

    dossier: Reading
    work: WorkRow
    choice: Choice
    blocks: tuple[Refusal, ...]
    needs: tuple[Need, ...]

    @property
    def source(self) -> Source:
        """Where the rung, the measure or the ground itself is written."""
        return source_of_code(self.dossier.state, self.choice, self.work.code)

    @property
    def unmet(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.required and not need.met)

    @property
    def is_complete(self) -> bool:
        return not self.blocks and not self.unmet


def read_work(number: str, work_id: UUID) -> WorkReading:
    """An act of the dossier, judged as if this visitor does it, or else whoever prepared it."""
    dossier = read_dossier(number)
    work = work_row(desk_session(), tenant_scope(), dossier.row.id, work_id)
    choice = Choice(work.choice)
    if work.state != CONCEPT:
        # The dossier may follow a version since that does not know it any more.
        return WorkReading(dossier, work, choice, (), ())
    act = act_for(
        dossier.looked, work, preparer(dossier.state, choice, work), municipality=municipality()
    )
    blocks, needs = demands_of(dossier.state, act)
    return WorkReading(dossier, work, choice, tuple(blocks), tuple(needs))


def preparer(state: DossierState, choice: Choice, work: WorkRow) -> Doer:
    """Who would do it: the visitor when a role of his fits, else whoever began it.

    A signature of the one who does it does not count, so a signer's own visit changes nothing.
    """
    asked = actors_of(state, choice, work.code)
    own = best_role(desk().roles, asked)
    if own in asked and may(desk().roles, Permission.TAKE_STEPS):
        return Doer(actor=desk().actor, role=own)
    return Doer(
        actor=Actor(work.started_by_name, work.started_by),
        role=asked[0] if asked else Role.CONTRACTMANAGER,
    )


def actors_of(state: DossierState, choice: Choice, code: str) -> tuple[Role, ...]:
    """Who takes the step, imposes the measure or acts at once, as the ladder or contract says."""
    if choice is Choice.STAP:
        rung = state.ladder.rung(code)
        return rung.actors if rung else ()
    if choice is Choice.MAATREGEL:
        measure = state.measure(code)
        return measure.actors if measure else ()
    return IMMEDIATE_ACTORS


def municipality() -> str:
    """The name that every letter bears (003-02)."""
    return f"gemeente {desk().membership.place_name}"


def doer(asked: Sequence[Role] = ()) -> Doer:
    """The visitor, in the role that is asked where it is one of his."""
    role = best_role(desk().roles, asked)
    if role is None:
        raise NotAllowed("Uw rol past hier niet bij.", code="role_missing")
    return Doer(actor=desk().actor, role=role)


def asked_as() -> list[str]:
    """The words under which this visitor may have been asked to sign or look along."""
    return waits_for_me(
        desk().person.account_id,
        ladder_roles(desk().roles),
        may_look=may(desk().roles, Permission.LOOK_ALONG),
    )

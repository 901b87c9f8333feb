"""What a version of a ladder changes: rung by rung and field by field, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.ladder.difference import Change, ChangeKind, difference
from portal.domain.ladder.publication import VersionState
from portal.domain.ladder.version import LadderVersion
from portal.domain.ladder.words import capital
from portal.domain.policies import Permission
from portal.queries.ladders import VersionLine, stored_version
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.admin.desk import blueprint
from portal.web.admin.ladder_opening import Opened, opened
from portal.web.admin.ladder_presenters import facts_at, ladder_of
from portal.web.pages import show

WHOLE = "De ladder zelf"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """Differences about one part of the ladder."""

    title: str
    sentences: tuple[str, ...]


@blueprint.get("/ladders/<ladder>/<int:nummer>/verschil")
@requires(Permission.CONFIGURE)
def ladder_difference(ladder: str, nummer: int) -> WerkzeugResponse:
    """What is different from another version, rung by rung and field by field, in words."""
    found = opened(ladder, nummer)
    other = _other(found)
    return show(
        "admin/ladder_verschil.html",
        "Wat er verandert",
        block="verschil",
        crumbs=found.trail(),
        lead=f"Van versie {other.label} naar versie {found.line.label}." if other else "",
        groups=differences_between(found, other) if other else (),
        has_other=other is not None,
        others=tuple(
            (str(line.number), f"Versie {line.label} ({VersionState(line.state).label})")
            for line in found.lines
            if line.number != nummer
        ),
        chosen=str(other.number) if other else "",
        action=request.path,
    )


def differences_between(found: Opened, other: VersionLine) -> tuple[ChangeGroup, ...]:
    """All differences with another version, grouped by the part they are about."""
    stored = stored_version(desk_session(), tenant_scope(), other.code, other.number)
    return grouped(difference(ladder_of(stored.document), found.ladder), found.ladder)


def grouped(changes: Sequence[Change], ladder: LadderVersion) -> tuple[ChangeGroup, ...]:
    """Differences under the part that they are about: a rung, a measure, the ladder itself."""
    groups: dict[str, list[str]] = {}
    for change in changes:
        title, sentences = _told(change, ladder)
        groups.setdefault(title, []).extend(sentences)
    return tuple(
        ChangeGroup(title=title, sentences=tuple(lines)) for title, lines in groups.items()
    )


def _told(change: Change, ladder: LadderVersion) -> tuple[str, tuple[str, ...]]:
    """The heading that a difference stands under, and what is said there."""
    head, joint, rest = change.subject.partition(" › ")
    if joint:
        return head, (replace(change, subject=capital(rest)).sentence,)
    is_part = change.path.startswith(("treden.", "maatregelen."))
    match change.kind:
        case ChangeKind.ADDED if is_part:
            return head, ("Nieuw.", *facts_at(ladder, change.path))
        case ChangeKind.REMOVED if is_part:
            return head, ("Vervalt.",)
        case ChangeKind.MOVED if is_part:
            return head, (f"Van plaats {change.before} naar plaats {change.after}.",)
        case _:
            return WHOLE, (change.sentence,)


def _other(found: Opened) -> VersionLine | None:
    wanted = request.args.get("met", "")
    chosen = (line for line in found.lines if str(line.number) == wanted and line != found.line)
    return next(chosen, None) or found.compared_with

"""A draft on its way to being in force: proposed, looked at, published, given back, withdrawn."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.configuration.four_eyes import FOUR_EYES, PUBLISH_LADDER
from portal.domain.errors import Finding, NotAllowed, RuleBroken, Stale
from portal.domain.ladder.publication import VersionState
from portal.domain.ladder.words import listed
from portal.domain.people import Role
from portal.domain.policies import Permission
from portal.domain.submissions.fields import DateField, Field, LongTextField
from portal.queries.configuration import section_in_force
from portal.queries.ladders import PUBLISHED
from portal.queries.staff import staff
from portal.services.ladders import (
    DraftName,
    Unsound,
    let_lapse,
    propose,
    publish,
    return_to_draft,
    withdraw,
)
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.admin.desk import blueprint
from portal.web.admin.ladder_comparing import differences_between
from portal.web.admin.ladder_opening import Opened, opened
from portal.web.admin.section_presenters import form_blocks
from portal.web.admin.sections import SEEN
from portal.web.binding import bind, forget_kept
from portal.web.chrome import Link, Tone
from portal.web.fields import attach
from portal.web.pages import say, show
from portal.web.state import now, today

ONE_DAY = timedelta(days=1)
WHAT = LongTextField(
    name="toelichting",
    label="Wat verandert er, en waarom?",
    hint="Staat in de versietabel en in de geschiedenis.",
    max_length=2_000,
    lines=4,
)
REASON = LongTextField(
    name="reden",
    label="Waarom?",
    hint="Blijft in de geschiedenis staan.",
    max_length=1_000,
    lines=3,
)


@blueprint.route("/ladders/<ladder>/<int:nummer>/voorleggen", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def ladder_propose(ladder: str, nummer: int) -> WerkzeugResponse:
    """Lay a draft before a second person."""
    found = opened(ladder, nummer)
    needs_second = _needs_second()

    def act(given: dict[str, Any]) -> None:
        propose(
            desk_session(), tenant_scope(), name_seen(found), in_force_from=date.fromisoformat(given["ingang"]),
            note=given["toelichting"], actor=desk().actor, now=now(), today=today(),
        )  # fmt: skip

    return _form(
        found,
        VersionState.DRAFT,
        (_first_day(found), WHAT),
        act,
        title="Voorleggen",
        lead="Daarna kan niemand het concept nog veranderen. Een andere functioneel beheerder kijkt "
        "het na en laat het ingaan, of geeft het u terug."
        if needs_second
        else "Bij uw gemeente is één persoon genoeg; u kunt de versie daarna zelf laten ingaan.",
        button="Voorleggen",
        done="De versie is voorgelegd.",
    )


@blueprint.route("/ladders/<ladder>/<int:nummer>/publiceren", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def ladder_publish(ladder: str, nummer: int) -> WerkzeugResponse:
    """Look at what would change, then let it begin."""
    found = opened(ladder, nummer)
    own = found.line.proposed_by == desk().person.account_id
    four_eyes = section_in_force(desk_session(), tenant_scope(), FOUR_EYES)
    refused = own and four_eyes.needs_second_person(PUBLISH_LADDER)
    if request.method == "POST":
        try:
            begins = publish(
                desk_session(), tenant_scope(), name_seen(found), actor=desk().actor, now=now(),
                today=today(),
            )  # fmt: skip
        except (RuleBroken, Stale) as error:
            if isinstance(error, NotAllowed):
                raise
            say(error.sentence, Tone.ERROR)
            return redirect(found.at("ladder_publish"), 303)
        desk_session().commit()
        say(
            f"Versie {found.line.label} geldt vanaf {format_date(begins)}. Dossiers die dan al lopen, "
            "houden hun eigen versie."
        )
        return redirect(found.at("ladder_version"), 303)
    other = found.compared_with
    return show(
        "admin/ladder_publiceren.html",
        "Nakijken en publiceren",
        crumbs=found.trail(),
        opened=found,
        groups=differences_between(found, other) if other else (),
        other=other,
        refused=refused,
        others=_others() if refused else "",
        begins_later=bool(found.line.proposed_from and found.line.proposed_from > today()),
        single_reason=four_eyes.reason_for(PUBLISH_LADDER) if own else "",
        seen=found.line.version,
        action=request.path,
        is_waiting=found.line.state == "voorgelegd",
    )


def _others() -> str:
    """Who else may publish, by name."""
    me = desk().person.account_id
    admins = (
        each
        for each in staff(desk_session(), tenant_scope(), today())
        if each.has_any({Role.FUNCTIONAL_ADMIN})
    )
    return listed((each.name for each in admins if each.account_id != me), last="of", nothing="")


@blueprint.route("/ladders/<ladder>/<int:nummer>/teruggeven", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def ladder_return(ladder: str, nummer: int) -> WerkzeugResponse:
    """Give a proposal back with what has to change."""
    found = opened(ladder, nummer)

    def act(given: dict[str, Any]) -> None:
        return_to_draft(
            desk_session(), tenant_scope(), name_seen(found), reason=given["reden"],
            actor=desk().actor, now=now(),
        )  # fmt: skip

    return _form(
        found, VersionState.PROPOSED, (REASON,), act, title="Teruggeven", button="Teruggeven",
        lead="De versie wordt weer een concept waaraan verder gewerkt kan worden.",
        done="De versie is weer een concept.",
    )  # fmt: skip


@blueprint.route("/ladders/<ladder>/<int:nummer>/intrekken", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def ladder_withdraw(ladder: str, nummer: int) -> WerkzeugResponse:
    """Take a version back before its first day."""
    found = opened(ladder, nummer)

    def act(given: dict[str, Any]) -> None:
        withdraw(
            desk_session(), tenant_scope(), name_seen(found), reason=given["reden"],
            actor=desk().actor, now=now(), today=today(),
        )  # fmt: skip

    return _form(
        found, VersionState.PUBLISHED, (REASON,), act, title="Intrekken", button="Intrekken",
        lead="De versie gaat dan niet in. Wat nu geldt, blijft gelden.",
        done="De versie is ingetrokken.",
    )  # fmt: skip


@blueprint.route("/ladders/<ladder>/<int:nummer>/vervallen", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def ladder_lapse(ladder: str, nummer: int) -> WerkzeugResponse:
    """Stop working on a draft."""
    found = opened(ladder, nummer)

    def act(given: dict[str, Any]) -> None:
        let_lapse(
            desk_session(), tenant_scope(), name_seen(found), reason=given["reden"],
            actor=desk().actor, now=now(),
        )  # fmt: skip

    return _form(
        found, VersionState.DRAFT, (REASON,), act, title="Laten vervallen", button="Laten vervallen",
        lead="Het concept gaat niet verder. Het blijft te lezen in de geschiedenis.",
        done="Het concept is vervallen.",
    )  # fmt: skip


def _first_day(found: Opened) -> Field:
    """The question from when; two versions of a ladder do not begin on one day."""
    taken = [line.in_force_from for line in found.lines if line.state == PUBLISHED]
    earliest = max([today(), *(day + ONE_DAY for day in taken if day)])
    return DateField(
        name="ingang",
        label="Vanaf welke dag geldt deze versie?",
        hint=f"Op of na {format_date(earliest)}. Dossiers die dan al lopen, houden hun eigen versie.",
    )


def _needs_second() -> bool:
    four_eyes = section_in_force(desk_session(), tenant_scope(), FOUR_EYES)
    return four_eyes.needs_second_person(PUBLISH_LADDER)


def name_seen(found: Opened) -> DraftName:
    """The version as the person had it before the eyes."""
    typed = request.form.get(SEEN, "")
    usable = typed.isascii() and typed.isdecimal() and len(typed) < 9
    return found.seen(int(typed) if usable else found.line.version)


def _form(
    found: Opened,
    begins: VersionState,
    asked: tuple[Field, ...],
    act: Callable[[dict[str, Any]], None],
    *,
    title: str,
    lead: str,
    button: str,
    done: str,
) -> WerkzeugResponse:
    """Ask, do, and go back to the version; a refusal stands at its question."""
    if request.method == "GET" and found.line.state != begins.value:
        say(f"Dit kan niet meer: deze versie is {VersionState(found.line.state).label}.", Tone.INFO)
        return redirect(found.at("ladder_version"), 303)
    bound, is_stale = bind(asked), False
    if request.method == "POST" and bound.is_good:
        try:
            act(bound.answers)
        except Unsound as unsound:
            whole = [Finding("", finding.sentence, finding.rule) for finding in unsound.findings]
            bound.lines = attach(bound.form, whole)
        except RuleBroken as error:
            bound.refuse(error)
        except Stale as stale:
            is_stale = True
            bound.lines = attach(
                bound.form, [Finding("", f"{stale.sentence} Kijk het concept eerst weer na.")]
            )
        else:
            desk_session().commit()
            forget_kept()
            say(done)
            return redirect(found.at("ladder_version"), 303)
    return show(
        "admin/ladder_formulier.html",
        f"{title}: {found.title}",
        status=409 if is_stale else 422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=found.trail(),
        lead=lead,
        blocks=form_blocks((), bound.form),
        action=request.path,
        seen=found.line.version,
        button=button,
        cancel=Link("Annuleren", found.at("ladder_version")),
        conflict=None,
        check_href="",
        findings=(),
    )

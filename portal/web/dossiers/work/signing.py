"""Asking colleagues along, and signing or looking along on a page that shows exactly what."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import RuleBroken, Stale
from portal.domain.ladder.roles import ladder_roles, portal_roles
from portal.domain.ladder.vocabulary import Role
from portal.domain.policies import GRANTED, Permission, may
from portal.domain.submissions.fields import Choice, ChoiceField, Field, LongTextField
from portal.queries.dossier_openings import contract_products
from portal.queries.dossier_parts import WorkRow
from portal.queries.staff import Staff, staff
from portal.services.dossiers import establishing
from portal.services.dossiers.asked import SECOND, open_of
from portal.services.dossiers.opening import CONFIDENTIAL
from portal.services.dossiers.preparing import CONCEPT, Doer
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.answers import Names, told
from portal.web.binding import Bound, bind, forget_kept, sent_form
from portal.web.chrome import DataItem, Link, Tone
from portal.web.dossiers.act_page import ActPage, Remark, act_page
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.presenters_page import evidence_of
from portal.web.dossiers.reading import WorkReading, asked_as, doer, read_work
from portal.web.dossiers.work.hub import finished, pages_for, title
from portal.web.dossiers.work.letter import letter_of
from portal.web.dossiers.work.needs import is_by_others
from portal.web.pages import say, show
from portal.web.sent import VERSION, sent_version
from portal.web.state import state, today

ANYBODY = "iedereen"
SIGN, LOOK, BACK = "tekenen", "meekijken", "teruggeven"
REMARK: tuple[Field, ...] = (
    LongTextField(
        name="opmerking",
        label="Wat moet er anders?",
        hint="Alleen invullen als u niet tekent. Uw collega leest dit.",
        required=False,
        lines=3,
    ),
)


@blueprint.route("/<nummer>/voorbereiding/<uuid:werk>/vragen", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def ask_along(nummer: str, werk: UUID) -> WerkzeugResponse:
    """Ask colleagues to sign along or to look along."""
    reading = read_work(nummer, werk)
    if reading.work.state != CONCEPT:
        return finished(reading)
    whats = list(dict.fromkeys(open_of(reading.needs)))
    able = _able(reading)
    own = [need.label for need in reading.unmet if not is_by_others(need)]
    page = ActPage(
        title="Een collega vragen",
        submit="Collega vragen",
        said="Het is gevraagd. Uw collega krijgt een mail en ziet het op de startpagina.",
        lead=title(reading),
        back=reading.dossier.places.work(werk),
        fields=tuple(
            ChoiceField(
                name=what,
                label="Wie kijkt mee als tweede paar ogen?"
                if what == SECOND
                else f"Wie tekent mee als {Role(what).label}?",
                missing="Kies wie u het vraagt.",
                choices=(
                    Choice(ANYBODY, "Wie tijd heeft"),
                    *(Choice(str(p.account_id), p.name) for p in able(what)),
                ),
            )
            for what in whats
        ),
        stored=dict.fromkeys(whats, ANYBODY),
        remarks=[
            Remark(
                "Maak het eerst af",
                ["Er ontbreekt nog iets. Een handtekening vervalt als u daarna nog iets wijzigt."],
                Tone.WARNING,
            )
        ]
        if own
        else [],
        blocked=_why_not_ask(whats, able),
    )

    def do(answers: Mapping[str, Any], version: int) -> None:
        establishing.ask_along(
            desk_session(), tenant_scope(), werk, version=reading.work.version,
            asked={
                what: None if answers[what] == ANYBODY else UUID(answers[what]) for what in whats
            },
            doer=doer(),
        )  # fmt: skip

    return act_page(reading.dossier, page, do)


def _why_not_ask(whats: Sequence[str], able: Any) -> list[str]:
    if not whats:
        return ["Niemand hoeft nog mee te tekenen of mee te kijken."]
    return [
        f"Bij uw gemeente is niemand die als {'tweede paar ogen' if what == SECOND else Role(what).label} "
        "mee kan doen en dit dossier mag zien. Vraag de functioneel beheerder, of geef iemand toegang."
        for what in whats
        if not able(what)
    ]


def _able(reading: WorkReading) -> Any:
    """Who may be asked for what: in the right role, not the one who prepares, let in."""
    everybody = staff(desk_session(), tenant_scope(), today())
    row = reading.dossier.row
    named = {person.account_id for person in reading.dossier.parts.access}
    confidential = row.confidentiality in CONFIDENTIAL

    def able(what: str) -> list[Staff]:
        roles = GRANTED[Permission.LOOK_ALONG] if what == SECOND else portal_roles(Role(what))
        return [
            person
            for person in everybody
            if person.has_any(roles)
            and person.account_id != reading.work.started_by
            and (not confidential or person.account_id in named)
        ]

    return able


@blueprint.route("/<nummer>/voorbereiding/<uuid:werk>/meetekenen", methods=["GET", "POST"])
@requires(Permission.SIGN_ALONG)
def sign_page(nummer: str, werk: UUID) -> WerkzeugResponse:
    """Exactly what is signed for; another content has to be signed anew."""
    reading = read_work(nummer, werk)
    if reading.work.state != CONCEPT:
        return finished(reading)
    given = sent_form()
    bound = bind(REMARK, formdata=given)
    seen = sent_version(given) if given is not None else reading.work.version
    if request.method != "POST":
        return _show(reading, bound, seen, status=200)
    if not bound.is_good:
        return _show(reading, bound, seen, status=422)
    try:
        said = _act(reading.work, request.form.get("actie", ""), bound, seen)
    except Stale as stale:
        desk_session().rollback()
        fresh = read_work(nummer, werk)
        return _show(fresh, bound, fresh.work.version, status=409, stale=stale.sentence)
    except RuleBroken as error:
        desk_session().rollback()
        bound.refuse(error)
        return _show(reading, bound, seen, status=409 if error.code == "not_now" else 422)
    desk_session().commit()
    state().wake_up.ring()
    forget_kept()
    say(said)
    return redirect(reading.dossier.places.page, 303)


def _act(work: WorkRow, act: str, bound: Bound, version: int) -> str:
    session, scope = desk_session(), tenant_scope()
    if act == BACK:
        establishing.give_back(
            session, scope, work.id, version=version,
            reason=bound.answers.get("opmerking", ""), asked_as=asked_as(), doer=doer(),
        )  # fmt: skip
        return "U hebt het teruggegeven. Uw collega leest uw opmerking."
    if act == LOOK and may(desk().roles, Permission.LOOK_ALONG):
        establishing.look_along(session, scope, work.id, version=version, doer=doer())
        return "Vastgelegd: u hebt meegekeken."
    role = next((r for r in ladder_roles(desk().roles) if act == f"{SIGN}:{r.value}"), None)
    if role is None:
        raise RuleBroken("Kies wat u wilt doen.", code="act")
    establishing.sign(
        session, scope, work.id, version=version, doer=Doer(actor=desk().actor, role=role)
    )
    return "U hebt meegetekend."


def _show(
    reading: WorkReading, bound: Bound, version: int, *, status: int, stale: str = ""
) -> WerkzeugResponse:
    places, is_own = reading.dossier.places, reading.work.started_by == desk().person.account_id
    buttons = [] if is_own else _buttons(reading)
    return show(
        "dossiers/meetekenen.html",
        title(reading),
        status=status,
        errors=bound.lines,
        kicker=reading.dossier.row.number,
        lead=f"{reading.dossier.row.title}, {reading.dossier.row.provider_name}",
        crumbs=places.crumbs,
        stale=stale,
        remark=_remark(reading, is_own=is_own, can_act=bool(buttons)),
        content=content_of(reading),
        letter=letter_of(reading),
        pdf=places.work(reading.work.id, "preview_pdf"),
        evidence=evidence_of(
            reading.dossier.state, reading.dossier.parts, places, about=reading.work.code
        ),
        form=bound.form,
        version_name=VERSION,
        version=version,
        action=request.path,
        buttons=buttons,
        cancel=Link("Terug naar het dossier", places.page),
    )


def _buttons(reading: WorkReading) -> list[tuple[str, str]]:
    """What this visitor may give here: (value, label)."""
    waiting = open_of(reading.needs)
    found = [
        (f"{SIGN}:{role.value}", f"Meetekenen als {role.label}")
        for role in ladder_roles(desk().roles)
        if role.value in waiting
    ]
    if SECOND in waiting and may(desk().roles, Permission.LOOK_ALONG):
        found.append((LOOK, "Ik heb meegekeken en ben akkoord"))
    return found


def _remark(reading: WorkReading, *, is_own: bool, can_act: bool) -> Remark:
    if is_own:
        return Remark(
            "U hebt dit zelf voorbereid",
            ["Een ander tekent mee of kijkt mee."],
            Tone.NEUTRAL,
        )
    if not can_act:
        return Remark(
            "Uw handtekening is hier niet nodig", ["Of u hebt al getekend."], Tone.NEUTRAL
        )
    open_own = [need.sentence for need in reading.unmet if not is_by_others(need)]
    if open_own:
        return Remark(
            "Dit is nog niet af",
            [
                *open_own,
                "Wordt dit aangevuld, dan vervalt uw handtekening en moet u opnieuw tekenen.",
            ],
            Tone.WARNING,
        )
    return Remark(
        f"{reading.work.started_by_name} vraagt u om mee te tekenen of mee te kijken",
        [
            "U tekent voor precies wat hieronder staat. Wijzigt het daarna, dan vervalt uw handtekening."
        ],
    )


def content_of(reading: WorkReading) -> tuple[DataItem, ...]:
    """All that was filled in beside the letter."""
    place = desk().membership
    names = Names(
        municipalities={place.place: place.place_name},
        products=contract_products(desk_session(), tenant_scope(), reading.dossier.row.contract_id)
        if "producten" in reading.work.answers
        else {},
    )
    found: list[DataItem] = []
    for page in pages_for(reading):
        if page.slug != "brief":
            found += told(page.fields, reading.work.answers, names)
    return tuple(item for item in found if item.value or item.lines)

"""Sending something in a dossier: an answer, a zienswijze, evidence; and what was sent."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from flask import redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.adapters.uploads import ACCEPT, ALLOWED
from portal.domain.calendar import format_moment
from portal.domain.errors import RuleBroken
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Field, check_answers, keep_asked
from portal.queries.provider_dossier_rows import DossierSeen, ReplyRow
from portal.queries.provider_dossiers import dossier_seen, place_in_chain
from portal.services.dossiers.answering import reply as send
from portal.web.access import desk, desk_session, provider_scope, requires
from portal.web.binding import Bound, forget_kept, judge, sent_form
from portal.web.chrome import DataItem, Link, Upload
from portal.web.fields import answers, build_form
from portal.web.pages import say, show
from portal.web.provider.blueprint import blueprint
from portal.web.provider.dossiers.duties import where
from portal.web.provider.dossiers.forms import FILES, NONE, reply_fields
from portal.web.provider.dossiers.presenters import reply_title
from portal.web.provider.places import at
from portal.web.sent import sent_key
from portal.web.state import state
from portal.web.templates import size_words
from portal.web.waiting_files import REMOVE, Waiting, files_of, let_in, waiting_in

ADDRESS = "/dossiers/<bij>/<nummer>/antwoorden"


@blueprint.route(f"{ADDRESS}/nieuw", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def send_reply(bij: str, nummer: str) -> WerkzeugResponse:
    """The form; the same form sent twice is one answer."""
    seen = dossier_seen(desk_session(), provider_scope(), bij, nummer)
    if request.method == "POST":
        return _take(seen)
    if seen.is_closed:
        raise RuleBroken(
            "Dit dossier is gesloten. Neem contact op met de gemeente.", code="not_now"
        )
    kept = sent_form()
    key = sent_key(kept) or uuid4()
    files = waiting_in(key, kept) if kept is not None else []
    return _show(seen, _bound(seen, files, kept), key, files)


def _take(seen: DossierSeen) -> WerkzeugResponse:
    key = sent_key(request.form) or uuid4()
    files, refused = files_of(key, FILES)
    bound = _bound(seen, files, request.form)
    if REMOVE in request.form:
        return _show(seen, bound, key, files)
    bound = judge(
        bound.form, bound.answers, [*check_answers(reply_fields(seen), bound.answers), *refused]
    )
    if not bound.is_good:
        return _show(seen, bound, key, files, status=422)
    try:
        with let_in(files) as stored:
            sent = _send(seen, key, bound.answers, stored)
        desk_session().commit()
    except RuleBroken as error:
        desk_session().rollback()
        bound.refuse(error)
        status = 409 if error.code in ("not_now", "key_reused") else 422
        return _show(seen, bound, key, files, status=status)
    state().wake_up.ring()
    forget_kept()
    say(f"Gemeente {seen.municipality} heeft dit ontvangen.")
    return redirect(where(seen).to("reply", antwoord=sent), 303)


def _send(
    seen: DossierSeen, key: UUID, given: Mapping[str, Any], stored: list[dict[str, str | int]]
) -> UUID:
    asked = keep_asked(reply_fields(seen), given)
    letter, action = asked.get("brief", NONE), asked.get("actie", NONE)
    return send(
        desk_session(),
        provider_scope(),
        seen.id,
        key=key,
        kind=asked["soort"],
        body=asked["tekst"],
        letter_id=None if letter == NONE else seen.letter(int(letter)).id,
        milestone=None if action == NONE else action,
        files=stored,
        actor=desk().actor,
    )


def _bound(seen: DossierSeen, files: list[Waiting], typed: MultiDict[str, str] | None) -> Bound:
    """The form as it was typed; a fresh one begins with what the link said."""
    form_class = build_form(
        [_advised(field) for field in reply_fields(seen)],
        uploads={FILES.name: [one.upload for one in files]},
        accept=ACCEPT,
    )
    if typed is None:
        action = request.args.get("actie")
        begun = {
            "soort": request.args.get("soort"),
            "brief": request.args.get("brief") or (NONE if action else None),
            "actie": action,
        }
        return Bound(form_class(data=begun), {}, [])
    form = form_class(typed)
    return Bound(form, answers(form), [])


def _advised(field: Field) -> Field:
    if field is not FILES:
        return field
    most = state().settings.max_upload_bytes // (1024 * 1024)
    return replace(
        field,
        hint=f"{FILES.hint} Hoogstens {FILES.max_files} bestanden, per keer samen {most} MB. "
        f"Dit kunt u sturen: {ALLOWED}.",
    )


def _show(
    seen: DossierSeen, bound: Bound, key: UUID, files: list[Waiting], *, status: int = 200
) -> WerkzeugResponse:
    place = where(seen)
    return show(
        "provider/dossiers/antwoorden.html",
        "Iets sturen aan de gemeente",
        status=status,
        errors=bound.lines,
        kicker=f"Gemeente {seen.municipality}, {seen.number}",
        lead=f"Over: {seen.title}",
        crumbs=place.crumbs,
        form=bound.form,
        key=str(key),
        tokens=[one.token for one in files],
        action=place.to("send_reply"),
        submit=f"Versturen aan gemeente {seen.municipality}",
        cancel=Link("Annuleren", place.page),
    )


@blueprint.get(f"{ADDRESS}/<uuid:antwoord>")
@requires(Permission.FOLLOW)
def reply(bij: str, nummer: str, antwoord: UUID) -> WerkzeugResponse:
    """What was sent, when the municipality had it, and where that stands in its chain."""
    seen = dossier_seen(desk_session(), provider_scope(), bij, nummer)
    sent, place = seen.reply(antwoord), where(seen)
    return show(
        "provider/dossiers/antwoord.html",
        reply_title(sent),
        kicker=f"Gemeente {seen.municipality}, {seen.number}",
        lead=f"Ontvangen op {format_moment(sent.received_at)}",
        crumbs=place.crumbs,
        facts=_facts(seen, sent),
        body=sent.body,
        uploads=[
            Upload(
                name=file.file_name,
                size=size_words(file.size_bytes),
                href=at("file", file_id=file.id),
            )
            for file in seen.files
            if file.reply_id == sent.id
        ],
        back=Link("Terug naar het dossier", place.page),
    )


def _facts(seen: DossierSeen, sent: ReplyRow) -> tuple[DataItem, ...]:
    found = [DataItem(key="Verstuurd door", value=sent.submitted_by_name)]
    letter = next((each for each in seen.letters if each.id == sent.letter_id), None)
    if letter is not None:
        found.append(DataItem(key="Over", value=f"Brief {letter.number}: {letter.title}"))
    if sent.milestone:
        found.append(DataItem(key="Bij", value=f"Actie {sent.milestone}"))
    found.append(
        DataItem(
            key="Gelezen door de gemeente",
            value=format_moment(sent.seen_at) if sent.seen_at else "Nog niet",
        )
    )
    link = place_in_chain(desk_session(), provider_scope(), seen.id, sent.id)
    if link is not None:
        found.append(
            DataItem(
                key="Bewijs van ontvangst",
                lines=(f"Nummer {link[0]} in de keten van gemeente {seen.municipality}", link[1]),
            )
        )
    return tuple(found)

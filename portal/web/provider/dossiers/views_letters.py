"""Letters of a municipality: opened once, with its time; the PDF is the one that was fixed."""

from flask import Response, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date, format_moment
from portal.domain.ladder.duties import DutyKind
from portal.domain.ladder.letter_kinds import LetterKind
from portal.domain.policies import Permission
from portal.queries.provider_dossier_rows import DossierSeen, LetterRow
from portal.queries.provider_dossiers import dossier_seen, fixed_letter
from portal.services.dossiers.answering import open_letter
from portal.web.access import desk, desk_session, provider_scope, requires
from portal.web.chrome import DataItem, Link
from portal.web.downloads import download
from portal.web.pages import show
from portal.web.provider.blueprint import blueprint
from portal.web.provider.dossiers.duties import where

ADDRESS = "/dossiers/<bij>/<nummer>/brieven/<int:brief>"


@blueprint.get(ADDRESS)
@requires(Permission.FOLLOW)
def dossier_letter(bij: str, nummer: str, brief: int) -> WerkzeugResponse:
    """A letter; the first look at it is stamped."""
    seen, letter = _opened(bij, nummer, brief)
    fixed = fixed_letter(desk_session(), provider_scope(), letter.id)
    place = where(seen)
    return show(
        "provider/dossiers/brief.html",
        letter.title,
        kicker=f"Gemeente {seen.municipality}, {seen.number}, brief {brief}",
        crumbs=place.crumbs,
        letter=fixed.content,
        facts=_facts(letter),
        fingerprint=fixed.sha256,
        pdf=place.to("dossier_letter_pdf", brief=brief),
        answer=_answer(seen, letter),
        back=Link("Terug naar het dossier", place.page),
    )


@blueprint.get(f"{ADDRESS}.pdf")
@requires(Permission.FOLLOW)
def dossier_letter_pdf(bij: str, nummer: str, brief: int) -> Response:
    """The PDF that was fixed when the letter was sent; downloading it is opening the letter."""
    _, letter = _opened(bij, nummer, brief)
    fixed = fixed_letter(desk_session(), provider_scope(), letter.id)
    return download(
        fixed.storage_key,
        name=f"{bij}-{nummer}-{brief}.pdf",
        media_type="application/pdf",
        size_bytes=fixed.size_bytes,
    )


def _opened(bij: str, nummer: str, brief: int) -> tuple[DossierSeen, LetterRow]:
    session, scope = desk_session(), provider_scope()
    seen = dossier_seen(session, scope, bij, nummer)
    letter = seen.letter(brief)
    if letter.opened_at is not None or request.method == "HEAD":
        return seen, letter  # asking whether it is there is not opening it
    open_letter(session, scope, letter.id, actor=desk().actor)
    session.commit()
    seen = dossier_seen(session, scope, bij, nummer)
    return seen, seen.letter(brief)


def _answer(seen: DossierSeen, letter: LetterRow) -> Link | None:
    """What the letter asks: a plan as long as that is waited for, else an answer."""
    if seen.is_closed:
        return None
    waits = any(duty.kind is DutyKind.PLAN for duty in seen.duties)
    if letter.kind == LetterKind.VERZOEK_VERBETERPLAN and waits:
        return Link("Verbeterplan maken", where(seen).to("plan"))
    return Link(
        "Antwoord sturen", where(seen).to("send_reply", soort="antwoord", brief=letter.number)
    )


def _facts(letter: LetterRow) -> tuple[DataItem, ...]:
    opened = (
        f"{format_moment(letter.opened_at)} door {letter.opened_by_name}"
        if letter.opened_at
        else ""
    )
    by = (
        (DataItem(key="Antwoord uiterlijk", value=format_date(letter.reply_by)),)
        if letter.reply_by
        else ()
    )
    return (
        DataItem(
            key="Er voor u sinds",
            value=f"{format_moment(letter.sent_at)}, verstuurd door {letter.sent_by_name}",
        ),
        DataItem(key="Geopend", value=opened),
        *by,
    )

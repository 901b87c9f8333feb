"""What went to and fro: letters that were sent, what the provider sent, files."""

from uuid import UUID

from flask import Response
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_moment
from portal.domain.errors import NotThere
from portal.domain.policies import Permission, may
from portal.queries.dossier_parts import FixedLetter, dossier_file, fixed_letter
from portal.queries.dossiers import dossier_row
from portal.services.dossiers.answering import KINDS
from portal.services.dossiers.noting import read_reply
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import DataItem, Link
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.presenters_page import upload_of
from portal.web.dossiers.reading import read_dossier
from portal.web.downloads import download
from portal.web.pages import show
from portal.web.state import today


@blueprint.get("/<nummer>/brieven/<int(max=99999):brief>")
@requires(Permission.SEE_DOSSIERS)
def letter_page(nummer: str, brief: int) -> WerkzeugResponse:
    """A letter as it was fixed, and what is certain about it."""
    reading = read_dossier(nummer)
    letter = fixed_letter(desk_session(), tenant_scope(), reading.row.id, brief)
    return show(
        "dossiers/brief.html",
        letter.title,
        kicker=f"{nummer}, brief {brief}",
        crumbs=reading.places.crumbs,
        letter=letter.content,
        facts=_facts(letter),
        pdf=reading.places.to("letter_pdf", brief=brief),
        back=Link("Terug naar het dossier", reading.places.page),
    )


def _facts(letter: FixedLetter) -> tuple[DataItem, ...]:
    opened = "Nog niet geopend"
    if letter.opened_at:
        opened = f"{format_moment(letter.opened_at)} door {letter.opened_by_name}"
    return (
        DataItem(
            key="Er voor de aanbieder sinds",
            value=f"{format_moment(letter.sent_at)}, verstuurd door {letter.sent_by_name}",
        ),
        DataItem(key="Geopend", value=opened),
        DataItem(key="Vingerafdruk van de PDF (SHA-256)", value=letter.sha256),
    )


@blueprint.get("/<nummer>/brieven/<int(max=99999):brief>.pdf")
@requires(Permission.SEE_DOSSIERS)
def letter_pdf(nummer: str, brief: int) -> Response:
    """The PDF that was fixed; it is never rendered again."""
    session, scope = desk_session(), tenant_scope()
    row = dossier_row(session, scope, nummer, today=today())
    letter = fixed_letter(session, scope, row.id, brief)
    return download(
        letter.storage_key,
        name=f"{nummer}-{brief}.pdf",
        media_type="application/pdf",
        size_bytes=letter.size_bytes,
    )


@blueprint.get("/<nummer>/antwoorden/<uuid:antwoord>")
@requires(Permission.SEE_DOSSIERS)
def reply_page(nummer: str, antwoord: UUID) -> WerkzeugResponse:
    """What the provider sent; the first look of who works on the dossier is stamped."""
    reading = read_dossier(nummer)
    reply = next((r for r in reading.parts.replies if r.id == antwoord), None)
    if reply is None:
        raise NotThere
    if reply.seen_at is None and may(desk().roles, Permission.WORK_ON_DOSSIERS):
        read_reply(desk_session(), tenant_scope(), reading.row.id, antwoord, actor=desk().actor)
        desk_session().commit()
    letter = next((each for each in reading.parts.letters if each.id == reply.letter_id), None)
    return show(
        "dossiers/antwoord.html",
        KINDS[reply.kind],
        kicker=nummer,
        lead=f"{reply.submitted_by_name}, {format_moment(reply.received_at)}",
        crumbs=reading.places.crumbs,
        body=reply.body,
        about=letter.title if letter else "",
        uploads=[
            upload_of(file, reading.places)
            for file in reading.parts.files
            if file.reply_id == antwoord
        ],
        back=Link("Terug naar het dossier", reading.places.page),
    )


@blueprint.get("/<nummer>/bestanden/<uuid:bestand>")
@requires(Permission.SEE_DOSSIERS)
def file(nummer: str, bestand: UUID) -> Response:
    """Hand out one file of the dossier."""
    session, scope = desk_session(), tenant_scope()
    row = dossier_row(session, scope, nummer, today=today())
    stored = dossier_file(session, scope, row.id, bestand)
    return download(
        stored.storage_key,
        name=stored.file_name,
        media_type=stored.media_type,
        size_bytes=stored.size_bytes,
    )

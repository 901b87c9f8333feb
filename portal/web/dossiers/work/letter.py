"""The letter of an act before it is sent: as a page, and as the PDF that it would become."""

from typing import Any
from uuid import UUID

from flask import Response
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere
from portal.domain.policies import Permission, may
from portal.services.dossiers.letters import drafted, letter_data
from portal.services.dossiers.preparing import CONCEPT, act_for
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import Link
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.reading import WorkReading, municipality, preparer, read_work
from portal.web.dossiers.work.hub import finished, title
from portal.web.downloads import download_bytes
from portal.web.pages import show
from portal.web.state import now, state


@blueprint.get("/<nummer>/voorbereiding/<uuid:werk>/voorbeeld")
@requires(Permission.SEE_DOSSIERS)
def preview(nummer: str, werk: UUID) -> WerkzeugResponse:
    """The letter as the provider will read it."""
    reading = read_work(nummer, werk)
    if reading.work.state != CONCEPT:
        return finished(reading)
    places = reading.dossier.places
    hub = Link(f"{title(reading)} voorbereiden", places.work(werk))
    may_work = may(desk().roles, Permission.WORK_ON_DOSSIERS)
    return show(
        "dossiers/voorbeeld.html",
        "Voorbeeld van de brief",
        kicker=title(reading),
        crumbs=(*places.crumbs, hub),
        letter=letter_of(reading),
        pdf=places.work(werk, "preview_pdf"),
        docx=places.work(werk, "letter_docx") if may_work else "",
        upload=places.work(werk, "letter_upload"),
        back=hub,
    )


@blueprint.get("/<nummer>/voorbereiding/<uuid:werk>/voorbeeld.pdf")
@requires(Permission.SEE_DOSSIERS)
def preview_pdf(nummer: str, werk: UUID) -> Response:
    """The same as a PDF; it is not kept, only the letter that is sent is."""
    reading = read_work(nummer, werk)
    letter = letter_of(reading) if reading.work.state == CONCEPT else None
    if letter is None:
        raise NotThere
    pdf = state().tools.typesetter.render("brief", letter, rendered_at=now())
    return download_bytes(pdf, name=f"voorbeeld-{nummer}.pdf", media_type="application/pdf")


def letter_of(reading: WorkReading) -> dict[str, Any] | None:
    """Everything that the letter says as it stands now; None when no letter goes out."""
    session, scope, looked = desk_session(), tenant_scope(), reading.dossier.looked
    who = preparer(reading.dossier.state, reading.choice, reading.work)
    act = act_for(looked, reading.work, who, municipality=municipality())
    if act.letter is None:
        return None
    draft = drafted(session, scope, looked, act, who)
    number = 1 + max((letter.number for letter in reading.dossier.parts.letters), default=0)
    return letter_data(session, scope, looked, draft, number=number)

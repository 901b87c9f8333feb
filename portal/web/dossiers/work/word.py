"""The letter in Word: downloaded to be edited there, and read back."""

from uuid import UUID

from flask import Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import Finding, RuleBroken, Stale
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Field, FilesField
from portal.services.dossiers.preparing import CONCEPT
from portal.services.dossiers.word import letter_from_word, letter_to_word
from portal.services.letter_templates import letter_template
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.binding import Bound, bind
from portal.web.chrome import Link
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.reading import WorkReading, preparer, read_work
from portal.web.dossiers.work.hub import finished, title
from portal.web.downloads import download_bytes
from portal.web.fields import attach
from portal.web.pages import say, show
from portal.web.sent import sent_version
from portal.web.state import state

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILE = "bestand"
LETTER: tuple[Field, ...] = (
    FilesField(
        name=FILE,
        label="De brief uit Word",
        hint="Het bestand (.docx) dat u hier hebt gedownload en in Word hebt aangepast.",
        max_files=1,
    ),
)


@blueprint.get("/<nummer>/voorbereiding/<uuid:werk>/brief.docx")
@requires(Permission.WORK_ON_DOSSIERS)
def letter_docx(nummer: str, werk: UUID) -> Response | WerkzeugResponse:
    """The letter as it stands now, to be edited in Word."""
    reading = read_work(nummer, werk)
    if reading.work.state != CONCEPT:
        return finished(reading)
    who = preparer(reading.dossier.state, reading.choice, reading.work)
    session, scope = desk_session(), tenant_scope()
    template = letter_template(session, scope, state().tools.storage)
    try:
        name, content = letter_to_word(session, scope, werk, doer=who, template=template)
    except RuleBroken as refused:
        desk_session().rollback()
        say(refused.sentence)
        return redirect(reading.dossier.places.work(werk), 303)
    return download_bytes(content, name=name, media_type=DOCX)


@blueprint.route("/<nummer>/voorbereiding/<uuid:werk>/uit-word", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def letter_upload(nummer: str, werk: UUID) -> WerkzeugResponse:
    """Take over what was written under the headings; nothing else of the file is kept."""
    reading = read_work(nummer, werk)
    if reading.work.state != CONCEPT:
        return finished(reading)
    bound = bind(LETTER, accept=".docx")
    if request.method == "POST" and bound.is_good and _take_over(reading, bound):
        say("De tekst uit Word staat nu in de brief.")
        return redirect(reading.dossier.places.work(werk, "preview"), 303)
    places = reading.dossier.places
    hub = Link(f"{title(reading)} voorbereiden", places.work(werk))
    return show(
        "dossiers/uit_word.html",
        "Brief uit Word terugzetten",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        kicker=f"{nummer}, {title(reading)}",
        lead="Het portaal neemt de tekst onder de kopjes over. De opmaak van Word telt niet mee.",
        crumbs=(*places.crumbs, hub),
        form=bound.form,
        version=reading.work.version,
        signed=bool(reading.work.asked_of) or any(n.met for n in reading.needs if _signs(n.code)),
        action=request.path,
        docx=places.work(werk, "letter_docx"),
        cancel=Link("Annuleren", hub.href),
    )


def _signs(code: str) -> bool:
    return code == "second_person" or code.startswith("co_signer:")


def _take_over(reading: WorkReading, bound: Bound) -> bool:
    sent = request.files.get(FILE)
    if sent is None or not sent.filename:
        bound.lines = attach(bound.form, [Finding(FILE, "Kies de brief die u terugzet.")])
        return False
    who = preparer(reading.dossier.state, reading.choice, reading.work)
    limit = state().settings.max_upload_bytes
    content = sent.stream.read(limit + 1)
    try:
        if len(content) > limit:
            raise RuleBroken("Dit bestand is te groot voor een brief.", code="too_large")
        letter_from_word(
            desk_session(), tenant_scope(), reading.work.id,
            version=sent_version(request.form), content=content, doer=who,
        )  # fmt: skip
    except Stale as stale:
        desk_session().rollback()
        bound.lines = attach(bound.form, [Finding(FILE, stale.sentence)])
        return False
    except RuleBroken as refused:
        desk_session().rollback()
        bound.lines = attach(bound.form, [Finding(FILE, refused.sentence)])
        return False
    desk_session().commit()
    state().wake_up.ring()
    return True

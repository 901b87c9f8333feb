"""The Word template of letters: looked at, uploaded, handed out, taken away."""

from contextlib import closing

from flask import Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.adapters.word import example_template
from portal.adapters.word_sandbox import MAX_TEMPLATE_BYTES
from portal.domain.configuration.letters import LETTERS
from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.policies import Permission
from portal.domain.submissions.fields import FilesField
from portal.queries.configuration import StoredSection, parsed, stored_section
from portal.services.letter_templates import KEY, drop_letter_template, put_letter_template
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.admin.desk import at, blueprint, trail
from portal.web.admin.sections import SEEN, WHY, seen_version
from portal.web.binding import Bound, bind, forget_kept
from portal.web.chrome import DataItem, Link, Tone
from portal.web.downloads import download, download_bytes
from portal.web.pages import say, show
from portal.web.state import now, state

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLACES = (
    DataItem(key="{{ gemeente.naam }}", value="officiële naam van de gemeente"),
    DataItem(key="{{ gemeente.telefoon }}", value="telefoonnummer van de gemeente"),
    DataItem(key="{{ gemeente.email }}", value="e-mailadres van het contractteam"),
    DataItem(key="gemeente.adres", value="lijst: de regels van het adres van de gemeente"),
    DataItem(key="{{ aanbieder.naam }}", value="naam van de aanbieder"),
    DataItem(key="aanbieder.adres", value="lijst: de regels van het adres van de aanbieder"),
    DataItem(key="{{ datum }}", value="datum van de brief"),
    DataItem(key="{{ kenmerk }}", value="nummer van het dossier en van de brief"),
    DataItem(key="{{ overeenkomst }}", value="nummer van de overeenkomst"),
    DataItem(key="{{ onderwerp }}", value="onderwerp, uit uw woorden bij Brieven"),
    DataItem(key="{{ aanhef }}", value="begin van de brief, uit uw woorden bij Brieven"),
    DataItem(
        key="delen",
        value="lijst: elk onderdeel van de brief, met {{ deel.kop }} en {{ deel.tekst }}",
    ),
    DataItem(key="{{ slot }}", value="slot van de brief, uit uw woorden bij Brieven"),
    DataItem(key="{{ groet }}", value="ondertekening, uit uw woorden bij Brieven"),
    DataItem(
        key="ondertekenaars",
        value="lijst: wie tekent, met {{ ondertekenaar.naam }} en {{ ondertekenaar.rol }}",
    ),
)
FILE = FilesField(
    name=KEY,
    label="Word-document",
    hint="Een bestand dat eindigt op .docx, van hoogstens 2 MB, zonder macro's.",
    required=False,
    max_files=1,
)


@blueprint.route("/instellingen/brieven/sjabloon", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def letter_template_page() -> WerkzeugResponse:
    """What letters are laid out in now, and the way to another document."""
    stored = stored_section(desk_session(), tenant_scope(), LETTERS.slug)
    bound = bind((FILE, WHY), accept=".docx")
    if request.method == "POST" and bound.is_good:
        try:
            _put(bound, seen_version(request.form, stored.version))
        except RuleBroken as error:
            error.path = KEY
            bound.refuse(error)
        except Stale:
            return _stale()
        else:
            forget_kept()
            say("Het sjabloon is nagekeken en geldt vanaf nu voor brieven die u in Word bewerkt.")
            return redirect(at("letter_template_page"), 303)
    return _page(stored, bound)


@blueprint.post("/instellingen/brieven/sjabloon/weg")
@requires(Permission.CONFIGURE)
def letter_template_drop() -> WerkzeugResponse:
    """Go back to the portal's own layout; the history can bring the template back."""
    session, scope = desk_session(), tenant_scope()
    stored = stored_section(session, scope, LETTERS.slug)
    try:
        drop_letter_template(
            session, scope, seen=seen_version(request.form, stored.version), actor=desk().actor,
            note="", now=now(),
        )  # fmt: skip
    except Stale:
        return _stale()
    session.commit()
    say("Brieven zien er weer uit zoals het portaal ze maakt. Terugzetten kan via de geschiedenis.")
    return redirect(at("letter_template_page"), 303)


@blueprint.get("/instellingen/brieven/sjabloon.docx")
@requires(Permission.CONFIGURE)
def letter_template_file() -> Response:
    """The document that letters are laid out in."""
    stored = stored_section(desk_session(), tenant_scope(), LETTERS.slug)
    template = parsed(LETTERS, (stored.version, stored.document)).template
    if template is None:
        raise NotThere
    return download(
        template.storage_key,
        name=template.file_name,
        media_type=WORD,
        size_bytes=template.size_bytes,
    )


@blueprint.get("/instellingen/brieven/voorbeeldsjabloon.docx")
@requires(Permission.CONFIGURE)
def letter_template_example() -> Response:
    """A template with every place to fill in, to begin one's own from."""
    return download_bytes(example_template(), name="voorbeeldsjabloon.docx", media_type=WORD)


def _put(bound: Bound, seen: int) -> None:
    file = request.files.get(KEY)
    if file is None or not file.filename:
        raise RuleBroken("Kies een Word-document.", code="no_file", path=KEY)
    with closing(file):
        content = file.stream.read(MAX_TEMPLATE_BYTES + 1)
    put_letter_template(
        desk_session(), tenant_scope(), state().tools.storage, content,
        file_name=file.filename, seen=seen, actor=desk().actor, note=str(bound.answers.get(WHY.name) or "").strip(), now=now(),
    )  # fmt: skip
    desk_session().commit()


def _stale() -> WerkzeugResponse:
    say(
        "Iemand anders veranderde de brieven net. Kijk hoe het nu is en kies uw bestand opnieuw.",
        Tone.WARNING,
    )
    return redirect(at("letter_template_page"), 303)


def _page(stored: StoredSection, bound: Bound) -> WerkzeugResponse:
    template = parsed(LETTERS, (stored.version, stored.document)).template
    bound.form[KEY].optional = False
    return show(
        "admin/briefsjabloon.html",
        "Word-sjabloon voor brieven",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=trail(Link(LETTERS.title, at("section_page", section=LETTERS.slug))),
        lead="Een contractmanager kan een brief in Word bewerken voordat zij weggaat. Met een eigen "
        "sjabloon staat die brief meteen in de huisstijl van uw gemeente.",
        form=bound.form,
        in_use=template,
        is_here=template is not None and state().tools.storage.path(template.storage_key).exists(),
        file_href=at("letter_template_file"),
        example_href=at("letter_template_example"),
        drop_href=at("letter_template_drop"),
        history_href=at("history", onderdeel=LETTERS.slug),
        action=request.path,
        seen=stored.version,
        seen_name=SEEN,
        places=PLACES,
        cancel=Link("Annuleren", at("section_page", section=LETTERS.slug)),
    )

"""The receipt: a page that may be reloaded, the stored PDF, and the file that proves itself."""

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere
from portal.domain.policies import Permission
from portal.queries.provider_contacts import provider_addresses
from portal.queries.provider_texts import voices
from portal.queries.receipts import receipt_facts, stored_receipt, submission_named
from portal.services.effects.receipts import FILE, PDF
from portal.web.access import desk_session, provider_scope, requires
from portal.web.chrome import Link
from portal.web.downloads import download
from portal.web.errors import error_page
from portal.web.pages import show
from portal.web.provider.blueprint import blueprint
from portal.web.provider.places import at
from portal.web.provider.presenters_receipt import receipt_shown
from portal.web.state import state

BEING_MADE = "Het ontvangstbewijs wordt nog gemaakt"
BEING_MADE_ADVICE = """\
Uw indiening is ontvangen; daar verandert niets meer aan. Het document is meestal binnen een minuut \
klaar. Probeer het dan opnieuw."""
MEDIA_TYPES = {PDF: "application/pdf", FILE: "application/json"}


@blueprint.get("/indieningen/<kenmerk>/ontvangstbewijs")
@requires(Permission.FOLLOW)
def receipt(kenmerk: str) -> WerkzeugResponse:
    """What the portal received, when, and what happens next."""
    session, scope = desk_session(), provider_scope()
    submission_id, channel = submission_named(session, scope, kenmerk)
    if channel != "portaal":
        raise NotThere  # recorded by a municipality: the portal received nothing
    facts = receipt_facts(session, scope, submission_id)
    shown = receipt_shown(
        facts,
        stored=stored_receipt(session, scope, submission_id),
        voices=voices(session, scope, [line.slug for line in facts.lines]),
        mailed_to=provider_addresses(session, scope, facts.submitted_by),
        storage=state().tools.storage,
    )
    return show(
        "provider/ontvangstbewijs.html",
        "Ontvangstbewijs",
        block="documents",
        kicker=kenmerk,
        crumbs=[
            Link("Overzicht", at("start")),
            Link(kenmerk, at("submission", kenmerk=kenmerk)),
        ],
        receipt=shown,
        self_href=at("receipt", kenmerk=kenmerk),
        pdf_href=at("receipt_pdf", kenmerk=kenmerk),
        file_href=at("receipt_file", kenmerk=kenmerk),
        follow=Link("Volg deze indiening", at("submission", kenmerk=kenmerk)),
        another=Link("Nog iets indienen", at("choose")),
    )


@blueprint.get("/indieningen/<kenmerk>/ontvangstbewijs.pdf")
@requires(Permission.FOLLOW)
def receipt_pdf(kenmerk: str) -> WerkzeugResponse:
    """The PDF as it was stored."""
    return _document(kenmerk, PDF, f"Ontvangstbewijs {kenmerk}.pdf")


@blueprint.get("/indieningen/<kenmerk>/ontvangstbewijs.json")
@requires(Permission.FOLLOW)
def receipt_file(kenmerk: str) -> WerkzeugResponse:
    """The signed receipt, to be verified without the portal."""
    return _document(kenmerk, FILE, f"Ontvangstbewijs {kenmerk}.json")


def _document(kenmerk: str, kind: str, name: str) -> WerkzeugResponse:
    session, scope = desk_session(), provider_scope()
    submission_id, channel = submission_named(session, scope, kenmerk)
    if channel != "portaal":
        raise NotThere
    found = stored_receipt(session, scope, submission_id).get(kind)
    if found is None:
        return error_page(404, title=BEING_MADE, sentence=BEING_MADE_ADVICE)
    return download(
        found.storage_key, name=name, media_type=MEDIA_TYPES[kind], size_bytes=found.size_bytes
    )

"""Submitting: choose a kind, fill the pages in, check, submit."""

from uuid import UUID, uuid4

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import local_date
from portal.domain.errors import NotThere
from portal.domain.policies import Permission
from portal.domain.submissions.kind import Kind
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_drafts import Sent, already_sent, draft_files, draft_of
from portal.queries.provider_facts import facts_of
from portal.services.submitting import file_submission
from portal.web.access import desk, desk_session, provider_scope, requires
from portal.web.chrome import Link, Tile
from portal.web.pages import show
from portal.web.provider.blueprint import blueprint
from portal.web.provider.check_page import again, check_page, sent_page
from portal.web.provider.filling import Filling
from portal.web.provider.form_pages import step_page
from portal.web.provider.places import Place, at
from portal.web.state import state


@blueprint.get("/indienen")
@requires(Permission.SUBMIT)
def choose() -> WerkzeugResponse:
    """Choose what to submit."""
    tiles = [
        Tile(
            title=kind.name,
            href=at("begin", soort=slug),
            text=f"{kind.summary[:-1]} ({kind.article}).",
        )
        for slug, kind in all_kinds().items()
    ]
    session, scope = desk_session(), provider_scope()
    facts = facts_of(session, scope, local_date(session.legal_now))
    return show(
        "provider/kiezen.html",
        "Wat wilt u indienen?",
        lead="U vult het formulier één keer in; het gaat naar elke gemeente die u kiest. U kunt "
        "tussendoor opslaan en later verdergaan.",
        crumbs=[Link("Overzicht", at("start"))],
        tiles=tiles if facts.municipalities else (),
        profile=Link("Bekijk uw overeenkomsten", at("profile")),
    )


@blueprint.get("/indienen/<soort>")
@requires(Permission.SUBMIT)
def begin(soort: str) -> WerkzeugResponse:
    """A fresh form: its key is drawn, nothing is written."""
    kind = kind_named(soort)
    return redirect(Place(kind=soort, key=uuid4()).step(kind.steps[0].slug), 303)


@blueprint.route("/indienen/<soort>/<uuid:key>/<stap>", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def form_step(soort: str, key: UUID, stap: str) -> WerkzeugResponse:
    """A page of the form."""
    filling = load(soort, key)
    if isinstance(filling, Sent):
        return sent_page(filling)
    return step_page(filling, Place(kind=soort, key=key), stap)


@blueprint.route("/indienen/<soort>/<uuid:key>/controleren", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def form_check(soort: str, key: UUID) -> WerkzeugResponse:
    """Everything that was filled in; confirming it submits it."""
    filling = load(soort, key, hold=request.method == "POST")
    if isinstance(filling, Sent):
        return again(filling)
    return check_page(filling, Place(kind=soort, key=key), _submit)


def _submit(filling: Filling) -> str:
    """Accept it, in one transaction; gives the address of the receipt."""
    session, scope, at_desk = desk_session(), provider_scope(), desk()
    filed = file_submission(
        session,
        scope,
        kind=filling.kind,
        key=filling.key,
        answers=filling.answers,
        files=filling.file_facts,
        facts=filling.facts,
        actor=at_desk.actor,
        provider_name=at_desk.membership.place_name,
    )
    session.commit()
    state().wake_up.ring()
    return at("receipt", kenmerk=filed.reference)


def kind_named(slug: str) -> Kind:
    """A kind; raises NotThere."""
    kind = all_kinds().get(slug)
    if kind is None:
        raise NotThere
    return kind


def load(soort: str, key: UUID, *, hold: bool = False) -> Filling | Sent:
    """The form under this key, or what it was submitted as; raises NotThere."""
    kind, session, scope = kind_named(soort), desk_session(), provider_scope()
    draft = draft_of(session, scope, key, hold=hold)
    if draft is None:
        sent = already_sent(session, scope, key)
        if sent is not None and sent.kind == soort:
            return sent
        if sent is not None:
            raise NotThere
    elif draft.kind != soort or draft.completes_id is not None or draft.dossier_id is not None:
        raise NotThere
    return Filling(
        kind=kind,
        key=key,
        base=kind.steps,
        facts=facts_of(session, scope, local_date(session.legal_now), kind=soort),
        draft=draft,
        files=draft_files(session, scope, key) if draft else (),
        before={},
    )

"""Recording a notice that came by letter, e-mail or telephone, for a provider."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.adapters.uploads import ACCEPT
from portal.domain.calendar import format_date, local_date
from portal.domain.errors import Finding, NotThere, RuleBroken, errors_in
from portal.domain.policies import Permission
from portal.domain.submissions.fields import check_answers
from portal.domain.submissions.kind import Facts, Kind
from portal.domain.submissions.registry import all_kinds
from portal.queries.contracts import ProviderProfile, provider_profile, providers_by_name
from portal.queries.provider_facts import facts_for
from portal.services.receiving_elsewhere import record_elsewhere
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.binding import Bound, forget_kept, judge, sent_form
from portal.web.chrome import Link
from portal.web.fields import QuestionForm, answers, build_form, change_rows, wants_row_change
from portal.web.municipality.blueprint import blueprint
from portal.web.municipality.delivery.places import Places
from portal.web.municipality.recording.form import (
    ARRIVAL,
    complete_answers,
    fields_of,
    files_field,
    parts_of,
)
from portal.web.municipality.work.views import back_to_work
from portal.web.pages import say, show
from portal.web.sent import sent_key
from portal.web.state import state, today
from portal.web.waiting_files import REMOVE, Waiting, files_of, let_in


@blueprint.get("/vastleggen")
@requires(Permission.RECORD_ELSEWHERE)
def recording_start() -> WerkzeugResponse:
    """Choose for which provider and what."""
    here = desk().membership.place
    typed = request.args.get("zoek", "").replace("\0", "").strip()[:100]
    found = providers_by_name(desk_session(), tenant_scope(), name=typed)
    return show(
        "municipality/vastleggen.html",
        "Melding vastleggen",
        block="lijst",
        lead="Voor wat een aanbieder met een brief, een e-mail of een telefoontje meldde.",
        crumbs=(back_to_work(),),
        action=url_for("municipality.recording_start", gemeente=here),
        typed=typed,
        rows=[
            (
                name,
                [
                    Link(
                        kind.name,
                        url_for(
                            "municipality.record_notice", gemeente=here, soort=kind.slug, slug=slug
                        ),
                    )
                    for kind in all_kinds().values()
                ],
            )
            for slug, name in found
        ],
    )


@blueprint.route("/vastleggen/<soort>/<slug>", methods=["GET", "POST"])
@requires(Permission.RECORD_ELSEWHERE)
def record_notice(soort: str, slug: str) -> WerkzeugResponse:
    """The provider's own form, filled in by somebody of the municipality."""
    kind = all_kinds().get(soort)
    if kind is None:
        raise NotThere
    page = Recording(kind, provider_profile(desk_session(), tenant_scope(), slug))
    return page.take() if request.method == "POST" else page.open()


class Recording:
    """One visit to the form."""

    def __init__(self, kind: Kind, profile: ProviderProfile) -> None:
        self.kind = kind
        self.profile = profile
        self.fields = fields_of(kind)
        self.municipality = desk().membership.place

    def open(self) -> WerkzeugResponse:
        """An empty form, or what was kept of an ended session."""
        kept = sent_form()
        key = sent_key(kept) or uuid4()
        form = self._form_class(self._facts(today()), ())(kept)
        return self._show(Bound(form, {}, []), key, [])

    def take(self) -> WerkzeugResponse:
        """Add a row, take a file away, show what has to change, or record it."""
        key = sent_key(request.form) or uuid4()
        files, refused = files_of(key, files_field(self.kind))
        if wants_row_change(request.form):
            changed = change_rows(MultiDict(request.form), self.fields, new_id=secrets.token_hex(4))
            form = self._form_class(self._facts(today()), files)(changed)
            return self._show(Bound(form, {}, []), key, files)
        typed = self._form_class(self._facts(today()), files)(request.form)
        given = answers(typed)
        if REMOVE in request.form:
            return self._show(Bound(typed, given, []), key, files)
        arrived_at = datetime.fromisoformat(given["binnen_op"]) if "binnen_op" in given else None
        facts = self._facts(local_date(arrived_at) if arrived_at else today())
        bound = judge(typed, given, [*refused, *self._findings(given, facts)])
        if not bound.is_good or arrived_at is None:
            return self._show(bound, key, files, status=422)
        return self._record(bound, key, files, arrived_at, facts)

    def _record(
        self, bound: Bound, key: UUID, files: list[Waiting], arrived_at: datetime, facts: Facts
    ) -> WerkzeugResponse:
        given = bound.answers
        try:
            with let_in(files) as stored:
                reference = record_elsewhere(
                    desk_session(), tenant_scope(), kind=self.kind, provider_id=self.profile.id,
                    municipality=self.municipality, key=key,
                    answers=complete_answers(self.kind, given, self.municipality),
                    channel=given["kanaal"], arrived_at=arrived_at, evidence=given["bewijs"],
                    files=stored, facts=facts, actor=desk().actor,
                )  # fmt: skip
            desk_session().commit()
        except RuleBroken as error:
            desk_session().rollback()
            bound.refuse(error)
            status = 409 if error.code == "key_reused" else 422
            return self._show(bound, key, files, status=status)
        state().wake_up.ring()
        forget_kept()
        say("De melding is vastgelegd. Het portaal bezorgt haar bij het team.")
        return redirect(Places(self.municipality, reference).page, 303)

    def _findings(self, given: dict[str, Any], facts: Facts) -> list[Finding]:
        """The questions of arrival are judged with those of the kind."""
        own = errors_in(
            self.kind.judge(complete_answers(self.kind, given, self.municipality), facts)
        )
        found = [*check_answers(ARRIVAL, given), *own]
        if facts.municipalities:
            return found
        day = format_date(facts.today)
        nothing = Finding(
            "binnen_op",
            f"Op {day} liep er geen overeenkomst met {self.profile.name}. Controleer de datum.",
        )
        return [nothing, *(finding for finding in found if finding.path != "gemeenten")]

    def _facts(self, day: date) -> Facts:
        return facts_for(desk_session(), tenant_scope(), self.profile.id, day)

    def _form_class(self, facts: Facts, files: Sequence[Waiting]) -> type[QuestionForm]:
        return build_form(
            self.fields,
            municipalities=facts.municipalities,
            products={slug: facts.products_of(slug) for slug in facts.municipalities},
            uploads={files_field(self.kind).name: [one.upload for one in files]},
            accept=ACCEPT,
        )

    def _show(
        self, bound: Bound, key: UUID, files: list[Waiting], *, status: int = 200
    ) -> WerkzeugResponse:
        start = Link(
            "Melding vastleggen",
            url_for("municipality.recording_start", gemeente=self.municipality),
        )
        return show(
            "municipality/vastleggen_formulier.html",
            f"{self.kind.name} vastleggen",
            status=status,
            errors=bound.lines,
            kicker=self.profile.name,
            crumbs=(back_to_work(), start),
            form=bound.form,
            parts=parts_of(self.kind),
            key=str(key),
            tokens=[one.token for one in files],
            action=request.path,
            back=Link("Annuleren", start.href),
        )

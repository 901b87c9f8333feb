"""Who may see a confidential dossier."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.policies import Permission, may
from portal.domain.submissions.fields import Choice, ChoiceField
from portal.queries.staff import staff
from portal.services.dossiers.opening import CONFIDENTIAL
from portal.services.dossiers.people import give_access, take_access
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import DataItem, Tone
from portal.web.dossiers.act_page import ActPage, Remark, act_page
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.reading import read_dossier
from portal.web.pages import say
from portal.web.sent import sent_version
from portal.web.state import today


@blueprint.route("/<nummer>/mensen", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def people(nummer: str) -> WerkzeugResponse:
    """Let a colleague in to a confidential dossier."""
    reading = read_dossier(nummer)
    if reading.row.confidentiality not in CONFIDENTIAL:
        raise NotThere
    inside = {person.account_id for person in reading.parts.access} | {desk().person.account_id}
    others = [
        person
        for person in staff(desk_session(), tenant_scope(), today())
        if may(person.roles, Permission.SEE_DOSSIERS) and person.account_id not in inside
    ]
    page = ActPage(
        title="Wie mag dit dossier zien",
        submit="Toegang geven",
        said="Uw collega ziet dit dossier nu.",
        back=reading.places.to("people"),
        context_title="Wie het nu ziet",
        context=(
            DataItem(key="Opende het dossier", value=reading.row.opened_by_name),
            *(
                DataItem(key=person.account_name, value=f"toegelaten door {person.granted_by_name}")
                for person in reading.parts.access
            ),
        ),
        undo=[
            (
                f"Toegang van {person.account_name} intrekken",
                reading.places.to("shut_out", account=person.account_id),
            )
            for person in reading.parts.access
            if person.account_id != reading.row.owner_id
        ],
        remarks=[
            Remark(
                "Dit dossier is vertrouwelijk",
                ["Alleen de mensen hieronder weten dat het er is."],
                Tone.WARNING,
            )
        ],
        fields=(
            ChoiceField(
                name="wie",
                label="Wie laat u toe?",
                missing="Kies een collega.",
                choices=tuple(Choice(str(p.account_id), p.name) for p in others),
            ),
        ),
        blocked=[] if others else ["Iedereen die dossiers ziet, mag dit dossier al zien."],
    )

    def do(answers: Mapping[str, Any], version: int) -> None:
        give_access(
            desk_session(), tenant_scope(), reading.row.id, version=version,
            to=UUID(answers["wie"]), actor=desk().actor,
        )  # fmt: skip

    return act_page(reading, page, do)


@blueprint.post("/<nummer>/mensen/<uuid:account>/weg")
@requires(Permission.WORK_ON_DOSSIERS)
def shut_out(nummer: str, account: UUID) -> WerkzeugResponse:
    """Take the access away again."""
    reading = read_dossier(nummer)
    try:
        take_access(
            desk_session(), tenant_scope(), reading.row.id,
            version=sent_version(request.form), account_id=account, actor=desk().actor,
        )  # fmt: skip
    except (RuleBroken, Stale) as refused:
        desk_session().rollback()
        say(refused.sentence, Tone.WARNING)
    else:
        desk_session().commit()
        say("De toegang is ingetrokken.")
    return redirect(reading.places.to("people"), 303)

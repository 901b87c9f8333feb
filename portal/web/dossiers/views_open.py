"""Opening a dossier: choose the contract, then say what happened."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.errors import RuleBroken
from portal.domain.ladder.version import LadderVersion
from portal.domain.policies import Permission, may
from portal.domain.submissions.fields import (
    Choice,
    ChoiceField,
    ChoicesField,
    Field,
    LongTextField,
    ShownIf,
    TextField,
)
from portal.queries.dossier_openings import (
    MOST,
    ContractLine,
    contract_line,
    contract_lines,
    source_delivery,
)
from portal.queries.ladders import in_force_for_contract
from portal.queries.staff import Staff, staff
from portal.services.dossiers.opening import CONFIDENTIAL, SOURCES, NewDossier, open_dossier
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.binding import Bound, bind, forget_kept, sent_form
from portal.web.chrome import Link, TaskRow
from portal.web.dossiers.asked import TRACKS
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.places import Places, at, to_list
from portal.web.pages import say, show
from portal.web.sent import sent_key
from portal.web.state import state, today

DELIVERY = "bezorging"
DOMAINS = {"wmo": "Wmo", "jeugd": "Jeugd"}


@blueprint.get("/nieuw")
@requires(Permission.WORK_ON_DOSSIERS)
def choose_contract() -> WerkzeugResponse:
    """About which contract it is; from a delivery only those of its provider."""
    session, scope = desk_session(), tenant_scope()
    typed = request.args.get("zoek", "").replace("\0", "").strip()[:200]
    reference = request.args.get("zaak", "")
    source = source_delivery(session, scope, reference) if reference else None
    lines = contract_lines(
        session, scope, typed=typed, provider_id=source.provider_id if source else None
    )
    if source and len(lines) == 1:
        return redirect(_form_of(lines[0], reference), 303)
    return show(
        "dossiers/overeenkomst.html",
        "Over welke overeenkomst gaat het?",
        block="lijst",
        crumbs=(to_list(),),
        lead=f"Zaak {source.reference} van {source.provider_name}." if source else "",
        action=at("choose_contract"),
        typed=typed,
        reference=source.reference if source else "",
        tasks=[
            TaskRow(
                title=f"{line.provider_name}, {DOMAINS.get(line.domain, line.domain)}",
                href=_form_of(line, source.reference if source else ""),
                reference=line.number,
                facts=(f"{format_date(line.starts_on)} tot en met {format_date(line.ends_on)}",),
            )
            for line in lines
        ],
        too_many=len(lines) == MOST,
    )


def _form_of(line: ContractLine, reference: str) -> str:
    query = {"zaak": reference} if reference else {}
    return at("open_form", overeenkomst=line.id, **query)


@blueprint.route("/nieuw/<uuid:overeenkomst>", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def open_form(overeenkomst: UUID) -> WerkzeugResponse:
    """What happened, under which ladder, and who may see it."""
    session, scope = desk_session(), tenant_scope()
    contract = contract_line(session, scope, overeenkomst)
    in_force = in_force_for_contract(session, scope, overeenkomst, today())
    if in_force is None:
        raise RuleBroken(
            "Er is voor deze overeenkomst nog geen escalatieladder in werking. Vraag het de "
            "functioneel beheerder.",
            code="no_ladder",
        )
    people = [
        person
        for person in staff(session, scope, today())
        if person.account_id != scope.account_id and may(person.roles, Permission.SEE_DOSSIERS)
    ]
    fields = _fields(in_force.ladder, people)
    reference, sent = request.args.get("zaak", ""), sent_form()
    bound = bind(
        fields,
        stored={"vertrouwelijk": "gewoon"}
        | ({"bron": DELIVERY, "zaak": reference} if reference else {}),
        formdata=sent,
    )
    key = sent_key(sent) or uuid4()
    if request.method == "POST" and bound.is_good:
        opened = _open(contract, bound, people, key)
        if opened is not None:
            return opened
    return show(
        "dossiers/openen.html",
        "Dossier openen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=(to_list(), Link("Overeenkomst kiezen", at("choose_contract"))),
        kicker=f"{contract.provider_name}, {contract.number}",
        ladder=f"{in_force.ladder.name}, versie {in_force.ladder.number}",
        form=bound.form,
        key=str(key),
        action=request.full_path.rstrip("?"),
        cancel=Link("Annuleren", at("overview")),
    )


def _open(
    contract: ContractLine, bound: Bound, people: Sequence[Staff], key: UUID
) -> WerkzeugResponse | None:
    """The dossier's page, or None with the refusal in the form."""
    session, scope, given = desk_session(), tenant_scope(), bound.answers
    source = None
    if given["bron"] == DELIVERY:
        source = source_delivery(session, scope, str(given.get("zaak") or "").strip().upper())
    try:
        if given["bron"] == DELIVERY and (
            source is None or source.provider_id != contract.provider_id
        ):
            raise RuleBroken(
                f"Er is geen zaak van {contract.provider_name} met dit kenmerk. Controleer het.",
                code="delivery",
                path="zaak",
            )
        names = {str(person.account_id): person.name for person in people}
        held = open_dossier(
            session,
            scope,
            NewDossier(
                key=key,
                contract_id=contract.id,
                title=given["titel"],
                track=given["spoor"],
                categories=given.get("categorieen") or [],
                what_happened=given["wat"],
                source=given["bron"],
                confidentiality=given["vertrouwelijk"],
                delivery_id=source.id if source else None,
                # A hidden question may have been sent all the same; only who was offered is let in.
                named=[
                    (UUID(one), names[one]) for one in given.get("mensen") or [] if one in names
                ],
            ),
            actor=desk().actor,
        )
    except RuleBroken as refused:
        session.rollback()
        bound.refuse(refused)
        return None
    session.commit()
    state().wake_up.ring()
    forget_kept()
    say(f"Dossier {held.row.number} is geopend. De aanbieder ziet het pas als u iets verstuurt.")
    return redirect(Places(held.row.number).page, 303)


def _fields(ladder: LadderVersion, people: Sequence[Staff]) -> tuple[Field, ...]:
    """The questions; tracks and categories are those of the ladder (002-01, 002-02)."""
    tracks = {entry.code: entry for entry in ladder.tracks}
    found: list[Field] = [
        TextField(
            name="titel",
            label="Waar gaat het dossier over?",
            hint="De aanbieder ziet deze titel zodra u de eerste brief stuurt. Noem geen namen van cliënten.",
            missing="Schrijf in een paar woorden op waar het dossier over gaat.",
        ),
        ChoiceField(
            name="spoor",
            label="Welk spoor is het?",
            missing="Kies een spoor.",
            rule="002-01",
            choices=tuple(
                Choice(
                    code,
                    tracks[code].name if code in tracks else name,
                    tracks[code].explanation if code in tracks else "",
                )
                for code, name in TRACKS.items()
            ),
        ),
    ]
    if ladder.categories:
        found.append(
            ChoicesField(
                name="categorieen",
                label="In welke categorie valt het?",
                hint="Kies er een of meer.",
                missing="Kies minstens één categorie.",
                rule="002-02",
                choices=tuple(Choice(c.code, c.name, c.explanation) for c in ladder.categories),
            )
        )
    found += [
        LongTextField(
            name="wat",
            label="Wat is er gebeurd?",
            hint="Wat u weet, van wie, en sinds wanneer. Alleen uw eigen gemeente leest dit. Noem geen namen van cliënten.",
            missing="Schrijf op wat er is gebeurd.",
            lines=8,
        ),
        ChoiceField(
            name="bron",
            label="Waar komt het vandaan?",
            missing="Kies waar het vandaan komt.",
            choices=tuple(Choice(code, name) for code, name in SOURCES.items()),
        ),
        TextField(
            name="zaak",
            label="Kenmerk van de zaak",
            hint="Het kenmerk van wat de aanbieder indiende, bijvoorbeeld VP-2026-ABCDE.",
            missing="Vul het kenmerk van de zaak in.",
            shown_if=ShownIf("bron", (DELIVERY,)),
        ),
        ChoiceField(
            name="vertrouwelijk",
            label="Wie mag dit dossier zien?",
            missing="Kies wie dit dossier mag zien.",
            choices=(
                Choice("gewoon", "Iedereen van uw gemeente die dossiers ziet"),
                Choice(
                    CONFIDENTIAL[0],
                    "Alleen wie u noemt: Bibob",
                    "Voor een onderzoek of advies volgens de Wet Bibob.",
                ),
                Choice(
                    CONFIDENTIAL[1],
                    "Alleen wie u noemt: fraude",
                    "Voor fraude of een vermoeden daarvan. Aangifte en een melding bij het Informatie "
                    "Knooppunt Zorgfraude staan dan als taak klaar.",
                ),
            ),
        ),
        ChoicesField(
            name="mensen",
            label="Wie mag het dossier behalve u zien?",
            hint="U kunt later mensen toevoegen.",
            required=False,
            shown_if=ShownIf("vertrouwelijk", CONFIDENTIAL),
            choices=tuple(Choice(str(person.account_id), person.name) for person in people),
        ),
    ]
    return tuple(found)

"""Contracts out of a spreadsheet: look at all findings first, write afterwards."""

import csv
import io
from collections.abc import Sequence

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.contract_import import EXAMPLE, ImportPlan, Line, Register, read_lines
from portal.domain.errors import Finding, RuleBroken
from portal.domain.policies import Permission
from portal.queries.region import OrganisationRow, municipalities
from portal.queries.region_contracts import contract_book, providers_by_kvk
from portal.services.contracting import import_contracts as bring_in
from portal.services.contracting import plan_contracts
from portal.web.access import desk, desk_session, requires
from portal.web.binding import Bound, bind, forget_kept, judge
from portal.web.chrome import Link
from portal.web.downloads import download_bytes
from portal.web.fields import answers
from portal.web.pages import say, show
from portal.web.region.blueprint import blueprint, region_scope
from portal.web.region.forms import CONTRACT_FILE
from portal.web.region.presenters import PLANNED_COLUMNS, planned_line

MAX_FILE_BYTES = 1_000_000
MOST_SHOWN = 200
WRITE = "vastleggen"


@blueprint.route("/overeenkomsten/inlezen", methods=["GET", "POST"])
@requires(Permission.REGION_MANAGE)
def import_contracts() -> WerkzeugResponse:
    """Choose a file, see what it would do, then do it."""
    bound = bind(CONTRACT_FILE, accept=".csv,.txt")
    if request.method != "POST" or not bound.is_good:
        return _form(bound)
    content, problem = _content(bound)
    if problem:
        return _form(judge(bound.form, bound.answers, [problem]))
    towns = municipalities(desk_session(), region_scope())
    register = _register(towns)
    lines, findings = read_lines(content)
    if findings:
        return _form(_with(content, findings))
    plan = _plan(lines, register, towns)
    if plan.findings:
        return _form(_with(content, plan.findings))
    if request.form.get("actie") == WRITE:
        forget_kept()
        say(_written(plan))
        return redirect(url_for(".contracts"), 303)
    names = dict(register.providers.values())
    return show(
        "region/inlezen_nakijken.html",
        "Kijk na wat u gaat vastleggen",
        crumbs=_crumbs(),
        rows=[
            planned_line(terms, register.municipalities, names) for terms in plan.new[:MOST_SHOWN]
        ],
        columns=PLANNED_COLUMNS,
        more=max(0, len(plan.new) - MOST_SHOWN),
        count=len(plan.new),
        unchanged=plan.unchanged,
        content=content,
        action=request.path,
        write=WRITE,
        cancel=Link("Annuleren", url_for(".contracts")),
    )


@blueprint.get("/overeenkomsten/voorbeeld.csv")
@requires(Permission.REGION_MANAGE)
def contract_example() -> WerkzeugResponse:
    """A file to start from, as a Dutch spreadsheet opens it."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(EXAMPLE)
    content = "\ufeff" + out.getvalue()
    return download_bytes(content.encode(), name="overeenkomsten.csv", media_type="text/csv")


def _plan(
    lines: Sequence[Line], register: Register, towns: Sequence[OrganisationRow]
) -> ImportPlan:
    """What the lines would do; done as well when that was asked and nothing is wrong."""
    session, tenants = desk_session(), {town.slug: town.id for town in towns}
    if request.form.get("actie") != WRITE:
        return plan_contracts(session, region_scope(), lines, register, tenants)
    try:
        plan = bring_in(session, region_scope(), desk().actor, lines, register, tenants)
    except RuleBroken as refused:
        session.rollback()
        return ImportPlan(new=(), unchanged=0, findings=(Finding("", refused.sentence),))
    session.commit()
    return plan


def _written(plan: ImportPlan) -> str:
    if not plan.new:
        return "Alles stond er al; er is niets veranderd."
    return f"{len(plan.new)} overeenkomst{'en' if len(plan.new) != 1 else ''} vastgelegd."


def _register(towns: Sequence[OrganisationRow]) -> Register:
    session, scope = desk_session(), region_scope()
    return Register(
        municipalities={town.slug: town.name for town in towns},
        providers=providers_by_kvk(session, scope),
        book=contract_book(session, scope),
    )


def _content(bound: Bound) -> tuple[str, Finding | None]:
    """The text of the file, else what was pasted."""
    file = request.files.get("bestand")
    if file is None or not file.filename:
        pasted = bound.answers.get("regels", "")
        if pasted.strip():
            return pasted, None
        return "", Finding("regels", "Kies een CSV-bestand, of plak de regels in het vak.")
    raw = file.stream.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        return "", Finding(
            "regels", "Het bestand is groter dan 1 MB. Verdeel het over meer bestanden."
        )
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        pass
    # Older spreadsheets save in the alphabet of Western Europe.
    text = raw.decode("cp1252", errors="replace")
    if "\x00" in text:
        return "", Finding(
            "regels", "Dit is geen CSV-bestand. Kies in uw werkblad “Opslaan als CSV”."
        )
    return text, None


def _with(content: str, findings: Sequence[Finding]) -> Bound:
    """The form with the content in it, so that it can be put right here, and all findings."""
    form = type(bind(CONTRACT_FILE, accept=".csv,.txt").form)(data={"regels": content})
    shown = [Finding("", finding.sentence) for finding in findings[:MOST_SHOWN]]
    if len(findings) > MOST_SHOWN:
        shown.append(Finding("", f"En nog {len(findings) - MOST_SHOWN} andere."))
    return judge(form, answers(form), shown)


def _form(bound: Bound) -> WerkzeugResponse:
    return show(
        "region/inlezen.html",
        "Overeenkomsten inlezen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=_crumbs(),
        form=bound.form,
        action=request.path,
        example=url_for(".contract_example"),
        cancel=Link("Annuleren", url_for(".contracts")),
    )


def _crumbs() -> tuple[Link, ...]:
    return (Link("Overeenkomsten", url_for(".contracts")),)

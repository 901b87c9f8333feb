"""Beginning a draft: from what is in force, from another version, a template, or a file."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.adapters.ladder_files import MAX_BYTES, read_toml
from portal.adapters.start_templates import ladder_templates
from portal.domain.errors import Finding, NotThere, RuleBroken
from portal.domain.ladder.parse import dump_ladder, read_ladder
from portal.domain.policies import Permission
from portal.domain.submissions.fields import (
    Choice,
    ChoiceField,
    Field,
    FilesField,
    ShownIf,
    TextField,
    YesNoField,
)
from portal.queries.ladders import PUBLISHED, VersionLine, in_force, stored_version, versions
from portal.services.ladders import start_draft
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.admin.desk import at, blueprint, trail
from portal.web.binding import Bound, bind, forget_kept
from portal.web.chrome import Link
from portal.web.fields import attach
from portal.web.pages import say, show
from portal.web.state import now, today

FILE, TEMPLATE, VERSION, EMPTY = "bestand", "sjabloon", "versie", "leeg"


@blueprint.route("/ladders/beginnen", methods=["GET", "POST"])
@requires(Permission.CONFIGURE)
def ladder_begin() -> WerkzeugResponse:
    """Choose what to begin from."""
    lines = versions(desk_session(), tenant_scope())
    wanted = request.args.get("ladder", "")
    choices = _choices(lines, wanted)
    bound = bind(
        _asked(choices), stored={"begin": choices[0].value, "nieuw": False}, accept=".toml"
    )
    if request.method == "POST" and bound.is_good:
        try:
            document, based_on = _document(bound.answers)
            name = start_draft(
                desk_session(),
                tenant_scope(),
                _renamed(document, bound.answers),
                based_on=based_on,
                actor=desk().actor,
                now=now(),
            )
        except UnreadableFile as unreadable:
            bound.lines = attach(bound.form, unreadable.findings)
        except RuleBroken as error:
            bound.refuse(error)
        else:
            desk_session().commit()
            forget_kept()
            say(
                "Het concept staat klaar. Er verandert niets tot het is voorgelegd en gepubliceerd."
            )
            return redirect(at("ladder_version", ladder=name.ladder, nummer=name.number), 303)
    return _page(bound)


class UnreadableFile(Exception):
    """A file that is no ladder; everything that is wrong with it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings[0].sentence)
        self.findings = list(findings)


def _asked(choices: Sequence[Choice]) -> tuple[Field, ...]:
    return (
        ChoiceField(
            name="begin",
            label="Waarmee begint u?",
            hint="Het concept is eerst een kopie. Daarna verandert u het.",
            choices=tuple(choices),
        ),
        FilesField(
            name=FILE,
            label="Bestand",
            hint="Een ladder als TOML-bestand, zoals u die uit dit portaal haalt.",
            required=False,
            max_files=1,
            shown_if=ShownIf("begin", (FILE,)),
        ),
        YesNoField(
            name="nieuw",
            label="Wordt het een nieuwe ladder naast de ladders die u hebt?",
            hint="Nee: het wordt een nieuwe versie van dezelfde ladder.",
        ),
        TextField(
            name="code",
            label="Code van de nieuwe ladder",
            hint="Kleine letters, cijfers en streepjes, bijvoorbeeld “ladder-wmo”. Overeenkomsten "
            "verwijzen hiernaar; de code verandert niet meer.",
            max_length=60,
            shown_if=ShownIf("nieuw", (True,)),
        ),
        TextField(
            name="naam",
            label="Naam van de nieuwe ladder",
            shown_if=ShownIf("nieuw", (True,)),
        ),
    )


def _choices(lines: Sequence[VersionLine], wanted: str) -> list[Choice]:
    """What holds first, then other versions, templates and a file; the wanted ladder on top."""
    session, scope = desk_session(), tenant_scope()
    codes = dict.fromkeys(line.code for line in lines if line.state == PUBLISHED)
    holding = {code: in_force(session, scope, code, today()) for code in codes}
    found = [
        Choice(
            f"{VERSION}:{line.code}:{line.number}",
            f"{line.name}, versie {line.label}",
            "Geldt nu" if _holds(holding.get(line.code), line) else _state_words(line),
        )
        for line in lines
        if not line.is_open
    ]
    found.sort(key=lambda choice: (f":{wanted}:" not in choice.value, choice.hint != "Geldt nu"))
    found += [
        Choice(f"{TEMPLATE}:{code}", f"Startsjabloon: {raw['naam']}", str(raw["document"]))
        for code, raw in ladder_templates().items()
    ]
    return [
        *found,
        Choice(FILE, "Een bestand", "Een ladder die u eerder als bestand bewaarde."),
        Choice(EMPTY, "Niets", "Een lege ladder; u voegt elke trede zelf toe."),
    ]


def _holds(found: Any, line: VersionLine) -> bool:
    return found is not None and found.number == line.number


def _state_words(line: VersionLine) -> str:
    return "Eerdere of latere versie" if line.state == PUBLISHED else line.state.capitalize()


def _document(given: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The ladder to begin from, and where it came from in words."""
    kind, _, rest = str(given["begin"]).partition(":")
    if kind == FILE:
        return _from_file()
    if kind == EMPTY:
        return _empty(given)
    if kind == TEMPLATE:
        raw = ladder_templates().get(rest)
        if raw is None:
            raise NotThere
        return dump_ladder(read_ladder(raw)[0]), f"startsjabloon {raw['naam']}"
    code, _, number = rest.rpartition(":")
    if not number.isascii() or not number.isdecimal():
        raise NotThere
    stored = stored_version(desk_session(), tenant_scope(), code, int(number))
    return stored.document, f"versie {stored.line.label} van {stored.line.name}"


def _empty(given: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    if given.get("nieuw") is not True:
        raise RuleBroken(
            "Wie met niets begint, maakt een nieuwe ladder. Kies “Ja” en geef haar een naam.",
            code="empty_is_new",
            path="nieuw",
        )
    return {"versie": "1"}, "niets"


def _from_file() -> tuple[dict[str, Any], str]:
    file = request.files.get(FILE)
    if file is None or not file.filename:
        raise RuleBroken("Kies een bestand.", code="no_file", path=FILE)
    with closing(file):
        content = file.stream.read(MAX_BYTES + 1)
    ladder, findings = read_ladder(read_toml(content))
    if findings:
        raise UnreadableFile(
            [Finding(FILE, "Dit bestand is nog geen goede ladder. Verbeter wat hierboven staat.")]
            + [Finding("", finding.sentence, finding.rule) for finding in findings]
        )
    return dump_ladder(ladder), f"bestand {file.filename[:80]}"


def _renamed(document: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    if given.get("nieuw") is not True:
        return document
    known = {line.code for line in versions(desk_session(), tenant_scope())}
    if given.get("code") in known:
        raise RuleBroken(
            "Er is al een ladder met deze code. Kies een andere.", code="code_taken", path="code"
        )
    return {**document, "code": given.get("code"), "naam": given.get("naam")}


def _page(bound: Bound) -> WerkzeugResponse:
    bound.form[FILE].optional = False
    return show(
        "admin/ladder_beginnen.html",
        "Een ladder beginnen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=trail(),
        lead="Wat u hier begint is een concept. Er verandert niets voor dossiers tot een tweede "
        "persoon het heeft nagekeken en het ingaat.",
        form=bound.form,
        action=request.full_path.rstrip("?"),
        cancel=Link("Annuleren", at("start")),
    )

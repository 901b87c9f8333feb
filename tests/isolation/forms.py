"""The forms and links that stand in pages, as a browser would send and follow them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import html

from portal.adapters.word import example_template
from tests.isolation.answers import Answer, Fields, Files
from tests.isolation.story import PASSWORD

SECRET = ("csrf_token",)
# What is filled in where a form leaves a box empty, by the end of the name of the box.
FILLED = {
    "dag": "3", "maand": "6", "jaar": "2029", "uur": "10", "minuut": "15", "tijd": "10:15",
    "email": "iemand@voorbeeld.example", "wachtwoord": PASSWORD, "herhaling": PASSWORD, "huidig": PASSWORD, "postcode": "7201 AB", "telefoon": "000-555 12 34",
}  # fmt: skip
TEXT = "Tekst van de proef"
# What a form needs to go well, by the name of the box; per endpoint.
FILLED_AT: Mapping[str, Mapping[str, str]] = {
    "account.sign_in": {"email": "bob@lindehaege.voorbeeld.example"},
    "demo.sign_in": {"persoon": "bob"},
    "municipality.people_give": {"rol": "leidinggevende"},
    "provider.colleagues_give": {"rol": "organisatiebeheerder"},
    "admin.ladder_begin": {"nieuw": "ja", "code": "proef-ladder", "naam": "Proef"},
    "dossiers.report_talk": {
        "verslag_op-dag": "1",
        "verslag_op-maand": "4",
        "verslag_op-jaar": "2026",
    },
    "municipality.give_region_access": {"tot_en_met-jaar": "2027"},
    "region.new_rate": {"percentage": "5,00"},
    "region.new_contract": {"domein": "jeugd"},
    "region.new_provider": {
        "kvk": "90001234",
        "agb": "90001234",
        "bezoek_straat": "Proefweg 1",
        "telefoon": "0555550123",
        "contact_telefoon": "0555550123",
    },
    "region.import_contracts": {
        "regels": "gemeente;kvk;domein;nummer;versie;van;tot en met;producten\n"
        "Hattem;00100217;Wmo;HAT-1;wmo-2026;1-1-2026;31-12-2030;W101",
    },
    "municipality.close_task": {"op-dag": "1", "op-maand": "4", "op-jaar": "2026"},
}

# The files that a form needs to go well, and those that another page hands out for it.
FILES_AT: Mapping[str, Files] = {
    "admin.letter_template_page": {"sjabloon": ("brief.docx", example_template())},
}
FILES_FROM: Mapping[str, Mapping[str, str]] = {
    "dossiers.letter_upload": {"bestand": "dossiers.letter_docx"},
}


@dataclass(frozen=True, slots=True)
class Box:
    """A control of a form. `options` are all values that it offers; `value` what is chosen."""

    name: str
    kind: str
    value: str
    options: tuple[str, ...] = ()

    @property
    def is_typed(self) -> bool:
        """Whether a person types in it."""
        return self.kind in ("text", "textarea", "search", "email", "tel", "password", "number",
                             "date", "time", "url")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page: where it goes, what it holds, its named buttons."""

    page: str
    method: str
    action: str
    boxes: tuple[Box, ...]
    buttons: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        return urlsplit(self.action).path

    @property
    def names(self) -> frozenset[str]:
        return frozenset(box.name for box in self.boxes)

    def filled(self, given: Mapping[str, str] | None = None) -> Fields:
        """The form as somebody would send it who fills in whatever is empty, or is `given`."""
        given = given or {}
        fields: Fields = []
        groups: set[str] = set()
        for box in self.boxes:
            if box.name in given:
                if box.name not in groups:
                    fields.append((box.name, given[box.name]))
                groups.add(box.name)
            elif box.kind in ("radio", "checkbox"):
                if box.name in groups:
                    continue
                groups.add(box.name)
                fields += self._ticked(box.name)
            elif box.kind == "select":
                fields.append((box.name, box.value or next(filter(None, box.options), "")))
            elif box.kind != "file":
                fields.append((box.name, box.value or _filling(box)))
        return fields + list(self.buttons[:1])

    def asked(self) -> Fields:
        """The form as somebody would send it who chooses something and types nothing."""
        typed = {box.name for box in self.boxes if box.is_typed}
        return [(name, "" if name in typed else value) for name, value in self.filled()]

    def _ticked(self, name: str) -> Fields:
        boxes = [box for box in self.boxes if box.name == name]
        chosen = [(box.name, box.value) for box in boxes if box.options]
        return chosen or [(name, boxes[0].value)]


def _filling(box: Box) -> str:
    if box.kind == "hidden":
        return ""
    for ending, value in FILLED.items():
        if box.name.endswith(ending):
            return value
    return TEXT


def with_value(fields: Fields, name: str, old: str, new: str) -> Fields:
    """The fields with one value of one of them replaced."""
    return [(n, new if n == name and v == old else v) for n, v in fields]


def forms_in(answer: Answer) -> Iterator[Form]:
    """All forms of a page."""
    if not answer.is_html or not answer.body.strip():
        return
    tree = html.fromstring(answer.markup)
    for form in tree.xpath("//form"):
        # Boxes elsewhere in the page may belong to it by its id.
        outside = tree.xpath("//*[@form=$id]", id=form.get("id")) if form.get("id") else []
        action = urljoin(answer.path, form.get("action") or answer.path)
        yield Form(
            page=answer.path,
            method=(form.get("method") or "get").upper(),
            action=action,
            boxes=tuple(_boxes([*form.xpath(".//input|.//textarea|.//select"), *outside])),
            buttons=tuple(
                (button.get("name"), button.get("value") or "")
                for button in form.xpath(".//button[@name]|.//input[@type='submit'][@name]")
            ),
        )


def _boxes(controls: Iterable[html.HtmlElement]) -> Iterator[Box]:
    for control in controls:
        name, kind = control.get("name"), (control.get("type") or "text").lower()
        if not name or name in SECRET or kind in ("submit", "button", "image", "reset"):
            continue
        if control.get("disabled") is not None:
            continue
        if control.tag == "textarea":
            yield Box(name, "textarea", (control.text or "").removeprefix("\n"))
        elif control.tag == "select":
            options = tuple(o.get("value") or "" for o in control.xpath(".//option"))
            chosen = control.xpath(".//option[@selected]/@value")
            yield Box(name, "select", str(chosen[0]) if chosen else "", options)
        elif kind in ("radio", "checkbox"):
            value = control.get("value") or "on"
            # A ticked box has itself as its option.
            yield Box(name, kind, value, (value,) if control.get("checked") is not None else ())
        else:
            yield Box(name, kind, control.get("value") or "")


def queries_in(answer: Answer) -> Iterator[tuple[str, str, str]]:
    """Path, name and value of every parameter in the links and search forms of a page."""
    if not answer.is_html or not answer.body.strip():
        return
    tree = html.fromstring(answer.markup)
    for attribute in ("href", "hx-get", "src"):
        for link in tree.xpath(f"//@{attribute}"):
            parts = urlsplit(urljoin(answer.path, str(link)))
            if not parts.netloc:
                for name, value in parse_qsl(parts.query, keep_blank_values=True):
                    yield parts.path, name, value
    for form in forms_in(answer):
        if form.method == "GET":
            for box in form.boxes:
                for value in {box.value, *box.options}:
                    yield form.path, box.name, value


def links_in(answer: Answer) -> Iterator[str]:
    """The path of every link of a page."""
    if not answer.is_html or not answer.body.strip():
        return
    tree = html.fromstring(answer.markup)
    for attribute in ("href", "hx-get"):
        for link in tree.xpath(f"//@{attribute}"):
            parts = urlsplit(urljoin(answer.path, str(link)))
            if not parts.netloc and not parts.scheme:
                yield parts.path


def errors_in(answer: Answer) -> str:
    """What a page says is wrong with what was sent."""
    if not answer.is_html or not answer.body.strip():
        return ""
    tree = html.fromstring(answer.markup)
    lines = tree.xpath("//*[@id='fouten']//li | //*[contains(@class, 'error-message')]")
    return " / ".join(" ".join(line.text_content().split()) for line in lines)

"""Questions as data: what a form asks, and whether an answer suits the question.

Answers are plain JSON values: text and choices `str`, several choices `list[str]`, yes/no
`bool`, a date `"2026-12-01"`, a moment `"2026-12-01T14:05:00+01:00"`, an amount in cents
`int`, rows `list[dict]` with a stable `"id"` in each, products `{gemeente: [code, …]}`.
An unanswered question has no key, or `None`, `""`, `[]`.
The shell turns what was typed into these values; here they are judged.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.errors import Finding

Answers = Mapping[str, Any]
EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a question with options."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ShownIf:
    """The question is asked only when another answer of the same form has one of these values."""

    field: str
    values: tuple[Any, ...]

    def holds(self, answers: Answers) -> bool:
        answer = answers.get(self.field)
        if isinstance(answer, list):
            return any(value in answer for value in self.values)
        return answer in self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question. `article` is shown to the user, `rule` is our number for it.

    `missing` is the sentence for an unanswered required question; it says what to do.
    """

    name: str
    label: str
    hint: str = ""
    required: bool = True
    missing: str = ""
    article: str = ""
    rule: str | None = None
    shown_if: ShownIf | None = None

    def judge(self, answer: Any) -> str | None:
        """The sentence that says what is wrong with a given answer, or None."""
        return None

    def judge_all(self, answer: Any, path: str) -> list[Finding]:
        """All findings about a given answer at `path`."""
        sentence = self.judge(answer)
        return [] if sentence is None else [Finding(path, sentence, self.rule)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """One line. `autocomplete` is the HTML token, `inputmode` the keyboard."""

    max_length: int = 200
    autocomplete: str = ""
    inputmode: str = ""

    def judge(self, answer: Any) -> str | None:
        return too_long(self.label, answer, self.max_length)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailField(TextField):
    """An e-mail address, of the kind that mail servers take."""

    max_length: int = 254
    inputmode: str = "email"

    def judge(self, answer: Any) -> str | None:
        if isinstance(answer, str) and EMAIL.fullmatch(answer):
            return too_long(self.label, answer, self.max_length)
        return f"Vul bij “{self.label}” een adres in als naam@organisatie.nl."


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourField(TextField):
    """A colour as #rrggbb."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternField(TextField):
    """One line of a fixed form, such as a KvK number; `advice` says which.

    Marks in `ignore` may stand between the others and are left out of the answer, which comes in
    capitals when `upper`.
    """

    pattern: str
    advice: str
    ignore: str = " .-"
    upper: bool = False

    def judge(self, answer: Any) -> str | None:
        if isinstance(answer, str) and re.fullmatch(self.pattern, answer):
            return None
        return f"Pas “{self.label}” aan: {self.advice}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTextField(Field):
    """Several lines; `lines` is the height of the box."""

    max_length: int = 5_000
    lines: int = 6

    def judge(self, answer: Any) -> str | None:
        return too_long(self.label, answer, self.max_length)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordField(Field):
    """A secret; never written back to the page, never kept."""

    autocomplete: str = "current-password"
    max_length: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """Exactly one of the options."""

    choices: tuple[Choice, ...]

    def judge(self, answer: Any) -> str | None:
        if answer in {choice.value for choice in self.choices}:
            return None
        return f"Kies bij “{self.label}” een van de mogelijkheden uit de lijst."


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesField(Field):
    """One or more of the options."""

    choices: tuple[Choice, ...]

    def judge(self, answer: Any) -> str | None:
        known = {choice.value for choice in self.choices}
        if isinstance(answer, list) and known.issuperset(answer):
            return None
        return f"Kies bij “{self.label}” alleen uit de mogelijkheden van de lijst."


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoField(Field):
    """Ja of nee."""

    def judge(self, answer: Any) -> str | None:
        return None if isinstance(answer, bool) else f"Kies ja of nee bij “{self.label}”."


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField(Field):
    """A local date (Europe/Amsterdam)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentField(Field):
    """A local date and time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountField(Field):
    """Euros, kept in cents."""

    max_cents: int = 100_000_000_00

    def judge(self, answer: Any) -> str | None:
        if isinstance(answer, int) and 0 <= answer <= self.max_cents:
            return None
        return f"Vul bij “{self.label}” een bedrag in euro's in, bijvoorbeeld 1.250,00."


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentageField(Field):
    """A percentage, kept in hundredths of a per cent: 5,00 % is 500."""

    maximum: int = 100_00

    def judge(self, answer: Any) -> str | None:
        if isinstance(answer, int) and 0 <= answer <= self.maximum:
            return None
        most = f"{self.maximum // 100},{self.maximum % 100:02d}"
        return f"Vul bij “{self.label}” een percentage van hoogstens {most} in, bijvoorbeeld 5,00."


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField(Field):
    """A whole number, both ends included."""

    minimum: int = 0
    maximum: int = 1_000_000

    def judge(self, answer: Any) -> str | None:
        if isinstance(answer, int) and self.minimum <= answer <= self.maximum:
            return None
        return f"Vul bij “{self.label}” een heel getal van {self.minimum} tot en met {self.maximum} in."


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalitiesField(Field):
    """Municipalities of the running contracts; their slugs. `all_first`: ticked to begin with."""

    all_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityField(Field):
    """One municipality of the running contracts; its slug."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutField(Field):
    """Per municipality that `of` does not name, why not: `{gemeente: reason}`."""

    of: str
    max_length: int = 500

    def judge(self, answer: Any) -> str | None:
        reasons = answer.values() if isinstance(answer, dict) else ()
        return next(filter(None, (too_long(self.label, r, self.max_length) for r in reasons)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsField(Field):
    """Per municipality the codes of contracted products; meant for that municipality only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesField(Field):
    """Attachments. They do not stand in the answers; the shell counts and checks them."""

    max_files: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsField(Field):
    """A repeatable group of questions; `row_name` is what one is called ("actie")."""

    fields: tuple[Field, ...]
    row_name: str
    min_rows: int = 1
    max_rows: int = 30

    def judge_all(self, answer: Any, path: str) -> list[Finding]:
        rows: Sequence[Answers] = answer if isinstance(answer, list) else []
        findings = []
        if len(rows) > self.max_rows:
            findings.append(
                Finding(
                    path,
                    f"U hebt {len(rows)} keer {self.row_name} ingevuld; {self.max_rows} is het meeste. "
                    "Haal er een paar weg of voeg ze samen.",
                    self.rule,
                )
            )
        for number, row in enumerate(rows):
            findings += check_answers(self.fields, row, prefix=f"{path}.{number}.")
        return findings


def too_long(label: str, answer: Any, max_length: int) -> str | None:
    """The sentence for a text above its length, or None."""
    if not isinstance(answer, str):
        return f"Vul bij “{label}” tekst in."
    if len(answer) > max_length:
        over = len(answer) - max_length
        much = "het is 1 teken" if over == 1 else f"het zijn {over} tekens"
        return f"Maak “{label}” korter: {much} meer dan de {max_length} die passen."
    return None


def is_blank(answer: Any) -> bool:
    """Nothing was answered; `False` and 0 are answers."""
    return (
        answer is None
        or answer == []
        or answer == {}
        or (isinstance(answer, str) and not answer.strip())
    )


def asked(field: Field, answers: Answers) -> bool:
    """Whether the question applies, given the other answers of its form."""
    return field.shown_if is None or field.shown_if.holds(answers)


def check_answers(fields: Sequence[Field], answers: Answers, *, prefix: str = "") -> list[Finding]:
    """All findings about one form: missing, too long, not in the list, in every row.

    Questions that do not apply are passed over, whatever stands in their place.
    """
    findings: list[Finding] = []
    for field in fields:
        if not asked(field, answers) or isinstance(field, FilesField):
            continue
        answer, path = answers.get(field.name), f"{prefix}{field.name}"
        if is_blank(answer):
            if field.required:
                sentence = field.missing or f"Vul “{field.label}” in."
                findings.append(Finding(path, sentence, field.rule))
            continue
        findings += field.judge_all(answer, path)
    return findings


def keep_asked(fields: Sequence[Field], answers: Answers) -> dict[str, Any]:
    """The answers without those to questions that do not apply or were left open."""
    return {
        field.name: answers[field.name]
        for field in fields
        if asked(field, answers) and not is_blank(answers.get(field.name))
    }

"""The questions of a form as WTForms fields: they keep what was typed and give the plain value.

They do not draw themselves; templates/components/forms.html does, by `kind`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

import wtforms
from wtforms.utils import unset_value

from portal.web.chrome import SummaryLine, Upload
from portal.web.fields import typed
from portal.web.fields.typed import Unclear


class FormData(Protocol):
    """What a form reads from: werkzeug's MultiDict or one like it."""

    def getlist(self, key: str, /) -> list[Any]: ...
    def __contains__(self, key: object, /) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...


def texts(formdata: FormData, name: str) -> list[str]:
    """All texts under a name; anything else that a request may hold is passed over."""
    return [value for value in formdata.getlist(name) if isinstance(value, str)]


def first_text(formdata: FormData, name: str) -> str:
    """The first text under a name, or "": of a name that is sent twice the first counts."""
    return next(iter(texts(formdata, name)), "")


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick."""

    id: str
    value: str
    label: str
    hint: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One of several boxes that make one answer; `width` is "day", "month", "year" or "time"."""

    id: str
    name: str
    label: str
    typed: str
    width: str
    inputmode: str
    bad: bool
    autofocus: bool


@dataclass(frozen=True, slots=True)
class OptionSource:
    """A possible answer: value, label, hint."""

    value: str
    label: str
    hint: str = ""


class Question(wtforms.Field):
    """A question: `read` takes typed text, `fill` a stored answer, `answer` gives the plain value.

    `problem` is set when what was typed cannot be read; it is shown only once `attach` puts it
    into `errors`, so that adding a row or saving a draft complains about nothing.
    """

    kind: ClassVar[str] = ""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        article: str = "",
        optional: bool = False,
        **wtforms_own: Any,
    ) -> None:
        super().__init__(label, **wtforms_own)
        self.hint = hint
        self.article = article
        self.optional = optional
        self.condition = ""
        self.autofocus = False
        self.problem: Unclear | None = None
        self.warnings: list[str] = []
        self.errors: list[str] = []

    # -- for WTForms

    def process(
        self,
        formdata: FormData | None,
        data: Any = unset_value,
        extra_filters: Sequence[Any] | None = None,
    ) -> None:
        self.process_errors = []
        self.problem, self.errors, self.warnings = None, [], []
        if formdata is not None:
            self.read(formdata)
        else:
            self.fill(None if data is unset_value else data)
        self.data = self._convert()

    def _convert(self) -> Any:
        try:
            return self.convert()
        except Unclear as unclear:
            self.problem = unclear
            return None

    # -- for each kind

    def read(self, formdata: FormData) -> None:
        """Keep what was typed."""
        raise NotImplementedError

    def fill(self, answer: Any) -> None:
        """Write a stored answer the way it would be typed; an odd one is left out."""
        raise NotImplementedError

    def convert(self) -> Any:
        """The plain value of what was typed, None for nothing; raises Unclear."""
        raise NotImplementedError

    @property
    def is_blank(self) -> bool:
        """Nothing at all was typed or chosen."""
        raise NotImplementedError

    # -- for everybody

    @property
    def answer(self) -> Any:
        """The plain JSON value as portal.domain.submissions.fields describes it, or None."""
        return self.data

    @property
    def label_text(self) -> str:
        return str(self.label.text)

    @property
    def first_id(self) -> str:
        """Id of the control that a link to this question goes to."""
        return str(self.id)

    @property
    def error_id(self) -> str:
        return f"{self.id}-fout" if self.errors else ""

    @property
    def described_by(self) -> str:
        """Ids of hint, warning and error, as far as they are on the page."""
        hint = f"{self.id}-hint" if self.hint or self.article else ""
        warning = f"{self.id}-let-op" if self.warnings else ""
        return " ".join(filter(None, (hint, warning, self.error_id)))

    def add_error(self, rest: Sequence[str], sentence: str) -> None:
        """Put a sentence where the rest of a finding's path leads. The first one stays."""
        if not self.errors:
            self.errors = [sentence]

    @property
    def summary(self) -> list[SummaryLine]:
        """What the error summary says of this question and of those inside it."""
        return [SummaryLine(self.first_id, sentence) for sentence in self.errors]


class Text(Question):
    """One line."""

    kind = "text"

    def __init__(
        self,
        label: str,
        *,
        autocomplete: str = "",
        inputmode: str = "",
        lines: int = 1,
        **question: Any,
    ) -> None:
        self.autocomplete = autocomplete
        self.inputmode = inputmode
        self.lines = lines
        self.typed = ""
        super().__init__(label, **question)

    def read(self, formdata: FormData) -> None:
        self.typed = typed.one_line(first_text(formdata, self.name))

    def fill(self, answer: Any) -> None:
        self.typed = answer if isinstance(answer, str) else ""

    def convert(self) -> Any:
        return self.typed or None

    @property
    def is_blank(self) -> bool:
        return not self.typed


class LongText(Text):
    """Several lines."""

    kind = "long_text"

    def read(self, formdata: FormData) -> None:
        self.typed = typed.clean(first_text(formdata, self.name)).strip()


class Password(Text):
    """A secret: kept as typed, never written back to the page."""

    kind = "password"

    def read(self, formdata: FormData) -> None:
        self.typed = first_text(formdata, self.name)

    def fill(self, answer: Any) -> None:
        self.typed = ""


class Amount(Text):
    """Euros, in cents."""

    kind = "amount"

    def fill(self, answer: Any) -> None:
        self.typed = typed.write_cents(answer) if _is_int(answer) else ""

    def convert(self) -> Any:
        return typed.read_cents(self.label_text, self.typed)


class Number(Text):
    """A whole number."""

    kind = "number"

    def fill(self, answer: Any) -> None:
        self.typed = str(answer) if _is_int(answer) else ""

    def convert(self) -> Any:
        return typed.read_number(self.label_text, self.typed)


def _is_int(answer: Any) -> bool:
    return isinstance(answer, int) and not isinstance(answer, bool) and abs(answer) < 10**15


class ChoiceQuestion(Question):
    """Boxes to tick. What is ticked but not offered stays on the page, so that it can be unticked."""

    def __init__(self, label: str, *, sources: Sequence[OptionSource], **question: Any) -> None:
        self.sources = sources
        self.chosen: list[str] = []
        super().__init__(label, **question)

    def read(self, formdata: FormData) -> None:
        given = (typed.one_line(text) for text in texts(formdata, self.name))
        self.chosen = list(dict.fromkeys(value for value in given if value))

    @property
    def options(self) -> list[Option]:
        return options(self.id, self.sources, self.chosen)

    @property
    def first_id(self) -> str:
        return next((option.id for option in self.options), str(self.id))

    @property
    def is_blank(self) -> bool:
        return not self.chosen


def options(id_: str, sources: Iterable[OptionSource], chosen: Sequence[str]) -> list[Option]:
    """The boxes, and one more for every chosen value that is not offered."""
    offered = list(sources)
    known = {source.value for source in offered}
    offered += [
        OptionSource(value, value, "Dit staat niet meer in de lijst.")
        for value in chosen
        if value not in known
    ]
    return [
        Option(f"{id_}_{number}", source.value, source.label, source.hint, source.value in chosen)
        for number, source in enumerate(offered)
    ]


class OneOf(ChoiceQuestion):
    """Exactly one."""

    kind = "choice"

    def read(self, formdata: FormData) -> None:
        super().read(formdata)
        self.chosen = self.chosen[:1]

    def fill(self, answer: Any) -> None:
        self.chosen = [answer] if isinstance(answer, str) and answer else []

    def convert(self) -> Any:
        return self.chosen[0] if self.chosen else None


class YesNo(OneOf):
    """Ja or nee; anything else stays text, and is judged as such."""

    kind = "yes_no"
    VALUES: ClassVar[Mapping[str, bool]] = {"ja": True, "nee": False}

    def __init__(self, label: str, **question: Any) -> None:
        sources = (OptionSource("ja", "Ja"), OptionSource("nee", "Nee"))
        super().__init__(label, sources=sources, **question)

    def fill(self, answer: Any) -> None:
        self.chosen = [yes_or_no(answer)] if isinstance(answer, bool) else []

    def convert(self) -> Any:
        value = super().convert()
        return self.VALUES.get(value, value)


def yes_or_no(answer: bool) -> str:
    return "ja" if answer else "nee"


class SomeOf(ChoiceQuestion):
    """One or more. `first` is ticked on a form that nobody has filled in yet."""

    kind = "choices"

    def __init__(self, label: str, *, first: Sequence[str] = (), **question: Any) -> None:
        self.first = list(first)
        super().__init__(label, **question)

    def fill(self, answer: Any) -> None:
        if isinstance(answer, list):
            self.chosen = [value for value in answer if isinstance(value, str) and value]
        else:
            self.chosen = list(self.first)

    def convert(self) -> Any:
        return self.chosen or None


class Date(Question):
    """Day, month and year in three boxes."""

    kind = "date"
    PARTS: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("dag", "Dag", "day"),
        ("maand", "Maand", "month"),
        ("jaar", "Jaar", "year"),
    )

    def __init__(self, label: str, **question: Any) -> None:
        self.typed = {part: "" for part, _, _ in self.PARTS}
        super().__init__(label, **question)

    def read(self, formdata: FormData) -> None:
        self.typed = {
            part: typed.one_line(first_text(formdata, f"{self.name}-{part}"))
            for part, _, _ in self.PARTS
        }

    def fill(self, answer: Any) -> None:
        try:
            on = date.fromisoformat(answer)
        except (TypeError, ValueError):
            on = None
        self._write(on)

    def _write(self, on: date | None) -> None:
        numbers = (on.day, on.month, on.year) if on else ("", "", "")
        self.typed |= dict(zip(("dag", "maand", "jaar"), map(str, numbers), strict=True))

    def convert(self) -> Any:
        on = self._read_date()
        return on.isoformat() if on else None

    def _read_date(self) -> date | None:
        return typed.read_date(
            self.label_text, self.typed["dag"], self.typed["maand"], self.typed["jaar"]
        )

    @property
    def parts(self) -> list[Part]:
        bad = self._bad_parts()
        return [
            Part(
                id=f"{self.id}-{part}",
                name=f"{self.name}-{part}",
                label=label,
                typed=self.typed[part],
                width=width,
                inputmode="text" if part == "maand" else "numeric",
                bad=part in bad,
                autofocus=self.autofocus and part == "dag",
            )
            for part, label, width in self.PARTS
        ]

    def _bad_parts(self) -> Sequence[str]:
        if not self.errors:
            return ()
        if self.problem and self.problem.parts:
            return self.problem.parts
        return tuple(part for part, _, _ in self.PARTS)

    @property
    def first_id(self) -> str:
        bad = self._bad_parts()
        return f"{self.id}-{bad[0] if bad else 'dag'}"

    @property
    def is_blank(self) -> bool:
        return not any(self.typed.values())


class Moment(Date):
    """A date and a time of the clock in the Netherlands."""

    kind = "moment"
    PARTS = (*Date.PARTS, ("tijd", "Tijd", "time"))

    def fill(self, answer: Any) -> None:
        try:
            at = datetime.fromisoformat(answer).astimezone(typed.AMSTERDAM)
        except (TypeError, ValueError, OverflowError):
            self._write(None)
            self.typed["tijd"] = ""
            return
        self._write(at.date())
        self.typed["tijd"] = f"{at:%H.%M}"

    def convert(self) -> Any:
        on, at = self._read_date(), typed.read_time(self.label_text, self.typed["tijd"])
        if on is None and at is None:
            return None
        if on is None:
            raise Unclear(f"Vul bij “{self.label_text}” ook de datum in.", "dag", "maand", "jaar")
        if at is None:
            raise Unclear(
                f"Vul bij “{self.label_text}” ook de tijd in, bijvoorbeeld 14.05.", "tijd"
            )
        return typed.local_moment(self.label_text, on, at).isoformat()


class Files(Question):
    """Attachments: they travel beside the answers; here only what is already uploaded is known."""

    kind = "files"

    def __init__(
        self,
        label: str,
        *,
        max_files: int,
        existing: Sequence[Upload] = (),
        accept: str = "",
        **question: Any,
    ) -> None:
        self.max_files = max_files
        self.existing = existing
        self.accept = accept
        super().__init__(label, **question)

    def read(self, formdata: FormData) -> None:
        """Files are not in the form's text."""

    def fill(self, answer: Any) -> None:
        """Files are not in the answers."""

    def convert(self) -> Any:
        return None

    @property
    def is_blank(self) -> bool:
        return not self.existing

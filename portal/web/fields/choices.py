"""Questions with boxes to tick."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from portal.web.fields import typed
from portal.web.fields.question import FormData, Question, texts


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick."""

    id: str
    value: str
    label: str
    hint: str
    checked: bool


@dataclass(frozen=True, slots=True)
class OptionSource:
    """A possible answer: value, label, hint."""

    value: str
    label: str
    hint: str = ""


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

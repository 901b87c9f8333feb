"""Questions with one box to type in, and the one for attachments."""

import re
from collections.abc import Sequence
from typing import Any

from portal.web.chrome import Upload
from portal.web.fields import typed
from portal.web.fields.question import FormData, Question, first_text

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


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

    @property
    def input_type(self) -> str:
        """What the box is to a browser."""
        return "text"


class Colour(Text):
    """A colour, chosen or typed."""

    kind = "colour"

    @property
    def input_type(self) -> str:
        """A box for colours cannot show what is none."""
        return "color" if _HEX.fullmatch(self.typed) else "text"


class Pattern(Text):
    """One line of a fixed form; what stays on the page is what was typed."""

    def __init__(self, label: str, *, ignore: str, upper: bool, **question: Any) -> None:
        self.ignore = ignore
        self.upper = upper
        super().__init__(label, **question)

    def convert(self) -> Any:
        plain = "".join(mark for mark in self.typed if mark not in self.ignore)
        return (plain.upper() if self.upper else plain) or None


class LongText(Text):
    """Several lines."""

    kind = "long_text"

    def read(self, formdata: FormData) -> None:
        self.typed = typed.clean(first_text(formdata, self.name)).strip()


class Password(Text):
    """A secret: kept as typed, never written back to the page."""

    kind = "password"

    @property
    def input_type(self) -> str:
        """Nobody reads along."""
        return "password"

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


class Percentage(Text):
    """A percentage, in hundredths of a per cent."""

    kind = "percentage"

    def fill(self, answer: Any) -> None:
        self.typed = typed.write_cents(answer) if _is_int(answer) else ""

    def convert(self) -> Any:
        return typed.read_hundredths(self.label_text, self.typed)


class Number(Text):
    """A whole number."""

    kind = "number"

    def fill(self, answer: Any) -> None:
        self.typed = str(answer) if _is_int(answer) else ""

    def convert(self) -> Any:
        return typed.read_number(self.label_text, self.typed)


def _is_int(answer: Any) -> bool:
    return isinstance(answer, int) and not isinstance(answer, bool) and abs(answer) < 10**15


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

"""What every question of a form is: it keeps what was typed and gives the plain value.

Questions do not draw themselves; templates/components/forms.html does, by `kind`.
"""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Protocol

import wtforms
from wtforms.utils import unset_value

from portal.web.chrome import SummaryLine
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

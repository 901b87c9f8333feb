"""What a form sent, as a list of pairs: to keep in a draft, to give back, and to add or drop rows."""

from collections.abc import Iterable, Sequence

from werkzeug.datastructures import MultiDict

from portal.domain.submissions.fields import Field, RowsField
from portal.web.fields.rows import FRESH_ROW, ROW_ID
from portal.web.fields.typed import clean

ADD_ROW = "rij-toevoegen"
REMOVE_ROW = "rij-weghalen"
NOT_ANSWERS = frozenset({"csrf_token", ADD_ROW, REMOVE_ROW, FRESH_ROW})

Pairs = list[list[str]]


def raw_pairs(formdata: MultiDict[str, str], *, leave_out: Iterable[str] = ()) -> Pairs:
    """Every name and text that was sent, in order, fit for JSONB; without token and buttons."""
    skipped = NOT_ANSWERS.union(leave_out)
    return [
        [name, clean(value)]
        for name, value in formdata.items(multi=True)
        if isinstance(value, str) and name not in skipped and name == clean(name)
    ]


def from_pairs(pairs: object) -> MultiDict[str, str]:
    """The form data of stored pairs; whatever is not a pair of texts is passed over."""
    given = pairs if isinstance(pairs, list) else []
    return MultiDict(
        [(pair[0], pair[1]) for pair in given if isinstance(pair, list | tuple) and _is_pair(pair)]
    )


def _is_pair(pair: Sequence[object]) -> bool:
    return len(pair) == 2 and all(isinstance(part, str) for part in pair)


def replace_pairs(stored: object, sent: MultiDict[str, str], fields: Sequence[Field]) -> Pairs:
    """The stored pairs with those of these questions replaced: one page of a longer form."""
    names = tuple(field.name for field in fields)
    kept = [
        [name, value]
        for name, value in from_pairs(stored).items(multi=True)
        if not any(_belongs(name, own) for own in names)
    ]
    new = [pair for pair in raw_pairs(sent) if any(_belongs(pair[0], own) for own in names)]
    return kept + new


def _belongs(name: str, question: str) -> bool:
    return name == question or name.startswith(f"{question}-")


def wants_row_change(formdata: MultiDict[str, str]) -> bool:
    """Whether a button for adding or dropping a row was pressed."""
    return ADD_ROW in formdata or REMOVE_ROW in formdata


def change_rows(
    formdata: MultiDict[str, str], fields: Sequence[Field], *, new_id: str
) -> MultiDict[str, str]:
    """The form data with the row added or gone that a button asked for, and the buttons gone.

    `new_id` is lower case letters and digits, and not used before; the caller draws it.
    A button for a question that has no rows changes nothing.
    """
    names = {field.name for field in fields if isinstance(field, RowsField)}
    changed = MultiDict(
        [
            (name, value)
            for name, value in formdata.items(multi=True)
            if name not in (ADD_ROW, REMOVE_ROW, FRESH_ROW)
        ]
    )
    for name in formdata.getlist(ADD_ROW):
        if name in names and ROW_ID.fullmatch(new_id):
            changed.add(name, new_id)
            changed.setlist(FRESH_ROW, [f"{name}-{new_id}"])
    for button in formdata.getlist(REMOVE_ROW):
        name, _, row_id = str(button).partition(":")
        if name in names and row_id:
            changed = _without_row(changed, name, row_id)
    return changed


def _without_row(formdata: MultiDict[str, str], name: str, row_id: str) -> MultiDict[str, str]:
    start = f"{name}-{row_id}-"
    return MultiDict(
        [
            (key, value)
            for key, value in formdata.items(multi=True)
            if (key, value) != (name, row_id) and not key.startswith(start)
        ]
    )

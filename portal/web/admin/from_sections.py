"""Sections of the configuration as parts of a form."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from portal.domain.configuration import references
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.letters import LETTERS
from portal.domain.configuration.profile import PROFILE
from portal.domain.configuration.references import Ref
from portal.domain.configuration.scalars import (
    EMAIL,
    Day,
    Each,
    LongText,
    OneOf,
    Text,
    Whole,
    YesNo,
)
from portal.domain.configuration.section import Section
from portal.domain.configuration.shape import Shape, is_absent
from portal.domain.configuration.teams import TEAMS
from portal.domain.submissions import fields as asked
from portal.domain.submissions.fields import Choice, Field, ShownIf
from portal.queries.configuration import KnownNames
from portal.web.admin.records import Group, Leaf, Listing, Part, Plain, RecordPlan

NO_CHOICE = "-"
NOTHING_CHOSEN = Choice(NO_CHOICE, "Geen keuze")

Options = Mapping[str, tuple[Choice, ...]]

# The region names its municipalities; everybody else reads that name.
# The Word template of letters has a page of its own.
SET_BY_OTHERS = {
    PROFILE.slug: frozenset({"naam", "regio"}),
    LETTERS.slug: frozenset({"sjabloon"}),
}


def options_from(names: KnownNames) -> Options:
    """What each kind of reference can be chosen from."""
    return {
        references.DESK: _choices(names.desks),
        references.PRODUCT: tuple(
            Choice(code, f"{name} ({code})") for code, name in names.products.items()
        ),
        references.LADDER: _choices(names.ladders),
        references.REGION: _choices(names.regions),
        references.SEAT: _choices(names.people),
    }


def _choices(names: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, name) for code, name in names.items())


def section_plan(section: Section[Any], options: Options) -> RecordPlan:
    """The parts of a whole section; what others set is not asked."""
    plan = record_plan(section.shape, options)
    locked = SET_BY_OTHERS.get(section.slug, frozenset())
    parts = (part for part in plan.parts if part.key not in locked)
    return replace(plan, parts=tuple(_own_team(section, part, options) for part in parts))


def _own_team(section: Section[Any], part: Part, options: Options) -> Part:
    """The fallback of the teams is one of them: it is chosen, not typed."""
    if section.slug != TEAMS.slug or part.key != "vangnet" or not isinstance(part, Leaf):
        return part
    text = part.make(part.key)
    return replace(
        part,
        make=lambda name: asked.ChoiceField(
            name=name, label=text.label, hint=text.hint, choices=options.get(references.DESK, ())
        ),
    )


def record_plan(
    shape: Shape[Any], options: Options, *, rows: Rows[Any] | None = None, depth: int = 0
) -> RecordPlan:
    """The parts of a record of a section; `depth` counts the lists that it lies in."""
    assert isinstance(shape, Record)
    parts = tuple(_part(key, options, depth) for key in shape.keys)
    if rows is None:
        return RecordPlan(parts=parts)

    def mark(raw: Plain) -> str:
        return "\n".join(str(raw.get(name, "")) for name in rows.identity)

    return RecordPlan(parts=parts, title=rows.name_of, mark=mark)


def _part(key: Key, options: Options, depth: int) -> Part:
    shape = key.shape
    if isinstance(shape, Record):
        return Group(
            key=key.name,
            label=key.label,
            hint=key.hint,
            record=record_plan(shape, options, depth=depth),
            required=key.required or key.default is not None,
            ask=key.ask or key.label,
            default={} if key.required or key.default is None else shape.write(key.default),
        )
    if isinstance(shape, Rows) and depth > 1:
        return _row_of_pairs(key, shape)
    if isinstance(shape, Rows):
        return Listing(
            key=key.name,
            label=key.label,
            hint=key.hint,
            record=record_plan(shape.of, options, rows=shape, depth=depth + 1),
            noun=shape.row_name,
            min_rows=shape.min_rows,
            max_rows=shape.max_rows,
            has_pages=depth == 0,
            shown_if=_shown_if(key),
        )
    return _leaf(key, shape, options)


def _shown_if(key: Key) -> ShownIf | None:
    return ShownIf(*key.only_if) if key.only_if else None


def _row_of_pairs(key: Key, shape: Rows[Any]) -> Leaf:
    """A list too deep for rows of its own: a line per record, its name and its text."""
    text, name = (one.name for one in shape.of.keys)

    def written(value: Any) -> str:
        return "\n".join(f"{row.get(name, '')}: {row.get(text, '')}" for row in value)

    def read(answer: Any) -> list[dict[str, str]]:
        pairs = (line.partition(":") for line in lines(answer))
        return [{name: head.strip(), text: tail.strip()} for head, _, tail in pairs]

    hint = "Eén per regel: korte naam, dubbele punt, tekst. Bijvoorbeeld “week: Elke week”."
    return Leaf(
        key=key.name,
        label=key.label,
        make=lambda form_name: asked.LongTextField(
            name=form_name,
            label=key.label,
            hint=hint,
            lines=4,
            required=False,
            shown_if=_shown_if(key),
        ),
        to_answer=written,
        to_plain=read,
    )


def _leaf(key: Key, shape: Shape[Any], options: Options) -> Leaf:
    """A question about one value."""
    optional = not key.required
    default = None if is_absent(key.default) or key.required else shape.write(key.default)
    shared = {
        "label": key.label,
        "hint": key.hint,
        # Yes or no with a usual answer is always answered: that is no question to pass over.
        "required": not optional or (isinstance(shape, YesNo) and default is not None),
        "shown_if": _shown_if(key),
    }
    may_be_none = optional and default is None
    make, to_answer, to_plain = _control(shape, options, shared, may_be_none)
    if may_be_none and isinstance(shape, OneOf | Ref):
        default = NO_CHOICE
    return Leaf(
        key=key.name,
        label=key.label,
        make=make,
        default=default,
        to_answer=to_answer,
        to_plain=to_plain,
        say=teller(shape, options),
    )


def teller(shape: Shape[Any], options: Options) -> Callable[[Any], str]:
    """How a value reads: by the name of what it refers to, where that is known."""
    target = shape.target if isinstance(shape, Ref) else None
    if isinstance(shape, Each) and isinstance(shape.of, Ref):
        target = shape.of.target
    names = {choice.value: choice.label for choice in options.get(target or "", ())}

    def told(raw: Any) -> str:
        if names and isinstance(raw, str):
            return names.get(raw, raw)
        if names and isinstance(raw, list):
            return ", ".join(names.get(str(one), str(one)) for one in raw)
        if isinstance(shape, Each) and isinstance(raw, list):
            return ", ".join(shape.of.tell(one).strip("“”") for one in raw)
        return shape.tell(raw).strip("“”")

    return told


Control = tuple[Callable[[str], Field], Callable[[Any], Any], Callable[[Any], Any]]


def same(value: Any) -> Any:
    return value


def _control(
    shape: Shape[Any], options: Options, shared: dict[str, Any], may_be_none: bool
) -> Control:
    """How a value is asked, shown, and read back."""
    match shape:
        case YesNo():
            return lambda name: asked.YesNoField(name=name, **shared), same, same
        case Whole():
            return (
                lambda name: asked.NumberField(
                    name=name, minimum=shape.minimum, maximum=shape.maximum, **shared
                ),
                same,
                same,
            )
        case Day():
            return lambda name: asked.DateField(name=name, **shared), same, same
        case OneOf():
            return _one_of(shape.choices, shared, may_be_none)
        case Ref() if shape.target in options:
            return _one_of(options[shape.target], shared, may_be_none)
        case Each(of=OneOf() as of):
            return _some_of(of.choices, shared)
        case Each(of=Ref() as of) if of.target in options:
            return _some_of(options[of.target], shared)
        case Each(of=Whole()):
            return (
                lambda name: asked.TextField(name=name, inputmode="text", **shared),
                written_numbers,
                read_numbers,
            )
        case Each():
            return lambda name: asked.LongTextField(name=name, lines=4, **shared), as_lines, lines
        case LongText():
            return (
                lambda name: asked.LongTextField(
                    name=name,
                    max_length=shape.max_length,
                    lines=4 if shape.max_length <= 1_000 else 10,
                    **shared,
                ),
                same,
                same,
            )
        case Text():
            return (
                lambda name: asked.TextField(
                    name=name,
                    max_length=shape.max_length,
                    inputmode="email" if shape is EMAIL else "",
                    **shared,
                ),
                same,
                same,
            )
        case Ref():
            return (
                lambda name: asked.TextField(name=name, max_length=shape.text.max_length, **shared),
                same,
                same,
            )
    raise TypeError(f"no question for {shape!r}")


def _one_of(choices: tuple[Choice, ...], shared: dict[str, Any], may_be_none: bool) -> Control:
    if not may_be_none:
        return lambda name: asked.ChoiceField(name=name, choices=choices, **shared), same, same
    offered = (*choices, NOTHING_CHOSEN)
    return (
        lambda name: asked.ChoiceField(name=name, choices=offered, **shared),
        same,
        lambda answer: None if answer == NO_CHOICE else answer,
    )


def _some_of(choices: tuple[Choice, ...], shared: dict[str, Any]) -> Control:
    return lambda name: asked.ChoicesField(name=name, choices=choices, **shared), same, same


def as_lines(value: Any) -> str:
    """A list of texts, each on a line."""
    return "\n".join(str(one) for one in value)


def lines(answer: Any) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in str(answer).split("\n") if line.strip()]


def written_numbers(value: Any) -> str:
    """7, 2, 0."""
    return ", ".join(str(one) for one in value)


def read_numbers(answer: Any) -> list[Any]:
    """The numbers between commas, points or spaces; a word stays, so that it can be told."""
    words = str(answer).replace(",", " ").replace(";", " ").split()
    return [int(word) if word.isascii() and word.isdigit() else word for word in words]

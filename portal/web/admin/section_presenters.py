"""What the pages of a section print."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.configuration.shape import is_absent
from portal.domain.deadlines import Unit
from portal.domain.deadlines.term import length_in_words
from portal.web.admin.desk import at
from portal.web.admin.places import Place, rows_of
from portal.web.admin.records import JOINT, Group, Leaf, Listing, Part, Plain
from portal.web.chrome import Link, TaskRow
from portal.web.fields import Question, QuestionForm

# Lists in which the order means something.
ORDERED = {("routering", "regel"), ("vragen", "vraag")}
LONGEST_FACT = 90
LENGTH, UNIT = "lengte", "eenheid"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBlock:
    """Questions that stand together, under a heading where they have one."""

    questions: tuple[Question, ...]
    heading: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """One record of a list: what it is, what it says, and where it is changed."""

    number: int
    title: str
    href: str
    facts: tuple[str, ...]
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A list whose records have pages of their own."""

    key: str
    label: str
    hint: str
    noun: str
    rows: tuple[RowLine, ...]
    add: Link | None
    order_href: str = ""

    @property
    def tasks(self) -> tuple[TaskRow, ...]:
        """The same records as lines of a list."""
        return tuple(TaskRow(title=row.title, href=row.href, facts=row.facts) for row in self.rows)


def form_blocks(parts: Sequence[Part], form: QuestionForm) -> tuple[FormBlock, ...]:
    """Single questions first, then each group under its heading, then what is no part."""
    groups = [part for part in parts if isinstance(part, Group)]
    single = tuple(form[part.key] for part in parts if not isinstance(part, Group))
    blocks = [FormBlock(questions=single)]
    for group in groups:
        own = tuple(q for q in form if q.short_name.startswith(group.key + JOINT))
        heading = group.label if group.required else ""
        blocks.append(FormBlock(questions=own, heading=heading, hint=group.hint if heading else ""))
    shown = {question.short_name for block in blocks for question in block.questions}
    rest = tuple(question for question in form if question.short_name not in shown)
    blocks.append(FormBlock(questions=rest))
    return tuple(block for block in blocks if block.questions)


def list_view(slug: str, place: Place, listing: Listing) -> ListView:
    """A list on the page of the record that it belongs to."""
    raws = rows_of(place.raw, listing.key)
    base = f"{place.address}/{listing.key}" if place.address else listing.key
    full = len(raws) >= listing.max_rows
    ordered = (slug, listing.key) in ORDERED and len(raws) > 1
    return ListView(
        key=listing.key,
        label=listing.label,
        hint=listing.hint,
        noun=listing.noun,
        rows=tuple(
            RowLine(
                number=number,
                title=listing.record.title(raw) or f"{listing.noun.capitalize()} {number}",
                href=at("section_place", section=slug, plek=f"{base}/{number}"),
                facts=facts_of(listing, raw),
                is_first=number == 1,
                is_last=number == len(raws),
            )
            for number, raw in enumerate(raws, start=1)
        ),
        add=None
        if full
        else Link(
            f"{listing.noun.capitalize()} toevoegen",
            at("section_place", section=slug, plek=f"{base}/nieuw"),
        ),
        order_href=at("section_order", section=slug, lijst=base) if ordered else "",
    )


def facts_of(listing: Listing, raw: Plain) -> tuple[str, ...]:
    """What a record says beside its title, in short."""
    title = listing.record.title(raw)
    facts = [length_in_words(raw[LENGTH], Unit(raw[UNIT]))] if LENGTH in raw and UNIT in raw else []
    for part in listing.record.parts:
        value = raw.get(part.key)
        if is_absent(value) or (facts and part.key in (LENGTH, UNIT)):
            continue
        if isinstance(part, Leaf):
            said = part.say(value)
            if said not in title:
                facts.append(
                    f"{part.label}{'' if part.label.endswith('?') else ':'} {_short(said)}"
                )
        elif isinstance(value, list):
            facts.append(f"{part.label}: {len(value)}")
    return tuple(facts)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_FACT else f"{flat[: LONGEST_FACT - 1].rstrip()}…"

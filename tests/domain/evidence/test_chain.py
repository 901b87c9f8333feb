"""A change made behind the portal's back is found, and the first bad entry is named."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.evidence import (
    GENESIS,
    Entry,
    Opened,
    Position,
    head_problem,
    key_id,
    verify_chain,
)

from .chains import BRUMMEN, EPE, KEY, OTHER_KEY, T0, chain, link, opened, signed_head, verify


def test_a_sound_chain_has_no_problem() -> None:
    entries = chain(5)
    report = verify_chain(BRUMMEN, entries, opened=opened, heads=[signed_head(entries[2])])
    assert report.is_sound
    assert (report.entries, report.payloads_checked, report.heads_checked) == (5, 5, 1)
    assert report.last == Position(5, entries[-1].entry_hash)


def test_an_empty_chain_is_sound() -> None:
    assert verify_chain(BRUMMEN, []).last == Position(0, GENESIS)


def test_a_destroyed_payload_leaves_the_chain_verifiable() -> None:
    report = verify_chain(
        BRUMMEN, chain(4), opened=lambda entry: None if entry.seq == 2 else opened(entry)
    )
    assert report.is_sound
    assert (report.payloads_checked, report.payloads_destroyed) == (3, 1)


def without(entries: list[Entry], seq: int) -> list[Entry]:
    return [entry for entry in entries if entry.seq != seq]


def changed(entries: list[Entry], number: int, /, **values: object) -> list[Entry]:
    return [replace(e, **values) if e.seq == number else e for e in entries]  # type: ignore[arg-type]


def relinked(entries: list[Entry], seq: int, **values: object) -> list[Entry]:
    """One entry other than it was, and everything after it computed anew."""
    made = entries[: seq - 1]
    made.append(link(made[-1] if made else None, **values))
    for _ in entries[seq:]:
        made.append(link(made[-1]))
    return made


Tamper = Callable[[list[Entry]], list[Entry]]
TAMPERED: list[tuple[Tamper, int, str]] = [
    (lambda e: without(e, 1), 2, "gap"),
    (lambda e: without(e, 3), 4, "gap"),
    (lambda e: without(without(e, 3), 4), 5, "gap"),
    (lambda e: [e[0], e[2], e[1], *e[3:]], 3, "gap"),
    (lambda e: [*e[:3], e[2], *e[3:]], 3, "order"),
    (lambda e: changed(e, 3, type="ingetrokken"), 3, "entry_hash"),
    (lambda e: changed(e, 3, object="delivery:9"), 3, "entry_hash"),
    (lambda e: changed(e, 3, actor="iemand"), 3, "entry_hash"),
    (lambda e: changed(e, 3, commitment="00" * 32), 3, "entry_hash"),
    (lambda e: changed(e, 3, received_at=None), 3, "entry_hash"),
    (lambda e: changed(e, 3, recorded_at=T0 + timedelta(minutes=3, microseconds=1)), 3, "entry_hash"),
    (lambda e: changed(e, 3, entry_hash="ab" * 32), 3, "entry_hash"),
    (lambda e: changed(e, 3, prev_hash=e[0].entry_hash), 3, "prev_hash"),
    (lambda e: changed(e, 3, version="v0"), 3, "version"),
    (lambda e: changed(e, 3, tenant=EPE), 3, "other_tenant"),
    (lambda e: relinked(e, 3, type="ingetrokken")[:3] + e[3:], 4, "prev_hash"),
    (lambda e: relinked(e, 3, recorded_at=T0, received_at=None), 3, "time_backwards"),
    (lambda e: relinked(e, 3, received_at=T0 + timedelta(days=1)), 3, "received_later"),
]  # fmt: skip


@pytest.mark.parametrize(("tamper", "seq", "code"), TAMPERED)
def test_the_first_bad_entry_is_named_with_the_reason(tamper: Tamper, seq: int, code: str) -> None:
    problem = verify_chain(BRUMMEN, tamper(chain(6))).problem
    assert problem is not None
    assert (problem.seq, problem.code) == (seq, code)
    assert str(seq) in problem.sentence


@settings(max_examples=30)
@given(
    seq=st.integers(1, 6),
    field=st.sampled_from([f.name for f in fields(Entry)]),
    text=st.text(max_size=5),
)
def test_no_field_can_change_unnoticed(seq: int, field: str, text: str) -> None:
    entries = chain(6)
    old = getattr(entries[seq - 1], field)
    new = {"seq": seq + 7, "received_at": T0, "recorded_at": T0}.get(field, text)
    if new == old:
        return
    problem = verify_chain(BRUMMEN, changed(entries, seq, **{field: new})).problem
    assert problem is not None
    assert problem.seq == (seq + 7 if field == "seq" else seq)


def test_a_payload_that_was_changed_is_found() -> None:
    def forged(entry: Entry) -> Opened | None:
        found = opened(entry)
        return Opened(found.salt, {"anders": 1}) if found and entry.seq == 4 else found

    problem = verify_chain(BRUMMEN, chain(6), opened=forged).problem
    assert problem is not None
    assert (problem.seq, problem.code) == (4, "commitment")


def test_a_payload_that_cannot_be_written_down_does_not_fit() -> None:
    problem = verify_chain(BRUMMEN, chain(1), opened=lambda _: Opened(b"", 1.5)).problem
    assert problem is not None
    assert problem.code == "commitment"


def test_cutting_the_tail_off_is_found_by_a_signed_head() -> None:
    entries = chain(6)
    problem = verify_chain(BRUMMEN, entries[:4], heads=[signed_head(entries[5])]).problem
    assert problem is not None
    assert (problem.seq, problem.code) == (5, "cut_off")


def test_emptying_the_chain_is_found_by_a_signed_head() -> None:
    problem = verify_chain(BRUMMEN, [], heads=[signed_head(chain(2)[1])]).problem
    assert problem is not None
    assert (problem.seq, problem.code) == (1, "cut_off")


def test_a_chain_computed_anew_is_found_by_a_signed_head() -> None:
    entries = chain(6)
    anew = relinked(entries, 2, type="ingetrokken")
    assert verify_chain(BRUMMEN, anew).is_sound
    problem = verify_chain(BRUMMEN, anew, heads=[signed_head(entries[3])]).problem
    assert problem is not None
    assert (problem.seq, problem.code) == (4, "head")


def test_two_signed_heads_for_one_number_cannot_both_be_right() -> None:
    entries = chain(3)
    other = replace(signed_head(entries[2]), entry_hash="ab" * 32)
    for heads in ([signed_head(entries[2]), other], [other, signed_head(entries[2])]):
        problem = verify_chain(BRUMMEN, entries, heads=heads).problem
        assert problem is not None
        assert problem.code == "head"


def test_verification_goes_on_from_a_verified_position() -> None:
    entries = chain(6)
    start = Position(3, entries[2].entry_hash)
    assert verify_chain(BRUMMEN, entries[3:], start=start).entries == 3
    problem = verify_chain(BRUMMEN, entries[3:], start=Position(3, "ab" * 32)).problem
    assert problem is not None
    assert problem.code == "prev_hash"


def test_a_signed_head_of_the_known_key_proves_something() -> None:
    head = signed_head(chain(2)[1])
    assert head_problem(head, public_keys=(OTHER_KEY, KEY), verify=verify) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seq": 3}, "klopt niet"),
        ({"tenant": EPE}, "klopt niet"),
        ({"entry_hash": "ab" * 32}, "klopt niet"),
        ({"signature": b""}, "klopt niet"),
        ({"key_id": key_id(OTHER_KEY)}, "klopt niet"),
        ({"key_id": "0" * 16}, "niet bekend"),
    ],
)
def test_a_signed_head_that_was_changed_proves_nothing(
    change: dict[str, object], words: str
) -> None:
    head = replace(signed_head(chain(2)[1]), **change)  # type: ignore[arg-type]
    problem = head_problem(head, public_keys=(KEY, OTHER_KEY), verify=verify)
    assert problem is not None
    assert words in problem

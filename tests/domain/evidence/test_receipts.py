"""A receipt proves itself without the database, and a changed one proves nothing."""

import base64
import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.evidence import (
    Opened,
    ReceivedBy,
    key_id,
    make_receipt,
    receipt_message,
    verify_receipt,
)

from .chains import BRUMMEN, EPE, KEY, OTHER_KEY, SALT, T0, link, payload, sign, verify


def receipt() -> dict[str, Any]:
    """A sound receipt of two municipalities, as it comes back from its file."""
    made = make_receipt(
        "CS-2026-0147",
        kind="clientenstop",
        provider="Zorg Voorbeeld",
        received_at=T0,
        municipalities=[
            ReceivedBy(
                slug="brummen",
                name="Brummen",
                entry=link(None, tenant=BRUMMEN, received_at=T0, recorded_at=T0),
                opened=Opened(SALT, payload(1)),
            ),
            ReceivedBy(
                slug="epe",
                name="Epe",
                entry=link(None, tenant=EPE, received_at=T0, recorded_at=T0),
            ),
        ],
        sign=sign,
        key_id=key_id(KEY),
    )
    found: dict[str, Any] = json.loads(json.dumps(made))
    return found


def problems(given: Any) -> list[str]:
    return verify_receipt(given, public_keys=(KEY,), verify=verify)


def signed_again(changed: dict[str, Any]) -> dict[str, Any]:
    """What somebody with the key could make of it: the signature fits, the rest may not."""
    signature = base64.b64encode(sign(receipt_message(changed))).decode()
    return changed | {"signatures": [{"key_id": key_id(KEY), "signature": signature}]}


def test_a_sound_receipt_has_no_problems() -> None:
    assert problems(receipt()) == []


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, item in inner:
        here = (*path, key)
        found += leaves(item, here) if isinstance(item, dict | list) else [here]
    return found


def removed(path: tuple[Any, ...]) -> dict[str, Any]:
    made = receipt()
    del holder_of(made, path)[path[-1]]
    return made


def replaced(path: tuple[Any, ...], value: Any = None) -> dict[str, Any]:
    """The receipt with one part other than it was."""
    made = receipt()
    holder = holder_of(made, path)
    old = holder[path[-1]]
    other = old + 1 if isinstance(old, int) else f"{old}x"
    holder[path[-1]] = other if value is None else value
    return made


def holder_of(made: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        made = made[key]
    return made


def test_no_part_of_a_receipt_can_change_unnoticed() -> None:
    assert [path for path in leaves(receipt()) if not problems(replaced(path))] == []


def test_no_part_of_a_receipt_can_be_left_out_unnoticed() -> None:
    assert [path for path in leaves(receipt()) if not problems(removed(path))] == []


def test_an_added_part_is_noticed() -> None:
    assert problems(receipt() | {"besluit": "toegestemd"})


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("received_at",), "2026-03-06T13:06:00.000000Z", "ander tijdstip"),
        (("municipalities", 0, "entry", "seq"), 2, "past de hash niet bij regel 2"),
        (("municipalities", 0, "opened", "payload", "type"), "x", "past de inhoud niet"),
        (("municipalities", 1, "entry", "version"), "v2", "onbekende versie: v2"),
    ],
)
def test_the_key_alone_cannot_make_a_false_receipt_fit(
    path: tuple[Any, ...], value: Any, words: str
) -> None:
    changed = signed_again(replaced(path, value))
    assert any(words in problem for problem in problems(changed))


def test_one_municipality_cannot_stand_in_for_two() -> None:
    changed = receipt()
    changed["municipalities"][1] = copy.deepcopy(changed["municipalities"][0])
    assert problems(signed_again(changed)) == ["Gemeente Brummen staat er twee keer in."]


def test_a_key_that_is_not_known_proves_nothing() -> None:
    (problem,) = verify_receipt(receipt(), public_keys=(OTHER_KEY,), verify=verify)
    assert "niet bekend" in problem


def test_a_receipt_without_signature_proves_nothing() -> None:
    assert problems(receipt() | {"signatures": []}) == ["Het ontvangstbewijs is niet ondertekend."]


JSON = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=6) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


PLACES = [
    (), ("municipalities",), ("municipalities", 0), ("municipalities", 1, "entry"),
    ("municipalities", 0, "opened"), ("signatures",), ("signatures", 0), *leaves(receipt()),
]  # fmt: skip


@settings(max_examples=40)
@given(path=st.sampled_from(PLACES), value=JSON)
def test_rubbish_gives_problems_and_never_an_exception(path: tuple[Any, ...], value: Any) -> None:
    changed: Any = {"receipt": receipt()}
    whole = ("receipt", *path)
    holder = holder_of(changed, whole)
    if holder[whole[-1]] != value:
        holder[whole[-1]] = value
        assert problems(changed["receipt"])

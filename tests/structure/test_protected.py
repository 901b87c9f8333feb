"""The chains answer for every column of a protected table, or the table says why not."""

import pytest
from sqlalchemy import inspect

from portal.models.base import Base
from portal.services.protected import PROTECTED, Protection
from portal.services.verifying.rows import FACETS, NAMES


@pytest.mark.parametrize("known", PROTECTED, ids=lambda known: known.table)
def test_every_column_is_answered_for_or_left_out_with_a_reason(known: Protection) -> None:
    columns = {column.key for column in inspect(known.model).columns} - {"id"}
    answered = [column for facet in known.facets.values() for column in facet]
    assert sorted([*answered, *known.left_out]) == sorted(columns)
    assert all(known.left_out.values())


def test_verification_has_a_word_for_every_table_and_facet() -> None:
    assert set(NAMES) == {known.table for known in PROTECTED}
    assert set(FACETS) == {facet for known in PROTECTED for facet in known.facets}


def test_a_table_that_hangs_on_a_delivery_is_protected() -> None:
    hanging = {
        table.name for table in Base.metadata.sorted_tables if "delivery_id" in table.columns
    }
    assert hanging - {known.table for known in PROTECTED} == {"event"}

"""Contact data: read as people write it, confirmed once a year."""

from datetime import date

import pytest

from portal.domain.contact_data import confirm_by, is_confirmation_due, read_contact_data

GOOD = {
    "email": "info@Zorg.Example",
    "telefoon": "000-555 31 10",
    "bezoekadres_straat": "Lindenlaan 12",
    "bezoekadres_postcode": "8161 SA",
    "bezoekadres_plaats": "Epe",
    "postadres_straat": "Postbus 100",
    "postadres_postcode": "8160 SS",
    "postadres_plaats": "Epe",
    "contactpersoon_naam": "Bo Linde",
    "contactpersoon_telefoon": "+31 6.1234.5678",
    "contactpersoon_email": "bo@zorg.example",
}


@pytest.mark.rule("004-69")
def test_all_that_the_contract_names_is_read() -> None:
    data, findings = read_contact_data(GOOD)
    assert findings == []
    assert data is not None
    assert data.email == "info@zorg.example"
    assert data.contact.phone == "+31 6 1234 5678"
    assert data.visiting_address.place == "Epe"


@pytest.mark.parametrize(
    ("typed", "read"), [("8161sa", "8161 SA"), ("8161  Sa", "8161 SA"), (" 8161-SA ", "8161 SA")]
)
def test_a_postcode_is_understood_however_it_is_written(typed: str, read: str) -> None:
    data, _ = read_contact_data({**GOOD, "postadres_postcode": typed})
    assert data is not None
    assert data.postal_address.postcode == read


@pytest.mark.parametrize(
    "typed", ["(000) 555.31.10", "000–5553110", "0005553110", "000 - 555 31 10"]
)
def test_a_phone_number_is_understood_however_it_is_written(typed: str) -> None:
    data, findings = read_contact_data({**GOOD, "telefoon": typed})
    assert findings == []
    assert data is not None
    assert data.phone.replace(" ", "").replace("-", "") == "0005553110"


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_part_is_found_at_its_own_question(name: str) -> None:
    data, findings = read_contact_data({**GOOD, name: ""})
    assert data is None
    assert [finding.path for finding in findings] == [name]


@pytest.mark.rule("004-69")
@pytest.mark.parametrize(
    ("confirmed_on", "by"),
    [
        (date(2026, 3, 6), date(2027, 3, 6)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 12, 31), date(2028, 12, 31)),
    ],
)
def test_it_is_confirmed_a_year_later(confirmed_on: date, by: date) -> None:
    assert confirm_by(confirmed_on) == by
    assert is_confirmation_due(confirmed_on, by)
    assert not is_confirmation_due(confirmed_on, date.fromordinal(by.toordinal() - 1))
    assert is_confirmation_due(None, by)

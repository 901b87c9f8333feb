"""Client data does not belong in these forms; this says so and finds what slipped in."""

from collections.abc import Iterator
from typing import Any

from portal.domain.citizen_numbers import find_citizen_numbers
from portal.domain.errors import Finding, Severity

NO_CLIENT_DATA = "Noem geen namen, geboortedatums of burgerservicenummers van cliënten."


def texts_in(answer: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in nested answers with its dotted path."""
    if isinstance(answer, str):
        yield path, answer
    elif isinstance(answer, dict):
        for key, value in answer.items():
            yield from texts_in(value, f"{path}.{key}" if path else str(key))
    elif isinstance(answer, list):
        for number, value in enumerate(answer):
            yield from texts_in(value, f"{path}.{number}" if path else str(number))


def warn_about_citizen_numbers(answers: dict[str, Any]) -> list[Finding]:
    """A warning per answer that holds a number passing the elfproef."""
    return [
        Finding(
            path,
            "Hier staat een nummer dat op een burgerservicenummer lijkt. "
            "Haal het weg als het van een cliënt is; gemeenten hebben het hier niet nodig.",
            severity=Severity.WARNING,
        )
        for path, text in texts_in(answers)
        if find_citizen_numbers(text)
    ]

"""A plan that was accepted: its actions become terms of the provider."""

import pytest

from portal.services.dossiers.plans import ACCEPTED, assess_plan
from tests.db.test_dossiers_closed import with_a_plan
from tests.support.app import Portal
from tests.support.dossiers import in_days, in_days_on


@pytest.mark.rule("004-64")
@pytest.mark.parametrize("days", [0, 1, 30])
def test_an_action_runs_until_the_day_that_the_plan_says(portal: Portal, days: int) -> None:
    action = {
        "id": "a1", "wat": "Nalopen", "resultaat": "Klaar", "eigenaar": "Team", "bewijs": "Lijst",
        "datum": in_days(portal, days),
    }  # fmt: skip
    case, delivery = with_a_plan(portal, acties=[action])
    scope = case.scope("alice")
    with portal.database.scoped(scope) as session:
        assess_plan(
            session, scope, case.id, version=case.version, delivery_id=delivery, outcome=ACCEPTED,
            reason="Dit volstaat.", answer_by=None, doer=case.doer("alice"),
        )  # fmt: skip
    assert portal.database.rows(
        "SELECT name, due_on FROM deadline WHERE dossier_id = %s AND state = 'loopt'", case.id
    ) == [("actie-1", in_days_on(portal, days))]

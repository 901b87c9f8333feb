"""Who works in which team of a municipality, and who is away."""

from portal.services.configuring import put_section
from tests.support.app import Page, Portal
from tests.support.submitting import submit


def page_of(portal: Portal, slug: str) -> str:
    return f"/g/brummen/mensen/{portal.database.account(slug)}"


def set_teams(portal: Portal, slug: str, teams: list[str], present: str) -> Page:
    return portal.visitor("frank").submit(
        f"{page_of(portal, slug)}/teams", {"teams": teams, "aanwezig": present}
    )


def seats(portal: Portal, slug: str) -> list[tuple[str, bool]]:
    return portal.database.rows(
        "SELECT desk, absent FROM desk_member d JOIN tenant t ON t.id = d.tenant_id"
        " WHERE account_id = %s AND t.slug = 'brummen' ORDER BY desk",
        portal.database.account(slug),
    )


def test_teams_are_set_exactly_as_chosen(portal: Portal) -> None:
    done = set_teams(portal, "jan", ["jeugd", "toezicht"], "ja")

    assert done.status == 303
    assert seats(portal, "jan") == [("jeugd", False), ("toezicht", False)]
    page = portal.visitor("frank").get(page_of(portal, "jan"))
    assert "Teams: Jeugd en gezin, Toezicht" in page.words


def test_somebody_can_leave_every_team(portal: Portal) -> None:
    assert set_teams(portal, "jan", [], "ja").status == 303
    assert seats(portal, "jan") == []
    assert "Geen team" in portal.visitor("frank").get(page_of(portal, "jan")).words


def test_the_form_shows_how_it_stands(portal: Portal) -> None:
    form = portal.visitor("frank").get(f"{page_of(portal, 'anton')}/teams").form()

    assert sorted(form["teams"]) == ["jeugd", "toezicht"]
    assert form["aanwezig"] == "ja"


def test_a_team_that_does_not_exist_is_refused_and_nothing_changes(portal: Portal) -> None:
    before = seats(portal, "jan")
    page = set_teams(portal, "jan", ["juridisch", "bestaat-niet"], "nee")

    assert page.status == 422
    assert seats(portal, "jan") == before


def rule_for_jan(portal: Portal) -> None:
    """Every improvement plan goes to Jan, of the legal team."""
    scope = portal.database.tenant("brummen", "frank")
    with portal.database.scoped(scope) as session:
        put_section(
            session,
            scope.tenant_id,
            "routering",
            {
                "vangnet": "contractmanagement",
                "regel": [
                    {
                        "naam": "Plannen naar Jan",
                        "soort": ["verbeterplan"],
                        "naar": "juridisch",
                        "persoon": "jan@brummen.voorbeeld.example",
                    }
                ],
            },
            author_id=scope.account_id,
            author_name="Frank",
            note="",
            now=portal.clock(),
        )


def assigned(portal: Portal) -> tuple[str, str | None]:
    """Team and person of a plan that comes in now."""
    portal.database.admin.execute("DELETE FROM outbox")
    done = submit(portal.database, "verbeterplan", "brummen")
    portal.work()
    row = portal.database.rows(
        "SELECT desk, assignee_name FROM delivery WHERE submission_id = %s", done.submission_id
    )
    return row[0][0], row[0][1]


def test_work_on_name_goes_to_who_is_there(portal: Portal) -> None:
    rule_for_jan(portal)
    assert assigned(portal) == ("juridisch", "Jan Wetman")


def test_who_is_away_gets_no_work_on_name_and_the_team_does(portal: Portal) -> None:
    rule_for_jan(portal)
    assert set_teams(portal, "jan", ["juridisch"], "nee").status == 303
    assert seats(portal, "jan") == [("juridisch", True)]
    assert assigned(portal) == ("juridisch", None)

    assert set_teams(portal, "jan", ["juridisch"], "ja").status == 303
    assert assigned(portal) == ("juridisch", "Jan Wetman")


def test_who_is_blocked_gets_no_work_on_name_either(portal: Portal) -> None:
    rule_for_jan(portal)
    portal.visitor("frank").post(f"{page_of(portal, 'jan')}/blokkeren")
    assert assigned(portal) == ("juridisch", None)


def test_a_team_with_nobody_present_stands_out(portal: Portal) -> None:
    frank = portal.visitor("frank")
    assert "niemand aanwezig" not in frank.get("/g/brummen/teams").words
    set_teams(portal, "jan", ["juridisch"], "nee")
    set_teams(portal, "alice", ["contractmanagement"], "ja")
    page = frank.get("/g/brummen/teams")

    assert page.words.count("niemand aanwezig in dit team") == 1
    assert "Afwezig" in page.words


def test_people_of_elsewhere_cannot_be_seated(portal: Portal) -> None:
    frank = portal.visitor("frank")
    path = f"/g/brummen/mensen/{portal.database.account('dora')}/teams"

    assert frank.get(path).status == 404
    assert frank.post(path, {"teams": ["jeugd"], "aanwezig": "ja"}).status == 404
    assert portal.visitor("alice").get(f"{page_of(portal, 'jan')}/teams").status == 403
    assert portal.visitor("alice").get("/g/brummen/teams").status == 403
    assert portal.visitor("dora").get("/g/brummen/teams").status == 404

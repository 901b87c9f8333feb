"""Mijn werk: what the list shows, to whom, in which order, and what can be done from it."""

from datetime import date

import pytest

from tests.support.app import Page, Portal
from tests.support.handling import delivery_id, moment, take
from tests.support.statements import counted
from tests.support.submitting import submit


def references(page: Page) -> list[str]:
    """The references of the list, in its order."""
    return [item.get("id").removeprefix("zaak-") for item in page.tree.xpath("//li[@id]")]


def headings(page: Page) -> list[str]:
    return [" ".join(h.text_content().split()) for h in page.tree.xpath("//*[@id='lijst']//h2")]


def routed(portal: Portal, kind: str, *municipalities: str, **changes: object) -> str:
    """A submission that lies at its desk."""
    reference = submit(portal.database, kind, *municipalities, **changes).reference  # type: ignore[arg-type]
    portal.work()
    return reference


def test_who_has_no_work_here_goes_to_a_page_that_is_his(portal: Portal) -> None:
    frank = portal.visitor("frank")
    page = frank.get("/g/brummen/")
    assert page.status == 303
    assert frank.get(page.location).status == 200


@pytest.mark.parametrize("who", ["alice", "jan", "tess", "lea"])
def test_whoever_may_see_work_sees_what_came_in(portal: Portal, who: str) -> None:
    reference = routed(portal, "verbeterplan", "brummen")
    page = portal.visitor(who).get("/g/brummen/?wie=alle")
    assert page.status == 200
    assert references(page) == [reference]


def test_a_colleague_of_another_municipality_finds_no_desk_here(portal: Portal) -> None:
    routed(portal, "verbeterplan", "brummen", "epe")
    assert portal.visitor("eva").get("/g/brummen/").status == 404
    assert portal.visitor("bob").get("/g/brummen/").status == 404


def test_the_list_tells_late_from_today_and_from_later(portal: Portal) -> None:
    portal.at(moment(2026, 3, 2))
    late = routed(portal, "clientenstop", "brummen")  # two working days to take it
    portal.at(moment(2026, 3, 5))
    today = routed(portal, "continuiteitsmelding", "brummen")  # eight hours
    soon = routed(portal, "clientenstop", "brummen")
    page = portal.visitor("alice").get("/g/brummen/")
    assert references(page) == [late, today, soon]
    assert headings(page) == ["Te laat", "Vandaag", "Komende zeven dagen"]
    assert "1 dag te laat" in page.words


def test_a_date_long_ahead_and_no_date_at_all_have_their_own_place(portal: Portal) -> None:
    portal.at(moment(2026, 3, 2))
    later = routed(portal, "verbeterplan", "brummen")
    take(portal.database, delivery_id(portal.database, later, "brummen"), "alice")
    undated = routed(portal, "verbeterplan", "brummen")
    portal.database.admin.execute(
        "UPDATE delivery SET due_on = NULL WHERE reference = %s", (undated,)
    )
    page = portal.visitor("alice").get("/g/brummen/")
    assert references(page) == [later, undated]
    assert headings(page) == ["Later", "Zonder datum"]


def test_a_tile_counts_and_narrows_the_list(portal: Portal) -> None:
    portal.at(moment(2026, 3, 2))
    late = [routed(portal, "clientenstop", "brummen") for _ in range(2)]
    portal.at(moment(2026, 3, 9))
    routed(portal, "clientenstop", "brummen")
    alice = portal.visitor("alice")
    tiles = {
        tile.xpath(".//a")[0].text_content(): tile.xpath(".//span")[0].text_content()
        for tile in alice.get("/g/brummen/").tree.xpath("//li[contains(@class, 'pt-tile ')]")
    }
    assert tiles == {"Te laat": "2", "Komende zeven dagen": "1"}
    narrowed = alice.get(alice.get("/g/brummen/").links()["Te laat"])
    assert sorted(references(narrowed)) == sorted(late)


def test_mine_is_what_i_have_and_teams_is_what_lies_at_my_desks(portal: Portal) -> None:
    mine = routed(portal, "clientenstop", "brummen")
    at_jeugd = routed(portal, "clientenstop", "brummen", producten={"brummen": ["J101"]})
    take(portal.database, delivery_id(portal.database, mine, "brummen"), "alice")
    alice, tess = portal.visitor("alice"), portal.visitor("tess")
    assert references(alice.get("/g/brummen/?wie=mij")) == [mine]
    assert sorted(references(alice.get("/g/brummen/"))) == sorted([mine, at_jeugd])
    assert references(tess.get("/g/brummen/")) == []
    assert sorted(references(tess.get("/g/brummen/?wie=alle"))) == sorted([mine, at_jeugd])


def test_filters_on_kind_state_and_provider_hold_together(portal: Portal) -> None:
    plan = routed(portal, "verbeterplan", "brummen")
    stop = routed(portal, "clientenstop", "brummen")
    other = routed(portal, "verbeterplan", "brummen", by="charlie")
    take(portal.database, delivery_id(portal.database, stop, "brummen"), "alice")
    alice = portal.visitor("alice")
    assert references(alice.get("/g/brummen/?soort=clientenstop")) == [stop]
    assert references(alice.get("/g/brummen/?stand=in_behandeling")) == [stop]
    assert references(alice.get("/g/brummen/?aanbieder=thuisbasis-oost")) == [other]
    assert references(alice.get("/g/brummen/?soort=verbeterplan&aanbieder=lindehaege")) == [plan]
    assert references(alice.get("/g/brummen/?stand=bestaat-niet&soort=ook-niet&na=onzin")) != []


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("{reference}", True),
        ("{start}", True),
        ("{lower}", True),
        ("medicijn", True),  # the Dutch stem of medicijnen
        ("LINDEHAEGE", True),
        ("linde medic", True),
        ("84000101", None),
        ("iets anders", False),
        ("' & | !", True),  # no word at all is no search
        ("'", True),
    ],
)
def test_search_finds_by_reference_name_word_and_kvk(
    portal: Portal, typed: str, finds: bool | None
) -> None:
    reference = routed(portal, "verbeterplan", "brummen", onderwerp="Medicijnen veilig bewaren")
    routed(portal, "verbeterplan", "epe", onderwerp="Medicijnen veilig bewaren")
    if finds is None:
        typed = portal.database.one("SELECT kvk FROM provider WHERE slug = 'lindehaege'")
    words = typed.format(reference=reference, start=reference[:9], lower=reference.lower())
    page = portal.visitor("alice").get("/g/brummen/", query_string={"zoek": words})
    assert page.status == 200
    assert references(page) == ([] if finds is False else [reference])


def test_a_kvk_number_is_read_with_spaces_and_of_nobody_finds_nothing(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan", "brummen")
    kvk = portal.database.one("SELECT kvk FROM provider WHERE slug = 'lindehaege'")
    alice = portal.visitor("alice")
    spaced = f"{kvk[:4]} {kvk[4:]}"
    assert references(alice.get("/g/brummen/", query_string={"zoek": spaced})) == [reference]
    assert references(alice.get("/g/brummen/?zoek=99999999")) == []


def test_search_looks_at_every_desk_and_in_what_is_closed(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan", "brummen")
    delivery = delivery_id(portal.database, reference, "brummen")
    portal.database.admin.execute(
        "UPDATE delivery SET state = 'afgerond', is_closed = true, closed_at = now()"
        " WHERE id = %s", (delivery,),
    )  # fmt: skip
    tess = portal.visitor("tess")
    assert references(tess.get("/g/brummen/?wie=alle")) == []
    page = tess.get("/g/brummen/", query_string={"zoek": reference})
    assert references(page) == [reference]
    assert "ook in wat dicht is" in page.words
    assert references(tess.get("/g/brummen/?wie=alle&stand=afgerond")) == [reference]


@pytest.mark.parametrize("order", ["datum", "ontvangst"])
def test_pages_forward_and_back_show_every_delivery_once(
    portal: Portal, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.queries.worklist.PAGE", 3)
    every = {routed(portal, "verbeterplan", "brummen") for _ in range(7)}
    undated = sorted(every)[:2]
    portal.database.admin.execute(
        "UPDATE delivery SET due_on = NULL WHERE reference = ANY(%s)", (undated,)
    )
    alice = portal.visitor("alice")
    pages = [alice.get(f"/g/brummen/?sorteer={order}")]
    while "Volgende →" in pages[-1].links():
        pages.append(alice.get(pages[-1].links()["Volgende →"]))
    seen = [reference for page in pages for reference in references(page)]
    assert [len(references(page)) for page in pages] == [3, 3, 1]
    assert len(seen) == 7
    assert set(seen) == every
    back = alice.get(pages[2].links()["← Vorige"])
    assert references(back) == references(pages[1])
    first = alice.get(back.links()["← Vorige"])
    assert references(first) == references(pages[0])
    assert "← Vorige" not in first.links()


def test_the_newest_comes_first_when_asked(portal: Portal) -> None:
    portal.at(moment(2026, 3, 2))
    older = routed(portal, "clientenstop", "brummen")
    portal.at(moment(2026, 3, 3))
    newer = routed(portal, "verbeterplan", "brummen")
    alice = portal.visitor("alice")
    assert references(alice.get("/g/brummen/")) == [older, newer]
    assert references(alice.get("/g/brummen/?sorteer=ontvangst")) == [newer, older]


def test_a_fragment_is_the_list_of_the_same_address(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan", "brummen")
    alice = portal.visitor("alice")
    fragment = alice.get("/g/brummen/?soort=verbeterplan", fragment=True)
    assert fragment.status == 200
    assert "<html" not in fragment.text
    assert references(fragment) == [reference]


def test_what_was_late_is_said_on_the_line(portal: Portal) -> None:
    portal.at(moment(2026, 3, 6))
    routed(portal, "clientenstop", "brummen", ingangsdatum="2026-03-17")
    assert "Te laat gemeld, 3 dagen" in portal.visitor("alice").get("/g/brummen/").words


def test_one_click_takes_a_delivery_and_htmx_gets_its_line(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan", "brummen")
    alice = portal.visitor("alice")
    form = alice.get("/g/brummen/").form(f"/zaken/{reference}/oppakken")
    line = alice.post(f"/g/brummen/zaken/{reference}/oppakken", form, fragment=True)
    assert line.status == 200
    assert "Van u" in line.text
    assert "<html" not in line.text
    again = alice.post(f"/g/brummen/zaken/{reference}/oppakken", form)
    assert again.status == 303
    assert portal.database.one("SELECT count(*) FROM event WHERE type = 'oppakken'") == 1


def test_who_only_reads_has_no_button_and_cannot_take(portal: Portal) -> None:
    reference = routed(portal, "verbeterplan", "brummen")
    jan = portal.visitor("jan")
    page = jan.get("/g/brummen/?wie=alle")
    assert "Oppakken" not in page.words
    assert jan.post(f"/g/brummen/zaken/{reference}/oppakken", {"versie": "2"}).status == 403
    assert jan.get("/g/brummen/oppakken").status == 403


def test_many_are_taken_after_a_look_at_what_cannot_be(portal: Portal) -> None:
    free = [routed(portal, "verbeterplan", "brummen") for _ in range(2)]
    taken = routed(portal, "clientenstop", "brummen", producten={"brummen": ["J101"]})
    take(portal.database, delivery_id(portal.database, taken, "brummen"), "anton")
    alice = portal.visitor("alice")
    preview = alice.get("/g/brummen/oppakken", query_string={"zaak": [*free, taken, "VP-2026-X"]})
    assert "3 zaken gekozen, 1 kan niet." in preview.words
    assert "Deze zaak ligt bij Anton Kade." in preview.words
    sent = alice.post("/g/brummen/oppakken", preview.form("/oppakken"))
    assert sent.status == 303
    assert "U hebt 2 zaken opgepakt." in alice.follow(sent).words
    owners = dict(portal.database.rows("SELECT reference, assignee_name FROM delivery"))
    assert owners == {free[0]: "Alice Brugman", free[1]: "Alice Brugman", taken: "Anton Kade"}


def test_a_colleague_who_was_quicker_keeps_the_delivery(portal: Portal) -> None:
    mine, his = routed(portal, "verbeterplan", "brummen"), routed(portal, "verbeterplan", "brummen")
    alice = portal.visitor("alice")
    preview = alice.get("/g/brummen/oppakken", query_string={"zaak": [mine, his]})
    take(portal.database, delivery_id(portal.database, his, "brummen"), "anton")
    page = alice.follow(alice.post("/g/brummen/oppakken", preview.form("/oppakken")))
    assert "U hebt 1 zaak opgepakt." in page.words
    owners = dict(portal.database.rows("SELECT reference, assignee_name FROM delivery"))
    assert owners == {mine: "Alice Brugman", his: "Anton Kade"}


def test_a_foreign_delivery_cannot_be_taken_along(portal: Portal) -> None:
    foreign = routed(portal, "verbeterplan", "epe")
    alice = portal.visitor("alice")
    page = alice.get("/g/brummen/oppakken", query_string={"zaak": [foreign]})
    assert "U hebt niets gekozen" in page.words
    alice.post("/g/brummen/oppakken", {"zaak": foreign, "versie": "2"})
    assert portal.database.one("SELECT assignee_id FROM delivery") is None


def test_the_page_takes_few_statements_whatever_the_number_of_rows(portal: Portal) -> None:
    routed(portal, "verbeterplan", "brummen")
    alice = portal.visitor("alice")
    with counted(portal) as few:
        alice.get("/g/brummen/")
    for _ in range(10):
        submit(portal.database, "verbeterplan", "brummen")
    portal.work()
    with counted(portal) as many:
        alice.get("/g/brummen/?zoek=rapporteren")
    assert len(few) <= 15
    assert len(many) <= 15


def test_days_are_those_of_the_netherlands(portal: Portal) -> None:
    portal.at(moment(2026, 3, 4, 22, 59))  # 23.59 there: still the fourth
    reference = routed(portal, "clientenstop", "brummen")
    delivery = delivery_id(portal.database, reference, "brummen")
    portal.database.admin.execute(
        "UPDATE delivery SET due_on = %s WHERE id = %s", (date(2026, 3, 4), delivery)
    )
    alice = portal.visitor("alice")
    assert headings(alice.get("/g/brummen/")) == ["Vandaag"]
    portal.at(moment(2026, 3, 4, 23, 0))
    assert headings(alice.get("/g/brummen/")) == ["Te laat"]

"""Claims: what camps counted until a day is taken up, and nothing that came later."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import Finished
from tests.foresight.arrivals.conftest import Tiny

from migrascope.foresight.arrivals import reading
from migrascope.foresight.arrivals.calibrating import (
    WITHOUT_CAPACITIES,
    Crisis,
    counted_anew,
)
from migrascope.foresight.arrivals.network import Barred, Closure
from migrascope.foresight.arrivals.registrations import Registrations
from migrascope.foresight.arrivals.rules import Rules
from migrascope.foresight.arrivals.simulating import Known, simulate

Run = Callable[..., Finished]
STAYING = Rules(0.5, 0.0, 1.0, leave_camp=0.0)
COUNTS = "date,place,people\n2020-02-01,Edal,40\n2020-02-01,Fane,10\n"


@pytest.fixture
def places(repository: Path, tmp_path: Path) -> Path:
    """The small network in our layout, with counts of 1 February only."""
    folder = tmp_path / "network"
    shutil.copytree(repository / "tests/specimens/foresight/tiny-places", folder)
    (folder / "registrations.csv").write_text(COUNTS, encoding="utf-8")
    return folder


def nobody(days: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.zeros(days, dtype=np.int64)


def test_a_part_of_a_network_has_the_same_closures_on_the_same_dates(
    tiny: Tiny,
) -> None:
    network = tiny(Closure(Barred.LOCATION, "Edal", "", 3, 8))
    part = network.between(5, 20)
    assert (part.days, part.start) == (15, date(2020, 2, 4))
    for day in range(part.days):
        assert len(part.closed(day)) == len(network.closed(day + 5))


def test_people_begin_in_the_camps_where_they_were_counted(tiny: Tiny) -> None:
    known = Known(9, np.array([30.0, 70.0]))
    made = simulate(tiny(), nobody(30), STAYING, members=3, known=known)
    assert made.network.start == date(2020, 2, 9)
    assert made.present.shape == (20, 3, 2)
    assert (made.present == [30, 70]).all()
    assert (made.fled == 100).all()


def test_those_who_were_counted_do_not_flee_again(tiny: Tiny) -> None:
    network = tiny(population=500)
    newly = nobody(30)
    newly[[5, 15]] = 400
    known = Known(9, np.array([300.0, 100.0]))
    made = simulate(network, newly, STAYING, members=3, known=known)
    assert (made.fled[-1] == 500).all()


def test_newcomers_go_where_people_were_counted(tiny: Tiny) -> None:
    newly = nobody(30)
    newly[12] = 1000
    ends = []
    for people in ([900.0, 100.0], [100.0, 900.0]):
        known = Known(9, np.array(people))
        made = simulate(tiny(), newly, STAYING, members=5, known=known)
        ends.append((made.present[-1] - people)[:, 0].mean())
    assert ends[0] > 1.5 * ends[1]


def test_later_counts_and_corrections_are_not_looked_at(places: Path) -> None:
    network = reading.network(places)
    until = date(2020, 2, 1)
    before = reading.registered(places, network, until=until)
    file = places / "registrations.csv"
    file.write_text(f"{COUNTS}2020-02-10,Edal,999\n2020-02-10,Fane,7\n")
    after = reading.registered(places, network, until=until)
    assert before is not None
    assert after is not None
    np.testing.assert_array_equal(after.people, before.people)
    known_later = reading.registered(places, network)
    assert known_later is not None
    assert known_later.people[-1].tolist() == [999, 7]


def test_nobody_is_known_before_the_first_count(places: Path) -> None:
    network = reading.network(places)
    found = reading.registered(places, network, until=date(2020, 1, 31))
    assert found is not None
    assert not found.people.any()


def test_counts_and_corrections_of_flee_are_cut_on_the_day(shared_data: Path) -> None:
    folder = shared_data / "conflict_networks" / "mali2012"
    network = reading.network(folder)
    day = (date(2012, 11, 30) - network.start).days
    early = reading.registered(folder, network, until=date(2012, 11, 30))
    whole = reading.registered(folder, network)
    assert early is not None
    assert whole is not None
    camp = network.camp_names.index(
        "Abala"
    )  # verified on 21 December, fewer were there
    assert early.people[day, camp] > whole.people[day, camp]


def test_counting_anew_never_looks_at_later_counts(tiny: Tiny) -> None:
    network = tiny()
    total = np.linspace(0, 800, network.days)
    people = np.stack([0.7 * total, 0.3 * total], axis=1)
    crisis = Crisis(network, Registrations(network.camp_names, people))
    asked = list[date]()

    def known_by(day: date) -> Registrations:
        asked.append(day)
        spot = (day - network.start).days
        told = people.copy()
        told[spot + 1 :] = people[spot]
        return Registrations(network.camp_names, told)

    made, kept = counted_anew(crisis, known_by, STAYING, every=10, members=5)
    assert [each.day for each in asked] == [30, 9, 19]
    assert kept == pytest.approx(0.4 * 10 / 30, abs=0.02)  # equal shares for ten days
    assert made < 0.4


def test_counts_of_each_month_help_in_a_real_crisis(shared_data: Path) -> None:
    folder = shared_data / "conflict_networks" / "mali2012"
    network = reading.network(folder)
    counted = reading.registered(folder, network)
    assert counted is not None

    def known_by(day: date) -> Registrations:
        found = reading.registered(folder, network, until=day)
        assert found is not None
        return found

    crisis = Crisis(network, counted)
    made, kept = counted_anew(crisis, known_by, WITHOUT_CAPACITIES, every=30)
    assert made < kept < 0.21
    assert made < 0.246  # without any counts


def test_the_command_begins_with_what_was_counted(run: Run, places: Path) -> None:
    asked = ("foresight", "arrivals", places, "--known-until", "2020-02-01")
    done = run(*asked, "--people", 100)
    assert done.code == 0, done.err
    assert "counted until 2020-02-01; 150 people have fled by 2020-02-18" in done.out
    file = places / "registrations.csv"
    file.write_text(f"{COUNTS}2020-02-10,Edal,999\n", encoding="utf-8")
    assert run(*asked, "--people", 100).out == done.out
    assert "Mind: how many flee" not in done.out
    judged = run(*asked, "--validate")
    assert "taken from registrations after that day, which nobody had then" in (
        judged.out
    )
    assert json.loads(run(*asked, "--format", "json").out)["later_total"] is True
    assert "nobody had then" in run(*asked, "--format", "csv").err
    assert "The shares of the last known day, kept as they were: 0." in judged.out


@pytest.mark.parametrize("day", ["2020-01-29", "2020-02-18", "2030-01-01"])
def test_a_day_outside_of_the_period_is_refused(
    run: Run, places: Path, day: str
) -> None:
    done = run("foresight", "arrivals", places, "--people", 5, "--known-until", day)
    assert done.code == 2
    assert "leaves no day to simulate" in done.err
    assert "between 2020-01-30 and 2020-02-17" in done.err


def test_without_counts_there_is_nothing_to_begin_with(run: Run, places: Path) -> None:
    (places / "registrations.csv").unlink()
    done = run(
        "foresight", "arrivals", places, "--people", 5, "--known-until", "2020-02-01"
    )
    assert done.code == 2
    assert "no registrations to begin with" in done.err

"""The structure of a dialogue: its parts, records, figures, speakers and counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.knowledge import summaries

from migrascope.knowledge.dialogue import structure
from migrascope.knowledge.dialogue.structure import Structure
from migrascope.knowledge.library import Filters
from migrascope.knowledge.model import Kind, Scheme
from migrascope.knowledge.registers.record import Register


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Structure]:
    folder = tmp_path_factory.mktemp("one")
    with summaries.read(folder / "knowledge", folder / "files") as library:
        passages = library.passages(Filters(documents=("lakeside-2019",)))
        yield structure.of(library.document("lakeside-2019"), passages)


def test_parts_stand_in_their_order_and_hold_every_passage(found: Structure) -> None:
    names = [part.name for part in found.parts]
    assert names.index("Good practices") < names.index("Recommendations")
    assert sum(part.passages for part in found.parts) == 9
    part = found.parts[names.index("Good practices")]
    assert part.kinds == {Kind.PRACTICE: 2}


def test_its_records_are_those_of_the_registers(found: Structure) -> None:
    assert found.facts is not None
    assert found.facts.text("speakers") == "21"
    assert len(found.of(Register.PRACTICES)) == 4
    assert len(found.of(Register.RECOMMENDATIONS)) == 3


def test_speakers_and_figures_are_listed(found: Structure) -> None:
    (speaker,) = found.speakers
    assert (speaker.name, speaker.sex) == ("Ada Okello", "woman")
    assert "4,500" in [figure.text for figure in found.figures]


def test_counts_are_of_passages_the_most_frequent_first(found: Structure) -> None:
    assert found.counts[Scheme.OBJECTIVE] == {"20": 1}
    areas = found.counts[Scheme.AREA]
    assert areas == {"KEN": 2, "UGA": 1}
    assert list(areas.values()) == sorted(areas.values(), reverse=True)

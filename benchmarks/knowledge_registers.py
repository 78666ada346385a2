"""How much of what a person would put into the registers is there, and is it right?

    python benchmarks/knowledge_registers.py FOLDER

FOLDER is the publishers' data (with `dialogues/`). Compares the registers of the five
dialogue documents with the lists that were written by hand while reading them
(`tests/knowledge/registers`), and measures how long the registers take.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from migrascope.knowledge.dialogue import figures, speakers
from migrascope.knowledge.library import Filters, Library
from migrascope.knowledge.model import Kind, Passage
from migrascope.knowledge.registers import building
from migrascope.knowledge.registers.record import Register, Registers, folded
from migrascope.knowledge.taking import take

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.knowledge import labels
from tests.knowledge.registers import hand


def main() -> None:
    """Print one line per register, then what differs from the list."""
    folder = Path(sys.argv[1]) / "dialogues"
    with tempfile.TemporaryDirectory() as place:
        library = Library.open(Path(place) / "knowledge")
        for path in sorted(folder.glob("*.txt")):
            take(library, path)
        started = time.perf_counter()
        registers = building.of_library(library)
        seconds = time.perf_counter() - started
        found = hand.measured(registers)
        _print(found)
        _recommendations(library, registers)
        _speakers(library)
        _figures(library)
        count = len(registers.records)
        print(f"{count} records from 5 documents in {seconds:.2f} s")
        library.close()
    if "--all" in sys.argv:
        _differences(found)


def _print(found: tuple[hand.Measured, ...]) -> None:
    print(f"{'register':14} precision        recall          fields")
    for each in found:
        print(
            f"{each.register:14} "
            f"{each.precision:.2f} ({each.right}/{each.extracted})".ljust(30)
            + f" {each.recall:.2f} ({each.found}/{each.expected})".ljust(17)
            + f" {each.fields}/{each.fields_of}"
        )


def _recommendations(library: Library, registers: Registers) -> None:
    """On the passages that were labelled with their kinds (by the reader of kinds)."""
    cited = {
        citation.passage
        for record in registers.of(Register.RECOMMENDATIONS)
        for citation in record.citations
    }
    labelled = {
        judged.passage.id: label.kind
        for label in labels.labels()
        for judged in library.passages(Filters(documents=(label.document,)))
        if label.words in judged.passage.text
    }
    wanted = {id_ for id_, kind in labelled.items() if kind is Kind.RECOMMENDATION}
    found = cited & labelled.keys()
    right = len(found & wanted)
    print(
        f"{'recommendations':15} {right / len(found):.2f} ({right}/{len(found)})"
        f"    {right / len(wanted):.2f} ({right}/{len(wanted)})    of labelled passages"
    )


def _speakers(library: Library) -> None:
    wanted = {(row["document"], folded(row["name"])): row for row in _rows("speakers")}
    found = {
        (held.id, folded(speaker.name)): speaker
        for held in library.documents()
        for speaker in speakers.of(_passages(library, held.id))
    }
    both = wanted.keys() & found.keys()
    sexes = sum(found[key].sex == wanted[key]["sex"] for key in both)
    print(
        f"{'who spoke':14} {len(both) / len(found):.2f} ({len(both)}/{len(found)})"
        f"     {len(both) / len(wanted):.2f} ({len(both)}/{len(wanted)})"
        f"    sex {sexes}/{len(both)}"
    )
    if "--all" in sys.argv:
        print("  missed:", sorted(wanted.keys() - found.keys()))
        print("  wrong:", sorted(found.keys() - wanted.keys()))
        print("  sex:", [k for k in both if found[k].sex != wanted[k]["sex"]])


def _figures(library: Library) -> None:
    wanted = [(row["document"], row["figure"]) for row in _rows("figures")]
    found = [
        (held.id, figure.text)
        for held in library.documents()
        for figure in figures.quoted(_passages(library, held.id))
    ]
    right = sum(each in wanted for each in found)
    told = sum(each in found for each in wanted)
    print(
        f"{'figures':14} {right / len(found):.2f} ({right}/{len(found)})"
        f"     {told / len(wanted):.2f} ({told}/{len(wanted)})"
    )
    if "--all" in sys.argv:
        print("  missed:", sorted(set(wanted) - set(found)))
        print("  wrong:", sorted(set(found) - set(wanted)))


def _differences(found: tuple[hand.Measured, ...]) -> None:
    for each in found:
        for name, lines in (
            ("wrong", each.wrong),
            ("missed", each.missed),
            ("differing", each.differing),
        ):
            for line in lines:
                print(f"{each.register} {name}: {line}")


def _rows(name: str) -> list[dict[str, str]]:
    return hand.rows(f"hand_{name}.csv")


def _passages(library: Library, document: str) -> list[Passage]:
    return [
        judged.passage for judged in library.passages(Filters(documents=(document,)))
    ]


if __name__ == "__main__":
    main()

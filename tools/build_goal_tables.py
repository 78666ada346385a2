"""Where do the texts of the goals and of the Global Compact come from?

The official texts as the United Nations adopted them: the list of the global
indicator framework after the review of 2025 (annex of A/RES/71/313) and the titles
of the 23 objectives (A/RES/73/195). How they relate to migration and to each other
is the project's own reading, in `sdg_migration.csv` and `compact_links.csv` beside
this script::

    python tools/build_goal_tables.py --data DATA
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).parent
TABLES = HERE.parent / "src" / "migrascope" / "model" / "tables"


def main() -> None:
    """Write `sdg.csv` and `compact.csv`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    knowledge: Path = parser.parse_args().data / "knowledge"
    _write_goals(knowledge)
    _write_compact(knowledge)


def _write_goals(knowledge: Path) -> None:
    with gzip.open(
        knowledge / "sdg_texts_i18n.json.gz", "rt", encoding="utf-8"
    ) as stream:
        titles = json.load(stream)["en"]["goals"]
    related = {row["code"]: row for row in _rows(HERE / "sdg_migration.csv")}
    entries = []
    for row in _rows(knowledge / "sdg_framework_2025.csv"):
        code = row[row["kind"]]
        relation = related.pop(code, {})
        entries.append(
            {
                "code": code,
                "kind": row["kind"],
                "title": titles[code]["short"] if row["kind"] == "goal" else "",
                "text": " ".join(row["text"].split()),
                "unsd_code": row["unsd_code"],
                "migration": relation.get("migration", ""),
                "reason": relation.get("reason", ""),
            }
        )
    if related:
        msg = f"not in the framework: {', '.join(related)}"
        raise SystemExit(msg)
    _write("sdg.csv", entries)


def _write_compact(knowledge: Path) -> None:
    objectives = json.loads((knowledge / "gcm_objectives.json").read_text("utf-8"))
    links = _rows(HERE / "compact_links.csv")
    _write(
        "compact.csv",
        [
            {
                "number": objective["id"],
                "title": " ".join(objective["title"].split()),
                "targets": "|".join(
                    link["target"]
                    for link in links
                    if link["objective"] == objective["id"]
                ),
                "reasons": "|".join(
                    link["reason"]
                    for link in links
                    if link["objective"] == objective["id"]
                ),
            }
            for objective in objectives
        ],
    )


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _write(name: str, rows: Iterable[Mapping[str, str]]) -> None:
    listed = list(rows)
    with (TABLES / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, tuple(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)


if __name__ == "__main__":
    main()

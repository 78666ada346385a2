"""Which SDG series are there, and which indicator does each stand for?

Reads the list of concepts of the SDG database and writes `series.csv`. The series
that migration reviews use are described in `sdg_series.csv` beside this script::

    python tools/build_series_table.py --data DATA
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parent / "src" / "migrascope" / "model" / "tables" / "series.csv"
FIELDS = ("code", "name", "unit", "kind", "indicators", "definition", "source_term")


def main() -> None:
    """Read the concepts, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    described = {row["code"]: row for row in _rows(HERE / "sdg_series.csv")}
    series = []
    for concept in _rows(data / "sdg_unsd/ddf/ddf--concepts--continuous.csv"):
        code = concept["name"]
        term = " ".join(concept["description"].split())
        own = described.get(
            code,
            {"unit": "PT" if term.endswith("(%)") else "", "kind": ""},
        )
        series.append(
            {
                **own,
                "code": code,
                "indicators": "|".join(concept["indicator"].split(", ")),
                "source_term": term,
            }
        )
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, FIELDS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(series, key=lambda row: row["code"]))


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    main()

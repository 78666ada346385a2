"""What comes back when estimates are validated?

Tables of figures, sentences that were read off them, and what could not be done
because the base lacks it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import polars as pl

from migrascope.flows.account import Interval
from migrascope.flows.uncertainty.coverage import Coverage


@dataclass(frozen=True, slots=True)
class Sentence:
    """One finding in words: under which heading, about which interval."""

    heading: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that was left out: why, and what to do about it."""

    part: str
    why: str
    advice: str


@dataclass(frozen=True, slots=True, eq=False)
class Validation:
    """How estimates agree with what is known.

    `scores` (schema `comparing.SCHEMA`) hold methods and baselines against counts;
    `net` against net migration; `published` against the published estimates, as they
    are and made again with the published inputs; `differences` are the corridors that
    differ most from those; `revisions` say how stocks of each size fared between the
    two newest editions (empty where the base has one).
    """

    intervals: tuple[Interval, ...]
    methods: tuple[str, ...]
    editions: tuple[str, ...]
    scores: pl.DataFrame
    net: pl.DataFrame
    published: pl.DataFrame
    differences: pl.DataFrame
    revisions: pl.DataFrame
    coverage: Coverage | None
    says: tuple[Sentence, ...]
    missing: tuple[Missing, ...]

    def frame(self) -> pl.DataFrame:
        """All scores in one long table: one row for each candidate, split and class.

        The published estimates stand in it as `against` "published estimates", with
        their correlation and the ratio of the sums; `equal`, `within_1` and
        `within_10` are filled for them only, `same_sign` and `mean_difference` for
        net migration.
        """
        net = self.net.select(
            pl.lit("net migration").alias("against"),
            "start",
            "end",
            "candidate",
            "kind",
            pl.lit("all").alias("split"),
            pl.when("by_construction")
            .then(pl.lit("by construction"))
            .otherwise(pl.lit("all"))
            .alias("class"),
            pl.col("areas").alias("pairs"),
            "correlation",
            "same_sign",
            "mean_difference",
        )
        published = self.published.select(
            pl.lit("published estimates").alias("against"),
            "start",
            "end",
            pl.col("method").alias("candidate"),
            pl.lit("method").alias("kind"),
            pl.col("sex").alias("split"),
            pl.col("made").alias("class"),
            pl.col("corridors").alias("pairs"),
            "correlation",
            (pl.col("ours") / pl.col("theirs")).alias("sum_ratio"),
            *_SHARES,
        )
        return pl.concat([self.scores, net, published], how="diagonal")

    def csv(self) -> str:
        """The long table as text."""
        return self.frame().write_csv(line_terminator="\n")

    def json(self) -> str:
        """Everything, with the sentences and what is missing."""
        answer = {
            "intervals": [str(each) for each in self.intervals],
            "methods": list(self.methods),
            "editions": list(self.editions),
            "says": [
                {"heading": each.heading, "about": each.about, "text": each.text}
                for each in self.says
            ],
            "missing": [
                {"part": each.part, "why": each.why, "advice": each.advice}
                for each in self.missing
            ],
            "scores": self.scores.to_dicts(),
            "net_migration": self.net.to_dicts(),
            "published": self.published.to_dicts(),
            "largest_differences": self.differences.to_dicts(),
            "revisions_of_stocks": self.revisions.to_dicts(),
            "intervals_held_against_the_next_edition": None
            if self.coverage is None
            else {
                "inputs": self.coverage.inputs,
                "outcome": self.coverage.outcome,
                "interval": str(self.coverage.interval),
                "draws": self.coverage.draws,
                "rows": self.coverage.rows.to_dicts(),
            },
        }
        return json.dumps(_plain(answer), ensure_ascii=False, indent=2)


_SHARES = ("equal", "within_1", "within_10")


def _plain(value: object) -> object:
    """The same, without figures that JSON has no word for."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - not a number
        return None
    return value

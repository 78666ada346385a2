"""Does a release keep what its plan promises: yes or no?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from migrascope.cli.context import Context, pass_context
from migrascope.cli.protect_options import (
    codebook_option,
    control_option,
    earlier_option,
    plan_option,
)
from migrascope.errors import NotProven, UsageError

if TYPE_CHECKING:
    from migrascope.protect.verify.verdict import Verdict


@click.command()
@click.argument("release", type=click.Path(path_type=Path))
@plan_option
@click.option(
    "--original",
    type=click.Path(path_type=Path),
    metavar="CASES",
    help="The file that was protected, for the checks that need it.",
)
@codebook_option
@click.option(
    "--inside",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The inside folder, whose file `chance` tells the order of the records "
    "(default: RELEASE-inside).",
)
@earlier_option
@control_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="How to print the verdict (default: text).",
)
@pass_context
def command(
    context: Context,
    *,
    release: Path,
    plan: Path,
    original: Path | None,
    codebook: Path | None,
    inside: Path | None,
    earlier: tuple[Path, ...],
    control: Path | None,
    form: str,
) -> None:
    """Prove the files of RELEASE as they lie: yes, or no and exit code 4.

    RELEASE is the folder of a release or of a twin, or one CSV or Parquet file.
    Nothing of the program that protected is used. What could not be checked is told:
    most of it needs the original.
    """
    from migrascope.protect.release.silence import silent

    with silent():
        from migrascope.protect import verify

        sha256 = _hash(plan)
        promises = _twin(release)
        if promises is not None:
            verdict = _twin_verdict(release, plan, original, control, promises, sha256)
            _print(verdict, form)
            return
        order, labels = None, None
        if original is not None:
            order = _order(context, release, inside)
            labels = _labels(original, codebook)
        verdict = verify.release(
            release,
            plan,
            original=original,
            earlier=earlier,
            control=control,
            labels=labels,
            order=order,
            plan_sha256=sha256,
        )
    _print(verdict, form)


def _print(verdict: Verdict, form: str) -> None:
    """Show the verdict.

    Raises:
        NotProven: it is no.
    """
    if form == "json":
        click.echo(json.dumps(verdict.as_dict(), ensure_ascii=False, indent=1))
    else:
        for line in verdict.lines():
            click.echo(line)
    if not verdict.yes:
        raise NotProven(
            f"not proven: {', '.join(check.name for check in verdict.failed)}.",
            "Do not hand the release on; withdraw it where that was done already.",
        )


def _twin(release: Path) -> dict[str, Any] | None:
    """What a twin promises by its own record; None for anything but a twin."""
    from migrascope.protect.release import place

    try:
        record = json.loads((release / place.RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(record, dict) or "twin" not in str(record.get("kind")):
        return None
    promises = record.get("promises")
    return promises if isinstance(promises, dict) else {}


def _twin_verdict(
    release: Path,
    plan: Path,
    original: Path | None,
    control: Path | None,
    promises: dict[str, Any],
    sha256: str,
) -> Verdict:
    from migrascope.protect import verify

    if control is not None and original is None:
        raise UsageError(
            "an attack needs the cases that the twin was made from beside the control "
            "group.",
            "Name them with --original CASES.",
            where=str(release),
        )
    resolution, error = promises.get("resolution"), promises.get("mean_error")
    return verify.twin(
        release,
        plan,
        original=original,
        control=control,
        resolution=resolution if isinstance(resolution, int) else None,
        mean_error=float(error) if isinstance(error, (int, float)) else None,
        plan_sha256=sha256,
    )


def _hash(plan: Path) -> str:
    """The hash of what the plan decides, as a release says it."""
    from migrascope.protect.plan import reading, writing

    return writing.digest(reading.load(plan))


def _order(context: Context, release: Path, inside: Path | None) -> list[int] | None:
    """Which record is which, where the secret of the release is at hand."""
    import polars as pl

    from migrascope.protect.release import data, place, staging

    file = release / data.PARQUET
    if not (release / place.RECORD).is_file() or not file.is_file():
        return None
    folder = inside or place.inside_of(release.resolve())
    if inside is None and not (folder / staging.CHANCE).is_file():
        context.say(
            "The records are in an order that only the inside folder tells: name it "
            "with --inside, or links to the original cannot be counted."
        )
        return []
    records = pl.scan_parquet(file, glob=False).select(pl.len()).collect().item()
    found: list[int] = data.order(records, key=staging.read_chance(folder)).tolist()
    return found


def _labels(original: Path, codebook: Path | None) -> dict[str, dict[str, str]]:
    from migrascope.protect import reading
    from migrascope.protect.release.producing import labels_due

    return labels_due(reading.read(original, codebook=codebook))

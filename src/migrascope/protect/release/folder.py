"""Which files does everybody get who gets records?

The data twice, for people and for programs, and what they mean twice: as a codebook
and as DDI. A release and a synthetic twin are told alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from migrascope import __version__
from migrascope.protect.cases import Cases
from migrascope.protect.plan import writing
from migrascope.protect.plan.model import Plan
from migrascope.protect.release import codebook, data, ddi, private
from migrascope.protect.release.record import Account

CONDITIONS = (
    "Nobody may try to find a person in these data, link them with other data to that "
    "end, or hand them on under other conditions. Tell the producer at once if you "
    "believe that somebody can be found."
)


def fill(
    folder: Path,
    public: Cases,
    plan: Plan,
    *,
    account: Account,
    made_on: date,
    protection: Sequence[str],
    kind: str,
) -> list[Path]:
    """Write data and codebooks of what may be told; the files, in order.

    `protection` are the sentences on how it was protected, `kind` is what the records
    are, in the words of DDI.
    """
    data.write_csv(public.frame, folder / data.CSV)
    data.write_parquet(public, folder / data.PARQUET)
    described = codebook.variables(public, plan)
    private.write(folder / codebook.CSV, codebook.text(described))
    study = ddi.Study(
        identifier=writing.digest(plan)[:16],
        title=plan.title or "Release of cases",
        producer=account.who,
        purpose=account.why,
        made_on=made_on,
        version=__version__,
        protection=tuple(protection),
        conditions=CONDITIONS,
        kind=kind,
    )
    text = ddi.text(study, described, records=public.frame.height)
    private.write(folder / ddi.NAME, text)
    names = (data.CSV, data.PARQUET, codebook.CSV, ddi.NAME)
    return [folder / name for name in names]

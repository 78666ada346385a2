"""Who says it, under which licence, and how is it cited?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms under which a publisher lets others use its figures.

    `redistributable` and `commercial` decide what may leave the user's machine;
    where the terms are silent they are False.
    """

    id: str
    name: str
    address: str = ""
    redistributable: bool = True
    commercial: bool = True


CC_BY_4 = Licence(
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0",
    "https://creativecommons.org/licenses/by/4.0/",
)
CC_BY_3_IGO = Licence(
    "CC-BY-3.0-IGO",
    "Creative Commons Attribution 3.0 IGO",
    "https://creativecommons.org/licenses/by/3.0/igo/",
)
CC_BY_NC_4 = Licence(
    "CC-BY-NC-4.0",
    "Creative Commons Attribution-NonCommercial 4.0",
    "https://creativecommons.org/licenses/by-nc/4.0/",
    redistributable=False,
    commercial=False,
)
UNSD_TERMS = Licence(
    "UNSD-terms",
    "UN Statistics Division: free use and redistribution with citation",
    "https://unstats.un.org/sdgs/indicators/database/",
)
UNKNOWN = Licence(
    "unknown",
    "Terms not stated: do not redistribute",
    redistributable=False,
    commercial=False,
)

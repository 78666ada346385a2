"""Two dialogues and a form that nobody held or filled in, read like real files."""

from __future__ import annotations

from pathlib import Path

from migrascope.knowledge.corrections import passages as corrections
from migrascope.knowledge.library import Library
from migrascope.knowledge.taking import take

FIRST = """\
# Lakeside Dialogue on Mobility 2019

## Cheaper money, safer roads

4 and 5 June 2019, Nairobi

### Summary of conclusions

The dialogue gathered some 80 participants, including governments and civil society. \
It had two sessions, each with three panels, and was led by 21 speakers, of whom 9 \
were women.

Ms. Ada Okello, Director of Migration in the Ministry of Interior of Kenya, described \
a single window for permits. She said that 4,500 permits were issued in a year.

### Good practices

- Uganda has set up a mobile clinic for refugees along the northern road, run together \
with UNHCR since 2017.
- Good practices were shared, including: free legal advice at the border post of \
Busia; language courses for newly arrived nurses; and a register of recruiters in \
Kenya.

### Recommendations

- Governments should reduce the transaction costs of migrant remittances to below \
3 per cent, as stressed in Objective 20 of the Global Compact for Migration.
- States must collect and share disaggregated data on migration by age and sex.
- Cities should open shelters for stranded seasonal fishermen.

UNICEF is committed to opening ten schools for displaced children by the end of 2021. \
IOM will publish a guide on fair recruitment in 2020.
"""

SECOND = """\
# Lakeside Dialogue on Mobility 2022

## People first

14 March 2022, Geneva

### Summary of conclusions

The dialogue was structured around 4 panels and led by 30 speakers; 55 per cent of the \
speakers were women and 45 per cent men.

### Recommendations

- Governments should cut the transaction costs of migrant remittances sent by workers \
and their families, in line with Objective 20 of the Global Compact for Migration.
- Ministries of health should train interpreters for migrant mothers.
- States should collect and share data on migration, disaggregated by age and sex.
"""

FORM = """\
World Office for Mobility
1. Please name up to two initiatives of your organization.
Initiative/Partnership Name |
Seasonal Work Observatory |
Partners (please list all partners) |
ILO, Trinidad and Tobago and the World Bank |
Relevant SDGs (list all relevant goals) |
8, 10 and 17 |
Member States benefiting from it |
Kenya, Trinidad and Tobago, Saint Lucia |
Description (max 150 words) |
The observatory was launched in 2021. It counts the contracts of seasonal workers. |
Website |
https://example.org/observatory |
Initiative/Partnership Name |
Open Doors |
Partners (please list all partners) |
n/a |
Relevant SDGs (list all relevant goals) |
All 17 SDGs |
Member States benefiting from it |
All Member States |
Description (max 150 words) |
Open Doors supports cities that host people on the move with advice and small grants. |
Website |
N/A |
"""

FILES = {
    "lakeside-2019.md": FIRST,
    "lakeside-2022.md": SECOND,
    "office-form.txt": FORM,
}


def write(folder: Path) -> list[Path]:
    """The three files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in FILES.items():
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def read(folder: Path, files: Path) -> Library:
    """A library of the three files, with corrections in force."""
    library = Library.open(folder)
    for path in write(files):
        take(library, path)
    corrections.put_in_force(library)
    return library

"""Would a protection officer sign the plan that is proposed?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from benchmarks import _cases

from migrascope.protect import reading
from migrascope.protect.cases import Cases, Labels
from migrascope.protect.plan import concepts, proposing, steps, writing
from migrascope.protect.plan import reading as plans
from migrascope.protect.plan.model import Column, Kind, Plan, Role


def proposed(
    columns: dict[str, list[object]], codebook: dict[str, Labels] | None = None
) -> Plan:
    return proposing.propose(Cases(pl.DataFrame(columns), codebook or {}, "made.csv"))


def decided(name: str, values: list[object], labels: Labels | None = None) -> Column:
    return proposed({name: values}, {name: labels} if labels else None).named(name)


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("file_no", "number_of_person"),
        ("Numéro dossier", "number_of_person"),
        ("Apellidos", "name"),
        ("first name", "name"),
        ("GPS_lat", "contact"),
        ("ori_hid", "household"),
        ("household_size", "family"),
        ("ageCategories", "age"),
        ("возраст", "age"),
        ("gender", "sex"),
        ("性别", "sex"),
        ("الجنسية", "area"),
        ("Staatsangehörigkeit", "area"),
        ("yearOfRegistration", "date"),
        ("sexual_violence", "harm"),
        ("isForcedLabour", "exploitation"),
        ("HIV status", "health"),
        ("Marital Status", "family"),
        ("ingresos", "money"),
    ],
)
def test_names_in_many_languages_lead_to_a_concept(name: str, concept: str) -> None:
    found = concepts.of(name)
    assert found
    assert found.name == concept


def test_a_name_without_meaning_leads_to_none() -> None:
    assert concepts.of("q17b") is None


def test_every_column_has_a_reason_in_words() -> None:
    plan = proposing.propose(Cases(_cases.cases(2_000, 1, columns=15)))
    assert all(len(column.because) > 15 for column in plan.columns)


def test_generated_cases_get_the_roles_that_they_were_made_for() -> None:
    frame = _cases.cases(5_000, 1, columns=15)
    plan = proposing.propose(Cases(frame, name="made.csv"))
    assert {"sex", "age", "citizenship", "destination", "year"} <= set(plan.keys)
    assert set(_cases.SENSITIVE) | {"exploitation"} <= set(plan.in_role(Role.SENSITIVE))
    assert plan.in_role(Role.DIRECT_IDENTIFIER) == ("case_number",)
    assert plan.in_role(Role.WEIGHT) == ("weight",)
    assert plan.named("incident").role is Role.DROPPED
    assert "read off another" in plan.named("incident").because
    assert plan.named("registered").kind is Kind.DATE
    assert plan.named("age").hierarchy == "age"
    assert plan.named("citizenship").hierarchy == "area"
    assert isinstance(plan.steps[-1], steps.Suppress)


def test_columns_with_values_that_few_have_are_grouped_before_suppression() -> None:
    frame = pl.DataFrame(
        {
            "sex": ["f", "m"] * 300,
            "illness": ["flu"] * 598 + ["rare"] * 2,
            "injury": ["yes", "no"] * 300,
        }
    )
    plan = proposing.propose(Cases(frame, name="made.csv"))
    assert set(plan.in_role(Role.SENSITIVE)) == {"illness", "injury"}
    assert plan.steps == (steps.GroupRare(("illness",)), steps.Suppress())


def test_a_proposed_plan_can_be_written_read_and_followed() -> None:
    frame = _cases.cases(3_000, 2, columns=15)
    plan = proposing.propose(Cases(frame, name="made.csv"))
    assert plans.parse(writing.text(plan)) == plan
    followed = reading.planned(frame, plan)
    assert followed.shape == frame.shape


def test_what_nearly_every_record_has_alone_is_an_identifier() -> None:
    values: list[object] = [f"person {number}" for number in range(50)]
    assert decided("q17", values).role is Role.DIRECT_IDENTIFIER


def test_a_number_that_records_share_comes_with_advice_to_keep_them_together() -> None:
    column = decided("case_id", [number // 2 for number in range(60)])
    assert column.role is Role.DIRECT_IDENTIFIER
    assert "add a step pseudonymise" in column.because


def test_a_number_that_very_many_records_share_is_a_code() -> None:
    assert decided("case_id", [1, 2] * 60).role is Role.KEY


@pytest.mark.parametrize("form", ["a{}@example.org", "+254 700 {}", "0664/1234-{}0"])
def test_addresses_and_telephones_are_identifiers_whatever_the_name_says(
    form: str,
) -> None:
    values: list[object] = [form.format(100 + number % 20) for number in range(60)]
    assert decided("q17", values).role is Role.DIRECT_IDENTIFIER


def test_periods_are_no_telephones() -> None:
    values: list[object] = ["2005-2009", "2010-2014", "2015-2019"]
    assert decided("q17", values * 9).role is not Role.DIRECT_IDENTIFIER


def test_labels_for_marks_only_do_not_make_codes_of_numbers() -> None:
    labels = Labels("", {"-99": "Refused"})
    values: list[object] = [*range(100, 160), -99]
    column = decided("income", values, labels)
    assert (column.kind, column.missing_marks) == (Kind.NUMBER, ("-99",))


def test_long_texts_are_dropped() -> None:
    values: list[object] = ["she said that " * 9, "he said that " * 9] * 20
    assert decided("q17", values).role is Role.DROPPED


def test_countries_are_found_by_their_values() -> None:
    column = decided("q17", ["KE", "UG", "TZ", "KE"] * 10)
    assert (column.role, column.hierarchy) == (Role.KEY, "area")


def test_dates_are_found_by_their_values() -> None:
    days: list[object] = [str(date(2020, 1, 1) + timedelta(n)) for n in range(100)]
    column = decided("q17", days)
    assert (column.role, column.kind) == (Role.KEY, Kind.DATE)


def test_an_empty_column_is_dropped() -> None:
    assert decided("age", [None, None]).role is Role.DROPPED


def test_a_second_weight_is_dropped() -> None:
    plan = proposed({"weight": [1.5, 2.5] * 9, "household_weights": [3.5, 4.5] * 9})
    assert plan.in_role(Role.WEIGHT) == ("weight",)
    assert plan.in_role(Role.DROPPED) == ("household_weights",)


def test_a_weight_that_is_not_above_nothing_is_no_weight() -> None:
    assert decided("weight", [1.0, 0.0]).role is not Role.WEIGHT


def test_an_age_that_cannot_be_read_has_no_hierarchy_and_says_so() -> None:
    column = decided("age", ["0-8", "9-17", "quite old"] * 9)
    assert column.role is Role.KEY
    assert not column.hierarchy
    assert "please check" in column.because


class TestMarks:
    """Values that mean "not known"."""

    @pytest.mark.parametrize(
        ("name", "values", "marks"),
        [
            ("sex", ["1", "2", "-99"], ("-99",)),
            ("sex", ["1", "2", "NA"], ("NA",)),
            ("sex", ["F", "M", "Unknown"], ("Unknown",)),
            ("sex", ["F", "M", "No sabe"], ("No sabe",)),
            ("roof", ["1", "2", "6", "99"], ("99",)),
            ("roof", ["1", "2", "6", "9"], ()),
            ("roof", ["-1", "-99", "3"], ()),
            ("citizenship", ["KE", "UG", "0"], ("0",)),
            ("citizenship", ["KE", "UG", "NA"], ()),
            ("violence", ["yes", "no", "Unknown"], ()),
            ("violence", ["yes", "no", "."], (".",)),
            ("work", ["None", "Fishing"], ()),
        ],
    )
    def test_are_proposed_where_they_can_mean_nothing_else(
        self, name: str, values: list[object], marks: tuple[str, ...]
    ) -> None:
        column = decided(name, values * 8)
        assert column.missing_marks == marks
        assert not marks or "taken as not known" in column.because

    def test_are_taken_from_the_codebook(self) -> None:
        labels = Labels("", {"1": "yes", "2": "no", "5": "Refused"})
        assert decided("harm", ["1", "2", "5"] * 8, labels).missing_marks == ("5",)

    def test_are_not_what_the_codebook_has_another_label_for(self) -> None:
        labels = Labels("", {"1": "yes", "99": "both"})
        assert decided("harm", ["1", "99"] * 8, labels).missing_marks == ()

    def test_that_are_words_among_numbers_are_proposed_in_every_role(self) -> None:
        values: list[object] = [str(number) for number in range(100, 160)]
        column = decided("income", [*values, "refused", *values])
        assert (column.kind, column.missing_marks) == (Kind.NUMBER, ("refused",))


def test_skewed_numbers_get_a_rounded_top_and_near_ones_are_averaged() -> None:
    values: list[object] = [*(float(n) for n in range(1, 400)), 90_000.5, 80_000.25]
    plan = proposed({"income": values, "sex": ["F"] * len(values)})
    (top,) = [step for step in plan.steps if isinstance(step, steps.TopCode)]
    assert top == steps.TopCode("income", 400.0)
    assert any(isinstance(step, steps.Microaggregate) for step in plan.steps)


def test_high_numbers_that_few_have_become_one_class() -> None:
    # by hand: 41 to 46 are had by one each, 1 to 40 by ten; 6 of 406 are above 40
    tens = [float(n) for n in range(1, 41)] * 10
    values: list[object] = [*tens, *(float(n) for n in range(41, 47))]
    plan = proposed({"months": values, "sex": ["F"] * len(values)})
    (top,) = [step for step in plan.steps if isinstance(step, steps.TopCode)]
    assert top == steps.TopCode("months", 41.0)
    assert not any(isinstance(step, steps.Microaggregate) for step in plan.steps)


def test_numbers_without_far_ones_get_no_top() -> None:
    plan = proposed({"income": [float(n) for n in range(400)], "sex": ["F"] * 400})
    assert not any(isinstance(step, steps.TopCode) for step in plan.steps)


def test_a_file_without_a_sure_key_takes_open_columns_for_keys() -> None:
    plan = proposed({"q1": ["a", "b"] * 9, "violence": ["y", "n"] * 9})
    assert plan.keys == ("q1",)
    assert plan.in_role(Role.SENSITIVE) == ("violence",)


def test_a_file_of_sensitive_columns_only_still_has_a_key() -> None:
    plan = proposed({"violence": ["y", "n"] * 9})
    assert plan.keys == ("violence",)


def test_few_records_get_a_lower_promise() -> None:
    assert proposed({"sex": ["F", "M"] * 20}).promise.k == 3
    assert proposed({"sex": ["F", "M"] * 500}).promise.k == 5


class TestRealFiles:
    """The re-coded trafficking cases, the sample with its codebook, the survey."""

    def test_trafficking_cases_get_a_plan_that_can_be_signed(
        self, shared_data: Path
    ) -> None:
        file = shared_data / "ctdc" / "ctdc_trafficking_cleaned_to2016.csv"
        plan = proposing.propose(reading.read(file))
        keys = ("yearOfRegistration", "gender", "citizenship", "ageCategories")
        assert plan.keys == keys
        assert plan.named("citizenship").missing_marks == ("0",)
        assert plan.in_role(Role.SENSITIVE) == (
            "isForcedLabour",
            "ControlCategory",
            "RecruiterCategory",
            "ExploitType",
            "Labor_Type",
        )
        cases = reading.read(file, plan)
        assert cases.frame.height == 6498
        assert cases.frame["citizenship"].null_count() == 2671

    def test_the_sample_is_read_with_its_codebook(self, shared_data: Path) -> None:
        folder = shared_data / "ctdc"
        file = folder / "human_traffick_sample_dataset.csv"
        book = folder / "human_traffick_data_definitions.xlsx"
        cases = reading.read(file, codebook=book)
        assert cases.codebook["victim_purpose"].values["5"] == "isOrganRemoval"
        plan = proposing.propose(cases)
        assert plan.named("labor").missing_marks == ("-99",)
        assert plan.named("citizenship").missing_marks == ("-99", "00")
        assert plan.named("country_of_exploitation").hierarchy == "area"
        assert plan.named("victim_purpose").role is Role.SENSITIVE
        assert reading.read(file, plan).frame["labor"].null_count() == 74

    def test_the_survey_gets_its_weight_household_and_numbers(
        self, shared_data: Path
    ) -> None:
        plan = proposing.propose(reading.read(shared_data / "sdc" / "testdata.csv"))
        assert plan.in_role(Role.WEIGHT) == ("sampling_weight",)
        assert plan.named("ori_hid").role is Role.DROPPED
        assert plan.named("age").hierarchy == "age"
        assert {"urbrur", "roof", "walls", "water", "electcon", "relat", "sex"} <= set(
            plan.keys
        )
        assert plan.named("income").kind is Kind.NUMBER

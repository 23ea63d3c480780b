"""Parameters that will not do are refused before anything runs, all at once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clausecheck.nouns.errors import InputFault
from clausecheck.papers.page.parameters import check_parameters, check_values

GOOD = {"inputs": "台账", "period": "2026-Q3", "as_of": "2026-10-31", "out": "out", "rulebook": None, "lang": "zh"}


def places(values: Any) -> Any:
    with pytest.raises(InputFault) as refused:
        check_values(values)
    return [fault.place for fault in refused.value.faults]


def test_good_parameters_come_as_the_audit_takes_them() -> None:
    checked = check_values({**GOOD, "inputs": ["a.xlsx", "b"]})
    assert checked.inputs == [Path("a.xlsx"), Path("b")]
    assert str(checked.period) == "2026-Q3"
    assert checked.as_of == date(2026, 10, 31)
    assert (checked.out, checked.rulebook, checked.lang) == (Path("out"), None, "zh")


def test_a_year_may_come_as_a_number_and_a_day_as_a_date() -> None:
    checked = check_values({**GOOD, "period": 2026, "as_of": date(2026, 12, 31)})
    assert (checked.period.days, checked.as_of) == (365, date(2026, 12, 31))


def test_a_period_and_a_day_that_are_not_given_are_the_last_full_month_and_today_and_said_to_be() -> None:
    checked = check_values({**GOOD, "period": None, "as_of": None}, date(2026, 11, 27))
    assert (str(checked.period), checked.as_of, checked.by_default) == (
        "2026-10",
        date(2026, 11, 27),
        ("period", "as_of"),
    )
    assert check_values(GOOD, date(2026, 11, 27)).by_default == ()


@pytest.mark.parametrize("name", ["inputs", "out"])
def test_what_is_audited_and_where_it_goes_has_no_default(name: Any) -> None:
    with pytest.raises(InputFault, match=name):
        check_values({**GOOD, name: None}, date(2026, 11, 27))


def test_an_unknown_name_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(InputFault, match="did you mean as_of"):
        check_values({**GOOD, "as_off": "2026-10-31"})


@pytest.mark.parametrize("name", ["inputs", "period", "as_of", "out"])
def test_a_missing_parameter_is_named(name: Any) -> None:
    assert places({**GOOD, name: None}) == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("inputs", 3),
        ("inputs", ["a", 4]),
        ("inputs", [" "]),
        ("period", True),
        ("period", 2026.5),
        ("period", "2026-Q9"),
        ("period", 7),
        ("as_of", 20261031),
        ("as_of", "31.10.2026"),
        ("out", ["a"]),
        ("rulebook", 5),
        ("lang", "fr"),
        ("lang", None),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_at_its_name(name: Any, value: Any) -> None:
    assert places({**GOOD, name: value}) == [name]


def test_all_faults_are_told_at_once() -> None:
    assert places({**GOOD, "period": "x", "as_of": "y", "lang": "z"}) == ["as_of", "period", "lang"]


def test_in_a_notebook_only_what_papermill_put_in_can_be_unknown() -> None:
    mine: dict[str, Any] = {
        **GOOD,
        "audit": object(),
        "In": ["", "inputs = 'x'", "# Parameters\nperiod = 2026\nnonsense = 1\n"],
    }
    with pytest.raises(InputFault, match="nonsense"):
        check_parameters(mine, date(2026, 11, 27))
    assert check_parameters({**mine, "In": mine["In"][:2]}, date(2026, 11, 27)).lang == "zh"


def test_in_the_notebooks_folder_paths_count_from_the_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sample_data").mkdir()
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert check_values(GOOD).out.resolve() == tmp_path / "out"

"""Precisions and thresholds as users type them: what is read, and what every mistake is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatsim.domain.faults import BadExpression, SeatsimError
from seatsim.domain.measures import MEASURES
from seatsim.indicators.expressions import (
    OPERATORS,
    STATISTICS,
    Precision,
    Threshold,
    parse_precision,
    parse_threshold,
)

ZONES = ("old-town", "binjiang", "城\uff08南\uff09", "east/west", "new urban")
WITHOUT_SPACES = ZONES[:-1]


def threshold(text: str) -> Threshold:
    return parse_threshold(text, WITHOUT_SPACES, 2020, 2035)


def precision(text: str) -> Precision:
    return parse_precision(text, WITHOUT_SPACES, 2020, 2035)


def test_the_promised_examples_are_read() -> None:
    assert threshold("pupils_large/primary 2025 p50 > 0") == Threshold(
        "pupils_large", "all", "primary", 2025, "p50", ">", 0.0
    )
    assert precision("pupils_large/primary 2025 25") == Precision("pupils_large", "all", "primary", 2025, 25.0)
    assert precision("pupils@old-town/junior 2025 40") == Precision("pupils", "old-town", "junior", 2025, 40.0)


def test_zone_and_stage_are_all_unless_they_are_said() -> None:
    assert precision("pupils 2020 1") == Precision("pupils", "all", "all", 2020, 1.0)
    assert precision("pupils@binjiang 2035 .5") == Precision("pupils", "binjiang", "all", 2035, 0.5)
    assert precision("pupils@all/all 2035 1e3") == Precision("pupils", "all", "all", 2035, 1000.0)
    assert precision("  pupils \t 2035   2 ").year == 2035
    assert threshold("seat_balance 2025 p05 <= -40").value == -40.0


def test_a_zone_may_be_called_anything() -> None:
    assert precision("pupils@城\uff08南\uff09/primary 2025 1").zone == "城\uff08南\uff09"
    assert precision("pupils@east/west 2025 1") == Precision("pupils", "east/west", "all", 2025, 1.0)
    assert precision("pupils@east/west/primary 2025 1").stage == "primary"
    assert parse_precision("pupils@new urban/primary 2025 1", ZONES, 2020, 2035).zone == "new urban"
    assert parse_threshold("pupils@new urban 2025 mean > 1", ZONES, 2020, 2035).zone == "new urban"


@given(st.data())
def test_what_is_written_is_read_again(data: st.DataObject) -> None:
    measure = data.draw(st.sampled_from(MEASURES))
    zone = data.draw(st.sampled_from(("all", *WITHOUT_SPACES))) if measure.zones else "all"
    asked = (measure.name, zone, data.draw(st.sampled_from(measure.stages)), data.draw(st.integers(2020, 2035)))
    number = data.draw(st.floats(allow_nan=False, allow_infinity=False))
    statistic, operator = data.draw(st.sampled_from(STATISTICS)), data.draw(st.sampled_from(list(OPERATORS)))
    written = Threshold(*asked, statistic, operator, number)
    assert threshold(str(written)) == written
    if number > 0:
        assert precision(str(Precision(*asked, number))) == Precision(*asked, number)


@given(st.text(max_size=60))
def test_any_other_text_is_refused(text: str) -> None:
    # A text of random letters is no measure.
    for parse in (threshold, precision):
        with pytest.raises(BadExpression) as caught:
            parse(text)
        assert caught.value.faults
        assert caught.value.expression == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "0 words: must be 'MEASURE[@ZONE][/STAGE] YEAR STATISTIC OP VALUE', 5 words with spaces between"),
        ("pupils 2025 p50>0", "3 words: must be"),
        ("pupils 2025 p50 > 0 pupils", "6 words: must be"),
        ("pupils_lrge 2025 p50 > 0", "measure = pupils_lrge: unknown measure; did you mean 'pupils_large'?"),
        ("zzz 2025 p50 > 0", "measure = zzz: unknown measure; 'seatsim explain' and docs/measures.md"),
        ("pupils/primary@old-town 2025 p50 > 0", "the zone stands before the stage: MEASURE@ZONE/STAGE"),
        ("pupils/primry 2025 p50 > 0", "stage = primry: unknown stage; did you mean 'primary'?; allowed: kindergarten"),
        ("pupils/ 2025 p50 > 0", "stage = nothing: unknown stage"),
        ("at_home 2025 p50 > 0", "stage = all: at_home has no meaning there; allowed: kindergarten"),
        ("seats/vocational 2025 p50 > 0", "stage = vocational: seats has no meaning there; allowed: kindergarten, "),
        ("pupils@old-twon 2025 p50 > 0", "zone = old-twon: unknown zone; did you mean 'old-town'?; allowed: all, old"),
        ("pupils@ 2025 p50 > 0", "zone = nothing: unknown zone"),
        ("teachers@old-town 2025 p50 > 0", "zone = old-town: teachers is told for the county only; leave @old-town"),
        ("pupils 2019 p50 > 0", "year = 2019: must be an academic year from 2020 (the baseline) to 2035 (the horizon)"),
        ("pupils 2036 p50 > 0", "year = 2036: must be an academic year from 2020"),
        ("pupils 25/26 p50 > 0", "year = 25/26: must be an academic year"),
        ("pupils ²⁰²⁵ p50 > 0", "year = ²⁰²⁵: must be an academic year"),
        ("pupils 2025 p5 > 0", "statistic = p5: unknown statistic; did you mean 'p95'?; allowed: mean, p05, p10"),
        ("pupils 2025 median > 0", "statistic = median: unknown statistic; did you mean 'mean'?; allowed: mean, p05"),
        ("pupils 2025 p50 => 0", "operator = =>: unknown operator; allowed: >, >=, <, <=, ==, !="),
        ("pupils 2025 p50 = 0", "operator = =: unknown operator"),
        ("pupils 2025 p50 > nan", "value = nan: must be a finite number"),
        ("pupils 2025 p50 > -inf", "value = -inf: must be a finite number"),
        ("pupils 2025 p50 > 1e999", "value = 1e999: must be a finite number"),
        ("pupils 2025 p50 > 1_000", "value = 1_000: must be a finite number"),
        ("pupils 2025 p50 > 20%", "value = 20%: must be a finite number"),
        ("pupils 2025 p50 \uff1e 0", "'\uff1e' is a full-width or other sign: write '>'"),
        ("pupils 2025 p50 ≥ 0", "'≥' is a full-width or other sign: write '>='"),
        ("pupils\uff20old-town 2025 p50 > 0", "'\uff20' is a full-width or other sign: write '@'"),
        ("pupils\uff0fprimary 2025 p50 > 0", "'\uff0f' is a full-width or other sign: write '/'"),
        ("pupils \uff12025 p50 > 0", "'\uff12' is a full-width or other sign: write '2'"),
        ("pupils\u30002025 p50 > 0", "'\u3000' is a full-width or other sign: write ' '"),
    ],
)
def test_a_bad_threshold_is_told_what_is_allowed(text: str, said: str) -> None:
    with pytest.raises(BadExpression) as caught:
        threshold(text)
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"'{text}': ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pupils 2025", "2 words: must be 'MEASURE[@ZONE][/STAGE] YEAR HALF-WIDTH', 3 words with spaces between"),
        ("pupils 2025 p50 > 0", "5 words: must be"),
        ("pupils 2025 0", "half-width = 0: must be > 0"),
        ("pupils 2025 -3", "half-width = -3: must be > 0"),
        ("pupils 2025 inf", "half-width = inf: must be a finite number"),
        ("pupils 2025 NaN", "half-width = NaN: must be a finite number"),
        ("pupils 2025 ±40", "half-width = ±40: must be a finite number"),
        ("pupils 2025 2\uff15", "'\uff15' is a full-width or other sign: write '5'"),
    ],
)
def test_a_bad_precision_is_told_what_is_allowed(text: str, said: str) -> None:
    with pytest.raises(BadExpression) as caught:
        precision(text)
    assert said in str(caught.value)


def test_every_fault_of_an_expression_is_told_together() -> None:
    with pytest.raises(BadExpression) as caught:
        threshold("pupils@nowhere/primry 1999 p51 >> much")
    told = [fault.split(" = ")[0] for fault in caught.value.faults]
    assert told == ["zone", "stage", "year", "statistic", "operator", "value"]
    assert isinstance(caught.value, SeatsimError)
    assert isinstance(caught.value, ValueError)

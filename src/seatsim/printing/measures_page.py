"""The page of published measures and columns; ``python -m seatsim.printing.measures_page`` prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from seatsim.backtesting.summary import MEASURES as SCORES
from seatsim.comparing.table import COLUMNS
from seatsim.domain.measures import MEASURE, MEASURES
from seatsim.indicators.county_sheet import ADDED, LEFT_OUT, told_of_all
from seatsim.results.backtest import FORECAST_COLUMNS, SCORE_COLUMNS, SCORE_MEANINGS
from seatsim.results.columns import SET_TABLES, TABLES, Column

_HEAD = """# Measures and columns

The published names of a results folder. Written by `python -m seatsim.printing.measures_page`; a test keeps this page,
the program and the files the same.

## How to read them
- A measure without a meaning for a stage is left out (null in the Parquet file), never 0. Zone and stage `all` are
  written. Zone `all` is the sum of the zones; measures marked *county* are told for zone `all` only.
- Stage `all` of `seats`, `seat_balance`, `empty_seats`, `pupils_over_seats`, `seat_use` and the class measures covers
  kindergarten, primary, junior and senior; of `pupils` and `schools` every stage. Of classes above the standard, and of
  the pupils in them, it covers primary, junior and senior: kindergartens, whose standard changes by grade, stand apart.
  In `schools.csv` stage `all` is the whole campus; its `pupils_over_seats` nets primary with junior, which share rooms.
- Statistics are order statistics over the replications, `sorted[⌈q·n⌉ − 1]`: whole numbers stay whole and the bytes are
  the same everywhere. A cell that is undefined in any replication is left out.
- **Better** is the direction in which a comparison counts a plan as better, all else alike; – is neither. Money counts
  as what it costs.
- Always: `seat_balance = empty_seats − pupils_over_seats − unplaced`.

## In the answers (`answers.json`)
- **First year resolved**: first year from which a limit is met in every year to the horizon, at least the stated number
  of years; None is *not by the horizon* (censored, later than any year in quantiles); the baseline year is *already
  met*.
- **Crowded-pupil-years** are summed over the years after the baseline: no plan can change the baseline year.
- **Trough** is the smallest number of pupils from the peak on. **Balance** is seats less pupils in that year.
- **Shortage** is P(pupils > seats) of a stage in the county; it is announced two years ahead (`warn_in`).
- The blocks stand in the order of page one: `september`, `crowding` with `crowded_pupil_years`, `first_year`,
  `allocation` and `causes`, `peaks` with `unplaced`, `at_home` and `empty_seats`, `latest_starts`, `projects`, `posts`,
  `money`, `decisions`, `rests_on`. `allocation`, `causes` and `latest_starts` are left out where they were not
  computed.
- **Causes** (`causes`, `causes.csv`) split the change of crowding since the baseline year in the first 20 futures, or
  in all if there are fewer: `moving_up` is what happens with every cause held as it stood in that year, then `order`
  names the causes. In every future they add up to the change exactly, so their means do too; the change between any two
  years is the difference of two cumulative ones. `unchanged` causes were not switched and are 0; without `rules_known`
  those of the rules are among them, because no reference says what stood before. `peak` is the year of the highest
  mean, left out where it is the baseline year.
- **Plan** (`plan`): everything in which the plan differs from the reference's: projects counted by kind, changes of the
  layout, every lever with both values (`base` is null where it means nothing there), policies. Left out where nothing
  differs or no reference is known.
- **September** (`september`, `september.csv`) is the coming admission, one year after the baseline. `short` is
  P(claims > entry places) of a zone, `above_planning` P(claims > entry rooms × planning size); entry places are those
  open to every claim under the gate in force. `overflow` holds the schools that send children elsewhere in at least
  half of the futures (`overflow_from`). Those who still await a place are known by zone; they are shared to the zone's
  schools in proportion to what each sent elsewhere, in whole children.
- **Plans of admission** (`admission_plans`), left out where nothing is to be told: `cut` holds senior schools whose
  plan of places is cut by more than 1 % in at least half of the futures, with those `years`, and the numbers of the
  `year` in which most is cut: `planned`, `entry_places` (what can be given), `entrants`; `why` is `rooms`, or
  `school_size` for the limit of the school's size. `emptied` holds vocational schools without a pupil at the horizon
  in at least half of the futures, `from` the median year; `why` is `all_to_senior` (every leaver who goes on is
  admitted to a senior school), `all_elsewhere` (the others go to other counties), `no_plan` (other schools have one)
  or `few`.
- **Events** (`events.csv`) are the diary of one future, replication 0: an example, no expectation.
- **Money** (`money`): `left` is the calendar year's budget with what was carried over, less what was paid; `used_up` is
  the chance that nothing is left, as happens where a project waits for capital.
- **Decisions** (`decisions`): one row per project not decided yet and item (`review`, `site`, `capital`, `works`) with
  its office. `by` is the latest start; `basis` says `planned_start` where none was computed, and `too_late` where no
  month is early enough and `by` is the plan's own. `overflow` rows hold the median of children to place by 20 August.
- **Classrooms and classes** (`rests_on.classrooms_and_classes`): `registered`; `completed` where some classes are by
  rule; `no_rooms` where some classrooms are (as many as classes); `neither` where of some pupils neither is known, so
  that crowding today cannot be told of them; `mostly` where these are so few of the primary, junior and senior pupils
  that they are within the tolerance of classes above the standard; `assumed` where the register is synthetic
  ([rules](completion.md)). `rooms_by_stage` says the same of each stage by itself; left out for a synthetic register.
- **Shares** (`rests_on.shares`): schools with rooms that are synthetic, assumed or completed by rule; seats in assumed
  projects; entrants to the horizon born after the last year of births known. Where a rule stands in there are two more:
  `pupils_without_rooms_and_classes` and `pupils_shared_over_grades`.
- **How demand errs** (`rests_on.demand_errors`): `kind` is `assumed` where the error laws are the shipped ones, most of
  them borrowed from English authorities; `derived` where those that the county's `history.csv` gives are in force (what
  it does not give, such as which part of an error stays, is as shipped; mixed counts as assumed); `stated` where a file
  or an option sets one of them otherwise or switches them off. Results of older versions do not say it.
- **Sources** (`rests_on.sources`, `draws.parquet`): the share of each answer's variance that a source of uncertainty
  explains by itself; `noise` is the standard error of the share of a source that explains nothing; `rest` is
  interactions, whole numbers and draws that are not kept. A source `varies`, is `off`, or has `nothing to draw`
  (`state`). None is told under `fewest` replications.
- **What to ask for first** (`rests_on.ask_first`): the figures that would settle a source, by what they narrow in the
  first answer that varies (`first`); `most` is the answer that each narrows most. `width` is the 80 % band's width,
  `width_estimate` about √(1 − share) of it: an estimate.
- **Policies** (`policies`): one row each; `chance` is the share of the futures in which it ordered by the horizon,
  `first` the opening day of its first order (None: by the horizon never), `years` the mean number of opening days on
  which it kept hiring stopped. **Changes** (`changes`) counts boundaries, mergers and groups of the plan. Both are left
  out where there are none.
- **Report** (`rests_on.report`): indicators of figures that no run reads, each beside another figure, the province, the
  region, the county's files or the plan (`against`); see `docs/report-coverage.md`.

## In a comparison (`comparison.json`)
- Futures are paired: number 17 of one run with number 17 of the other. `low` and `high` are the 95 % interval of the
  mean, `p10` to `p90` the 80 % band over the futures; null is what cannot be told.
- **Measures** (`measures`): county level, five and ten years after the baseline year, as far as the horizon reaches,
  and at the horizon; crowded pupils also summed over the years after the baseline (`year` is `sum`). `percent` is in %;
  `chance_better`, `_same` and `_worse` are shares of the futures.
- **Pairing** (`pairing`): `times_fewer` is the variance of an unpaired difference over the paired one,
  `unpaired_replications` the unpaired futures of each run that would be as sure.
- **First years** (`first_year`): shares of the futures in which a limit is met `earlier`, the `same` year or `later`;
  `untold` is by the horizon in neither. `change` is told where what is censored leaves no doubt.
- **Avoided** (`avoided`) are crowded-pupil-years; **cost** (`cost`) is more than the base's, per crowded-pupil-year of
  primary, junior and senior above the standard in `per_avoided`, null where it is not sure that any is avoided.
- **Regret** (`regret`): shortfall against the best of the compared runs in the same future; `best` is how often a run
  has the least, ties counted for each.
- **Bridge or build** (`bridge_or_build`, by zone and stage `bridge_or_build_zones`): decision 0020 holds the rules.

## In a back-test (`backtest.json`)
- Every year from the fourth on is an **origin**, and a forecast sees nothing later, births included. Scores are means
  over **cells**: one forecast of one entity's grade, or of its total.
- **`scored`** cells are those in which pupils came and every method has a forecast, so that all see the same; `cells`
  counts them and why others are not: no pupils (`empty`), a method without a forecast (`unknown`), a target that was to
  be left out (`left_out`).
- **Intervals** (`low`, `high`): target years are drawn anew 1,000 times, all cells of a year together. Years are few
  and neighbouring targets rest on the same cohorts: rather too narrow. Null with one target year.
- **Sizes** (`sizes`): thirds of the pairs of entity and origin, by pupils at the origin; `least` and `most` of each.
- **Settings** (`settings`): what the method has estimated at each origin. `settings_fixed_to` is the last target year
  on which anything else was chosen; the scores of later ones (`from_2018`) are the test.
- **Lag** (`births_lag`): years from birth to the entry grade, whether it was chosen, and the error of each tried in %.
"""


def measures_page() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *_measures(), "", *_scores(), "", *_columns()]) + "\n"


def _measures() -> Iterator[str]:
    """Table of measures."""
    yield "## Measures"
    yield "| measure | unit | meaning | formula | better | stages |"
    yield "|---|---|---|---|---|---|"
    for measure in MEASURES:
        county = "" if measure.zones else " (*county*)"
        stages = ", ".join(measure.stages)
        told = f"{measure.unit} | {measure.meaning} | {measure.formula} | {measure.better or '–'}"
        yield f"| `{measure.name}` | {told} | {stages}{county} |"


def _scores() -> Iterator[str]:
    """Table of the scores of a back-test."""
    yield "## Scores of a back-test"
    yield "| measure | unit | meaning |"
    yield "|---|---|---|"
    for measure, meaning in SCORE_MEANINGS.items():
        yield f"| `{measure}` | {SCORES[measure]} | {meaning.replace('|', chr(92) + '|')} |"


def _columns() -> Iterator[str]:
    """Tables of columns, without the measures' own."""
    named = {measure.name for measure in MEASURES}
    yield "## Columns"
    for table, columns in TABLES.items():
        yield from _table(table, [column for column in columns if column.name not in named])
        if any(column.name in named for column in columns):
            yield ""
            yield "and one column for each measure above."
    yield from _table("comparison.csv", COLUMNS)
    yield from _table("forecasts.csv", FORECAST_COLUMNS)
    yield from _table("scores.csv", SCORE_COLUMNS)
    yield from _of_many_counties()


def _of_many_counties() -> Iterator[str]:
    """Tables of a run of many counties, and what is told of all of them together."""
    ratios = [name for name in told_of_all() if not MEASURE[name].whole and name not in ADDED]
    yield ""
    yield "## A run of many counties"
    yield "Its folder holds `summary.csv` (all counties together: county `all`, scope `total`), `counties.parquet`"
    yield "(each county by itself, in the same columns), `outside.csv` (who crossed borders by `flows.csv`) and a short"
    yield "`answers.json`. Whole measures and sums of money are added up future by future, then banded. Ratios of all"
    yield "counties are reckoned from their parts, added up likewise:"
    yield f"{_named(ratios)}. Left out of the total:"
    yield f"{_named(LEFT_OUT)}; so is a measure that some county does not tell."
    for table, columns in SET_TABLES.items():
        yield from _table(table, columns)


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(table: str, columns: Sequence[Column]) -> Iterator[str]:
    """One table's columns."""
    yield ""
    yield f"### `{table}`"
    yield "| column | type | meaning | unit |"
    yield "|---|---|---|---|"
    for column in columns:
        yield f"| `{column.name}` | {column.type} | {column.meaning} | {column.unit} |"


if __name__ == "__main__":
    sys.stdout.write(measures_page())

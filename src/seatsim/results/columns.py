"""Columns of the tables of a results folder: names, types, units and meanings, as published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seatsim.domain.measures import MEASURES
from seatsim.domain.outcome import WAITS
from seatsim.domain.stored_draws import FEATURES


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    name: str
    """Name."""
    type: str
    """Type in the words of Data Package v2: ``string``, ``integer``, ``number``, ``date``."""
    meaning: str
    """What it holds."""
    unit: str = ""
    """Unit; empty where the row says it or there is none."""


_COUNTY = Column("county", "string", "County")
_YEAR = Column("year", "integer", "Academic year, by the calendar year in which it opens", "academic year")
_ZONE = Column("zone", "string", "Zone, or `all` for the county")
_STAGE = Column("stage", "string", "Stage, or `all`")
_NAMES = (Column("name_zh", "string", "Chinese name"), Column("name_en", "string", "English name"))
_MEASURE = (
    Column("measure", "string", "Measure, one of the list above"),
    Column("unit", "string", "Unit of the row's numbers"),
)


def _statistics(*percents: int) -> tuple[Column, ...]:
    """Mean and order statistics over the replications."""
    return (
        Column("mean", "number", "Mean over the replications"),
        *(Column(f"p{p:02d}", "number", f"{p} % order statistic over the replications") for p in percents),
    )


def _tens(name: str, type_: str, meaning: str, unit: str = "") -> tuple[Column, ...]:
    """Three order statistics of one thing."""
    return tuple(Column(f"{name}_p{p}", type_, f"{meaning}: {p} %", unit) for p in (10, 50, 90))


def _over_futures(name: str, meaning: str, unit: str) -> tuple[Column, ...]:
    """Mean and three order statistics of one thing."""
    return (Column(f"{name}_mean", "number", f"{meaning}: mean", unit), *_tens(name, "number", meaning, unit))


_SEPTEMBER: Mapping[str, tuple[str, str]] = {
    "claims_1": ("Claims 1: home in the catchment; in kindergarten every claim (blank: senior)", "pupils"),
    "claims_2": ("Claims 2: other registered children (blank: kindergarten, senior)", "pupils"),
    "claims_3": ("Claims 3: in-migrants, whom the bureau places (blank: kindergarten, senior)", "pupils"),
    "entry_rooms": ("Rooms left for the entry grade", "rooms"),
    "entry_places": (
        "Entry places open to every claim under the gate in force; in senior the plan that rooms allow",
        "places",
    ),
    "classes_open": ("Entry classes", "classes"),
    "class_size": ("Mean size of the entry classes, over the futures that have one (blank: none has)", "pupils"),
    "sent_elsewhere": ("Claims that the school cannot take (blank: senior)", "pupils"),
    "awaiting": (
        "Children of the zone who await a place (in kindergarten: stay at home), shared to the schools that sent "
        "children elsewhere, in proportion to what each sent (blank: senior)",
        "pupils",
    ),
}
"""Meaning and unit of what ``september.csv`` tells of every school."""

TABLES: Mapping[str, tuple[Column, ...]] = {
    "summary.csv": (
        _COUNTY,
        _YEAR,
        Column("scope", "string", "`county` or `zone`"),
        _ZONE,
        _STAGE,
        *_MEASURE,
        *_statistics(5, 10, 25, 50, 75, 90, 95),
    ),
    "schools.csv": (
        _COUNTY,
        _YEAR,
        Column("school_id", "string", "School or campus; stage `all` is the whole campus"),
        _STAGE,
        *_MEASURE,
        *_statistics(10, 50, 90),
        Column("chance", "number", "Share of the futures in which the value is above 0", "probability"),
    ),
    "september.csv": (
        _COUNTY,
        Column("year", "integer", "The coming admission: the year after the baseline", "academic year"),
        Column("school_id", "string", "School or campus that has a room, a claim or a place in any future"),
        Column("stage", "string", "`kindergarten`, `primary`, `junior` or `senior`"),
        *(column for name, (meaning, unit) in _SEPTEMBER.items() for column in _over_futures(name, meaning, unit)),
    ),
    "projects.csv": (
        _COUNTY,
        Column("project", "string", "Project"),
        Column("kind", "string", "`new-school`, `extension` or `move`"),
        Column("school", "string", "School"),
        Column("zone", "string", "Zone"),
        Column("status", "string", "`reported` by the county or `assumed` here"),
        Column("planned", "integer", "Planned September", "academic year"),
        *_tens("hand_over", "date", "Day of hand-over (blank: cancelled or after the horizon)"),
        *_tens("opens", "integer", "Academic year in which its rooms open (blank: never)", "academic year"),
        Column("on_time", "number", "Probability of opening by the planned September", "probability"),
        Column("cancelled", "number", "Probability of cancellation", "probability"),
        Column("waits_for", "string", "What it waited for longest on average (blank: nothing)"),
        *(Column(f"waits_{cause}", "number", f"Mean wait: {cause}", "days") for cause in WAITS),
        Column("cost_mean", "number", "Final cost, 0 if cancelled: mean", "10^4 yuan"),
        *_tens("cost", "number", "Final cost, 0 if cancelled", "10^4 yuan"),
        Column("source", "string", "Where the project is stated, or why it is assumed"),
    ),
    "teachers.csv": (
        _COUNTY,
        _YEAR,
        _STAGE,
        Column("opening", "number", "Staff in posts on the opening day before (blank in the baseline year)", "staff"),
        Column("retirements", "number", "Staff in posts who have retired since", "staff"),
        Column("leavers", "number", "Staff in posts who have left since", "staff"),
        Column("moves", "number", "Net moves into the stage", "staff"),
        Column("hires", "number", "Staff in posts who begin on the year's opening day", "staff"),
        Column(
            "closing",
            "number",
            "Staff in posts on the year's opening day: opening − retirements − leavers + moves + hires",
            "staff",
        ),
        Column("needed", "number", "Teachers needed", "teachers"),
        Column("approved", "number", "Posts approved on the year's opening day", "posts"),
        Column("filled", "number", "Posts filled: closing", "posts"),
        Column("outside", "number", "Teachers outside posts", "teachers"),
        Column(
            "vacancies", "number", "Approved less filled; below 0 where more hold a post than are approved", "posts"
        ),
        Column("kind", "string", "What the row rests on: `reported`, `derived` or `assumed` staff at the baseline"),
        Column("talent", "number", "High-level teachers among the hires", "staff"),
        Column("reserve", "number", "Staff in posts hired ahead for a school that is not open", "staff"),
        Column("outside_opening", "number", "Teachers outside posts on the opening day before", "teachers"),
        Column("outside_left", "number", "Who has left from outside posts since, retired ones included", "teachers"),
        Column("outside_hires", "number", "Who begins outside posts; outside = opening − left + hires", "teachers"),
        Column("temporary", "number", "Temporary teachers of the year", "teachers"),
        Column("teachers", "number", "Full-time teachers: filled × teaching share + outside", "teachers"),
        Column("structural", "number", "Teachers in a subject that has enough while others are short", "teachers"),
        Column(
            "short", "number", "Teachers missing: needed less those who teach what is needed, never below 0", "teachers"
        ),
        Column("surplus", "number", "Those who teach what is needed beyond need, never below 0", "teachers"),
        Column(
            "beyond_pupils",
            "number",
            "Posts filled beyond what pupils carry, reserves left out, never below 0",
            "posts",
        ),
    ),
    "causes.csv": (
        _COUNTY,
        _YEAR,
        _STAGE,
        Column("measure", "string", "`pupils_above_standard` or `pupils_large`, summed to `all` as in the list above"),
        Column("cause", "string", "What did it; the causes of a measure, stage and year add up to its whole change"),
        Column("unit", "string", "Unit of the row's numbers: the change since the baseline year"),
        *_statistics(10, 50, 90),
    ),
    "zones.csv": (
        _COUNTY,
        Column("zone", "string", "Zone"),
        *_NAMES,
        Column("kind", "string", "`old-town`, `new-urban`, `development` or `town`"),
        Column("neighbours", "string", "Neighbouring zones, with `;` between"),
        Column("minutes", "string", "Travel time to each neighbour, in the same order", "minutes"),
    ),
    "register.csv": (
        _COUNTY,
        Column("school_id", "string", "School or campus: the register's, then those that projects open"),
        *_NAMES,
        Column("zone", "string", "Zone"),
        Column("kind", "string", "Kind of the school, as in the register"),
        Column("ownership", "string", "`public`, `private-affordable` or `private`"),
        Column(
            "status",
            "string",
            "`registered`, `completed` (classrooms or classes, or some, by a stated rule), `assumed` (a synthetic, "
            "invented or assumed row) or `new` (a project opens it)",
        ),
    ),
    "figures.csv": (
        _COUNTY,
        Column("id", "string", "Figure, norm or default"),
        Column("value", "string", "Value in force, as TOML writes it"),
        Column("unit", "string", "Unit of the value"),
        Column("date", "string", "Date it speaks of"),
        Column("section", "string", "Section of its source"),
        Column("source", "string", "Where it was read, or why it is assumed"),
        Column("kind", "string", "`reported`, `derived`, `assumed`, or `set`: the scenario replaces the default"),
        Column("note", "string", "What to keep in mind"),
        Column("file", "string", "`figures.csv` of the county, or the shipped `norms.csv`"),
    ),
    "events.csv": (
        _COUNTY,
        Column("day", "number", "Days from the baseline's opening day", "days"),
        Column("date", "date", "Date"),
        Column("kind", "string", "What happened"),
        Column("entity", "string", "To whom"),
        Column("detail", "string", "Numbers that matter"),
    ),
    "replications.parquet": (
        _COUNTY,
        Column("replication", "integer", "Replication, counted from 0"),
        _YEAR,
        _ZONE,
        _STAGE,
        *(Column(m.name, "integer" if m.whole else "number", m.meaning, m.unit) for m in MEASURES),
    ),
    "hand_overs.parquet": (
        _COUNTY,
        Column("replication", "integer", "Replication, counted from 0"),
        Column("project", "string", "Project"),
        Column("day", "number", "Hand-over, from the baseline's opening day (null: not by the horizon)", "days"),
        Column("opens", "integer", "Academic year in which its rooms open (null: not by the horizon)", "academic year"),
        Column("cancelled", "integer", "1 where it is cancelled, else 0"),
        Column("cost", "number", "Final cost; 0 if cancelled", "10^4 yuan"),
    ),
    "draws.parquet": (
        _COUNTY,
        Column("replication", "integer", "Replication, counted from 0"),
        *(Column(f.column, "number", f.meaning, f.unit) for f in FEATURES),
    ),
}
"""Columns by file name, in order."""

_OF_COUNTIES = (
    _COUNTY,
    _YEAR,
    Column("scope", "string", "`total` (all counties together) or `county`"),
    Column("zone", "string", "`all`"),
    _STAGE,
    *_MEASURE,
    *_statistics(5, 10, 25, 50, 75, 90, 95),
)
SET_TABLES: Mapping[str, tuple[Column, ...]] = {
    "summary.csv": _OF_COUNTIES,
    "counties.parquet": _OF_COUNTIES,
    "outside.csv": (
        _COUNTY,
        _YEAR,
        _STAGE,
        Column("came", "number", "Pupils who came from other counties of the set by `flows.csv`: mean", "pupils"),
        Column("went", "number", "Pupils who went to other counties of the set: mean", "pupils"),
        Column(
            "missing",
            "number",
            "Pupils who were to go and were not there, while their destination counts them: mean",
            "pupils",
        ),
    ),
}
"""The same for a run of many counties."""


def names(table: str) -> list[str]:
    """Column names of a table, in order."""
    return [column.name for column in (TABLES if table in TABLES else SET_TABLES)[table]]


def descriptor(name: str, tables: Mapping[str, tuple[Column, ...]] = TABLES) -> dict[str, object]:
    """Data Package v2 descriptor of the tables; ``name`` is the package's short name."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "resources": [_resource(path, columns) for path, columns in tables.items()],
    }


def _resource(path: str, columns: tuple[Column, ...]) -> dict[str, object]:
    """One table's entry."""
    stem, extension = path.rsplit(".", 1)
    csv = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    parquet = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    fields = [
        {"name": c.name, "type": c.type, "description": c.meaning} | ({"unit": c.unit} if c.unit else {})
        for c in columns
    ]
    return {
        "name": stem,
        "type": "table",
        "path": path,
        **(csv if extension == "csv" else parquet),
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": fields,
            "missingValues": [""],
        },
    }

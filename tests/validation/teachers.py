"""Teachers one to three years ahead by the program's steps of a staff stock against a real school workforce.

    python tests/validation/teachers.py [ENTRANTS.csv LEAVERS.csv] [--leaving 0] [--beginning 1]

Rolling origins from the second year on; rates come from the years up to the origin.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import numpy as np
from scored import DATA, Floats, Ints, as_json, interval, span, table
from teacher_flows import Teachers, forecast, read_teachers

from seatsim.demand.stock_flow import Discounts

_LEADS = (1, 2, 3)
_WAYS = ("stock and flow", "last year's rates", "as many as now")


def told(teachers: Teachers, place: int, discounts: Discounts) -> dict[str, tuple[Floats, Floats]]:
    """Teachers of the whole, (leads,), and by subject, (leads, subjects), told from the first ``place`` + 1 years."""
    flows = teachers.flows.until(place + 1)
    leads = np.array(_LEADS)[:, None]
    now = flows.stock[-1].sum(axis=1)
    there, began = flows.there[-1].sum(axis=1), flows.began[-1].sum(axis=1)
    gone = flows.retired[-1].sum(axis=1) + flows.left[-1].sum(axis=1)
    same, rates = np.broadcast_to(now, (len(leads), len(now))), _last_rates(now, gone, there, began, leads)
    whole = _last_rates(
        now.sum(keepdims=True), gone.sum(keepdims=True), there.sum(keepdims=True), began.sum(keepdims=True), leads
    )[:, 0]
    return {
        _WAYS[0]: forecast(flows, len(_LEADS), discounts),
        _WAYS[1]: (whole, rates),
        _WAYS[2]: (same.sum(axis=1), same),
    }


def _last_rates(now: Floats, gone: Floats, there: Floats, began: Floats, leads: Ints) -> Floats:
    """The last year's rate of leaving, and as many who begin as in the last year, (leads, entities) [teachers]."""
    stays = 1.0 - np.divide(gone, there, out=np.zeros_like(gone), where=there > 0)
    back = np.stack([(stays[None, :] ** np.arange(lead)[:, None]).sum(axis=0) for lead in leads[:, 0]])
    told: Floats = now * stays**leads + began * back
    return told


def errors(teachers: Teachers, discounts: Discounts) -> list[dict[str, Any]]:
    """One row per origin, lead and way: error of the whole and mean absolute error of the subjects [%]."""
    rows = []
    stock = teachers.stock
    for place in range(1, len(teachers.years) - 1):
        ways = told(teachers, place, discounts)
        for index, lead in enumerate(_LEADS):
            if place + lead >= len(teachers.years):
                continue
            true = stock[place + lead]
            for way, (whole, subjects) in ways.items():
                known = true > 0
                rows.append(
                    {
                        "origin": int(teachers.years[place]),
                        "target": int(teachers.years[place + lead]),
                        "lead": lead,
                        "way": way,
                        "whole": float((whole[index] / true.sum() - 1.0) * 100),
                        "subjects": float(np.abs(subjects[index][known] / true[known] - 1.0).mean() * 100),
                    }
                )
    return rows


def report(entrants: Path, leavers: Path, discounts: Discounts, fixed_until: int) -> dict[str, Any]:
    """All figures of one pair of files."""
    teachers = read_teachers(entrants, leavers)
    rows = errors(teachers, discounts)
    return {
        "files": [entrants.name, leavers.name],
        "years": [int(teachers.years[0]), int(teachers.years[-1])],
        "fixed_until": fixed_until,
        "discounts": {"leaving": discounts.leaving, "beginning": discounts.beginning},
        "mape": {way: {str(lead): _figures(_of(rows, way, lead), fixed_until) for lead in _LEADS} for way in _WAYS},
        "errors": rows,
    }


def _of(rows: list[dict[str, Any]], way: str, lead: int) -> list[dict[str, Any]]:
    return [row for row in rows if row["way"] == way and row["lead"] == lead]


def _figures(rows: list[dict[str, Any]], fixed_until: int) -> dict[str, Any]:
    """Mean absolute error of the whole by span, its interval over targets, its bias, and that of the subjects [%]."""
    early = [row for row in rows if row["target"] <= fixed_until]
    late = [row for row in rows if row["target"] > fixed_until]
    errors = np.array([row["whole"] for row in rows])
    return {
        "all": _mean(np.abs(errors)),
        "early": _mean(np.abs([row["whole"] for row in early])),
        "late": _mean(np.abs([row["whole"] for row in late])),
        "interval": interval(np.abs(errors), np.array([row["target"] for row in rows])),
        "bias": _mean(errors),
        "subjects": _mean(np.array([row["subjects"] for row in rows])),
        "targets": len(rows),
    }


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) else None


def printed(figures: dict[str, Any]) -> str:
    """The figures as a table in plain text."""
    until, discounts = figures["fixed_until"], figures["discounts"]
    rows = [
        [
            f"h={lead}",
            way,
            *(_text(of[which]) for which in ("all", "early", "late")),
            span(of["interval"], 2),
            _text(of["bias"]),
            _text(of["subjects"]),
            str(of["targets"]),
        ]
        for lead in _LEADS
        for way, of in ((way, figures["mape"][way][str(lead)]) for way in _WAYS)
    ]
    head = ["lead", "told by", "all", f"<= {until}", "later", "90 % interval", "bias", "subjects", "targets"]
    return "\n\n".join(
        (
            "{} and {}, counts of {}-{}".format(*figures["files"], *figures["years"]),
            f"Discount of a year: leaving {discounts['leaving']:g}, beginning {discounts['beginning']:g}",
            "Mean absolute error of all teachers together, %; subjects: mean over subjects",
            table(head, rows),
        )
    )


def _text(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


_FOLDER = DATA / "dfe_teachers"


@click.command()
@click.argument("entrants", type=click.Path(path_type=Path), default=_FOLDER / "entrants.csv")
@click.argument("leavers", type=click.Path(path_type=Path), default=_FOLDER / "leavers.csv")
@click.option("--leaving", default=Discounts().leaving, show_default=True, help="Discount of rates of leaving.")
@click.option("--beginning", default=Discounts().beginning, show_default=True, help="Discount of rates of beginning.")
@click.option("--fixed-until", default=2014, show_default=True, help="Last target on which the discounts were chosen.")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
def main(entrants: Path, leavers: Path, leaving: float, beginning: float, fixed_until: int, as_object: bool) -> None:
    """Teachers one to three years ahead against a real school workforce."""
    figures = report(entrants, leavers, Discounts(leaving, beginning), fixed_until)
    click.echo(as_json(figures) if as_object else printed(figures))


if __name__ == "__main__":
    main()

"""The shape of ``answers.json``: whoever reads a results folder of others learns here what in it no run writes.

Keys that are not named here are left alone, for answers are added to; those that a run may leave out end in ``?``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import GenericAlias
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, create_model

from seatsim.domain.allocation import PARTS as PARTS_OF_ALLOCATION
from seatsim.domain.causes import CAUSES, SPLIT_MEASURES, TERMS
from seatsim.domain.latest_start import StartState
from seatsim.domain.limits import Limits
from seatsim.domain.milestones import milestones
from seatsim.domain.money import PARTS
from seatsim.domain.outcome import WAITS
from seatsim.domain.project import ProjectKind
from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, COMPULSORY, STAGES, Stage
from seatsim.domain.stored_draws import SOURCES, Kind
from seatsim.indicators.answers import CROWDING_ROWS, PEAK_STAGES
from seatsim.indicators.demand_errors import DemandErrors
from seatsim.indicators.measures import ALL
from seatsim.indicators.resolution import CROWDING, LIMIT_STAGES
from seatsim.indicators.sources import State
from seatsim.model.finance import RULES

_Kind = Literal["reported", "derived", "assumed"]
_Status = Literal["reported", "assumed"]
_Year = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
_NOTHING = Annotated[str, StringConstraints(min_length=1, max_length=0)]
"""What a key holds that must not be there."""
_BAND = ("mean", "p10", "p50", "p90")


class _Shape(BaseModel):
    """An object of JSON whose numbers are numbers, and finite."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False, frozen=True)


def _shape(keys: Mapping[str, Any]) -> type[_Shape]:
    """An object with these keys, each with what it holds; one whose name ends in ``?`` may be left out."""
    fields: dict[str, Any] = {
        f"key_{place}": (kind, field) for place, (key, kind) in enumerate(keys.items()) for field in [_field(key)]
    }
    made: type[_Shape] = create_model("Shape", __base__=_Shape, **fields)
    return made


def _field(key: str) -> Any:  # noqa: ANN401 - as pydantic types it
    name = key.removesuffix("?")
    return Field(alias=name) if name == key else Field(default=None, alias=name)


def _each(names: Iterable[str], kind: object) -> type[_Shape]:
    """An object with the same under each of some names."""
    return _shape(dict.fromkeys(names, kind))


def _list(kind: object) -> GenericAlias:
    return GenericAlias(list, (kind,))


def _by_year(kind: object) -> GenericAlias:
    return GenericAlias(dict, (_Year, kind))


def wrong(told: Mapping[str, Any]) -> str | None:
    """The first dotted key of answers that holds what no run writes there; None where there is none."""
    first = told.get("baseline_year")
    if type(first) is not int:
        return "baseline_year"
    try:
        _answers(*milestones(first)).validate_json(json.dumps(told))
    except ValidationError as error:
        place = error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
        return ".".join(str(part) for part in place if not str(part).startswith("Shape")) or "."
    return None


_Told = type[_Shape]


def _tolerances() -> _Told:
    return _shape({"above_standard": float, "years": int})


def _first(near: int) -> _Told:
    """First year resolved, with its chance by the nearer milestone."""
    quantiles = dict.fromkeys(("p10", "p50", "p90"), int | None)
    shares = dict.fromkeys(("distribution", "met_in", "met_from"), _by_year(float))
    return _shape({**quantiles, "already": float, "not_by_horizon": float, f"by_{near}": float | None, **shares})


def _september(band: _Told, text: _Told) -> _Told:
    maybe = band | None
    row = {"claims": maybe, "entry_places": band, "short": float | None, "entrants": band, "sent_elsewhere": maybe}
    stage = _shape({**row, "awaiting": maybe, "at_home": maybe, "classes_open": band})
    bands = ("claims", "entry_places", "planned_places", "balance", "entrants", "classes_open")
    zone = {"stage": Stage, "zone": str, "name": text, **dict.fromkeys(bands, band)}
    sent = dict.fromkeys(("claims", "entry_places", "sent_elsewhere", "awaiting"), band)
    overflow = {"stage": Stage, "school": str, "zone": str, "name": text, "probability": float, **sent}
    return _shape(
        {
            "year": int,
            "stages": _each(CLASS_STAGES, stage),
            "zones": _list(_shape({**zone, "short": float, "above_planning": float})),
            "overflow_from": float,
            "overflow": _list(_shape(overflow)),
        }
    )


def _allocation(band: _Told) -> _Told:
    own = _each(PARTS_OF_ALLOCATION, band)
    return _shape(
        {
            "stage": Stage,
            "year": int,
            **dict.fromkeys(("simulated", *PARTS_OF_ALLOCATION), band),
            "own_zone?": own | None,
        }
    )


def _causes(band: _Told, years: tuple[str, ...]) -> _Told:
    bands = dict.fromkeys(("value_from", "value_to", "change"), band)
    span = _shape({"from": int, "to": int, **bands, "causes": _each(TERMS, band)})
    spans = _each(("peak?", "horizon", *years), span)
    changes = dict.fromkeys(SPLIT_MEASURES, _each((*CLASS_STAGES, ALL), spans))
    cause = _list(Literal[CAUSES])
    row = {"futures": int, "order": cause, "unchanged": cause, "rules_known": bool}
    return _shape({**row, "changes": _shape(changes)})


def _latest(band: _Told, text: _Told) -> _Told:
    month = str | None
    row = {"project": str, "name": text, "status": _Status, "wanted": int, "state": StartState, "last_month": month}
    chances = dict.fromkeys(("probability", "planned_probability"), float)
    return _shape({**row, **chances, "planned_month": month, "reached": int | None, "cost_per_month": band | None})


def _project(band: _Told, text: _Told) -> _Told:
    row = {"project": str, "kind": ProjectKind, "school": str, "name": text, "status": _Status, "planned": int}
    days = {f"hand_over_p{p}": str | None for p in (10, 50, 90)} | {f"opens_p{p}": int | None for p in (10, 50, 90)}
    shares = {"on_time": float, "cancelled": float, "waits_days": _each(WAITS, float)}
    return _shape({**row, **days, **shares, "waits_for": Literal[WAITS] | None, "cost": band})


def _plans(band: _Told, text: _Told) -> _Told:
    who = {"stage": Stage, "school": str, "name": text, "zone": str, "probability": float, "planned": band}
    cut = {"years": _list(int), "year": int, "entry_places": band, "entrants": band}
    why = Literal["all_to_senior", "all_elsewhere", "no_plan", "few"]
    return _shape(
        {
            "cut?": _list(_shape({**who, **cut, "why": Literal["rooms", "school_size"]})),
            "emptied?": _list(_shape({**who, "from": int, "why": why})),
        }
    )


def _policies() -> object:
    """What each policy ordered, on a condition above or below a number."""
    when = {"measure": str, "stage": Literal[*STAGES, ALL], "zone": str, "years": int, "ahead": int}
    above, below = (_shape({**when, side: float}) for side in ("above", "below"))
    first = _each(("p10", "p50", "p90"), int | None)
    row = {"policy": str, "order": str, "when": above | below, "chance": float, "first": first, "years": float | None}
    return _list(_shape(row))


def _posts(band: _Told, years: tuple[str, ...]) -> object:
    """Posts by stage; without ``stages`` staff are not followed."""
    four = _each(("needed", "approved", "filled", "outside", "teachers"), band)
    peak = _shape({"year": int, "value": band})
    through = _shape({"now": band, "peak": peak, "horizon": band})
    flows = ("hires", "outside_hires", "retirements", "vacancies", "advertised")
    stage = {
        **dict.fromkeys(("now", "next", "horizon", *years), four),
        "this_round": _shape({"year": int, **dict.fromkeys(flows, band)}),
        "short": _shape({"now": band, "peak": peak, "schools_now": band}),
        **dict.fromkeys(("surplus", "beyond_pupils"), through),
        "more_than_needed_in": _list(int),
        "temporary": _shape({"peak": peak}),
    }
    followed = _shape(
        {
            "staff_kind": Literal["reported", "assumed"],
            "needed_by": Literal["classes", "pupils"],
            "structural_shortage": float,
            "stages": _each((*STAGES, ALL), _shape(stage)),
            "review": _shape({"year": int, "posts_added": band}) | None,
            "talent": band,
            **dict.fromkeys(("reserve", "unstaffed_classes"), _by_year(band)),
        }
    )
    return followed | _shape({"stages?": _NOTHING})


def _money(band: _Told) -> _Told:
    year = {"year": int, "budget": float, "paid": band, "left": band, "used_up": float}
    column = {"scenario": int, "reference?": int, "difference?": int}
    part = _shape({**column, "kind": _Kind})
    parts = {"unit": str, "from": int, "to": int, "parts": _each((*PARTS, "capital"), part), "total": _shape(column)}
    relief = _shape({"avoided": float, "capital": float | None, "recurrent": float | None})
    return _shape(
        {
            "budget_given?": bool,
            "capital": _list(_shape(year)),
            "waits_for_capital": float,
            "spending": _spending(band),
            "parts": _shape(parts) | None,
            "cost_of_relief": relief | None,
        }
    )


def _spending(band: _Told) -> object:
    """Recurrent spending; without ``years`` the figures do not give it."""
    published = _shape({"value": float, "kind": _Kind})
    year = {"year": int, "total": band, "per_pupil": band, "published": published | None}
    breach = {"rule": Literal[RULES], "year": int, "chance": float, "amount": band}
    told = _shape(
        {
            "years": _list(_shape(year)),
            "breaches": _list(_shape(breach)),
            "margin": _shape({"margin": float | None, "lost_in": int | None}),
            "pay": _shape({"assumed": float, "stages": GenericAlias(dict, (Stage, float))}),
            "empty_seats": _each(("now", "horizon"), band),
        }
    )
    return told | _shape({"status": str})


def _decision(text: _Told) -> object:
    """What is asked: of a project, of those who are sent elsewhere, or of posts."""
    asked = {"amount": float | None, "unit": str | None, "office": text, "by": str}
    basis = Literal["latest_start", "planned_start", "too_late", "posts", "admission"]
    project = {"item": Literal["review", "site", "capital", "works"], "project": str, "name": text, "status": _Status}
    overflow = {"item": Literal["overflow"], "stage": Stage, "schools": _list(str)}
    posts = {"item": Literal["posts", "recruitment"]}
    kinds = ({**project, "opens": int}, overflow, posts)
    of_project, of_overflow, of_posts = (_shape({**kind, **asked, "basis": basis}) for kind in kinds)
    return of_project | of_overflow | of_posts


def _rests(band: _Told, text: _Told) -> _Told:
    shares = dict.fromkeys(("register_assumed", "project_seats_assumed", "entrants_on_continued_births"), float | None)
    more = dict.fromkeys(("pupils_without_rooms_and_classes?", "pupils_shared_over_grades?"), float)
    above = _each((*CLASS_STAGES, ALL), _each(("p10", "p50", "p90"), float | None))
    lists = dict.fromkeys(("assumed", "projects_assumed", "projects_reported", "repairs?"), _list(str))
    report = {"id": str, "value": float | None, "unit": str, "beside": float | None, "against": str}
    rooms = Literal["assumed", "neither", "no_rooms", "mostly", "completed", "registered"]
    return _shape(
        {
            "classrooms_and_classes": rooms,
            "rooms_by_stage?": _each(CLASS_STAGES, rooms),
            "crowding_at_baseline": _shape({"classes_above_standard": above, "varied": bool}),
            "pupils_at_baseline": _shape({"county": band, "varied": bool}),
            "demand_errors?": _shape({"kind": DemandErrors}),
            "births_known_to": int,
            "births_continued_from": _each(AGED_STAGES, int),
            "shares": _shape({**shares, **more}),
            "sources": _sources(band),
            "ask_first?": _list(_shape({"source": str, "figure": text, "office": text, **_narrowed()})),
            "report": _list(_shape(report)),
            **lists,
        }
    )


def _narrowed() -> dict[str, _Told]:
    row = {"answer": str, "year": int | None, "share": float, "width": float, "width_estimate": float}
    return dict.fromkeys(("first", "most"), _shape(row))


def _sources(band: _Told) -> _Told:
    source = {"source": Literal[tuple(SOURCES)], "kind": Kind, "state": State, "noise": float}
    shares = _each(SOURCES, float) | None
    answer = {"answer": str, "year": int | None, "band": band, "width": float, "shares": shares, "rest": float | None}
    head = {"status": str, "replications": int, "fewest": int}
    return _shape({**head, "list?": _list(_shape(source)), "answers?": _list(_shape(answer))})


@lru_cache(maxsize=4)
def _answers(near: int, far: int) -> TypeAdapter[Any]:
    """Everything that readers of answers take for granted; the milestones are keys of their own."""
    band = _each(_BAND, float)
    text = _each(("zh", "en"), str)
    year = _each(_BAND, float | None)
    peak = _shape({"year": year, "value": band})
    years = (f"{near}?", f"{far}?")
    over = {"now": band, "peak": peak, "horizon": band, **dict.fromkeys(years, band)}
    yearly = _shape({**over, "by_year": _by_year(band)})
    turn = _shape({"year": year, "pupils": band, "seat_balance": band | None})
    short = _shape({"year": int, "probability": float, "colour": Literal["none", "amber", "red"], "warn_in": int})
    stage = _shape({"now": band, "peak": turn, "trough": turn, "shortage?": _list(short)})
    blocks: dict[str, Any] = {
        "crowding": {m: _each(stages, _shape(over)) for m, stages in CROWDING_ROWS.items()},
        "crowded_pupil_years": {
            f"pupils_{c}": _each((*CLASS_STAGES, ALL), _each(("horizon", *years), band)) for c in CROWDING
        },
        "first_year": {"tolerances": _tolerances(), **{m: _each(of, _first(near)) for m, of in LIMIT_STAGES.items()}},
        "peaks": dict.fromkeys(PEAK_STAGES, stage),
        "unplaced": dict.fromkeys((*COMPULSORY, ALL), yearly),
        "at_home": {"kindergarten": yearly},
        "empty_seats": dict.fromkeys((*CLASS_STAGES, ALL), _each(("now", "horizon"), band)),
    }
    beside = {name: _shape({**keys, "reference?": _shape(keys)}) for name, keys in blocks.items()}
    head = dict.fromkeys(("county", "scenario", "information_date"), str)
    numbers = dict.fromkeys(("baseline_year", "horizon", "replications", "seed"), int)
    return TypeAdapter(
        _shape(
            {
                **head,
                **numbers,
                **dict.fromkeys(("county_name", "title"), text),
                "limits": Limits,
                "september": _september(band, text) | None,
                **beside,
                "allocation?": _list(_allocation(band)),
                "causes?": _causes(band, years),
                "latest_starts?": _list(_latest(band, text)),
                "projects": _list(_project(band, text)),
                "admission_plans?": _plans(band, text),
                "changes?": _each(("boundaries", "mergers", "groups_formed", "first_year"), int),
                "policies?": _policies(),
                "posts": _posts(band, years),
                "money": _money(band),
                "decisions": _list(_decision(text)),
                "rests_on": _rests(band, text),
            }
        )
    )

"""County folders: read, checked, completed by stated rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast

from seatsim.domain.county import BirthSeries, County, Register
from seatsim.domain.demand_uncertainty import BirthVariant
from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.figures import Figure
from seatsim.domain.history import History
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import BaselineReadings
from seatsim.domain.stages import GRADED
from seatsim.inputs import births, county_file, history, links, register, rules, staff, zones
from seatsim.inputs.calibrated import NOTHING, Found, calibrate
from seatsim.inputs.counted import count_faults, count_notes
from seatsim.inputs.county_file import CountyFile, Settings
from seatsim.inputs.county_sets import is_set
from seatsim.inputs.figures import NAME as FIGURES
from seatsim.inputs.figures import read_figures
from seatsim.inputs.information import Information, Later
from seatsim.inputs.invented import invented_rows
from seatsim.inputs.members import FILES
from seatsim.inputs.money import read_money
from seatsim.inputs.norms import default_leaves
from seatsim.inputs.opened import OpenedFolder, open_folder
from seatsim.inputs.part import Folder, Part, digest_of
from seatsim.inputs.placing import place_complaints
from seatsim.inputs.rates import read_rates
from seatsim.inputs.repairs import Repair
from seatsim.inputs.rest import Head, head_of, rest_faults, zone_names
from seatsim.inputs.retention import lost_by_grade
from seatsim.inputs.scenario_names import Named
from seatsim.inputs.schema import check
from seatsim.inputs.tables import File, stands
from seatsim.inputs.toml_files import Leaves, overlay, unflatten
from seatsim.inputs.ways import way_faults

STRUCTURAL = "F19"
"""The figure that says whether teachers are structurally short of posts (结构性缺编)."""
_ANY_YEAR = 2020
"""Any baseline year: the shipped classes are of the same size in all."""
READ = FILES
"""Every file of a county folder that is read; the first three are required."""


@dataclass(frozen=True)
class CountyDraft:
    """A county as far as it could be read, with everything that is wrong with it."""

    county: County | None
    """The county, not yet reconciled; None if anything is wrong."""
    faults: tuple[Fault, ...]
    """What is wrong."""
    later: tuple[Later, ...] = ()
    """What was left out because it was not known yet."""
    named: Named | None = None
    """Names that a scenario may use, though the county has faults; None without a folder."""
    repairs: tuple[Repair, ...] = ()
    """What was read otherwise than it stands in the files."""


def read_county(folder: Path, readings: BaselineReadings | None = None) -> County:
    """Read a county folder; ``readings`` None takes the defaults of the norms and the county's own.

    Raises InvalidInput with every fault; Infeasible if the figures of a synthetic register clash.
    """
    draft = draft_county(folder)
    if draft.county is None:
        raise InvalidInput(draft.faults)
    return reconciled(draft.county, readings or default_settings(folder).baseline)


def reconciled(county: County, readings: BaselineReadings) -> County:
    """The county with what its figures, read this way, allow as a start; a real register starts as it is.

    Raises Infeasible if the figures clash.
    """
    stated = STRUCTURAL not in county.figures or county.figures[STRUCTURAL].value != 0
    shortage = readings.structural_shortage if stated else 0.0
    county = replace(county, staff=staff.with_reading(county.staff, shortage))
    if not county.figures or not county.register.synthetic:
        return county
    from seatsim.inputs.reconcile import reconcile

    return replace(county, reconciled=reconcile(county.figures, readings, county.grades))


def default_settings(folder: Folder) -> Settings:
    """Shipped defaults with the county's own limits and norms over them. Raises InvalidInput."""
    faults: list[Fault] = []
    file = county_file.read_county_file(folder, faults)
    settings = None if file is None else _settings(file, faults)
    if settings is None or faults:
        raise InvalidInput(faults)
    return settings


def draft_county(folder: Folder, as_of: date | None = None) -> CountyDraft:
    """Read a county folder as far as possible; faults are collected, not raised.

    What is known only after ``as_of`` is left out; None: everything is known. ``as_of`` must be within the range
    that the county's data allow.
    """
    faults: list[Fault] = []
    if isinstance(folder, Path) and is_set(folder):
        words = Phrase("holds many counties: check and run a scenario that names it, or one of them")
        return CountyDraft(None, (Fault(str(folder), None, "", "", words, "many"),))
    if not folder.is_dir():
        found = Fault(str(folder), None, "", "", Phrase("no such county folder"), "no-file")
        return CountyDraft(None, (found,))
    file = county_file.read_county_file(folder, faults)
    if isinstance(folder, Path):
        folder = _opened(folder, file)
    draft = _draft(folder, file, as_of, faults)
    if not isinstance(folder, OpenedFolder):
        return draft
    repairs, notes = folder.repairs(), (*folder.notes(),)
    county, faults = draft.county, [*folder.faults, *draft.faults]
    if county is not None:
        told = tuple(repair.words for repair in repairs)
        county = replace(county, repairs=told, assumed=(*notes, *county.assumed))
    return replace(draft, county=None if faults else county, faults=tuple(faults), repairs=repairs)


def _opened(folder: Path, file: CountyFile | None) -> OpenedFolder:
    """The folder with its tables opened, which may name the county's own grades."""
    return open_folder(folder) if file is None else open_folder(folder, tuple(file.grades[stage] for stage in GRADED))


def _draft(folder: Folder, file: CountyFile | None, as_of: date | None, faults: list[Fault]) -> CountyDraft:
    """The county from its opened folder, or its part of a register; ``faults`` were found before."""
    if file is not None:
        file = replace(file, information=replace(file.information, as_of=as_of))
    head = head_of(folder, file)
    assumed = [*(() if file is None else file.assumed), *invented_rows(folder, READ)]
    found_zones = zones.draft_zones(folder, faults, assumed)
    figures, later = _figures(folder, faults), list[Later]()
    settings = None
    if file is not None:
        figures, later = _known_figures(folder / FIGURES, figures, file.information)
        settings = _settings_of(folder, file, faults)
        _grades_hold(settings, file, folder, faults)
    schools = register.draft_register(folder, _asked(folder, head, found_zones, settings), faults, assumed)
    if found_zones is not None and schools is not None:
        register.names_differ(schools, [zone.id for zone in found_zones.zones], faults)
    whole = found_zones is not None and schools is not None and found_zones.sound and schools.sound
    if file is None or found_zones is None or schools is None or not whole:
        rest_faults(folder, head, found_zones, schools, faults)
        areas = found_zones.zones if found_zones is not None and found_zones.sound else None
        held = None if schools is None else schools.register
        faults.extend(count_faults(folder / FIGURES, figures, areas, held))
        return CountyDraft(None, tuple(faults), named=_named(found_zones, schools, head))
    county = _assemble(folder, file, found_zones, schools.register, figures, faults, assumed)
    if settings is not None:
        people = staff.read_staff(
            folder, schools.register, figures, settings.levers, as_of, faults, assumed, schools.stages
        )
        paid = read_money(folder / FIGURES, figures, schools.register, file.baseline_year, faults, assumed)
        county = replace(county, staff=people, money=paid, assumed=tuple(assumed))
    else:
        staff.check_staff(folder, schools.stages, faults)
    later.extend(births.later_births(folder, file.information))
    named = _named(found_zones, schools, head)
    return CountyDraft(None if faults else county, tuple(faults), tuple(later), named)


def _named(found: zones.Drafted | None, schools: register.Drafted | None, head: Head) -> Named:
    """Names of a county's zones, schools and grades, as far as they are known."""
    return Named(
        None if found is None else tuple(zone.id for zone in found.zones),
        None if schools is None else schools.register.school_id,
        head.grades,
        () if found is None else tuple(zone.name for zone in found.zones),
        () if schools is None else schools.register.name,
    )


def _asked(folder: Folder, head: Head, found: zones.Drafted | None, settings: Settings | None) -> register.Asked:
    """What the register is completed with."""
    names = None if found is None else zone_names(found)
    standard = (settings or _defaults(head.baseline_year or _ANY_YEAR)).limits.standard

    def known_births() -> BirthSeries | None:
        if not stands(folder / births.NAME):
            return None
        known_to = None if head.information is None else head.information.last_birth_year
        series = births.read_births(folder, names, head.baseline_year, [], [], known_to)
        return None if series is None else series["reference"]

    return register.Asked(names, head.grades, standard, head.baseline_year, known_births)


def _assemble(
    folder: Folder,
    file: CountyFile,
    drafted: zones.Drafted,
    schools: Register,
    figures: Mapping[str, Figure],
    faults: list[Fault],
    assumed: list[Phrase],
) -> County:
    """The county from its parts; what the optional files hold, or the rules that stand in for them."""
    found_zones, names, held = drafted.zones, zone_names(drafted), links.schools_of(schools, True)
    zone_ids = tuple(zone.id for zone in found_zones)
    has = {name: stands(folder / name) for name in READ}
    series, of_births, known_to = None, list[Phrase](), file.information.last_birth_year
    if has[births.NAME]:
        series = births.read_births(folder, names, file.baseline_year, faults, of_births, known_to)
    past, found = _history(folder, file, zone_ids, schools, series, faults, assumed)
    by_rule = (*found.replaced, *(() if has[births.NAME] else ("F5.preschool",)))
    ratios = read_rates(figures, folder, by_rule, faults, assumed)
    ratios = found.over(replace(ratios, lost=lost_by_grade(folder / FIGURES, figures, schools, faults)))
    faults.extend(count_faults(folder / FIGURES, figures, found_zones, schools))
    assumed.extend((*count_notes(figures, schools), *of_births))
    if not has[births.NAME]:
        assumed.append(
            Phrase(
                "births: no {}, taken from kindergarten and primary pupils, level after the youngest grade", births.NAME
            )
        )
        if "F5.preschool" not in figures:
            ratios = replace(ratios, kindergarten_entry=births.kindergarten_share(schools, ratios))
            share = f"{ratios.kindergarten_entry:.0%}"
            assumed.append(Phrase("kindergarten entry: {} of an age group, as its pupils are to primary's", share))
    crowding = (
        links.read_crowding(folder, schools, file.grades, faults) if _crowding_counts(has, schools, assumed) else {}
    )
    catchments = links.read_catchments(folder, names, held, faults) if has[links.CATCHMENTS] else {}
    faults.extend(way_faults(drafted, schools, held, catchments))
    return County(
        id=file.id,
        name=file.name,
        baseline_year=file.baseline_year,
        grades=file.grades,
        zones=found_zones,
        register=schools,
        crowding=crowding,
        births=series or births.enrolled_births(zone_ids, schools, ratios, file.baseline_year, known_to),
        ratios=ratios,
        catchments=catchments,
        feeders=links.read_feeders(folder, held, faults) if has[links.FEEDERS] else {},
        resources=links.read_resources(folder, held, faults) if has[links.RESOURCES] else {},
        figures=figures,
        reconciled=None,
        information_date=file.information.used.isoformat(),
        digest="" if faults else digest_of(folder, READ),
        assumed=tuple(assumed),
        history=past,
        own_laws=found.laws,
    )


def _history(
    folder: Folder,
    file: CountyFile,
    zone_ids: tuple[str, ...],
    schools: Register,
    series: Mapping[BirthVariant, BirthSeries] | None,
    faults: list[Fault],
    assumed: list[Phrase],
) -> tuple[History | None, Found]:
    """The county's earlier years, and the ratios that they give a real register."""
    if not stands(folder / history.NAME):
        return None, NOTHING
    past = history.read_history(folder, zone_ids, schools, file.baseline_year, file.information, faults, assumed)
    if past is None:
        return None, NOTHING
    if schools.synthetic:
        assumed.append(
            Phrase("{} changes no ratio: a synthetic register starts from those of the figures", history.NAME)
        )
        return past, NOTHING
    found = calibrate(past, None if series is None else series["reference"], file.grades)
    assumed.extend(found.notes)
    return past, found


def _settings_of(folder: Folder, file: CountyFile, faults: list[Fault]) -> Settings | None:
    """As ``_settings``, found once for all counties that set nothing themselves, or share a register."""
    if not file.overrides:
        return _defaults(file.baseline_year)
    if not isinstance(folder, Part):
        return _settings(file, faults)
    if "settings" not in folder.settings:
        found = _settings(file, faults)
        if found is None or faults:
            return found
        folder.settings["settings"] = found
    return cast(Settings, folder.settings["settings"])


@lru_cache(maxsize=64)
def _defaults(baseline_year: int) -> Settings:
    """The shipped settings, which hold in every year that a baseline may have."""
    leaves = {path: leaf for path, leaf in default_leaves().items() if len(path) > 1}
    faults: list[Fault] = []
    settings = _checked(leaves, baseline_year, faults)
    if settings is None or faults:
        raise InvalidInput(faults)
    return settings


def _settings(file: CountyFile, faults: list[Fault]) -> Settings | None:
    """Defaults with the county's overrides over them; None with faults if they do not hold."""
    leaves = {path: leaf for path, leaf in default_leaves().items() if len(path) > 1}
    return _checked(overlay(leaves, file.overrides), file.baseline_year, faults)


def _checked(leaves: Leaves, baseline_year: int, faults: list[Fault]) -> Settings | None:
    """Settings from leaves; None with faults if they do not hold."""
    settings, complaints = check(unflatten((path, leaf.value) for path, leaf in leaves.items()), Settings)
    complaints.extend(rules.range_complaints(leaves, baseline_year))
    complaints.extend(rules.migration_complaints(leaves))
    if settings is not None:
        complaints.extend(rules.limits_complaints(settings.limits))
    faults.extend(place_complaints(complaints, leaves))
    return settings


def _grades_hold(settings: Settings | None, file: CountyFile, folder: Folder, faults: list[Fault]) -> None:
    """A county with other kindergarten grades than the shipped three has standard classes of its own."""
    grades = file.grades["kindergarten"]
    if settings is not None and len(settings.limits.standard.kindergarten) != grades:
        words = Phrase("must be {} sizes, one for each kindergarten grade (pupils per class): set it here", grades)
        found = str(list(settings.limits.standard.kindergarten))
        key = "[limits.standard] kindergarten"
        faults.append(Fault(str(folder / county_file.NAME), None, key, found, words, "grade-sizes"))


def _figures(folder: Folder, faults: list[Fault]) -> Mapping[str, Figure]:
    path = folder / FIGURES
    if not stands(path):
        return {}
    try:
        return read_figures(path)
    except InvalidInput as error:
        faults.extend(error.faults)
        return {}


def _known_figures(
    path: File, figures: Mapping[str, Figure], information: Information
) -> tuple[Mapping[str, Figure], list[Later]]:
    """Figures known on the information date, and those that were not."""
    if information.as_of is None:
        return figures, []
    days = {key: information.figure_known(figure.date, figure.source) for key, figure in figures.items()}
    later = [
        Later(str(path), figure.line, key, figure.date, days[key], False)
        for key, figure in figures.items()
        if days[key] > information.as_of
    ]
    return {key: figure for key, figure in figures.items() if days[key] <= information.as_of}, later


def _crowding_counts(has: Mapping[str, bool], schools: Register, assumed: list[Phrase]) -> bool:
    """Whether crowding variants belong to this register: only a synthetic one has them."""
    if schools.synthetic and not has[links.CROWDING]:
        assumed.append(Phrase("crowding variants: no {}, all three are the register itself", links.CROWDING))
    if has[links.CROWDING] and not schools.synthetic:
        assumed.append(Phrase("{} is not used: the register is no synthetic one", links.CROWDING))
    return schools.synthetic

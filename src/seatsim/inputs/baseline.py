"""What the ``baseline`` command needs: a county and what its figures allow, with every narrowing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from seatsim.domain.county import County
from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.figures import Reconciled
from seatsim.domain.limits import Limits
from seatsim.domain.phrase import Phrase
from seatsim.domain.project import Project
from seatsim.domain.scenario import Levers
from seatsim.inputs.county import default_settings, draft_county
from seatsim.inputs.figures import NAME as FIGURES
from seatsim.inputs.placing import unique
from seatsim.inputs.scenario import draft_scenario
from seatsim.inputs.standing import is_folder


def load_baseline(path: Path, overrides: Sequence[str] = ()) -> tuple[County, Reconciled]:
    """County and reconciled start of a scenario or a county folder.

    Raises InvalidInput if either is invalid or the county has no figures; Infeasible if the figures clash.
    """
    from seatsim.inputs.reconcile import narrowings

    scenario = None if is_folder(path) else draft_scenario(path, overrides)
    folder = path if scenario is None else scenario.county
    faults = [] if scenario is None else list(scenario.faults)
    as_of = None if scenario is None else scenario.as_of
    draft = None if folder is None or not is_folder(folder) else draft_county(folder, as_of)
    if draft is not None:
        faults.extend(draft.faults)
        if not draft.faults and draft.county is not None and not draft.county.figures:
            faults.append(
                Fault(str(folder), None, FIGURES, "", Phrase("is required: the baseline reconciles figures"), "no-file")
            )
        elif draft.county is not None and not draft.county.register.synthetic and "F4" not in draft.county.figures:
            words = Phrase(
                "all pupils of the county are not given: baseline splits them by stage where the register is synthetic,"
                " drawn up from totals; here the register itself gives the pupils of each school, and seatsim check"
                " tells what the data support"
            )
            faults.append(Fault(FIGURES, None, "F4", "", words, "missing-figure"))
    if faults or draft is None or draft.county is None or folder is None:
        raise InvalidInput(unique(faults))
    readings = default_settings(folder).baseline if scenario is None else scenario.resolved().scenario.baseline
    return draft.county, narrowings(draft.county.figures, readings, draft.county.grades)


def baseline_plan(path: Path, overrides: Sequence[str] = ()) -> tuple[Levers, Limits, Mapping[str, Project]]:
    """Levers, limits and projects that stand beside the figures: a scenario's, or a county's defaults and no project.

    Raises InvalidInput if they are invalid.
    """
    if is_folder(path):
        settings = default_settings(path)
        return settings.levers, settings.limits, {}
    scenario = draft_scenario(path, overrides).resolved().scenario
    return scenario.levers, scenario.limits, scenario.projects

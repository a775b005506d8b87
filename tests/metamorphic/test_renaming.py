"""Names decide nothing but addresses of draws and ties: where these stay, other names permute results bit for bit."""

from hypothesis import given
from hypothesis import strategies as st

from by_name import differing, outcome_and_measures, studies
from generated import cases
from renamed import all_names, hashed_as, plan_with_names, with_names
from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.model.streams import hashes, stable_hash
from septembers import a_part

Case = tuple[County, Plan, Uncertainty]


@st.composite
def renamed_cases(draw: st.DrawFn) -> tuple[Case, Case, dict[str, str]]:
    """A case, the same under names that sort otherwise, and the old names by the new ones.

    Zones, schools, groups, projects and changes are renamed.
    """
    county, plan, nature = draw(cases())
    names = all_names(county, plan)
    new = draw(st.permutations([f"n{place:02}" for place in range(len(names))]))
    called = dict(zip(names, new, strict=True))
    other = (with_names(county, called), plan_with_names(plan, called), nature)
    return (county, plan, nature), other, {name: before for before, name in called.items()}


@a_part(6)
@given(renamed_cases())
def test_renaming_permutes_outcome_and_measures_bit_for_bit(both: tuple[Case, Case, dict[str, str]]) -> None:
    case, other, old = both
    as_it_is = outcome_and_measures(*case)
    with hashed_as(old):
        renamed = outcome_and_measures(*other, old)
    assert list(differing(as_it_is, renamed)) == []


@a_part(12)
@given(renamed_cases())
def test_renaming_permutes_studies_and_answers_bit_for_bit(both: tuple[Case, Case, dict[str, str]]) -> None:
    case, other, old = both
    as_it_is = studies(*case)
    with hashed_as(old):
        renamed = studies(*other, old)
    assert list(differing(as_it_is, renamed)) == []


@given(st.lists(st.sampled_from(["z0", "p0", "x1", "p0/P1"]), min_size=1))
def test_a_hash_of_a_new_name_is_that_of_the_old_one(names: list[str]) -> None:
    """What the laws above rest on: inside, new names hash as old ones; outside, as themselves."""
    plain = [stable_hash(name) for name in names]
    new = {"n1": "z0", "n2": "p0", "n3": "x1"}
    called = {old: name for name, old in new.items()}
    renamed = ["/".join([called[name.partition("/")[0]], *name.split("/")[1:]]) for name in names]
    with hashed_as(new):
        assert hashes(renamed).tolist() == plain
    assert hashes(renamed).tolist() == [stable_hash(name) for name in renamed]

"""The shipped error laws are those of English authorities, rounded to two digits."""

from borrowed import SET, borrowed, laws

from real_data import real_data
from seatsim.inputs.norms import norms


def test_the_norms_are_the_laws_of_english_authorities_to_two_digits() -> None:
    real_data(SET)
    for key, value in borrowed(laws()).items():
        norm = norms()[key]
        assert float(str(norm.value)) == float(f"{value:.2g}"), key
        assert "English authorities" in norm.source

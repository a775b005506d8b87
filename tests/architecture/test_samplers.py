"""The search for samplers finds each kind of them, and nothing that the model may use."""

import pytest
from samplers import foreign_draws


@pytest.mark.parametrize(
    "snippet",
    [
        "import random",
        "import secrets as s",
        "from random import gauss",
        "from numpy import random",
        "import numpy.random as nr",
        "from numpy.random import default_rng",
        "np.random.seed(1)",
        "rng = np.random.default_rng(1)",
        "pupils = rng.binomial(n, p)",
        "draw = rng.standard_normal\ndraw()",
        "scipy.stats.norm.rvs(size=3)",
        "scipy.stats.norm(random_state=1)\nnorm.random_state",
        "rng.shuffle(order)",
        "[g.permutation(5) for g in generators]",
        "def f(x: Generator) -> None:\n    x.integers(3)",
        "generator.beta(1, 2) + generator.gamma(3)",
        "self._luck.poisson(4.0)",
        "from random import choice\nchoice(names)",
        "os.urandom(8)",
        "np.random.Generator(np.random.Philox(key=1))",
        "lambda: rng.choice([1, 2])",
    ],
)
def test_a_sampler_is_found(snippet: str) -> None:
    assert foreign_draws(snippet)


@pytest.mark.parametrize(
    "snippet",
    [
        "uniforms = draws.uniforms('births', ['county'], replications, 2021)",
        "normal = ndtri(uniforms)\nlater = normal[0]",
        "Draws(scenario.seed).uniforms('start', names, replications, 0)",
        "np.sort(values)",
        "def lognormal(work): ...\nlognormal('review')",
        "np.power(2.0, values)",
        "lever.choice * share",
        "from scipy.special import ndtri",
    ],
)
def test_nothing_else_is(snippet: str) -> None:
    assert not foreign_draws(snippet)

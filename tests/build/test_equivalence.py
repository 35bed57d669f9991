"""Whatever happened before, what is online is what a clean build gives; a second build rests."""

import pytest
from hasards import History, check, differences, settled
from histoire import Commune, Factory

from factory.ground.confined.residents import Residents


def run(factory: Factory, seed: int, steps: int) -> Commune:
    commune = settled(factory)
    history = History(factory, commune, seed)
    check(factory, commune, "at first")
    told = f"seed {seed}"
    for _ in range(steps):
        told += f", {history.step()}"
        if history.random.random() < 0.4:
            told += f", {history.step()}"
        check(factory, commune, told)
    return commune


@pytest.mark.parametrize("seed", range(3))
def test_what_is_online_is_what_a_clean_build_gives(factory: Factory, seed: int) -> None:
    commune = run(factory, seed, steps=8)
    assert differences(commune.online, factory.fresh(commune)) == []


@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (200, 201))]
)
def test_it_holds_for_a_child_that_stays(factory: Factory, seed: int) -> None:
    residents = Residents()
    factory.carry = residents.carry
    commune = run(factory, seed, steps=6 if seed == 1 else 25)
    residents.close()
    assert differences(commune.online, factory.fresh(commune)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 112))
def test_it_holds_over_many_histories(factory: Factory, seed: int) -> None:
    commune = run(factory, seed, steps=25)
    assert differences(commune.online, factory.fresh(commune)) == []

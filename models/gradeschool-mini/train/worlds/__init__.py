"""Composed stories of the second training stage; none is in dev or test."""

from __future__ import annotations

import random

from compose import tell_world
from problem import Problem
from worlds import distances, goods, money, pairs, people, rates, shapes
from worlds.relations import tell_relation
from worlds.settings import HELD_OUT, SETTINGS

#: Share of each world among composed stories.
_WORLDS = (
    (goods.GOODS, 16), (goods.KITCHEN, 8), (money.MONEY, 14), (distances.TRIPS, 7), (distances.PAGES, 5), (people.PEOPLE, 7),
    (people.TREES, 4), (rates.WORK, 6), (rates.SHOP, 9), (shapes.AROUND, 4), (shapes.INSIDE, 2),
    *((world, 0.5) for world in pairs.SUMS), *((world, 0.12) for world in pairs.GAPS),
)
_RELATION_SHARE = 0.22


def tell_composed(rng: random.Random) -> Problem:
    """One story from a random world."""
    if rng.random() < _RELATION_SHARE:
        return tell_relation(SETTINGS, HELD_OUT, rng)
    worlds, weights = zip(*_WORLDS)
    return tell_world(rng.choices(worlds, weights)[0], rng)

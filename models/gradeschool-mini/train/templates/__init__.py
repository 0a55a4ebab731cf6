"""All declarative templates, by the part they may appear in."""

from templates import (
    ages, compare, drills, heldout, inventory, kitchen, rates, reading, savings,
    seating, shapes, sharing, shopping, travel, weekly,
)

_FAMILIES = (
    inventory, shopping, rates, compare, sharing, travel, ages, kitchen, reading,
    savings, seating, weekly, shapes,
)

#: Seen in training.
STORIES = tuple(template for family in _FAMILIES for template in family.TEMPLATES)
#: Bare arithmetic, seen in training, never in dev or test.
DRILLS = drills.TEMPLATES
#: Never seen in training.
HELD_OUT = heldout.TEMPLATES

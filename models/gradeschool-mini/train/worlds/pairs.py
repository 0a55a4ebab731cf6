"""Two groups of so many at so much: their total, difference, rest or share."""

from compose import Part, World

_N = "n=2..12 p=2..20 m=2..12 r=2..20"
#: (name, told, what it counts with # for the number, worded in an answer)
_SETTINGS = (
    ("buys", ("{P} buys {n} {xs} for ${p} each and {m} {ys} for ${r} each.", "{xs} cost ${p} each and {ys} cost ${r} each. {P} buys {n} {xs} and {m} {ys}.",
              "{P} buys {n} {xs} and {m} {ys}. A {x1} is ${p} and a {y1} is ${r}."), "$#"),
    ("works", ("{P} works {n} hours for ${p} an hour and {m} hours for ${r} an hour.", "On {day} {P} earns ${p} an hour for {n} hours. On {day2} {he} earns ${r} an hour for {m} hours."), "$#"),
    ("tickets", ("A {shop} sells {n} tickets for ${p} and {m} tickets for ${r}.", "{n} children pay ${p} each and {m} men pay ${r} each."), "$#"),
    ("couple", ("{P} works {n} hours for ${p} an hour. {Q} works {m} hours for ${r} an hour.", "{P} saves ${p} a week for {n} weeks and {Q} saves ${r} a week for {m} weeks."), "$#"),
    ("boxes", ("{P} has {n} {bs} of {p} {xs} and {m} {bs} of {r} {ys}.", "There are {n} {bs} with {p} {xs} each and {m} {bs} with {r} {ys} each."), "# things"),
    ("seats", ("There are {n} tables with {p} chairs and {m} tables with {r} chairs.", "{n} buses take {p} people each and {m} cars take {r} people each."), "# people"),
    ("days", ("{P} makes {p} {xs} a day for {n} days and {r} {xs} a day for {m} days.", "For {n} days {P} makes {p} {xs} a day. Then {he} makes {r} a day for {m} days."), "# {xs}"),
    ("two_make", ("{P} makes {p} {xs} an hour for {n} hours. {Q} makes {r} {xs} an hour for {m} hours.", "{P} packs {n} {bs} of {p} {xs} and {Q} packs {m} {bs} of {r} {xs}."), "# {xs}"),
    ("drives", ("{P} drives {n} hours at {p} miles an hour and {m} hours at {r} miles an hour.", "{P} runs {p} miles a day for {n} days and {r} miles a day for {m} days."), "# miles"),
    ("minutes", ("{P} reads {p} minutes a day for {n} days and {r} minutes a day for {m} days.", "{n} games take {p} minutes each and {m} games take {r} minutes each."), "# minutes"),
)
_MONEY = (
    Part("left", "b=2..99 t=now+b", ("{P} had ${t}. How much money would be left if {who} pays all this?", "How much change is there from ${t}?"), ("z=t-now; So $# is left.",)),
    Part("needs", "b=2..99 t=now+b", ("How much more is needed to get ${t}?", "A {prize} costs ${t}. How much more is needed for it?"), ("z=t-now; So $# more is needed.",)),
    Part("less", "b=2..40", ("A sale makes it ${b} less. How much is it in total?", "Then ${b} is paid back. How much is it now?"), ("z=now-b; It is $#.",)),
    Part("share", "n=divisor", ("{n} friends share this equally. How much is that for each?",), ("z=now/n; It is $# each.",)),
)
_COUNT = (
    Part("goal", "b=2..99 t=now+b", ("How many more are needed to have {t}?", "The {shop} needs {t}. How many more are needed?"), ("z=t-now; So # more are needed.",)),
    Part("lost", "b=2..60", ("{b} of these are lost. How many are left?", "Take away {b}. How many are left?"), ("z=now-b; So # are left.",)),
    Part("share", "n=divisor", ("They are put in {n} equal groups. How many are in each group?",), ("z=now/n; There are # in each group.",)),
    Part("more", "b=2..60", ("Then come {b} more. How many is that in total?",), ("z=now+b; The total is #.",)),
)
_TOTAL = (
    Part("total", "", ("How much is that in total?", "How much is it together?", "What is the total?")),
)
_COUNTED = (
    Part("total", "", ("How many is that in total?", "How many are there together?", "What is the total?")),
)


def _worlds(name: str, says: tuple[str, ...], amount: str) -> tuple[World, World]:
    """The sum, told on; and the difference, which is asked for at once."""
    total = Part("sum", _N, says, (f"x=n*p; The first part is {amount}.", f"y=m*r; The second part is {amount}.", f"s=x+y; The total is {amount}."))
    first = Part("gap", _N, says, (f"x=n*p; The first part is {amount}.", f"y=m*r; The second part is {amount}.", f"s=x-y; The difference is {amount}."))
    much = "How much more is the first part than the second?" if "$" in amount else "How many more is the first part than the second?"
    endings = _TOTAL + _TOTAL + _MONEY if "$" in amount else _COUNTED + _COUNTED + _COUNT
    gap = (Part("gap", "", (much, "What is the difference of the two parts?")),)
    return World(f"pair_{name}", (total,), (), endings, (0,)), World(f"pair_{name}", (first,), (), gap, (0,))


_ALL = tuple(_worlds(*setting) for setting in _SETTINGS)
SUMS = tuple(pair[0] for pair in _ALL)
GAPS = tuple(pair[1] for pair in _ALL)

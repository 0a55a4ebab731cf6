"""The settings in which relations are told, and the plans kept for the test."""

from worlds.relations import Setting

_PEOPLE = ("{P}", "{Q}", "{R}")
_DAYS = ("{day}", "{day2}", "{day3}")


def _doing(verb: str, verbs: str, noun: str, when: str) -> dict[str, tuple[str, ...]]:
    """Relations of people who {verbs} some {noun}."""
    return {
        "more": ("{A} " + f"{verbs} {{n}} more {noun}{when} than {{B}}.", "{A} " + f"{verbs} {{n}} {noun} more than {{B}}{when}."),
        "fewer": ("{A} " + f"{verbs} {{n}} fewer {noun}{when} than {{B}}.", "{A} " + f"{verbs} {{n}} {noun} less than {{B}}{when}."),
        "twice": ("{A} " + f"{verbs} twice as many {noun}{when} as {{B}}.", "{B} " + f"{verbs} half as many {noun}{when} as {{A}}."),
        "times": ("{A} " + f"{verbs} {{n}} times as many {noun}{when} as {{B}}.",),
        "half": ("{A} " + f"{verbs} half as many {noun}{when} as {{B}}.", "{B} " + f"{verbs} twice as many {noun}{when} as {{A}}."),
    }


def _people(name: str, verb: str, verbs: str, noun: str, when: str = "", later: tuple = ()) -> Setting:
    """People who own or do something."""
    return Setting(
        name, _PEOPLE, (f"{{A}} {verbs} {{n}} {noun}{when}.",), _doing(verb, verbs, noun, when),
        (f"How many {noun} does {{A}} {verb}{when}?", f"How many {noun}{when} is that for {{A}}?"),
        (f"How many {noun} do they {verb}{when} together?", f"How many {noun} do they {verb}{when} in total?", f"How many {noun} do they all {verb}{when}?"),
        (f"How many more {noun} does {{A}} {verb}{when} than {{B}}?", f"How many fewer {noun} does {{B}} {verb}{when} than {{A}}?"),
        (f"{{A}} {verbs} # {noun}{when}.", f"Together they {verb} # {noun}{when}.", f"The difference is # {noun}."), later,
    )


def _per_time(noun: str, verb: str, unit: str) -> tuple:
    """What one of them, or all, do in some time."""
    return (
        ("time", 2, 9, "one", (f"How many {noun} does {{A}} {verb} in {{n}} {unit}?", f"How many {noun} is that for {{A}} in {{n}} {unit}?"),
         "{now}*{n}", f"In {{n}} {unit} it is # {noun}."),
        ("all_time", 2, 9, "every", (f"How many {noun} do they {verb} together in {{n}} {unit}?", f"In {{n}} {unit}, how many {noun} do they {verb} in total?"),
         "{now}*{n}", f"In {{n}} {unit} it is # {noun}."),
    )


def _in_days(name: str, verb: str, verbs: str, noun: str) -> Setting:
    """One person or place on several days."""
    return Setting(
        name, _DAYS, (f"{{P}} {verbs} {{n}} {noun} on {{A}}.", f"On {{A}} {{P}} {verbs} {{n}} {noun}."),
        {
            "more": (f"On {{A}} {{he}} {verbs} {{n}} more {noun} than on {{B}}.", f"{{P}} {verbs} {{n}} more on {{A}} than on {{B}}."),
            "fewer": (f"On {{A}} {{he}} {verbs} {{n}} fewer {noun} than on {{B}}.", f"{{P}} {verbs} {{n}} fewer on {{A}} than on {{B}}."),
            "twice": (f"On {{A}} {{he}} {verbs} twice as many {noun} as on {{B}}.", f"{{P}} {verbs} twice as many on {{A}} as on {{B}}."),
            "times": (f"On {{A}} {{he}} {verbs} {{n}} times as many {noun} as on {{B}}.",),
            "half": (f"On {{A}} {{he}} {verbs} half as many {noun} as on {{B}}.", f"{{P}} {verbs} half as many on {{A}} as on {{B}}."),
        },
        (f"How many {noun} does {{P}} {verb} on {{A}}?", f"How many {noun} is that on {{A}}?"),
        (f"How many {noun} does {{P}} {verb} in total?", f"How many {noun} is that in total?", f"How many {noun} does {{he}} {verb} on {{B}} and {{C}} together?"),
        (f"How many more {noun} does {{P}} {verb} on {{A}} than on {{B}}?",),
        (f"On {{A}} it is # {noun}.", f"The total is # {noun}.", f"The difference is # {noun}."),
        (("left", 2, 99, "every", (f"{{He}} wants {{n}} {noun} more than that. How many is that?",), "{now}+{n}", f"{{P}} wants # {noun}."),),
    )


_AGES = Setting(
    "ages_of", _PEOPLE, ("{A} is {n} years old.", "{A} is {n}."),
    {
        "more": ("{A} is {n} years older than {B}.", "{B} is {n} years younger than {A}."),
        "fewer": ("{A} is {n} years younger than {B}.", "{B} is {n} years older than {A}."),
        "twice": ("{A} is twice as old as {B}.", "{B} is half as old as {A}."),
        "times": ("{A} is {n} times as old as {B}.",),
        "half": ("{A} is half as old as {B}.", "{B} is twice as old as {A}."),
    },
    ("How old is {A}?", "What is the age of {A}?"),
    ("What is the sum of their ages?", "How old are they together?"),
    ("How many years older than {B} is {A}?", "How many years younger than {A} is {B}?"),
    ("{A} is # years old.", "Together they are # years old.", "The difference is # years."),
    (("future", 2, 20, "one", ("How old will {A} be in {n} years?", "How old is {A} in {n} years?"), "{now}+{n}", "{A} will be # years old."),
     ("past", 2, 9, "one", ("How old was {A} {n} years ago?",), "{now}-{n}", "{A} was # years old."),
     ("sum_future", 2, 9, "every", ("What is the sum of their ages plus {n} years?",), "{now}+{n}", "The total is # years.")),
)
_COSTS = Setting(
    "costs", ("A {x1}", "A {y1}", "A {z1}"), ("{A} costs ${n}.", "The price of {A} is ${n}."),
    {
        "more": ("{A} costs ${n} more than {B}.",), "fewer": ("{A} costs ${n} less than {B}.",),
        "twice": ("{A} costs twice as much as {B}.", "{B} costs half as much as {A}."),
        "times": ("{A} costs {n} times as much as {B}.",), "half": ("{A} costs half as much as {B}.",),
    },
    ("How much does {A} cost?", "What is the price of {A}?"),
    ("How much do they cost together?", "{P} buys one of each. How much does {he} spend?", "{P} buys them all. How much does {he} pay in total?"),
    ("How much more does {A} cost than {B}?",),
    ("{A} costs $#.", "The total is $#.", "The difference is $#."),
    (("several", 2, 9, "one", ("{P} buys {n} of these. How much does {he} pay?",), "{now}*{n}", "{P} pays $#."),
     ("sets", 2, 6, "every", ("{P} buys {n} of each. How much does {he} spend in total?",), "{now}*{n}", "{P} spends $#.")),
)
_HAS_LATER = (
    ("lose", 2, 60, "one", ("{A} loses {n} {xs}. How many {xs} does {A} have left?", "Then {A} gives {n} away. How many {xs} are left for {A}?"), "{now}-{n}", "{A} has # {xs} left."),
    ("gain", 2, 60, "one", ("{A} finds {n} more. How many {xs} does {A} have now?",), "{now}+{n}", "{A} has # {xs} now."),
    ("price", 2, 9, "one", ("{A} sells them for ${n} each. How much money is that?", "How much does {A} get for them at ${n} each?"), "{now}*{n}", "{A} gets $#."),
    ("all_price", 2, 9, "every", ("They sell all {xs} for ${n} each. How much money is that?",), "{now}*{n}", "They get $#."),
    ("all_share", 2, 9, "every", ("They put all {xs} into {n} {bs} equally. How many are in each {b1}?", "They share all {xs} equally among {n} friends. How many does each friend get?"), "{now}/{n}", "Each gets # {xs}."),
    ("all_lose", 2, 60, "every", ("They lose {n} of them. How many {xs} do they have left together?",), "{now}-{n}", "They have # {xs} left."),
)
SETTINGS = (
    _people("has_more", "have", "has", "{xs}", "", _HAS_LATER), _people("has_more", "have", "has", "{xs}", "", _HAS_LATER),
    _people("buys_more", "buy", "buys", "{xs}"), _people("finds_more", "find", "finds", "{xs}"),
    _people("makes_more", "make", "makes", "{xs}", " an hour", _per_time("{xs}", "make", "hours")),
    _people("runs_more", "run", "runs", "miles", " a day", _per_time("miles", "run", "days")),
    _people("reads_more", "read", "reads", "pages", " a day", _per_time("pages", "read", "days")),
    _people("walks_more", "walk", "walks", "minutes", " a day", _per_time("minutes", "walk", "days")),
    _people("saves_more", "save", "saves", "dollars", " a week", _per_time("dollars", "save", "weeks")),
    _people("earns_more", "earn", "earns", "dollars", " an hour", _per_time("dollars", "earn", "hours")),
    _in_days("sells_days", "sell", "sells", "{xs}"), _in_days("makes_days", "make", "makes", "{xs}"), _in_days("bakes_days", "bake", "bakes", "{fs}"),
    _in_days("reads_days", "read", "reads", "pages"), _in_days("drives_days", "drive", "drives", "miles"),
    _AGES, _AGES, _COSTS,
)
HELD_OUT = frozenset((
    "has_more.twice0.lose", "has_more.more0.price", "has_more.twice0+twice1.one", "runs_more.twice0.time", "saves_more.half0.time",
    "ages_of.fewer0.future", "ages_of.twice0.every", "sells_days.half0.every", "sells_days.fewer0.every", "makes_days.half0.every",
    "makes_days.fewer0.every", "bakes_days.half0.every", "bakes_days.fewer0.every", "buys_more.twice0+twice1.one", "finds_more.twice0+twice1.one",
))

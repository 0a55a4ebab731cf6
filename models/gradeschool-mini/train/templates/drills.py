"""Bare arithmetic, so that the facts are practised more often than stories allow."""

from story import Template

_ASK_ADD = ("What is {a} plus {b}?", "What is {a}+{b}?")
TEMPLATES = (
    Template("drills.add", "a=2..400 b=2..400", _ASK_ADD, ("c=a+b; It is #.",)),
    Template("drills.add_small", "a=2..99 b=2..99", _ASK_ADD, ("c=a+b; It is #.",)),
    Template("drills.subtract", "a=10..600 b=2..400", ("What is {a} minus {b}?", "What is {a}-{b}?"), ("c=a-b; It is #.",)),
    Template("drills.subtract_small", "a=10..150 b=2..99", ("What is {a} minus {b}?", "What is {a}-{b}?"), ("c=a-b; It is #.",)),
    Template("drills.times", "a=2..99 b=2..12", ("What is {a} times {b}?", "What is {a}*{b}?"), ("c=a*b; It is #.",)),
    Template("drills.times_turned", "a=2..12 b=2..99", ("What is {a} times {b}?", "What is {a}*{b}?"), ("c=a*b; It is #.",)),
    Template("drills.times_two", "a=11..60 b=11..40", ("What is {a} times {b}?", "What is {a}*{b}?"), ("c=a*b; It is #.",)),
    Template("drills.divide", "b=2..12 q=2..80 a=b*q", ("What is {a} divided by {b}?", "What is {a}/{b}?"), ("c=a/b; It is #.",)),
)

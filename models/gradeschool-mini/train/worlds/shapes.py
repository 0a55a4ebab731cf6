"""Around and inside shapes; fences, laps and ropes."""

from compose import Part, World

_AROUND = (
    Part("square", "a=3..60", ("A square field has sides of {a} feet.", "Each side of a square garden is {a} feet long.", "A garden is a square. One side is {a} feet."), ("c=a*4; The perimeter is # feet.",)),
    Part("rectangle", "a=3..60 b=2..60", ("A garden is {a} feet long and {b} feet wide.", "A field is {a} feet by {b} feet.", "A field is {b} feet wide and {a} feet long."), ("c=a+b; Two sides are # feet.", "d=c*2; The perimeter is # feet.")),
    Part("longer", "a=3..50 b=2..30", ("A garden is {a} feet wide and {b} feet longer than it is wide.",), ("c=a+b; It is # feet long.", "d=a+c; Two sides are # feet.", "e=d*2; The perimeter is # feet.")),
    Part("triangle", "a=3..60 b=3..60 d=3..60", ("A triangle has sides of {a}, {b} and {d} feet.",), ("c=a+b+d; The perimeter is # feet.",)),
    Part("equal", "n=5..9 k=3..30", ("A field has {n} sides of {k} feet each.",), ("c=n*k; The perimeter is # feet.",)),
)
_ENDINGS = (
    Part("around", "", ("What is its perimeter?", "How many feet is it around?", "How long is a fence around it?")),
    Part("cost", "p=2..9", ("A fence costs ${p} a foot. How much does the fence cost?", "How much is a fence around it if each foot costs ${p}?"), ("z=now*p; It costs $#.",)),
    Part("laps", "n=2..9", ("{P} walks around it {n} times. How many feet does {who} walk?", "How many feet does {P} run in {n} rounds?"), ("z=now*n; {P} goes # feet.",)),
    Part("rope", "b=2..90 t=now+b", ("{P} has {t} feet of fence and puts a fence around it. How many feet are left?", "How many of {t} feet of rope are left if the rope goes around it once?"), ("z=t-now; So # feet are left.",)),
    Part("have", "b=2..now", ("{P} has {b} feet of fence. How many more feet does {who} need to go around it?",), ("z=now-b; {P} needs # more feet.",)),
    Part("posts", "n=divisor", ("There is a tree every {n} feet around it. How many trees are there?",), ("z=now/n; There are # trees.",)),
)
AROUND = World("around", _AROUND, (), _ENDINGS, (0,), frozenset(("square.cost",)))
_INSIDE = (
    Part("square", "a=3..30", ("A square room has sides of {a} feet.", "The sides of a square are {a} feet."), ("c=a*a; The area is # square feet.",)),
    Part("rectangle", "a=3..40 b=2..20", ("A room is {a} feet long and {b} feet wide.", "A wall is {b} feet by {a} feet."), ("c=a*b; The area is # square feet.",)),
    Part("two", "a=3..20 b=2..20 d=2..6", ("A house has {d} rooms of {a} by {b} feet.",), ("c=a*b; One room is # square feet.", "e=c*d; All rooms are # square feet.")),
)
_INSIDE_ENDINGS = (
    Part("area", "", ("What is the area?", "How many square feet is that?")),
    Part("cost", "p=2..9", ("Paint costs ${p} a square foot. How much does {P} pay?", "How much does it cost to paint it for ${p} a square foot?"), ("z=now*p; It costs $#.",)),
    Part("door", "b=2..40", ("{b} square feet are a door. How many square feet are left?",), ("z=now-b; So # square feet are left.",)),
    Part("hours", "n=divisor", ("{P} paints {n} square feet an hour. How many hours does it take?",), ("z=now/n; It takes # hours.",)),
)
INSIDE = World("inside", _INSIDE, (), _INSIDE_ENDINGS, (0,))

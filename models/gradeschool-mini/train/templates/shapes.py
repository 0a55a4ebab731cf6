"""Perimeters, areas and lengths."""

from story import Template

TEMPLATES = (
    Template("shapes.perimeter", "a=2..99 b=2..99",
        ("A garden is {a} feet long and {b} feet wide. How many feet of fence does it need?",
         "A room is {a} feet long and {b} feet wide. What is its perimeter in feet?"),
        ("c=a+b; Two sides are # feet.", "d=c*2; The perimeter is # feet.")),
    Template("shapes.area", "a=3..30 b=3..30",
        ("A garden is {a} feet long and {b} feet wide. What is its area in square feet?",
         "A room is {a} feet by {b} feet. How many square feet is it?"),
        ("c=a*b; The area is # square feet.",)),
    Template("shapes.square", "a=3..99",
        ("A square garden has sides of {a} feet. How many feet of fence does it need?",
         "The side of a square is {a} feet. What is its perimeter in feet?"),
        ("c=a*4; The perimeter is # feet.",)),
    Template("shapes.fence_cost", "a=2..30 b=2..30 p=2..9",
        ("A garden is {a} feet long and {b} feet wide. A fence costs ${p} a foot. How much does the fence cost?",
         "{P} builds a fence for a garden of {a} feet by {b} feet. Each foot costs ${p}. How much does {he} pay?"),
        ("c=a+b; Two sides are # feet.", "d=c*2; The perimeter is # feet.", "e=d*p; The fence costs $#.")),
    Template("shapes.tiles_cost", "a=3..15 b=3..15 p=2..6",
        ("A floor is {a} feet by {b} feet. Tiles cost ${p} a square foot. How much do the tiles cost?",
         "A room is {a} feet long and {b} feet wide. A carpet costs ${p} a square foot. How much does the carpet cost?"),
        ("c=a*b; The area is # square feet.", "d=c*p; The cost is $#.")),
    Template("shapes.rope", "n=2..12 k=2..20 b=2..30",
        ("{P} cuts {n} pieces of {k} feet from a rope. {b} feet are left. How long was the rope?",
         "{P} uses {n} pieces of rope, each {k} feet long, and has {b} feet left. How many feet of rope did {he} have?"),
        ("c=n*k; The pieces are # feet.", "d=c+b; The rope was # feet.")),
    Template("shapes.rope_cut", "n=2..12 k=2..20 t=n*k",
        ("{P} cuts a rope of {t} feet into pieces of {k} feet. How many pieces does {he} get?",
         "A rope is {t} feet long. {P} cuts it into pieces of {k} feet each. How many pieces is that?"),
        ("c=t/k; That is # pieces.",)),
)

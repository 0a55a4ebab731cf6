"""Ages now, before and later."""

from story import Template

TEMPLATES = (
    Template("ages.older", "a=3..50 b=2..30",
        ("{P} is {a} years old. {Q} is {b} years older. How old is {Q}?",
         "{Q} is {b} years older than {P}. {P} is {a}. How old is {Q}?"),
        ("c=a+b; {Q} is # years old.",)),
    Template("ages.future", "a=3..60 n=2..30",
        ("{P} is {a} years old. How old will {he} be in {n} years?",
         "{P} is {a}. How old is {he} in {n} years?"),
        ("c=a+n; {P} will be # years old.",)),
    Template("ages.older_future", "a=3..40 b=2..20 n=2..20",
        ("{P} is {a} years old. {Q} is {b} years older. How old will {Q} be in {n} years?",
         "{Q} is {b} years older than {P}. {P} is {a}. How old will {Q} be in {n} years?"),
        ("c=a+b; {Q} is # years old.", "d=c+n; {Q} will be # years old.")),
    Template("ages.times_future", "a=3..15 k=2..5 n=2..20",
        ("{P} is {a} years old. {Q} is {k} times as old. How old will {Q} be in {n} years?",
         "{Q} is {k} times as old as {P}. {P} is {a}. How old will {Q} be in {n} years?"),
        ("c=a*k; {Q} is # years old.", "d=c+n; {Q} will be # years old.")),
    Template("ages.half_ago", "h=5..30 a=h*2 n=2..10",
        ("{P} is {a} years old. {Q} is half as old. How old was {Q} {n} years ago?",
         "{Q} is half as old as {P}. {P} is {a}. How old was {Q} {n} years ago?"),
        ("c=a/2; {Q} is # years old.", "d=c-n; {Q} was # years old.")),
    Template("ages.sum", "a=3..40 b=2..30",
        ("{P} is {a} years old. {Q} is {b} years older. What is the sum of their ages?",
         "{Q} is {b} years older than {P}. {P} is {a}. How old are they together?"),
        ("c=a+b; {Q} is # years old.", "d=a+c; Together they are # years old.")),
    Template("ages.younger_twice", "a=5..30 b=2..20",
        ("{P} is {a} years old. {Q} is twice as old. {R} is {b} years younger than {Q}. How old is {R}?",
         "{R} is {b} years younger than {Q}. {Q} is twice as old as {P}. {P} is {a}. How old is {R}?"),
        ("c=a*2; {Q} is # years old.", "d=c-b; {R} is # years old.")),
)

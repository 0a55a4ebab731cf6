"""Days, weeks and schedules."""

from story import Template

TEMPLATES = (
    Template("weekly.daily_week", "k=2..60 n=2..9",
        ("{P} makes {k} {xs} every day. How many {xs} does {he} make in {n} weeks?",
         "A {shop} sells {k} {xs} a day. How many {xs} does it sell in {n} weeks?"),
        ("d=n*7; {n} weeks are # days.", "c=d*k; In that time it is # {xs}.")),
    Template("weekly.three_days", "a=2..99 b=2..99 d=2..99",
        ("{P} sells {a} {xs} on {day}, {b} on {day2} and {d} on {day3}. How many {xs} does {he} sell in total?",
         "A {shop} sells {a} {xs} on {day}, {b} on {day2} and {d} on {day3}. How many {xs} is that in total?"),
        ("c=a+b+d; The total is # {xs}.",)),
    Template("weekly.twice_day", "a=2..99 b=2..50",
        ("{P} sells {a} {xs} on {day}, twice as many on {day2} and {b} on {day3}. How many {xs} does {he} sell in total?",
         "A {shop} sells {a} {xs} on {day}. It sells twice as many on {day2} and {b} on {day3}. How many {xs} is that in total?"),
        ("c=a*2; On {day2} it is # {xs}.", "d=a+c+b; The total is # {xs}.")),
    Template("weekly.practice", "k=10..60 n=2..6 w=2..4",
        ("{P} plays the guitar {k} minutes a day, {n} days a week. How many minutes is that in {w} weeks?",
         "{P} runs {k} minutes each day on {n} days a week. How many minutes does {he} run in {w} weeks?"),
        ("c=k*n; That is # minutes a week.", "d=c*w; In {w} weeks it is # minutes.")),
    Template("weekly.class_time", "k=2..8 n=2..6 p=5..30",
        ("{P} takes {n} classes a week. Each class costs ${p}. How much does {he} pay in {k} weeks?",
         "A class costs ${p}. {P} goes {n} times a week. How much does {he} pay in {k} weeks?"),
        ("c=n*k; {P} takes # classes.", "d=c*p; {He} pays $#.")),
    Template("weekly.goal_day", "n=2..9 k=2..40 t=n*k",
        ("{P} must sell {t} {xs} in {n} days. How many {xs} must {he} sell each day?",
         "{P} wants to make {t} {xs} in {n} days. How many {xs} must {he} make a day?"),
        ("c=t/n; {P} needs # {xs} a day.",)),
    Template("weekly.eggs_sold", "n=3..30 k=2..6 p=2..5",
        ("A farm has {n} hens. Each hen lays {k} eggs a week. Each egg is sold for ${p}. How much money is that a week?",
         "{P} has {n} hens that lay {k} eggs each a week. {He} sells every egg for ${p}. How much does {he} get a week?"),
        ("c=n*k; The hens lay # eggs.", "d=c*p; They are sold for $#.")),
)

"""Trips and reading: miles and pages, by the hour, the day and in parts."""

from compose import Part, World

_TRIPS = (
    Part("speed", "v=3..70 n=2..9",
        ("{P} drives {v} miles an hour for {n} hours.", "{P} drives for {n} hours. {He} goes {v} miles each hour.", "In one hour {P} goes {v} miles. {He} drives {n} hours."),
        ("c=v*n; {P} drives # miles.",)),
    Part("daily", "a=2..30 n=2..9",
        ("{P} walks {a} miles a day for {n} days.", "Every day {P} runs {a} miles. {He} does that for {n} days.", "For {n} days {P} runs {a} miles each day."),
        ("c=a*n; In {n} days it is # miles.",)),
    Part("days", "a=2..60 b=2..60", ("{P} drives {a} miles on {day} and {b} miles on {day2}.", "On {day} {P} walks {a} miles. On {day2} {he} walks {b} miles."), ("c=a+b; {P} goes # miles.",)),
    Part("day_more", "a=2..60 b=2..30", ("{P} drives {a} miles on {day} and {b} more on {day2} than on {day}.", "On {day} {P} walks {a} miles. On {day2} {he} walks {b} miles more."),
        ("c=a+b; On {day2} it is # miles.", "d=a+c; {P} goes # miles.")),
    Part("day_twice", "a=2..60", ("{P} drives {a} miles on {day} and twice as many on {day2}.", "On {day} {P} runs {a} miles. On {day2} {he} runs twice as far."),
        ("c=a*2; On {day2} it is # miles.", "d=a+c; {P} goes # miles.")),
    Part("laps", "n=2..12 k=2..30", ("{P} goes there and back {n} times. One trip is {k} miles.", "One trip is {k} miles. {P} makes {n} trips."), ("c=n*k; {P} goes # miles.",)),
)
_TRIP_EVENTS = (
    Part("on", "b=2..60", ("Then {who} goes {b} more miles.", "After that {who} drives {b} miles more.", "Then {who} walks {b} miles."), ("c=now+b; {He} goes # miles in total.",)),
    Part("second", "v=2..40 n=2..6", ("Then {who} goes {v} miles an hour for {n} hours.", "After that {who} drives {n} hours at {v} miles an hour."),
        ("c=v*n; Then {he} goes # miles.", "d=now+c; {He} goes # miles in total.")),
    Part("back", "", ("Then {who} goes back the same way.", "{Who} goes the same way back."), ("c=now*2; There and back it is # miles.",)),
)
_TRIP_ENDINGS = (
    Part("total", "", ("How many miles is that in total?", "How far does {P} go in total?", "How many miles does {who} go?")),
    Part("to_go", "b=5..200 t=now+b",
        ("{Who} must go {t} miles. How many miles are left?", "The trip is {t} miles. How many more miles must {who} go?", "How many miles are left if the way is {t} miles?"),
        ("z=t-now; So # miles are left.",)),
    Part("price", "p=2..5", ("Each mile costs ${p}. How much does {who} pay?", "How much does it cost if {who} pays ${p} a mile?"), ("z=now*p; It costs $#.",)),
    Part("time", "n=divisor", ("{Q} goes the same way at {n} miles an hour. How many hours does {Q} need?", "How many hours does {Q} need for that way at {n} miles an hour?"), ("z=now/n; {Q} needs # hours.",)),
    Part("weeks", "w=2..5", ("{Who} does this every week. How many miles is that in {w} weeks?", "How many miles does {P} go in {w} weeks if {who} does this each week?"), ("z=now*w; In {w} weeks it is # miles.",), ("days", "day_more", "day_twice", "laps", "on", "back")),
    Part("other", "b=2..90", ("{Q} goes {b} miles more than {P}. How far does {Q} go?", "How many miles does {Q} go if {Q} goes {b} miles farther?"), ("z=now+b; {Q} goes # miles.",)),
    Part("twice", "", ("{Q} goes twice as far. How many miles does {Q} go?", "How far does {Q} go if {Q} goes twice as far as {P}?"), ("z=now*2; {Q} goes # miles.",)),
)
_PAGES = (
    Part("daily", "k=5..40 n=2..9", ("{P} reads {k} pages a day for {n} days.", "Every day {P} reads {k} pages. {n} days go by.", "For {n} days {P} reads {k} pages each day."), ("c=k*n; {P} reads # pages.",)),
    Part("two_daily", "k=5..40 n=2..9 b=5..40 m=2..6", ("{P} reads {k} pages a day for {n} days and then {b} pages a day for {m} days.",),
        ("c=k*n; First {P} reads # pages.", "d=b*m; Then {he} reads # pages.", "e=c+d; In total it is # pages.")),
    Part("days", "a=5..80 b=5..80", ("{P} reads {a} pages on {day} and {b} pages on {day2}.", "On {day} {P} reads {a} pages. On {day2} {he} reads {b} pages."), ("c=a+b; {P} reads # pages.",)),
    Part("day_less", "a=20..90 b=2..40", ("{P} reads {a} pages on {day} and {b} fewer on {day2}.",), ("c=a-b; On {day2} {P} reads # pages.", "d=a+c; {P} reads # pages.")),
    Part("day_half", "h=5..60 a=h*2", ("{P} reads {a} pages on {day} and half as many on {day2}.",), ("c=a/2; On {day2} {P} reads # pages.", "d=a+c; {P} reads # pages.")),
    Part("books", "n=2..9 k=10..60", ("{P} reads {n} books of {k} pages each.", "{P} has {n} books. Each book has {k} pages."), ("c=n*k; The books have # pages.",)),
    Part("hours", "n=2..9 k=5..40", ("{P} reads {k} pages an hour. {He} reads for {n} hours.", "{P} reads for {n} hours. In each hour {he} reads {k} pages."), ("c=n*k; {P} reads # pages.",)),
)
_PAGE_EVENTS = (Part("on", "b=5..80", ("Then {who} reads {b} more pages.", "{Who} reads {b} pages more on {day3}."), ("c=now+b; {He} reads # pages in total.",)),)
_PAGE_ENDINGS = (
    Part("total", "", ("How many pages does {who} read in total?", "How many pages is that in total?")),
    Part("to_go", "b=5..200 t=now+b", ("The book has {t} pages. How many pages are left?", "{Who} wants to read {t} pages. How many more pages must {who} read?", "How many pages are left if there are {t} pages?"), ("z=t-now; So # pages are left.",)),
    Part("rest_days", "k=5..30 n=2..9 s=k*n t=now+s", ("The book has {t} pages. {Who} reads the rest in {n} days. How many pages a day is that?", "There are {t} pages. How many pages must {who} read each day to finish in {n} more days?"),
        ("y=t-now; There are # pages left.", "z=y/n; That is # pages a day.")),
    Part("other", "", ("{Q} reads twice as many pages. How many pages does {Q} read?", "How many pages does {Q} read if {Q} reads twice as many as {P}?"), ("z=now*2; {Q} reads # pages.",)),
    Part("both", "b=5..150", ("{Q} reads {b} pages. How many pages do they read together?", "How many pages do they read in total if {Q} reads {b}?"), ("z=now+b; Together they read # pages.",)),
    Part("minutes", "m=2..5", ("One page takes {m} minutes. How many minutes does {who} read?", "How many minutes is that if each page takes {m} minutes?"), ("z=now*m; It takes # minutes.",)),
)
TRIPS = World("trips", _TRIPS, _TRIP_EVENTS, _TRIP_ENDINGS, (0, 0, 1, 1, 2))
PAGES = World("pages", _PAGES, _PAGE_EVENTS, _PAGE_ENDINGS, (0, 0, 1))

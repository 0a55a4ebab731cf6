"""Pages and books."""

from story import Template

TEMPLATES = (
    Template("reading.pages_left", "t=80..400 k=5..40 n=2..9",
        ("{P} reads {k} pages a day. {His} book has {t} pages. How many pages are left after {n} days?",
         "A book has {t} pages. {P} reads {k} pages each day for {n} days. How many pages are left?"),
        ("c=k*n; {P} reads # pages.", "d=t-c; So # pages are left.")),
    Template("reading.days", "k=5..40 n=2..9 t=k*n",
        ("A book has {t} pages. {P} reads {k} pages a day. How many days does it take {him}?",
         "How many days does {P} need to read {t} pages if {he} reads {k} pages a day?"),
        ("c=t/k; It takes # days.",)),
    Template("reading.two_days", "a=5..80 b=2..50",
        ("{P} reads {a} pages on {day} and {b} more pages on {day2} than on {day}. How many pages does {he} read in total?",
         "On {day} {P} reads {a} pages. On {day2} {he} reads {b} more pages than on {day}. How many pages is that in total?"),
        ("c=a+b; On {day2} {P} reads # pages.", "d=a+c; The total is # pages.")),
    Template("reading.twice_day", "a=5..80 t=100..300",
        ("A book has {t} pages. {P} reads {a} pages on {day} and twice as many on {day2}. How many pages are left?",
         "{P} reads {a} pages of a book on {day} and twice as many on {day2}. The book has {t} pages. How many pages are left?"),
        ("c=a*2; On {day2} {P} reads # pages.", "d=a+c; {He} reads # pages in total.", "e=t-d; So # pages are left.")),
    Template("reading.rest_days", "k=5..30 n=2..9 s=k*n b=5..80 t=s+b",
        ("A book has {t} pages. {P} has read {b} pages. {He} reads {k} pages a day now. How many more days does {he} need?",
         "{P} has read {b} of {t} pages. How many days does {he} need for the rest if {he} reads {k} pages a day?"),
        ("c=t-b; There are # pages left.", "d=c/k; It takes # days.")),
    Template("reading.books_week", "n=2..6 k=10..60 w=2..4",
        ("{P} reads {n} books a week. Each book has {k} pages. How many pages does {he} read in {w} weeks?",
         "Each week {P} reads {n} books of {k} pages. How many pages does {he} read in {w} weeks?"),
        ("c=n*k; {P} reads # pages a week.", "d=c*w; In {w} weeks it is # pages.")),
)

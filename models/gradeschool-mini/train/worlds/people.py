"""People and plants in rows, buses, classes and teams."""

from compose import Part, World

_SOURCES = (
    Part("tables", "n=2..20 k=2..12", ("{n} tables have {k} guests each.", "There are {n} tables with {k} guests at each table.", "{k} guests sit at each of {n} tables."), ("c=n*k; There are # guests.",)),
    Part("rooms", "n=2..12 k=3..30", ("A school has {n} classes of {k} guests.", "There are {n} rooms. Each room has {k} guests.", "{n} rooms hold {k} guests each."), ("c=n*k; There are # guests.",)),
    Part("cars", "n=2..20 k=2..9", ("{n} cars bring {k} guests each.", "Each car takes {k} guests. There are {n} cars."), ("c=n*k; The cars bring # guests.",)),
    Part("mixed", "a=3..90 b=3..90", ("There are {a} boys and {b} girls.", "{a} boys and {b} girls come to the {shop}.", "A class has {a} boys and {b} girls."), ("c=a+b; There are # children.",)),
    Part("more_girls", "a=3..60 b=2..30", ("There are {a} boys and {b} more girls than boys.", "{a} boys come. There are {b} more girls than boys."), ("c=a+b; There are # girls.", "d=a+c; There are # children.")),
    Part("twice_girls", "a=3..90", ("There are {a} boys and twice as many girls.", "{a} boys come, and twice as many girls."), ("c=a*2; There are # girls.", "d=a+c; There are # children.")),
    Part("half_girls", "h=3..60 a=h*2", ("There are {a} boys and half as many girls.",), ("c=a/2; There are # girls.", "d=a+c; There are # children.")),
    Part("fewer_girls", "a=20..90 b=2..60", ("There are {a} boys and {b} fewer girls.",), ("c=a-b; There are # girls.", "d=a+c; There are # children.")),
    Part("some", "a=20..200", ("There are {a} guests.", "{a} people are in a hall.", "{a} people come to the {shop}.")),
)
_EVENTS = (
    Part("come", "b=2..60", ("Then {b} more come.", "{b} more people come by bus.", "Later {b} people come too."), ("c=now+b; Then there are #.",)),
    Part("go", "b=2..now", ("Then {b} go home.", "{b} of them leave.", "{b} people go away."), ("c=now-b; So # are left.",)),
    Part("half", "", ("Half of them go home.", "Then half of them leave.", "50% of them go away."), ("c=now/2; So # are left.",)),
    Part("third", "", ("A third of them go home.", "Then one third leave."), ("c=now/3; A third is #.", "d=now-c; So # are left.")),
    Part("bus", "n=2..6 k=5..30", ("Then {n} buses bring {k} people each.", "{n} more buses with {k} people each come."), ("c=n*k; The buses bring #.", "d=now+c; Then there are #.")),
    Part("away", "n=2..9 k=2..12", ("Then {n} cars take {k} of them home each.", "{n} groups of {k} leave."), ("c=n*k; That is # people gone.", "d=now-c; So # are left.")),
)
_ENDINGS = (
    Part("now", "", ("How many people are there now?", "How many people are there in total?", "How many are there now?")),
    Part("left", "", ("How many people are left?", "How many are still there?"), (), ("go", "half", "third", "away")),
    Part("teams", "n=divisor", ("They make {n} equal teams. How many are in each team?", "How many people are in each group if they make {n} equal groups?", "They sit in {n} equal rows. How many are in each row?"), ("z=now/n; So # are in each.",)),
    Part("groups", "n=divisor", ("They make groups of {n}. How many groups are there?", "Each table has {n} chairs. How many tables do they need?", "How many cars are needed if each car takes {n} people?"), ("z=now/n; That is #.",)),
    Part("tickets", "p=2..12", ("Each of them pays ${p}. How much money is that?", "A ticket costs ${p}. How much do the tickets for all of them cost?", "How much do they pay if each pays ${p}?"), ("z=now*p; They pay $#.",)),
    Part("food", "k=2..6", ("Each of them eats {k} {fs}. How many {fs} are needed?", "How many {fs} do they eat if each eats {k}?"), ("z=now*k; They eat # {fs}.",)),
    Part("seats", "b=2..90 t=now+b", ("There are {t} chairs. How many chairs are empty?", "How many of the {t} chairs are empty?"), ("z=t-now; So # chairs are empty.",)),
)
PEOPLE = World("people", _SOURCES, _EVENTS, _ENDINGS, (0, 1, 1, 2))
_ROWS = (
    Part("rows", "n=3..20 k=3..20", ("There are {n} rows of {k} trees.", "{P} plants {n} rows of {k} trees.", "{P} plants {k} trees in each of {n} rows."), ("c=n*k; There are # trees.",)),
    Part("daily", "k=2..30 n=2..9", ("{P} plants {k} trees a day for {n} days.", "For {n} days {P} plants {k} trees every day."), ("c=k*n; {P} plants # trees.",)),
    Part("kinds", "a=5..90 b=5..90", ("A garden has {a} old trees and {b} new trees.", "{P} has {a} apple trees and {b} other trees."), ("c=a+b; There are # trees.",)),
)
_ROW_EVENTS = (
    Part("plant", "b=2..60", ("{Q} plants {b} more.", "Then {b} more trees are planted."), ("c=now+b; Then there are # trees.",)),
    Part("cut", "b=2..now", ("{b} of the trees are sold.", "{Q} takes {b} of the trees."), ("c=now-b; So # trees are left.",)),
    Part("half", "", ("Half of the trees are sold.",), ("c=now/2; So # trees are left.",)),
)
_ROW_ENDINGS = (
    Part("now", "", ("How many trees are there now?", "How many trees are there in total?")),
    Part("fruit", "k=2..12", ("Each tree gives {k} {xs}. How many {xs} is that?", "How many {xs} are there if each tree has {k}?"), ("z=now*k; That is # {xs}.",)),
    Part("price", "p=2..12", ("Each tree costs ${p}. How much do all trees cost?", "{P} sells them for ${p} each. How much money is that?"), ("z=now*p; It is $#.",)),
    Part("hours", "n=divisor", ("{P} waters {n} trees an hour. How many hours does it take?", "How many hours does it take to water them if {R} waters {n} an hour?"), ("z=now/n; It takes # hours.",)),
)
TREES = World("trees", _ROWS, _ROW_EVENTS, _ROW_ENDINGS, (0, 1, 1, 2), frozenset(("rows.plant.now", "rows.cut.plant.now")))

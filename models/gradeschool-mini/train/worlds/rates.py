"""So much per hour, day or box, for how long, for how many: and what then."""

from compose import Part, World

_WORK = (
    Part("alone", "k=2..30 n=2..12", ("{P} {does} {k} {jobs} an hour for {n} hours.", "{P} {does} {k} {jobs} in one hour. {He} works {n} hours.", "{P} works {n} hours and {does} {k} {jobs} every hour."), ("c=k*n; That is # {jobs}.",)),
    Part("team", "m=2..9 k=2..12", ("{m} friends work. Each one {does} {k} {jobs}.", "Each of {m} friends {does} {k} {jobs}."), ("c=m*k; That is # {jobs}.",)),
    Part("team_days", "m=2..9 k=2..9 d=2..6", ("{m} men work for {d} days. Each {does} {k} {jobs} a day.",), ("c=m*k; That is # {jobs} a day.", "e=c*d; In {d} days it is # {jobs}.")),
    Part("two", "a=2..20 b=2..20 n=2..9", ("{P} {does} {a} {jobs} an hour. {Q} {does} {b}. They work {n} hours.", "{P} and {Q} work {n} hours. {P} {does} {a} {jobs} an hour and {Q} {does} {b}."),
        ("c=a+b; Together that is # {jobs} an hour.", "d=c*n; In {n} hours it is # {jobs}.")),
    Part("days", "a=2..60 b=2..60", ("{P} {does} {a} {jobs} on {day} and {b} on {day2}.",), ("c=a+b; That is # {jobs}.",)),
    Part("per_day", "k=2..9 h=2..8 d=2..6", ("{P} {does} {k} {jobs} an hour, {h} hours a day, for {d} days.",), ("c=h*d; {P} works # hours.", "e=c*k; That is # {jobs}.")),
)
_WORK_EVENTS = (
    Part("more", "b=2..60", ("{Q} {does} {b} more.", "Then {who} {does} {b} more {jobs}."), ("c=now+b; Then it is # {jobs}.",)),
    Part("bad", "b=2..now", ("{b} of the {jobs} are not good.", "{b} {jobs} must be done again."), ("c=now-b; So # {jobs} are good.",)),
    Part("help", "", ("{Q} {does} just as many.", "{Q} works too and {does} the same number."), ("c=now*2; Together it is # {jobs}.",)),
)
_WORK_ENDINGS = (
    Part("total", "", ("How many {jobs} is that in total?", "How many {jobs} is that?")),
    Part("pay", "p=2..12", ("Each one brings ${p}. How much money is that?", "How much do they get if they earn ${p} for each one?", "The pay is ${p} for each. How much is that in total?"), ("z=now*p; The pay is $#.",)),
    Part("left", "b=2..99 t=now+b", ("There are {t} {jobs} to do. How many {jobs} are left?", "How many of {t} {jobs} are left to do?"), ("z=t-now; So # {jobs} are left.",)),
    Part("rest_time", "k=2..12 n=2..9 s=k*n t=now+s", ("There are {t} {jobs} to do. {R} does the rest, {k} an hour. How many hours does {R} need?",), ("y=t-now; There are # {jobs} left.", "z=y/k; {R} needs # hours.")),
    Part("time", "n=divisor", ("{R} needs one hour for {n} of them. How many hours does {R} need for as many?",), ("z=now/n; {R} needs # hours.",)),
)
WORK = World("work", _WORK, _WORK_EVENTS, _WORK_ENDINGS, (0, 0, 1))
_SHOP = (
    Part("price", "n=2..12 p=2..40", ("{P} buys {n} {xs}. Each {x1} costs ${p}.", "{n} {xs} for ${p} each are what {P} buys.", "A {x1} costs ${p}. {P} wants {n} {xs}."), ("c=n*p; The {xs} cost $#.",)),
    Part("sale", "a=10..60 d=2..9 n=2..9", ("{P} buys {n} {xs}. A {x1} costs ${a}, but there is ${d} off each.", "A {x1} was ${a} and is now ${d} less. {P} buys {n}."), ("c=a-d; One {x1} costs $#.", "e=c*n; The {xs} cost $#.")),
    Part("half_price", "h=2..40 a=h*2 n=2..9", ("{P} buys {n} {xs} at half price. One {x1} was ${a} before.",), ("c=a/2; One {x1} costs $#.", "e=c*n; The {xs} cost $#.")),
    Part("scaled", "m=2..9 p=2..20 t=m*p k=2..12", ("{m} {xs} cost ${t}. {P} buys {k} {xs}.",), ("c=t/m; One {x1} costs $#.", "e=c*k; The {xs} cost $#.")),
    Part("two", "a=3..60 b=3..60", ("{P} buys a {x1} for ${a} and a {y1} for ${b}.",), ("c=a+b; Together they cost $#.",)),
    Part("packs", "n=2..6 k=2..6 p=2..9", ("{P} buys {n} {bs} of {k} {xs}. Each {x1} costs ${p}.",), ("c=n*k; {P} buys # {xs}.", "d=c*p; They cost $#.")),
)
_SHOP_EVENTS = (
    Part("also", "b=2..60", ("{Who} also buys a {z1} for ${b}.", "{Who} pays ${b} for a {z1} too.", "A {b1} costs ${b} more."), ("c=now+b; In total it is $#.",)),
    Part("off", "b=2..30", ("The {shop} takes ${b} off.", "{Who} gets ${b} off the price."), ("c=now-b; Then it costs $#.",)),
    Part("off_tenth", "", ("The {shop} takes 10% off.",), ("c=now/10; 10% is $#.", "d=now-c; Then it costs $#.")),
    Part("half_off", "", ("Today everything is 50% off.", "The {shop} takes half off the price."), ("c=now/2; Then it costs $#.",)),
    Part("tip", "", ("{Who} gives a tip of 10%.",), ("c=now/10; The tip is $#.", "d=now+c; In total it is $#.")),
)
_SHOP_ENDINGS = (
    Part("total", "", ("How much does {who} pay?", "How much is that in total?", "How much money does {P} spend?")),
    Part("change", "b=2..60 t=now+b", ("{Who} pays with ${t}. How much change does {who} get?", "{Who} has ${t}. How much money is left?", "How much of {his} ${t} does {P} have left?"), ("z=t-now; So $# is left.",)),
    Part("short", "b=2..now", ("{Who} has only ${b}. How much more money does {who} need?", "{Q} pays ${b} of it. How much does {who} pay?"), ("z=now-b; {P} needs $#.",)),
    Part("split", "n=divisor", ("{n} friends share the cost equally. How much does each pay?", "How much does each pay if {n} people share the cost?"), ("z=now/n; Each pays $#.",)),
    Part("weeks", "k=divisor", ("{Who} saves ${k} a week for it. How many weeks does it take?", "How many weeks must {who} save ${k} a week?"), ("z=now/k; It takes # weeks.",)),
    Part("profit", "b=2..90 t=now+b", ("{Who} sells it all for ${t}. What is the profit?",), ("z=t-now; The profit is $#.",)),
)
SHOP = World("shop", _SHOP, _SHOP_EVENTS, _SHOP_ENDINGS, (0, 0, 1, 1, 2))

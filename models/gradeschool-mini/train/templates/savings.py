"""Saving and spending money over time."""

from story import Template

TEMPLATES = (
    Template("savings.weekly", "a=5..99 k=2..30 n=2..12",
        ("{P} has ${a} and saves ${k} a week. How much money does {he} have after {n} weeks?",
         "{P} saves ${k} each week for {n} weeks. {He} already had ${a}. How much money does {he} have now?"),
        ("c=k*n; {P} saves $#.", "d=a+c; {He} has $# in total.")),
    Template("savings.goal", "k=2..30 n=2..12 t=k*n",
        ("A {prize} costs ${t}. {P} saves ${k} a week. How many weeks does {he} need?",
         "{P} wants to buy a {prize} for ${t}. {He} saves ${k} each week. How many weeks does it take?"),
        ("c=t/k; It takes # weeks.",)),
    Template("savings.goal_have", "k=2..25 n=2..12 s=k*n a=5..90 t=s+a",
        ("A {prize} costs ${t}. {P} has ${a} and saves ${k} a week. How many weeks does {he} need?",
         "{P} wants to buy a {prize} for ${t}. {He} has ${a}. {He} saves ${k} each week. How many weeks does it take?"),
        ("c=t-a; {P} needs $# more.", "d=c/k; It takes # weeks.")),
    Template("savings.more_needed", "a=5..90 b=5..90 t=50..300",
        ("A {prize} costs ${t}. {P} has ${a} and gets ${b} from {Q}. How much more money does {he} need?",
         "{P} wants to buy a {prize} for ${t}. {He} has ${a} and earns ${b}. How much more does {he} need?"),
        ("c=a+b; {P} has $#.", "d=t-c; {He} needs $# more.")),
    Template("savings.earn_spend", "k=5..40 n=2..9 b=2..20 m=2..6",
        ("{P} earns ${k} a day for {n} days and spends ${b} a day for {m} days. How much money is left?",
         "{P} gets ${k} each day for {n} days. Then {he} spends ${b} each day for {m} days. How much money does {he} have left?"),
        ("c=k*n; {P} gets $#.", "d=b*m; {He} spends $#.", "e=c-d; So $# is left.")),
    Template("savings.half_spent", "h=5..150 a=h*2 b=2..60",
        ("{P} has ${a}. {He} spends half of it and then gets ${b}. How much money does {he} have now?",
         "{P} spends half of {his} ${a}. Then {he} earns ${b}. How much money does {he} have?"),
        ("c=a/2; {P} has $# left.", "d=c+b; Then {he} has $#.")),
    Template("savings.couple", "a=2..30 b=2..30 n=2..12",
        ("{P} saves ${a} a week and {Q} saves ${b} a week. How much do they save in {n} weeks together?",
         "Each week {P} saves ${a} and {Q} saves ${b}. How much do they save together in {n} weeks?"),
        ("c=a+b; Together they save $# a week.", "d=c*n; In {n} weeks it is $#.")),
)

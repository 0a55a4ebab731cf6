"""pymoo's NSGA-II on ZDT1, ZDT2 and DTLZ2: what tests/nsga2.test.ts holds ours against. Same operators, sizes and evaluations.

    .venv/bin/python nsga2.py > ../tests/fixtures/nsga2.json
"""

import json

import moocore
import numpy
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.operators.crossover.sbx import SBX
from pymoo.operators.mutation.pm import PM
from pymoo.optimize import minimize
from pymoo.problems import get_problem

CASES = [("zdt1", {"n_var": 30}), ("zdt2", {"n_var": 30}), ("dtlz2", {"n_var": 12, "n_obj": 3})]
POPULATION = 100
EVALUATIONS = 20_000
SEEDS = 11


def main():
    cases = []
    for name, sizes in CASES:
        problem = get_problem(name, **sizes)
        volumes = []
        for seed in range(SEEDS):
            algorithm = NSGA2(
                pop_size=POPULATION,
                crossover=SBX(prob=0.9, eta=15, prob_var=0.5),
                mutation=PM(prob=1.0, prob_var=1 / problem.n_var, eta=20),
                eliminate_duplicates=False,
            )
            found = minimize(problem, algorithm, ("n_eval", EVALUATIONS), seed=seed).F
            volumes.append(moocore.hypervolume(found, ref=[1.1] * problem.n_obj))
        cases.append({"problem": name, "variables": problem.n_var, "mean": numpy.mean(volumes), "deviation": numpy.std(volumes, ddof=1)})
    print(json.dumps({"population": POPULATION, "evaluations": EVALUATIONS, "seeds": SEEDS, "cases": cases}))


main()

"""Hypervolume, IGD+ and additive epsilon of ZDT and DTLZ fronts by moocore: what tests/crosscheck.test.ts holds ours against.

    python -m venv .venv && .venv/bin/pip install -r requirements.txt
    .venv/bin/python indicators.py > ../tests/fixtures/indicators.json
"""

import json

import moocore
import numpy
from pymoo.problems import get_problem

CASES = [("zdt1", 2), ("zdt2", 2), ("zdt3", 2), ("dtlz1", 3), ("dtlz2", 3)]
POINTS = 60
REFERENCE = 1.1


def front_of(name, objectives):
    if objectives == 2:
        return get_problem(name).pareto_front()
    problem = get_problem(name, n_var=7, n_obj=3)
    from pymoo.util.ref_dirs import get_reference_directions

    return problem.pareto_front(get_reference_directions("das-dennis", 3, n_partitions=9))


def main():
    generator = numpy.random.default_rng(7)
    cases = []
    for name, objectives in CASES:
        front = front_of(name, objectives)
        front = front[numpy.sort(generator.permutation(len(front))[:POINTS])]
        low, high = front.min(axis=0), front.max(axis=0)
        front = (front - low) / (high - low)
        # Some worse, some beyond the reference, some lucky in one objective.
        found = front + generator.normal(0.04, 0.06, front.shape)
        reference = [REFERENCE] * objectives
        cases.append(
            {
                "problem": name,
                "objectives": objectives,
                "front": front.tolist(),
                "found": found.tolist(),
                "hypervolumeOfFront": moocore.hypervolume(front, ref=reference),
                "hypervolume": moocore.hypervolume(found, ref=reference),
                "igdPlus": moocore.igd_plus(found, ref=front),
                "epsilon": moocore.epsilon_additive(found, ref=front),
            }
        )
    print(json.dumps({"moocore": moocore.__version__, "cases": cases}))


main()

"""This part of the bench, in one run."""

import machine
import program
from steps import step

from . import index, points, side, tagging
from .places import OFFICIAL
from .plan import Plan


def measure(quick, left_out):
    """Everything on addresses; or why nothing."""
    if not OFFICIAL.is_dir():
        return {"absent": f"the official files are not in {OFFICIAL.name}, beside this folder"}
    if "shapely" in left_out:
        return {"absent": "Shapely could not be installed"}
    plan = Plan.quick() if quick else Plan.whole()
    found = {"machine": machine.facts(), "essaim": program.version(), "plan": vars(plan)}
    with step("addresses: points in perimeters"):
        found["points"] = points.measure(plan.points, left_out)
    with step("addresses: beside addok"):
        found["side"] = side.measure(plan, left_out)
    with step("addresses: tagging"):
        found["tagging"] = tagging.measure(plan)
    with step("addresses: the index"):
        found["index"] = index.measure(plan)
    return found

"""What each command of __main__.py does; thin."""
from .measure import ablation, baselines, evaluate, generator_sizes, milliseconds, parts, path_use, report, sheet
from .ship import quantise, ship, ship_age_gender
from .train import abstraction, age_gender, attribute_teacher, attributes, parts_teacher, retrain

__all__ = [
    "ablation", "abstraction", "age_gender", "attribute_teacher", "attributes", "baselines", "evaluate", "generator_sizes", "milliseconds",
    "parts", "parts_teacher", "path_use", "quantise", "report", "retrain", "sheet", "ship", "ship_age_gender",
]

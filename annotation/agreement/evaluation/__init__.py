"""Which model is better and by how much, collected item by item from what people said of responses. No framework.

Orders and preferences compare responses, and ratings of responses do too; choices and ratings of responses say how
often a model is this or that; automatic scores stand beside what people say.
"""

from annotation.agreement.evaluation.correlations import Scores
from annotation.agreement.evaluation.models import ModelFigures, Period, begin_of
from annotation.agreement.evaluation.rates import Thresholds, judged, rated_categories, said_within
from annotation.agreement.evaluation.versions import split_version

__all__ = [
    "ModelFigures",
    "Period",
    "Scores",
    "Thresholds",
    "begin_of",
    "judged",
    "rated_categories",
    "said_within",
    "split_version",
]

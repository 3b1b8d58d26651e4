"""How well people agree: chance-corrected coefficients over the pattern histogram. No framework.

`form_agreement` is the front door; the coefficients can be had one by one in `coefficients`.
"""

from annotation.agreement.histogram import Histogram
from annotation.agreement.intervals import Interval
from annotation.agreement.questions import Agreement, Tally, form_agreement, question_agreement

__all__ = ["Agreement", "Histogram", "Interval", "Tally", "form_agreement", "question_agreement"]

"""Does it work? A verdict in one of five words on a series that an action was meant to change, with its grounds.

    verdict = judge(Question(series, starts=date(2024, 9, 1), better="down", unit="share"))
    verdict.word, verdict.grounds, verdict.warnings

What each word takes, and how often it is wrong where nothing happened, stands in docs/effect.md.
"""

from samspill.analysis.effect.judging import ERROR_RATE, judge
from samspill.analysis.effect.question import Question, Series
from samspill.analysis.effect.verdict import Figures, Ground, Verdict, Word

__all__ = ["ERROR_RATE", "Figures", "Ground", "Question", "Series", "Verdict", "Word", "judge"]

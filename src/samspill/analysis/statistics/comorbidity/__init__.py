"""How ill is a person already? Charlson, Elixhauser and the Hospital Frailty Risk Score, from ICD-10 codes."""

from samspill.analysis.statistics.comorbidity.charlson import charlson, charlson_many
from samspill.analysis.statistics.comorbidity.elixhauser import elixhauser, elixhauser_many
from samspill.analysis.statistics.comorbidity.hfrs import Bands, band, hfrs, hfrs_many
from samspill.analysis.statistics.comorbidity.lookback import looked_back
from samspill.analysis.statistics.comorbidity.scores import Score, Scores

__all__ = [
    "Bands", "Score", "Scores", "band", "charlson", "charlson_many", "elixhauser", "elixhauser_many", "hfrs",
    "hfrs_many", "looked_back",
]  # fmt: skip

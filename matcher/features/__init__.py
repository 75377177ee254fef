"""The signals of the score, in the order they are shown. A new one is a file here and a place in this tuple."""

from matcher.features.base import Feature
from matcher.features.district import DistrictFit
from matcher.features.industry import IndustryFit
from matcher.features.qualification import QualificationFit
from matcher.features.requirement_coverage import RequirementCoverage
from matcher.features.scale import ScaleFit
from matcher.features.sentence_similarity import SentenceSimilarity
from matcher.features.text_similarity import TextSimilarity
from matcher.features.track_record import TrackRecord

FEATURES: tuple[type[Feature], ...] = (
    TextSimilarity,
    SentenceSimilarity,
    RequirementCoverage,
    TrackRecord,
    IndustryFit,
    DistrictFit,
    QualificationFit,
    ScaleFit,
)

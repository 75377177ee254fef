"""What a firm's words stand for: an own capability, or something denied, ended, served, decorated, traded, taught."""

from matcher.text.standing.kinds import WEIGHT, Standing, Statement
from matcher.text.standing.reading import statements

__all__ = ["WEIGHT", "Standing", "Statement", "statements"]

"""Samspill's settings, with the bare page of the load benchmark in front."""

from samspill.config.settings import *  # noqa: F403
from samspill.config.settings import MIDDLEWARE as _OWN

MIDDLEWARE = ["benchmarks.load_ground.bare_first", *_OWN]

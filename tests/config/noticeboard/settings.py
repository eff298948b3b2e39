"""The real settings, with the stand-in room."""

from samspill.config.settings import *  # noqa: F403
from samspill.config.settings import INSTALLED_APPS as REAL_APPS

INSTALLED_APPS = [*REAL_APPS, "tests.config.noticeboard.apps.NoticeboardConfig"]

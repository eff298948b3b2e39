"""Addresses of the room, part by part."""

from samspill.apps.governance.agreements import urls as agreements
from samspill.apps.governance.bodies import urls as bodies
from samspill.apps.governance.cases import urls as cases
from samspill.apps.governance.desk import urls as desk
from samspill.apps.governance.hearings import urls as hearings
from samspill.apps.governance.meetings import urls as meetings
from samspill.apps.governance.wheel import urls as wheel

app_name = "governance"
urlpatterns = [
    pattern for part in (cases, bodies, meetings, agreements, hearings, wheel, desk) for pattern in part.urlpatterns
]

"""Invitations by e-mail with a calendar part, one mechanism for every room that meets.

    going = invitations.invite(occasion, kind="governance.meeting", community=…, accounts=members)
    invitations.call_off(occasion, community=…)

Call in the transaction of what it tells, as with notices, and again with each change: each invitee has one row for the
meeting, which is sent again when its `sequence` has grown, and whoever is no longer invited gets a cancellation. A
calendar program follows by itself, since the meeting keeps its `uid` (RFC 5545; the methods are those of RFC 5546).
Whether a person gets it by e-mail is their own choice for the kind of notice; `invite` returns those that do, so that
no second e-mail about the same goes to them. Nothing in an occasion says anything of a patient.
"""

from samspill.core.invitations.calendar import Occasion, calendar_of, event_of, feed_of, invitation_of
from samspill.core.invitations.inviting import call_off, invite

__all__ = ["Occasion", "calendar_of", "call_off", "event_of", "feed_of", "invitation_of", "invite"]

"""The second wall: on PostgreSQL the database itself keeps each community's rows to that community.

The first wall is the querysets, which cut what a page shows to what the person may see. The second stands behind it,
for the day when somebody forgets one: the application connects as a role that owns nothing, and every table that
belongs to a community has a policy that compares the row with the *scope*.

    with walls.within(community_id): …              rows of that community
    with walls.whole_installation("why"): …         rows of all
    with walls.the_public(): …                      nobody's community: no row of any
    nothing stated                                  as the public, and nothing may be written either

A page's scope is its reader's community (`accounts.middleware`); a command has the whole installation; so has a
scheduled job. Which tables are walled follows from their models (`plan`), so a new model is walled before anybody
thinks of it. On SQLite there is no second wall, and the scope is only a statement.

    scope       what is stated
    plan        which tables are walled, and by what
    raising     the policies in the database
    roles       the role of the application, and what it is granted
    postgresql  the connection that tells the database the scope, at every statement
"""

from samspill.core.walls.scope import the_public, whole_installation, whole_installation_from_here, within
from samspill.core.walls.statement import Open, Walled

__all__ = ["Open", "Walled", "the_public", "whole_installation", "whole_installation_from_here", "within"]

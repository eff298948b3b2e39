"""What each role may do: one table, read by the rules, by the page "what can I do here", and by people.

A deed that is not in the table may be done by nobody. Whether a role's deed reaches a certain patient or body is asked
in the room's own `permissions.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from samspill.directory.roles import Role

COORDINATOR, OFFICER, NURSE = Role.DISCHARGE_COORDINATOR, Role.ALLOCATION_OFFICER, Role.NURSE
ADMINISTRATOR, PRIVACY = Role.COMMUNITY_ADMINISTRATOR, Role.PRIVACY_OFFICER
ANALYST = Role.ANALYST
EVERYBODY = frozenset(Role)
# Those who order and guard the house have no say in what the community decides.
WORKING = EVERYBODY - {ADMINISTRATOR, PRIVACY, Role.SYSTEM_ADMINISTRATOR}

MAY: Mapping[str, frozenset[Role]] = {
    # deed                          roles
    "home.see": EVERYBODY,
    "discharge.see_board": frozenset({COORDINATOR, OFFICER, NURSE}),
    "discharge.open_patient": frozenset({COORDINATOR, OFFICER, NURSE}),
    "discharge.answer": frozenset({OFFICER}),
    "discharge.coordinate": frozenset({COORDINATOR, OFFICER, NURSE}),
    "discharge.register": frozenset({COORDINATOR, OFFICER, NURSE}),
    "discharge.go_round": frozenset({COORDINATOR, OFFICER}),
    "discharge.assess": frozenset({COORDINATOR, OFFICER, NURSE}),
    "discharge.see_overview": frozenset(
        {COORDINATOR, OFFICER, NURSE, Role.LEADER, Role.SECRETARIAT, Role.ANALYST, Role.QUALITY_ADVISER}
    ),
    "discharge.keep_lists": frozenset({ADMINISTRATOR}),
    "discharge.emergency_access": frozenset({COORDINATOR, OFFICER, NURSE}),
    "long_waits.see": frozenset({COORDINATOR, OFFICER, Role.LEADER}),
    "long_waits.follow": frozenset({COORDINATOR, OFFICER, Role.LEADER}),
    "long_waits.keep_rules": frozenset({ADMINISTRATOR}),
    "settlement.see": frozenset({COORDINATOR, OFFICER, Role.LEADER, Role.SECRETARIAT, Role.ANALYST}),
    "settlement.see_sums": frozenset({Role.SECRETARIAT, Role.ANALYST}),
    "settlement.open": frozenset({COORDINATOR, OFFICER, Role.LEADER}),
    "settlement.make": frozenset({COORDINATOR, Role.LEADER}),
    "settlement.approve": frozenset({COORDINATOR, OFFICER, Role.LEADER}),
    "settlement.object": frozenset({OFFICER, Role.LEADER}),
    "places.see": frozenset({COORDINATOR, OFFICER, NURSE, Role.LEADER}),
    "places.publish": frozenset({OFFICER}),
    "places.reserve": frozenset({COORDINATOR, OFFICER}),
    "places.confirm": frozenset({OFFICER}),
    "places.keep_kinds": frozenset({ADMINISTRATOR}),
    "directory.look": EVERYBODY,
    "directory.keep_self": EVERYBODY,
    "directory.keep_unit": frozenset({Role.LEADER, ADMINISTRATOR}),
    "directory.administer": frozenset({ADMINISTRATOR}),
    "directory.exchange": frozenset({ADMINISTRATOR}),
    "offers.keep": frozenset({Role.LEADER, Role.SECRETARIAT, Role.QUALITY_ADVISER, ADMINISTRATOR}),
    "joint_work.keep": frozenset({Role.LEADER, Role.SECRETARIAT, Role.QUALITY_ADVISER, ADMINISTRATOR}),
    "representation.see": frozenset({Role.SECRETARIAT, ADMINISTRATOR}),
    "representation.keep": frozenset({Role.SECRETARIAT}),
    "insight.see": EVERYBODY,
    "insight.see_drafts": frozenset({ANALYST, Role.SECRETARIAT, Role.LEADER}),
    "insight.publish": frozenset({ANALYST}),
    "insight.rebase": frozenset({ANALYST}),
    "insight.watch": frozenset({ANALYST, Role.SECRETARIAT, Role.LEADER}),
    "insight.write_report": frozenset({ANALYST, Role.SECRETARIAT}),
    "insight.ask": EVERYBODY,
    "insight.answer": frozenset({ANALYST}),
    "insight.see_register": frozenset({ANALYST, Role.SECRETARIAT, Role.LEADER, PRIVACY}),
    "insight.open_list": frozenset({COORDINATOR, OFFICER}),
    "insight.see_openings": frozenset({PRIVACY}),
    "governance.look": EVERYBODY,
    "governance.propose": WORKING,
    "governance.take_part": WORKING,
    "governance.anchor": frozenset({Role.LEADER}),
    "governance.share": frozenset({Role.LEADER, Role.QUALITY_ADVISER, Role.SECRETARIAT}),
    "governance.keep": frozenset({Role.SECRETARIAT}),
    "accounts.give_role": frozenset({ADMINISTRATOR}),
    "accounts.delegate": frozenset({COORDINATOR, OFFICER, NURSE, Role.LEADER, Role.SECRETARIAT}),
    "accounts.keep_sessions": EVERYBODY,
    "notices.see": EVERYBODY,
    "notices.mend": frozenset({Role.SYSTEM_ADMINISTRATOR}),
    "messages.see_inbox": frozenset({Role.SYSTEM_ADMINISTRATOR}),
    "messages.retry": frozenset({Role.SYSTEM_ADMINISTRATOR}),
    "access_log.read": frozenset({PRIVACY}),
    "access_log.review": frozenset({PRIVACY}),
    "plans.see": EVERYBODY,
    "plans.keep": frozenset({Role.SECRETARIAT, ADMINISTRATOR}),
    "plans.report": frozenset(
        {Role.LEADER, Role.SECRETARIAT, Role.QUALITY_ADVISER, Role.GP, NURSE, Role.ANALYST, Role.USER_REPRESENTATIVE}
    ),
    "plans.measure": frozenset({Role.SECRETARIAT, Role.QUALITY_ADVISER, Role.ANALYST}),
    "plans.decide": frozenset({Role.SECRETARIAT, Role.LEADER}),
    "privacy.extract": frozenset({PRIVACY}),
    "privacy.erase": frozenset({PRIVACY}),
    "privacy.set_retention": frozenset({PRIVACY}),
    "components.see": frozenset({Role.SYSTEM_ADMINISTRATOR}),
}


def role_may(role: Role, deed: str) -> bool:
    return role in MAY.get(deed, frozenset())

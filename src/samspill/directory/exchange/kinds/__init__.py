"""The sheets of the directory's own nouns: units, contact ways, offers, joint work, representation."""

from samspill.directory.exchange.kinds import contact, joint_work, offers, representation, units
from samspill.directory.exchange.sheets import declare


def declare_all() -> None:
    for sheet in (units.SHEET, contact.SHEET, offers.SHEET, joint_work.SHEET, representation.SHEET):
        declare(sheet)

"""The tables that have a contract, by name."""

from __future__ import annotations

from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.contract import Contract
from samspill.analysis.tables.declared.care import (
    CONTACTS_TABLE,
    DIAGNOSES,
    MUNICIPAL_PLACES,
    MUNICIPAL_SERVICES,
    REFERRALS_TABLE,
)
from samspill.analysis.tables.declared.stays import LEAVES, READY_PERIODS, STAYS
from samspill.analysis.tables.declared.surroundings import (
    DEVIATIONS,
    HOSPITAL_BEDS,
    MESSAGES,
    PLAN_STATUS,
    POPULATION,
    REGISTER_ROWS,
)

CONTRACTS = {
    contract.name: contract
    for contract in (
        STAYS,
        READY_PERIODS,
        LEAVES,
        DIAGNOSES,
        CONTACTS_TABLE,
        MUNICIPAL_SERVICES,
        MUNICIPAL_PLACES,
        REFERRALS_TABLE,
        POPULATION,
        HOSPITAL_BEDS,
        MESSAGES,
        REGISTER_ROWS,
        DEVIATIONS,
        PLAN_STATUS,
    )
}


def contract_of(table: str | Contract) -> Contract:
    """A contract by its name; one of your own passes through. Raises Unusable for an unknown name."""
    if isinstance(table, Contract):
        return table
    if table not in CONTRACTS:
        raise Unusable(f"Det finnes ingen tabell som heter {table!r}. Velg en av: {', '.join(CONTRACTS)}.")
    return CONTRACTS[table]

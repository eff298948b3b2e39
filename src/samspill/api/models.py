"""The tables of the doors for machines."""

from samspill.api.keys import MachineKey

__all__ = ["MachineKey"]

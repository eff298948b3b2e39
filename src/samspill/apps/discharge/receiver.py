"""The parts of Samspill that act on their own in this room."""

from samspill.core.doer import Machine

# Whoever holds the command line of the installation.
OPERATOR = Machine(name="operator", deeds=frozenset({"discharge.enter_rate"}))
RECEIVER = Machine(name="message receiver", deeds=frozenset({"messages.receive"}))

"""Quiet notices as people meet them: who is told, the page, the choice, and the e-mail. The ground is core.notices."""

"""Accounts, and what is known of each sign-in."""

from samspill.accounts.models.account import Account, Accounts
from samspill.accounts.models.identity import BegunSignIn, ProviderSession, SeenLogout, SignInIdentity
from samspill.accounts.models.session import AccountSession, Draft, SignInAttempt, WhyEnded

__all__ = [
    "Account",
    "AccountSession",
    "Accounts",
    "BegunSignIn",
    "Draft",
    "ProviderSession",
    "SeenLogout",
    "SignInAttempt",
    "SignInIdentity",
    "WhyEnded",
]

"""Sign-in by OpenID Connect, as HelseID (FAPI 2.0) and ID-porten ask for it. docs/sign-in.md tells the whole way.

provider.py   what is configured, and what each kind of provider calls its claims
wire.py       one request to a provider: https, short, small, never redirected
metadata.py   the provider's own description and keys, kept for a day
signing.py    our proofs: client assertion, DPoP, PKCE
talk.py       pushed request, code for tokens, userinfo
tokens.py     is this ID token, this logout token, to be believed
attempts.py   a sign-in that has begun: in one browser, for ten minutes, once
flow.py       begin and complete
matching.py   the proved person is which account
ending.py     signing out at the provider, and being signed out by it
binding.py    an administrator enters who a person of the directory is
"""

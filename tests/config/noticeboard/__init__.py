"""A stand-in room for the tests of the live stream: each notice is a row of the schedule, named COMMUNITY/number."""

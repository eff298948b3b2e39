"""Speed beside a named peer, in the same run. `make bench` prints the ratios; nothing here is part of the tests."""

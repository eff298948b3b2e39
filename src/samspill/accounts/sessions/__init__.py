"""Sessions: how long they last, where they are, and how they end. The rules stand in `rules`, the store in `store`."""

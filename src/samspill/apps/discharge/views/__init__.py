"""The pages of the room: fetch, call one action or query, answer."""

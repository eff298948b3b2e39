"""Django's own PostgreSQL connection, which also tells the database the scope. See `base`."""

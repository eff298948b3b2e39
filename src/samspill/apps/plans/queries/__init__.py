"""Every read of the room, cut to the person's own community."""

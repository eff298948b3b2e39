"""Every read of the room, already cut to what the person may see."""

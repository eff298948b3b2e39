"""The pages of a person, a unit and the community: who they are and how to reach them."""

"""The room for coordinating discharge-ready patients: who waits, for what, and whose move it is."""

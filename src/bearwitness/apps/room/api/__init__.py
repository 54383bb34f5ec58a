"""The room's JSON interface for programs, under /api/v1: the pages' workflow functions, behind a token in the place of a login."""

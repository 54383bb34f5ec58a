"""The reading room: the register in a browser. Pages over workflow functions; no rule of the method lives here."""

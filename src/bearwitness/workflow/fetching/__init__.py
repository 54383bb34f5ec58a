"""Pages taken off the web: which addresses may be asked, what crosses the wire, how politely, and what is new in a feed."""

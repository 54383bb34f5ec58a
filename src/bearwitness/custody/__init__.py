"""Evidence that stands: an append-only log as a Merkle tree, proofs from it, signed checkpoints, and what they find changed."""

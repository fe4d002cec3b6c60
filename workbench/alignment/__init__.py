"""Which documents belong together, and how their sentences are aligned, mined, realigned and learned from."""

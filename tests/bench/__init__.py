"""What is measured rather than tested: `make bench` (speed) and `make eval` (quality against the gold standards)."""

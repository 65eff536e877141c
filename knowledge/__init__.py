"""What the library holds to be known, and how to find it. No model calls, no user interface."""

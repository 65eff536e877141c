"""Language models as they are reached: providers, the call with its deadline, and how a call can fail."""

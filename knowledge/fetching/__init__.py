"""Documents from the network: which addresses may be reached, and one guarded download."""

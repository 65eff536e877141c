"""A librarian's own library folder: what it adds to the shipped library, corrects and retracts, and who said so."""

"""The librarian's commands, a module each: arguments, and what is done. Heavy imports wait until one runs."""

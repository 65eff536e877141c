"""What a reader takes away: documents, references, cards and machine-readable claims."""

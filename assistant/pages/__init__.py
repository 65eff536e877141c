"""What a reader sees, as HTML: pure functions from records to markup. No Gradio here."""

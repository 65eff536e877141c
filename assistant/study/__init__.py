"""What a student studies with: pictures, steps, quiz and cards, as records made from the library. Pure."""

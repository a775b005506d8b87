"""What people read on the terminal, in both languages."""

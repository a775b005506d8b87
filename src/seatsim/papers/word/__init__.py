"""The brief in Word: layout, parts of a document, what the brief says, annexes."""

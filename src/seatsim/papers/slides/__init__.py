"""The slides: native charts, one message each, with what it rests on."""

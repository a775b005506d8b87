"""The model: pure steps over arrays, SimPy for what queues, one addressed uniform per draw."""

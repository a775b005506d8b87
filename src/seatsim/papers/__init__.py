"""Meeting papers from results, without running a model."""

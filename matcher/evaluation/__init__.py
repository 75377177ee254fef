"""How good the ranking is: judged sets (评测集), metrics, and the engine beside its rivals."""

"""Rules of the intake, one file a language."""

"""The engines behind the workbench: sentence encoders, translators and their packages."""

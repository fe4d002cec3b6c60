"""Use cases, engines, file formats and the command line of the Bitext Workbench."""

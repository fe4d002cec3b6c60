"""The file formats in which the workbench hands its data out, one file each."""

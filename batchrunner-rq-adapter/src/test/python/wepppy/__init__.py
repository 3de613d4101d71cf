"""Stand-ins for WEPPcloud's modules: the same names, arguments, files and keys, and none of the models."""

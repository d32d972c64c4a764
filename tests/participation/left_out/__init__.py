"""A law over all forms of the site: a field that did not arrive deletes nothing that is stored."""

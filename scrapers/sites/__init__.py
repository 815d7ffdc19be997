"""One file a site: the file is the site."""

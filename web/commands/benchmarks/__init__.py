"""What `sagsgang bench` measures of the pages: over HTTP, of long cases, of what a page costs to read."""

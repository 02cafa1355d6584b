"""What pages and lists show: each function takes its reader, and each page reads from one snapshot."""

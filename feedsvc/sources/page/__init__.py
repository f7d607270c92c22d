"""What an HTML page holds: what it says of itself for machines, its article, and the chrome around it."""

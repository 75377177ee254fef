"""What people are handed: documents without a format, and the formats that write them."""

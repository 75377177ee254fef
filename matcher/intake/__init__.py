"""What people hand in as files: spreadsheets become plain cells here."""

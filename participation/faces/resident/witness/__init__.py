"""What lets anybody watch a vote: receipts, the public log, feeds."""

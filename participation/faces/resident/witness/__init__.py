"""What lets anybody watch a vote: receipts, the public log, the count to download, feeds."""

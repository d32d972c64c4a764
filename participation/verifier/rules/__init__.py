"""Each rule in plain Python, from sums of ballots; Equal Shares from the ballots themselves."""

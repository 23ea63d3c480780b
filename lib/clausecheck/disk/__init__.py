"""What touches the disk for others: writing whole or not at all, locks, the files that come with the package."""

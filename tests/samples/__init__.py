"""What several tests build their archives from."""

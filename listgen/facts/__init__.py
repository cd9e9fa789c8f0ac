"""Facts from cells, units and lexicons, and the lock that compares claims with facts."""

"""Who lives together in a dwelling, known by tenancies and counted, never named."""

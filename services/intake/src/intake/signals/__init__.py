"""Who is in arrears, and whom of them the programme seeks."""

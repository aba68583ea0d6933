"""What is on the table: parties, issues, packages and the models of bargaining."""

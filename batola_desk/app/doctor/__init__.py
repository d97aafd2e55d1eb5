"""What `batola-desk doctor` looks at, and what is made of it: findings, report, bundle."""

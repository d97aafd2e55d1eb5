"""What does not belong here is handed on: border card and referral."""

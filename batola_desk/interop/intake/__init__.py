"""The service that strangers may reach: callers' page, AML, results of referrals; and a desk's way to it."""

"""Signs a form as Twilio does, by Twilio's own SDK: token, address, then `name=value` each; prints the signature."""

import sys

from twilio.request_validator import RequestValidator

token, address, *fields = sys.argv[1:]
form = dict(field.split("=", 1) for field in fields)
print(RequestValidator(token).compute_signature(address, form))

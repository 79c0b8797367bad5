"""Verifies a letter on standard input by dkimpy; the arguments are what the DNS holds: a name and its TXT record."""

import sys

import dkim

name, text = sys.argv[1:]


def dns(asked, timeout=5):
    return text.encode() if asked.decode().rstrip(".") == name else None


sys.exit(0 if dkim.verify(sys.stdin.buffer.read(), dnsfunc=dns) else 3)

"""Twilio's own SDK (PyPI: twilio) as client of the simulator and as judge of its signatures.

python3 twilio_sdk.py http://127.0.0.1:3150 -- prints "ok" or fails.
"""

import sys
import urllib.parse

from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from support import Receiver, control

base = sys.argv[1]
config = control(base, "GET", "")["config"]["twilio"]
client = Client(config["account_sid"], config["auth_token"])
client.api.base_url = base
person, number = "+14155550171", config["senders"][0]["number"]

with Receiver() as desk:
    control(base, "PUT", "sms/webhook", {"url": desk.url + "/in?inbox=1#rc=2"})
    picture = desk.serve("/a.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + b"x" * 5000)

    message = client.messages.create(
        to=person, from_=number, body="Grüße", media_url=[picture], status_callback=desk.url + "/status"
    )
    assert message.sid.startswith("MM") and message.status == "queued" and message.num_media == "1"
    control(base, "POST", "quiet")
    again = client.messages(message.sid).fetch()
    assert again.status == "delivered" and again.error_code is None, again.status
    assert again.date_sent is not None and again.direction == "outbound-api"
    media = client.messages(message.sid).media.list()
    assert [m.content_type for m in media] == ["image/jpeg"]

    control(base, "POST", "sms/people/%2B14155550171/act", {"act": "say", "text": "Ciao & ciao"})
    control(base, "POST", "quiet")
    validator = RequestValidator(config["auth_token"])
    posts = desk.posts()
    assert len(posts) >= 4, posts
    for path, headers, body in posts:
        form = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
        assert validator.validate(desk.url + path, form, headers["X-Twilio-Signature"]), path

    for n in range(60):
        client.messages.create(to="+13125550142", from_=number, body=f"number {n}")
    listed = client.messages.list(to="+13125550142", page_size=25)
    assert [m.body for m in listed] == [f"number {n}" for n in reversed(range(60))]
    since = client.messages.list(to="+13125550142", date_sent_after=listed[-1].date_created)
    assert len(since) == 60
    numbers = client.incoming_phone_numbers.list(phone_number=number)
    assert [n.phone_number for n in numbers] == [number]

    try:
        client.messages.create(to="nobody", from_=number, body="x")
        raise AssertionError("accepted")
    except TwilioRestException as e:
        assert (e.status, e.code) == (400, 21211)
    try:
        wrong = Client(config["account_sid"], "wrong")
        wrong.api.base_url = base
        wrong.messages(message.sid).fetch()
        raise AssertionError("accepted")
    except TwilioRestException as e:
        assert (e.status, e.code) == (401, 20003)
    control(base, "POST", "quiet")
    assert client.messages(message.sid).delete()
print("ok")

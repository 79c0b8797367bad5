"""A WhatsApp client that is not ours (PyPI: pywa) against the simulator: sends, uploads, downloads, reads webhooks.

python3 whatsapp_pywa.py http://127.0.0.1:3150 -- prints "ok" or fails.
"""

import json
import logging
import sys

import httpx
from pywa import WhatsApp, errors, types, utils

from support import Receiver, control

base = sys.argv[1]
trouble = []


class Trouble(logging.Handler):
    """pywa only logs what it cannot read; here that is a failure."""

    def emit(self, record):
        trouble.append(self.format(record))


logging.getLogger("pywa").addHandler(Trouble(level=logging.ERROR))
config = control(base, "GET", "")["config"]["whatsapp"]


class Loopback(httpx.Client):
    """pywa sets the base address itself; this one keeps the version and changes the host."""

    def request(self, method, url, **kwargs):
        self.base_url = str(self.base_url).replace("https://graph.facebook.com", base)
        return super().request(method, url, **kwargs)

    def stream(self, method, url, **kwargs):
        self.base_url = str(self.base_url).replace("https://graph.facebook.com", base)
        return super().stream(method, url, **kwargs)


client = WhatsApp(
    phone_id=config["phone_number_id"],
    token=config["token"],
    session=Loopback(trust_env=False),
    app_secret=config["app_secret"],
    verify_token=config["verify_token"],
    server=None,
    filter_updates=False,
)
person = "16505551234"
seen = []
for event in ("on_message", "on_message_status"):
    getattr(client, event)()(lambda _, update: seen.append(update))


def act(body):
    return control(base, "POST", f"whatsapp/people/{person}/act", body)["messages"]


with Receiver() as desk:
    control(base, "PUT", "whatsapp/webhook", {"url": desk.url + "/wa"})
    act({"act": "say", "text": "Hej / Åsa"})
    sent = client.send_message(to="+" + person, text="Hello")
    assert sent.id.startswith("wamid.")
    picture = b"\xff\xd8\xff\xe0" + b"x" * 5000
    image = client.send_image(to="+" + person, image=picture, caption="Look", mime_type="image/jpeg")
    client.send_location(to="+" + person, latitude=41.9, longitude=12.5, name="Rome", address="Corso")
    client.send_reaction(to="+" + person, emoji="👍", message_id=sent.id)
    uploaded = client.upload_media(media=picture, mime_type="image/jpeg", filename="a.jpg")
    assert int(client.get_media_url(uploaded.id).file_size) == len(picture)
    act({"act": "say", "text": "Broken", "files": [{"name": "m.jpg", "kind": "image/jpeg", "base64": "/9j/4A=="}]})
    act({"act": "react", "message": sent.id, "emoji": "❤️"})
    act({"act": "edit", "message": act({"act": "say", "text": "Helo"})[0], "text": "Hello"})
    act({"act": "location", "latitude": 1.5, "longitude": 2.5})
    act({"act": "contact", "name": "Ana Rossi", "phone": "+14155550171"})
    act({"act": "unsupported"})
    control(base, "POST", "quiet")
    posts = desk.posts()
    for path, headers, body in posts:
        # pywa checks the signature over the raw bytes, and reads the payload.
        signature = headers["X-Hub-Signature-256"]
        assert utils.webhook_updates_validator(config["app_secret"], body, signature), path
        answer, status = client.webhook_update_handler(body)
        assert status == 200, (answer, json.loads(body))
    assert not trouble, trouble
    kinds = [u.type.value for u in seen if isinstance(u, types.Message)]
    for kind in ("text", "image", "reaction", "location", "contacts", "unsupported"):
        assert kind in kinds, (kind, kinds)
    states = [u.status.value for u in seen if isinstance(u, types.MessageStatus) and u.id == image.id]
    assert states == ["sent", "delivered"], states
    photo = next(u for u in seen if isinstance(u, types.Message) and u.image)
    assert photo.caption == "Broken" and photo.image.get_bytes() == b"\xff\xd8\xff\xe0"

    control(base, "POST", "clock", {"forward_s": 86400})
    control(base, "PUT", "whatsapp/knobs", {"window_at_once": True})
    try:
        client.send_message(to="+" + person, text="Too late")
        raise AssertionError("accepted")
    except errors.ReEngagementMessage:
        # pywa's name for 131047.
        pass
    control(base, "PUT", "whatsapp/knobs", {})
    control(base, "POST", "clock", {"forward_s": -86400})
print("ok")

"""Signs requests and validates answers with the platforms' own packages; JSON in, JSON out."""

import base64
import hashlib
import hmac
import json
import sys

from discord_interactions import verify_key
from nacl.signing import SigningKey
from slack_sdk.models.attachments import Attachment
from slack_sdk.models.blocks import Block
from slack_sdk.signature import SignatureVerifier

given = json.load(sys.stdin)
now = str(given["now"])

verifier = SignatureVerifier(given["slack"]["secret"])
slack = verifier.generate_signature(timestamp=now, body=given["slack"]["body"])

# The first key of RFC 8032.
key = SigningKey(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
discord = []
for body in given["discord"]:
    signature = key.sign(now.encode() + body.encode()).signature.hex()
    assert verify_key(body.encode(), signature, now, key.verify_key.encode().hex())
    discord.append(signature)

secret = base64.b64decode(given["teams"]["token"])
digest = hmac.new(secret, given["teams"]["body"].encode(), hashlib.sha256).digest()
teams = "HMAC " + base64.b64encode(digest).decode()

problems, messages = [], 0
for platform, kind, answer in given["answers"]:
    if platform != "slack":
        continue
    messages += 1
    blocks = answer["blocks"]
    try:
        parsed = Block.parse_all(blocks)
        again = [block.to_dict() for block in parsed]
        for attachment in answer["attachments"]:
            known = Attachment(text="", **attachment).to_dict()
            if any(known.get(name) != value for name, value in attachment.items()):
                problems.append(f"{kind}: {attachment} became {known}")
    except Exception as problem:
        problems.append(f"{kind}: {problem}")
        continue
    # What the package does not know, it leaves out.
    for before, after in zip(blocks, again):
        if before["type"] != after.get("type"):
            problems.append(f"{kind}: {before} became {after}")
    if len(blocks) != len(again):
        problems.append(f"{kind}: {len(blocks)} blocks became {len(again)}")

print(json.dumps(
    {"slack": slack, "discord": discord, "teams": teams, "problems": problems, "messages": messages}))

#!/usr/bin/python3
"""Gives Mailcow, by its API, what the model says of it: domains with a DKIM key, mailboxes of our services with the passwords that
lie in the cluster, the aliases that every domain must have, and the words of MTA-STS. Run again, it changes nothing.

    uyoop-mail-accounts         makes what is missing, one line for each thing made
    uyoop-mail-accounts dkim    prints the public DKIM keys, as platform/owner.ts wants them

What a person made or led elsewhere stays as it is. Nothing is ever deleted. Exit 3: something must come first, and the lines say what.
No secret is in an argument, in what is printed, or in a file that others read.
https://github.com/mailcow/mailcow-dockerized/blob/master/data/web/json_api.php
"""

import base64
import hashlib
import http.client
import json
import os
import re
import secrets
import socket
import ssl
import subprocess
import sys
import time

CONFIG = os.environ.get("MAIL_CONFIG", "/etc/uyoop/mailcow.json")
# What a service's mailbox may do: no webmail, no calendar.
SERVICE = {"quota": 256, "protocol_access": ["imap", "smtp"], "sogo_access": 0, "force_pw_update": 0, "force_tfa": 0, "active": 1}
SELECTOR = "dkim"


class Waiting(Exception):
    """Something that must come first."""


class Starting(Waiting):
    """Mailcow itself, whose containers take minutes."""


class Mailcow:
    """Its API, asked from the mesh address: the one address that it lets in, and that none but this machine bears."""

    def __init__(self, config):
        self.config = config
        self.key = self.setting("API_KEY")
        if not self.key:
            raise Waiting("mailcow.conf has no API_KEY: play hosts/site.yaml --tags mailcow")

    def setting(self, name):
        with open(f"{self.config['folder']}/mailcow.conf", encoding="utf8") as file:
            found = re.findall(rf"^{name}=(.*)$", file.read(), re.MULTILINE)
        return found[-1].strip() if found else ""

    def connection(self):
        """Its certificate names no address, and may be the one that it came with: it must be the very one that lies in its folder."""
        web = self.config["web"]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(
            web["address"], web["port"], timeout=120, context=context, source_address=(web["address"], 0)
        )
        connection.connect()
        with open(f"{self.config['folder']}/data/assets/ssl/cert.pem", encoding="ascii") as file:
            first = re.search(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", file.read(), re.DOTALL)
        if not first or connection.sock.getpeercert(binary_form=True) != ssl.PEM_cert_to_DER_cert(first.group()):
            connection.close()
            raise Waiting("whoever answers at Mailcow's address has another certificate than Mailcow: was nginx restarted?")
        return connection

    def request(self, method, path, body=None, host=None, key=""):
        connection = self.connection()
        try:
            headers = {"Host": host or self.config["host"], "Content-Type": "application/json", **({"X-API-Key": key} if key else {})}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def call(self, method, path, body=None):
        try:
            status, text = self.request(method, f"/api/v1/{path}", None if body is None else json.dumps(body), key=self.key)
        except (OSError, http.client.HTTPException) as error:
            raise Starting(f"Mailcow does not answer at {self.config['web']['address']}: {error}") from error
        if status == 401:
            # Each refusal is counted as a failed login: none is tried twice.
            raise Waiting(f"Mailcow refuses the key of mailcow.conf ({brief(text)}): docker compose up --detach --force-recreate php-fpm-mailcow")
        if status != 200 or not text.startswith(("{", "[")):
            raise Starting(f"{method} {path}: {status} {brief(text)}")
        return json.loads(text)

    def get(self, kind, name):
        """The thing, or nothing. Mailcow answers `{}` for what is not there, or the thing with empty fields."""
        found = self.call("GET", f"get/{kind}/{name}")
        return found if isinstance(found, dict) and any(found.get(field) for field in ("domain_name", "username", "address", "pubkey")) else None

    def change(self, verb, kind, body):
        """It answers 200 to what it refuses, and says so inside."""
        answer = self.call("POST", f"{verb}/{kind}", body)
        for said in answer if isinstance(answer, list) else [answer]:
            if said.get("type") not in ("success", "warning", "info"):
                raise Waiting(f"{verb} {kind} {body.get('domain') or body.get('address') or body.get('items')}: {brief(said.get('msg'))}")


def brief(said):
    return (said if isinstance(said, str) else json.dumps(said))[:200].replace("\n", " ")


def awaited(mailcow, patience):
    """A question that its database answers is answered once all that it takes is up."""
    end = time.monotonic() + patience
    while True:
        try:
            return mailcow.call("GET", "get/domain/all")
        except Starting:
            if time.monotonic() > end:
                raise
        time.sleep(2)


def domain(mailcow, name, published):
    if not mailcow.get("domain", name):
        mailcow.change("add", "domain", {"domain": name, "dkim_selector": SELECTOR, "key_size": 2048, "restart_sogo": 1})
        yield f"made the domain {name}"
    key = mailcow.get("dkim", name)
    if not key:
        mailcow.change("add", "dkim", {"domains": name, "dkim_selector": SELECTOR, "key_size": 2048})
        yield f"made a DKIM key for {name}"
        key = mailcow.get("dkim", name)
    if key["dkim_selector"] != SELECTOR:
        raise Waiting(f"{name} signs as '{key['dkim_selector']}', and its zone publishes '{SELECTOR}': make its key anew in Mailcow")
    if key["pubkey"] != published:
        raise Waiting(f"{name} is signed by a key that its zone does not publish: play hosts/dkim.yaml, and copy it to platform/owner.ts")


def mailbox(mailcow, address, password, kept):
    """The password is not to be read back: it is set where ours is another one, or where somebody else set one since."""
    local, _, zone = address.partition("@")
    there = mailcow.get("mailbox", address)
    before = kept.get(address, {})
    if there and before.get("at") == set_at(there) and same(password, before):
        return
    secret = {"password": password, "password2": password}
    if there:
        mailcow.change("edit", "mailbox", {"items": [address], "attr": secret})
        yield f"gave {address} its password"
    else:
        mailcow.change("add", "mailbox", {"local_part": local, "domain": zone, "name": local, **SERVICE, **secret})
        yield f"made the mailbox {address}"
    there = mailcow.get("mailbox", address)
    if not there:
        raise Waiting(f"{address}: Mailcow took it, and does not have it")
    salt = secrets.token_hex(16)
    kept[address] = {"salt": salt, "digest": digest(password, salt), "at": set_at(there)}


def set_at(there):
    return there["attributes"].get("passwd_update")


def digest(password, salt):
    return hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1).hex()


def same(password, before):
    return secrets.compare_digest(digest(password, before["salt"]), before["digest"])


def alias(mailcow, address, goto):
    """One that leads elsewhere, or a mailbox of that name, is a person's choice."""
    if mailcow.get("alias", address) or mailcow.get("mailbox", address):
        return
    if not mailcow.get("mailbox", goto):
        raise Waiting(f"there is no mailbox {goto}, which postmaster@ and its like lead to: make it in Mailcow, it is yours")
    mailcow.change("add", "alias", {"address": address, "goto": goto, "active": 1, "sogo_visible": 0})
    yield f"led {address} to {goto}"


def transport(mailcow, name, words):
    """No route of the API reads a policy; what senders are served does."""
    wanted = {"mode": words["mode"], "max_age": str(words["maxAgeSeconds"]), "mx": mailcow.config["host"]}
    status, text = mailcow.request("GET", "/.well-known/mta-sts.txt", host=f"mta-sts.{name}")
    if status == 200 and dict(re.findall(r"^(\w+): *(\S+)", text, re.MULTILINE)).items() >= wanted.items():
        return
    policy = {"version": "STSv1", **wanted, "active": 1}
    try:
        mailcow.change("edit", "mta-sts", {"items": [name], "attr": policy})
    except Waiting:
        mailcow.change("add", "mta-sts", {"domain": name, **policy})
    yield f"said to senders of {name}: {words['mode']} TLS"


def reverse(config):
    """Large receivers refuse mail from an address that does not lead back to the name that it says."""
    address, host = config["address"], config["host"]
    try:
        name = socket.gethostbyaddr(address)[0]
    except OSError as error:
        raise Waiting(f"{address} has no reverse name ({error}), and must have {host}: apply the stack dns") from error
    if name != host:
        raise Waiting(f"{address} leads back to {name}, and must to {host}: apply the stack dns")
    yield from ()


def password_of(place):
    """From the cluster, as the program of the certificate reads its own."""
    words = ["k3s", "kubectl", "--namespace", place["namespace"], "get", "secret", place["name"], "--output", "json"]
    try:
        found = subprocess.run(words, capture_output=True, check=True, timeout=60).stdout
        return base64.b64decode(json.loads(found)["data"][place["key"]]).decode()
    except (OSError, subprocess.SubprocessError, KeyError) as error:
        raise Waiting(f"the Secret {place['namespace']}/{place['name']} with '{place['key']}' is not in the cluster yet") from error


def kept_in(path):
    try:
        with open(path, encoding="utf8") as file:
            return json.load(file)
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def keep(path, kept):
    draft = f"{path}.new"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(kept, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def steps(mailcow, config, kept):
    """What there is to do, in its order. Each is tried, whatever became of the others."""
    for zone in config["zones"]:
        yield domain(mailcow, zone["name"], zone["dkim"])
    for one in config["mailboxes"]:
        yield with_password(mailcow, one, kept)
    for one in config["aliases"]:
        yield alias(mailcow, one["address"], one["goto"])
    for zone in config["zones"]:
        yield transport(mailcow, zone["name"], config["mtaSts"])
    if "address" in config:
        yield reverse(config)


def with_password(mailcow, one, kept):
    yield from mailbox(mailcow, one["address"], password_of(one["secret"]), kept)


def accounts(mailcow, config):
    file = f"{config['state']}/accounts.json"
    kept = kept_in(file)
    reasons = []
    for step in steps(mailcow, config, kept):
        try:
            for line in step:
                print(line, flush=True)
        except Waiting as reason:
            reasons.append(str(reason))
        finally:
            keep(file, kept)
    for reason in dict.fromkeys(reasons):
        print(f"waits: {reason}", file=sys.stderr)
    return 3 if reasons else 0


def dkim(mailcow, config):
    for zone in config["zones"]:
        key = mailcow.get("dkim", zone["name"])
        mark = "as it is published" if key and key["pubkey"] == zone["dkim"] else "write it into platform/owner.ts"
        print(f"'{zone['name']}': {{ mail: true, dkim: '{key['pubkey'] if key else ''}' }},  // {mark}")
    return 0


def main(words):
    if words not in ([], ["dkim"]):
        print(__doc__, file=sys.stderr)
        return 64
    with open(CONFIG, encoding="utf8") as file:
        config = json.load(file)
    try:
        mailcow = Mailcow(config)
        awaited(mailcow, config.get("patienceSeconds", 600))
        return dkim(mailcow, config) if words else accounts(mailcow, config)
    except Waiting as reason:
        print(f"waits: {reason}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))

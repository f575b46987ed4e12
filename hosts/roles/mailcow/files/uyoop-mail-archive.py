#!/usr/bin/python3
"""Moves mails that are older than the model says from Mailcow to an encrypted archive in object storage, and finds them again.

    uyoop-mail-archive init                     makes the archive, once
    uyoop-mail-archive run                      what the timer does
    uyoop-mail-archive find [WORD…]             mails whose owner, folder, day, sender, subject and the like hold every word
    uyoop-mail-archive show ID                  the mail itself
    uyoop-mail-archive restore ID…              each back to its owner, in the folder Restored
    uyoop-mail-archive export DIR [WORD…]       those that `find` finds, each as a file: to look into bodies, or to take along

A mail is copied, the copy is read back from the bucket and compared, and only then is the mail deleted: docs/mail-archive.md.
"""

import fcntl
import hashlib
import json
import os
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.environ.get("MAIL_LIBRARY", "/usr/local/lib/uyoop"))
from mail_archive import Archive, Batch, Mailboxes, Refused, batches, uids_of, whole  # noqa: E402

CONFIG = os.environ.get("MAIL_CONFIG", "/etc/uyoop/mailcow.json")


def delete(mailboxes, batch):
    """Only what the proven snapshot has, and only while it is still the very same mail."""
    lines = batch.lines()
    for (user, mailbox), group in sorted(grouped(lines).items()):
        there = mailboxes.there(user, mailbox, uids_of(group))
        still = [one for one in group if (one["uid"], one["guid"]) in there]
        if still:
            mailboxes.expunge(user, mailbox, uids_of(still))
    return len(lines)


def grouped(lines):
    groups = {}
    for one in lines:
        groups.setdefault((one["user"], one["mailbox-guid"]), []).append(one)
    return groups


def journey(mailboxes, archive, batch, user, listed):
    batch.drop()
    lines = batch.fill(mailboxes, user, listed)
    snapshot = archive.save(batch.mails)
    wanted = {one["file"]: one["sha256"] for one in lines}
    with open(f"{batch.mails}/manifest.jsonl", "rb") as file:
        wanted["manifest.jsonl"] = hashlib.file_digest(file, "sha256").hexdigest()
    archive.prove(snapshot, wanted)
    whole(batch.proven, snapshot.encode())
    count = delete(mailboxes, batch)
    batch.drop()
    return count


def moved(config, mailboxes, archive, batch, user):
    """One mailbox with a broken mail keeps no other back."""
    try:
        for listed in batches(mailboxes.old(user, config["archive"]["days"])):
            print(f"{user}: {journey(mailboxes, archive, batch, user, listed)} mails archived", flush=True)
        return True
    except Refused as reason:
        print(f"{user}: {reason}", file=sys.stderr, flush=True)
        return False


def run(config, mailboxes, archive):
    batch = Batch(config)
    if os.path.exists(batch.proven):
        print(f"deleted what the last run had proven: {delete(mailboxes, batch)} mails")
    batch.drop()
    failed = [user for user in mailboxes.users() if not moved(config, mailboxes, archive, batch, user)]
    if failed:
        raise Refused(f"not all is archived of {', '.join(failed)}")
    text = f"# TYPE uyoop_mail_archive_last_success_timestamp_seconds gauge\nuyoop_mail_archive_last_success_timestamp_seconds {int(time.time())}\n"
    whole(f"{config['textfile']}/mail-archive.prom", text.encode())
    os.chmod(f"{config['textfile']}/mail-archive.prom", 0o644)


def found(archive, words):
    def holds(one):
        text = " ".join(str(value) for name, value in one.items() if name not in ("sha256", "snapshot", "file")).lower()
        return all(word.lower() in text for word in words)

    return sorted(filter(holds, archive.mails().values()), key=lambda one: one["received"])


def find(archive, words):
    for one in found(archive, words):
        print(f"{one['id']}  {one['received'][:10]}  {one['user']}  {one['mailbox']}  {one['from']}  {one['subject']}")


def wanted(archive, ids):
    known = archive.mails()
    missing = [one for one in ids if one not in known]
    if missing or not ids:
        raise Refused(f"no mail {', '.join(missing) or 'named'}: uyoop-mail-archive find tells which there are")
    return [known[one] for one in ids]


def restore(mailboxes, archive, ids):
    for one in wanted(archive, ids):
        mailboxes.save(one["user"], "Restored", archive.mail(one))
        print(f"{one['id']} lies in the folder Restored of {one['user']}")


def export(archive, folder, words):
    os.makedirs(folder, mode=0o700, exist_ok=True)
    for one in found(archive, words):
        with open(f"{folder}/{one['received'][:10]}-{one['id']}.eml", "wb") as file:
            file.write(archive.mail(one))


def alone(config):
    """Two runs at once would delete each other's folder."""
    file = open(f"{config['state']}/archive.lock", "w", encoding="utf8")  # noqa: SIM115
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Refused("another run is at work") from error
    return file


def main(words):
    with open(CONFIG, encoding="utf8") as file:
        config = json.load(file)
    mailboxes, archive = Mailboxes(config), Archive(config)
    match words:
        case ["init"]:
            archive.restic("init")
        case ["run"]:
            with alone(config):
                run(config, mailboxes, archive)
        case ["find", *rest]:
            find(archive, rest)
        case ["show", one]:
            sys.stdout.buffer.write(archive.mail(wanted(archive, [one])[0]))
        case ["restore", *ids]:
            restore(mailboxes, archive, ids)
        case ["export", folder, *rest]:
            export(archive, folder, rest)
        case _:
            print(__doc__, file=sys.stderr)
            return 64
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    try:
        sys.exit(main(sys.argv[1:]))
    except Refused as reason:
        print(f"uyoop-mail-archive: {reason}", file=sys.stderr)
        sys.exit(1)

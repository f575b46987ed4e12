"""What uyoop-mail-archive works with: mailboxes, the archive, and the folder of one journey between them."""

import email.errors
import email.header
import hashlib
import json
import os
import shutil
import subprocess
import tarfile

# What a person marked stays, and so does what is nobody's to keep: drafts, junk and the bin. Other people's folders are theirs to archive.
STAYS = ["not", "flagged", "not", "draft", "not", "deleted"]
FOLDERS = ("Drafts", "Junk", "Trash")
FIELDS = "mailbox mailbox-guid uid guid date.received size.physical hdr.from hdr.to hdr.date hdr.subject hdr.message-id"
# One journey to the bucket: a run that dies repeats no more than this.
BATCH = {"mails": 2000, "bytes": 500_000_000}


class Refused(Exception):
    """Nothing was lost, and a person has to look."""


class Mailboxes:
    """Dovecot's own program, in its container."""

    def __init__(self, config):
        self.folder = config["folder"]

    def command(self, *words):
        return ["docker", "compose", "exec", "--no-TTY", "dovecot-mailcow", "doveadm", *words]

    def ask(self, *words, given=None):
        done = subprocess.run(self.command(*words), cwd=self.folder, input=given, capture_output=True, check=False)
        if done.returncode:
            raise Refused(f"doveadm {' '.join(words[:4])}: {done.stderr.decode(errors='replace').strip()[:300]}")
        return done.stdout

    def users(self):
        return self.ask("user", "*").decode().split()

    def old(self, user, days):
        """What the mailbox has that is old: where each lies, and its headers."""
        found = json.loads(self.ask("-f", "json", "fetch", "-u", user, FIELDS, "mailbox", "*", "before", f"{days}d", *STAYS) or "[]")
        return [one for one in found if not one["mailbox"].startswith("Shared/") and one["mailbox"] not in FOLDERS]

    def copy(self, user, mailbox, uids, take):
        """Streams each mail, by the length that Dovecot says: a body may hold what stands between two of them."""
        words = ("-f", "pager", "fetch", "-u", user, "uid guid size.physical text", "mailbox-guid", mailbox, "uid", uids)
        with subprocess.Popen(self.command(*words), cwd=self.folder, stdout=subprocess.PIPE) as process:
            while head := header_of(process.stdout):
                take(head, process.stdout)
                if process.stdout.readline() not in (b"\f\n", b""):
                    raise Refused(f"{user}: mail {head['uid']} of {mailbox} is not as long as Dovecot says")
        if process.returncode:
            raise Refused(f"{user}: doveadm fetch ended with {process.returncode}")

    def there(self, user, mailbox, uids):
        """The same mails as they are now; one that a person marked since is not among them."""
        words = ("-f", "json", "fetch", "-u", user, "uid guid", "mailbox-guid", mailbox, "uid", uids, *STAYS)
        return {(one["uid"], one["guid"]) for one in json.loads(self.ask(*words) or "[]")}

    def expunge(self, user, mailbox, uids):
        self.ask("expunge", "-u", user, "mailbox-guid", mailbox, "uid", uids, *STAYS)

    def save(self, user, folder, mail):
        if folder.encode() not in self.ask("mailbox", "list", "-u", user).splitlines():
            self.ask("mailbox", "create", "-u", user, "-s", folder)
        self.ask("save", "-u", user, "-m", folder, given=mail)


def header_of(stream):
    head = {}
    while line := stream.readline():
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name == "text:":
            return head
        head[name] = value
    return None


class Archive:
    """A restic repository: each run's mails are one snapshot, there as a whole or not at all. Never pruned."""

    def __init__(self, config):
        self.place = config["archive"]
        self.cache = f"{config['state']}/archive-index"
        secret = self.place["secrets"]
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "RESTIC_"))},
            "RESTIC_REPOSITORY": f"s3:{self.place['endpoint']}/{self.place['bucket']}/mail",
            "RESTIC_PASSWORD_FILE": f"{secret}/password",
            "AWS_SHARED_CREDENTIALS_FILE": f"{secret}/credentials",
            "AWS_PROFILE": self.place["profile"],
            "AWS_DEFAULT_REGION": self.place["region"],
        }

    def restic(self, *words, cwd=None):
        done = subprocess.run(["restic", *words], cwd=cwd, env=self.environment, capture_output=True, check=False)
        if done.returncode:
            raise Refused(f"restic {words[0]}: {done.stderr.decode(errors='replace').strip()[:300]}")
        return done.stdout

    def save(self, folder):
        """A lock that a dead run left is let go; that of a living one is not."""
        self.restic("unlock")
        said = self.restic("backup", "--json", "--host", "mail", "--tag", "mail-archive", ".", cwd=folder)
        return json.loads(said.splitlines()[-1])["snapshot_id"]

    def prove(self, snapshot, wanted):
        """Reads all of it back from the bucket: every mail is there, to the byte."""
        words = ["restic", "dump", "--no-cache", "--no-lock", "--archive", "tar", snapshot, "/"]
        found = {}
        with subprocess.Popen(words, env=self.environment, stdout=subprocess.PIPE) as process:
            with tarfile.open(fileobj=process.stdout, mode="r|") as tar:
                for member in tar:
                    if member.isfile():
                        found[member.name.lstrip("/")] = hashlib.file_digest(tar.extractfile(member), "sha256").hexdigest()
        if process.returncode or found != wanted:
            raise Refused(f"the archive gives back {len(found)} files of {len(wanted)}, or others: nothing was deleted")

    def mails(self):
        """The lines of every snapshot, oldest first; each mail once, whatever a run that died saved twice."""
        os.makedirs(self.cache, mode=0o700, exist_ok=True)
        known = {}
        for snapshot in json.loads(self.restic("snapshots", "--no-lock", "--json", "--tag", "mail-archive")):
            file = f"{self.cache}/{snapshot['id']}"
            if not os.path.exists(file):
                whole(file, self.restic("dump", "--no-lock", snapshot["id"], "/manifest.jsonl"))
            with open(file, encoding="utf8") as lines:
                known.update({one["id"]: {**one, "snapshot": snapshot["id"]} for one in map(json.loads, lines)})
        return known

    def mail(self, one):
        text = self.restic("dump", "--no-lock", one["snapshot"], f"/{one['file']}")
        if hashlib.sha256(text).hexdigest() != one["sha256"]:
            raise Refused(f"{one['id']}: the archive gives back another mail")
        return text


def whole(path, content):
    """A file that is there as a whole or not at all, and on the disk when this returns."""
    with open(f"{path}.new", "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{path}.new", path)
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


class Batch:
    """The folder of one journey. `proven` in it is the one thing after which mails may be deleted."""

    def __init__(self, config):
        self.folder = f"{config['state']}/archive-batch"
        self.mails = f"{self.folder}/mails"
        self.proven = f"{self.folder}/proven"

    def fill(self, mailboxes, user, listed):
        """Copies and says of each what it is. One that is gone meanwhile has no line, and is no loss."""
        os.makedirs(f"{self.mails}/{user}", mode=0o700)
        lines = []
        for mailbox, group in by_mailbox(listed).items():
            known = {(one["uid"], one["guid"]): one for one in group}

            def take(head, stream, known=known):
                one = known[(head["uid"], head["guid"])]
                lines.append(line_of(user, one, self.write(user, one, int(head["size.physical"]), stream)))

            mailboxes.copy(user, mailbox, uids_of(group), take)
        whole(f"{self.mails}/manifest.jsonl", "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode())
        return lines

    def write(self, user, one, size, stream):
        name = f"{user}/{hashlib.sha256(json.dumps([one['mailbox-guid'], one['uid'], one['guid']]).encode()).hexdigest()[:20]}.eml"
        digest = hashlib.sha256()
        with open(f"{self.mails}/{name}", "wb") as file:
            while size > 0:
                part = stream.read(min(size, 1 << 20))
                if not part:
                    raise Refused(f"{name}: the mail ends before its end")
                digest.update(part)
                file.write(part)
                size -= len(part)
        return {"file": name, "sha256": digest.hexdigest()}

    def lines(self):
        with open(f"{self.mails}/manifest.jsonl", encoding="utf8") as file:
            return [json.loads(line) for line in file]

    def drop(self):
        """The word of proof goes first: what is left without it is a copy that nobody needs."""
        if os.path.exists(self.proven):
            os.remove(self.proven)
        shutil.rmtree(self.folder, ignore_errors=True)


def line_of(user, one, file):
    header = {name: decoded(one[f"hdr.{name}"]) for name in ("from", "to", "date", "subject", "message-id")}
    place = {name: one[name] for name in ("mailbox", "mailbox-guid", "uid", "guid")}
    return {"id": file["file"].rpartition("/")[2].removesuffix(".eml"), "user": user, "received": one["date.received"], **place, **header, **file}


def decoded(text):
    """Whoever sends a mail writes its headers: what is no text, or would command a terminal, is none here."""
    try:
        text = str(email.header.make_header(email.header.decode_header(text)))
    except (ValueError, LookupError, email.errors.MessageError):
        pass
    return "".join(one if one.isprintable() else " " for one in text.encode(errors="replace").decode())


def by_mailbox(listed):
    groups = {}
    for one in listed:
        groups.setdefault(one["mailbox-guid"], []).append(one)
    return groups


def uids_of(group):
    return ",".join(one["uid"] for one in group)


def batches(listed):
    part, size = [], 0
    for one in listed:
        part.append(one)
        size += int(one["size.physical"])
        if len(part) >= BATCH["mails"] or size >= BATCH["bytes"]:
            yield part
            part, size = [], 0
    if part:
        yield part

"""Check commit messages: ``area: Imperative sentence.``, 72 characters, a blank second line.

In:   the file of one message (as git's commit-msg hook gives it); ``--install``; ``--new``.
Out:  one line for each fault; exit code 1 when there is one.
Cost: some milliseconds.

``--install`` writes the hook into the ``.git`` folder of a plain clone and leaves a hook alone
that is not ours. ``--new`` checks the commits that came after this file was added; without a
repository, or in a shallow clone that holds none of them, it says that it checked nothing.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_SUBJECT = 72
SUBJECT = re.compile(
    r"(?P<area>[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)*"
    r"(?:, [a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)*)*): (?P<sentence>\S.*)"
)
WRITTEN_BY_GIT = ("Merge ", "fixup! ", "squash! ", "amend! ")
"""Beginnings of subjects that the hook lets pass: git writes them, or they will be folded."""

NO_VERB = re.compile(
    r"A|An|The|Th(is|at|ese|ose)|It|They|We|You|There|Here|Wh(at|en|ere|o|y|ich)|How"
    r"|One|Two|Three|All|Each|Every|No|None|Some|Many|More|Most|Fewer|Less"
    r"|\w+(?<!e)ed|\w+ing|\w+(?<!s)s"
)
"""First words that begin no imperative: articles, counts, -ed, -ing and -s forms."""

VERB = re.compile(r"Embed|Shed|Bring|Ping|Ring|String|Swing|Alias|Bias|Focus")
"""Imperatives that end like another form of a verb, or like a plural."""

SCISSORS = "# ------------------------ >8 ------------------------"
MARK = "tools/commit_message.py"
HOOK = f"""\
#!/bin/sh
# Written by `python {MARK} --install`.
[ -f {MARK} ] || exit 0
for python in .venv/bin/python python3; do
    command -v "$python" >/dev/null && exec "$python" {MARK} "$1"
done
"""


def faults(message: str) -> Iterator[str]:
    """Yield what is wrong with a message; comments of git do not count."""
    lines = _written(message)
    subject = lines[0] if lines else ""
    found = SUBJECT.fullmatch(subject)
    if found is None:
        yield "the subject is not `area: Sentence.` (areas in lower case, parted by commas)"
    else:
        yield from _faults_of_sentence(found["sentence"])
    if len(subject) > LONGEST_SUBJECT:
        yield f"the subject has {len(subject)} characters instead of {LONGEST_SUBJECT} at most"
    if len(lines) > 1 and lines[1]:
        yield "the second line is not blank"


def _faults_of_sentence(sentence: str) -> Iterator[str]:
    first = sentence.partition(" ")[0]
    if not first[0].isupper():
        yield "the sentence does not begin with a capital letter"
    elif NO_VERB.fullmatch(first) and not VERB.fullmatch(first):
        yield f"the sentence is not imperative: it begins with “{first}”"
    if not sentence.endswith(".") or sentence.endswith(".."):
        yield "the sentence does not end with one period"


def _written(message: str) -> list[str]:
    """Return the lines that a person wrote."""
    text = message.partition(SCISSORS)[0]
    lines = [line.rstrip() for line in text.splitlines() if not line.startswith("#")]
    while lines and not lines[0]:
        del lines[0]
    return lines


def check(message: str, name: str) -> bool:
    """Print the faults of a message; return whether there are none."""
    found = list(faults(message))
    for fault in found:
        _say(f"{name}: {fault}")
    return not found


def check_file(path: Path) -> bool:
    """Check the message that git is about to keep."""
    message = path.read_text(encoding="utf-8")
    if message.startswith(WRITTEN_BY_GIT) or check(message, "commit message"):
        return True
    _say("Write: area: Imperative sentence. (see CONTRIBUTING.md; your text is in")
    _say(f"{path}; take it up again with `git commit --edit --file {path}`)")
    return False


def check_new(root: Path = ROOT) -> bool:
    """Check the commits since this file was added; merges are left out."""
    if _git(root, "rev-parse", "--show-toplevel") != str(root):
        _say("no repository here: no commit message was checked")
        return True
    added = _git(root, "log", "--diff-filter=A", "--format=%H", "--", MARK).split()
    if not added:
        _say("this file is not committed yet: no commit message was checked")
        return True
    new = _git(root, "log", "--no-merges", "--format=%h%n%B%x00", f"{added[-1]}..HEAD")
    commits = [one.strip("\n").partition("\n") for one in new.split("\0") if one.strip("\n")]
    passed = [check(message, name) for name, _, message in commits]
    _say(f"commit messages checked: {len(passed)}" if passed else "no new commit to check")
    return all(passed)


def install(root: Path = ROOT) -> None:
    """Write the hook, unless this is no plain clone or another hook is there."""
    if not (root / ".git").is_dir():
        return
    if _git(root, "config", "core.hooksPath"):
        _say("commit-msg hook not installed: core.hooksPath is set")
        return
    hook = root / ".git" / "hooks" / "commit-msg"
    there = hook.read_text(encoding="utf-8", errors="replace") if hook.exists() else None
    if there == HOOK:
        return
    if there is not None and MARK not in there:
        _say(f"commit-msg hook not installed: {hook} is another one")
        return
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HOOK, encoding="utf-8")
    hook.chmod(0o755)


def _git(root: Path, *words: str) -> str:
    """Return what git prints, or nothing when it is absent or refuses."""
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            ["git", "-C", str(root), *words],  # noqa: S607 - the git of who runs this
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> int:
    """Do what the one argument says; return the exit code."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the name and one argument
        _say("usage: python tools/commit_message.py FILE | --new | --install")
        return 2
    argument = sys.argv[1]
    if argument == "--install":
        install()
        return 0
    return 0 if (check_new() if argument == "--new" else check_file(Path(argument))) else 1


if __name__ == "__main__":
    sys.exit(main())

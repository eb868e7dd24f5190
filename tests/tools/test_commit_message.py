"""Commit messages are checked where they are written, and again by the fast half."""

import os
import shutil
import subprocess

import pytest

from tools import commit_message

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

GOOD = "engine, web: Mask names without a cue."
IDENTITY = {
    f"GIT_{who}_{what}": text
    for who in ("AUTHOR", "COMMITTER")
    for what, text in (("NAME", "A"), ("EMAIL", "a@example.org"))
}


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A plain clone of nobody's, with the tool in it."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name, text in IDENTITY.items():
        monkeypatch.setenv(name, text)
    git(tmp_path, "init", "-q")
    return tmp_path


def git(folder, *words):
    words = ["git", *words]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603


def with_the_tool(folder):
    tool = folder / commit_message.MARK
    tool.parent.mkdir()
    shutil.copy(commit_message.__file__, tool)
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "The subject before was free")


def commit(folder, subject, *options):
    return git(folder, "commit", "-q", "--allow-empty", "-m", subject, *options)


@pytest.mark.parametrize(
    "message",
    [
        GOOD,
        f"{GOOD}\n\nWhy it is so.",
        "sign-in: Refuse a password of nine characters.",
        f"\n{GOOD}\n# a comment of git\n",
        f"{GOOD}\n\n{commit_message.SCISSORS}\ndiff --git a b",
        "docs: Need no network.",
        "jobs: Pass the clock down.",
    ],
)
def test_a_message_as_agreed_has_no_fault(message):
    assert list(commit_message.faults(message)) == []


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("", "not `area: Sentence.`"),
        ("Mask names.", "not `area: Sentence.`"),
        ("Engine: Mask names.", "not `area: Sentence.`"),
        ("engine,web: Mask names.", "not `area: Sentence.`"),
        ("engine:Mask names.", "not `area: Sentence.`"),
        ("engine: mask names.", "capital letter"),
        ("engine: Mask names", "one period"),
        ("engine: Mask names...", "one period"),
        ("engine: Masked names.", "not imperative"),
        ("engine: Masking names.", "not imperative"),
        ("engine: Names are masked.", "not imperative"),
        ("engine: The names are masked.", "not imperative"),
        (f"engine: Mask {'x' * 60}.", "characters"),
        (f"{GOOD}\nWhy it is so.", "second line"),
    ],
)
def test_what_is_wrong_is_named(message, fault):
    found = list(commit_message.faults(message))

    assert len(found) == 1
    assert fault in found[0]


def test_the_hook_refuses_a_commit_and_lets_a_good_one_pass(clone):
    with_the_tool(clone)
    commit_message.install(clone)

    refused = commit(clone, "something")
    passed = commit(clone, GOOD)
    folded = git(clone, "commit", "-q", "--allow-empty", "--fixup", "HEAD")

    assert refused.returncode == 1
    assert "not `area: Sentence.`" in refused.stdout + refused.stderr
    assert passed.returncode == folded.returncode == 0, passed.stderr


def test_the_hook_passes_where_the_tool_is_not_yet(clone):
    commit_message.install(clone)

    assert commit(clone, "as it was before").returncode == 0


def test_a_hook_that_is_not_ours_is_left_alone(clone, capsys):
    hook = clone / ".git" / "hooks" / "commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")

    commit_message.install(clone)

    assert hook.read_text(encoding="utf-8") == "#!/bin/sh\nexit 0\n"
    assert "another one" in capsys.readouterr().out


def test_a_hook_of_an_older_version_is_renewed_and_said_once(clone, capsys):
    hook = clone / ".git" / "hooks" / "commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\npython3 {commit_message.MARK} $1\n", encoding="utf-8")

    commit_message.install(clone)
    commit_message.install(clone)

    assert hook.read_text(encoding="utf-8") == commit_message.HOOK
    assert os.access(hook, os.X_OK)
    assert capsys.readouterr().out == ""


def test_no_hook_is_written_into_a_worktree_or_past_a_path_of_hooks(clone, tmp_path):
    git(clone, "config", "core.hooksPath", "elsewhere")
    commit_message.install(clone)
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    commit_message.install(tree)

    assert not (clone / ".git" / "hooks" / "commit-msg").exists()
    assert (tree / ".git").is_file()


def test_only_commits_after_the_tool_are_checked(clone, capsys):
    commit(clone, "Written before there was a rule")
    with_the_tool(clone)
    commit(clone, GOOD)

    assert commit_message.check_new(clone)
    assert "commit messages checked: 1" in capsys.readouterr().out

    commit(clone, "engine: Masked names", "--no-verify")

    assert not commit_message.check_new(clone)
    assert "one period" in capsys.readouterr().out


def test_a_shallow_clone_and_a_folder_without_a_repository_check_nothing(
    clone, tmp_path_factory, capsys
):
    with_the_tool(clone)
    commit(clone, "engine: Masked names")
    shallow, bare = tmp_path_factory.mktemp("shallow"), tmp_path_factory.mktemp("bare")
    git(clone, "clone", "-q", "--depth", "1", f"file://{clone}", str(shallow))

    assert commit_message.check_new(shallow.resolve())
    assert "no new commit" in capsys.readouterr().out
    assert commit_message.check_new(bare.resolve())
    assert "no repository" in capsys.readouterr().out

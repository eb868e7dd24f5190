"""Go on with the key and the files of this machine, after others were lost for good.

In:   an administrator's word that nothing else is left.
Out:  the installation marked anew; what no longer opens is recorded as lost.
Cost: one read of every file.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiying.jobs import clock
from huiying.jobs.shared_data import register_installation
from huiying.jobs.upkeep.check_files import record_missing_files
from huiying.work.collection.posts.voice_keys import destroy_unreadable_keys


@dataclass(frozen=True, slots=True)
class Adopted:
    """What is lost."""

    files: int
    keys: int

    def sentence(self) -> str:
        """Say it."""
        return (
            "今后以这台机器的密钥和文件目录为准。"
            f"记为缺失的文件 {self.files} 个，销毁打不开的声音密钥 {self.keys} 把。"
        )


def adopt_this_machine() -> Adopted:
    """Let what is here be the installation's from now on."""
    now = clock.now()
    register_installation(anew=True)
    return Adopted(files=record_missing_files(now), keys=destroy_unreadable_keys(now))

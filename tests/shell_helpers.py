"""Type at the prompt of a real shell: bash, zsh and fish, with completion of the program."""

import fcntl
import os
import pty
import select
import shutil
import subprocess
import sys
import termios
from pathlib import Path

# A key that shows the line that is being typed, between marks.
_SHOW = {
    "bash": r"""
PS1='$ '
bind 'set show-all-if-ambiguous on'
bind 'set completion-query-items -1'
bind 'set page-completions off'
bind 'set enable-bracketed-paste off'
bind -x '"\C-o": printf "\n<<%s>>\n" "$READLINE_LINE"'
""",
    "zsh": r"""
PS1='$ '
unsetopt auto_menu list_beep zle_bracketed_paste
zle_bracketed_paste=()
autoload -Uz compinit && compinit -u -D
_show_line() { print -r -- ""; print -rn -- "<<$BUFFER>>" }
zle -N _show_line
bindkey '^O' _show_line
""",
    "fish": r"""
function fish_prompt; echo '$ '; end
function fish_greeting; end
set -g fish_autosuggestion_enabled 0
bind \co 'echo; echo -n "<<"(commandline)">>"'
""",
}
_START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
_LIMIT = 60  # seconds, for a machine that is busy


class Shell:
    """A shell at a terminal. `folder`: where it is, and where its files are."""

    def __init__(self, name: str, folder: Path, script: str, db: Path) -> None:
        self.name = name
        program = folder / "bin" / "stdplan"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m stdplan "$@"\n')
        program.chmod(0o755)
        commands = folder / "start"
        commands.write_text(f"{_SHOW[name]}\n{script}\n", encoding="utf-8")
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (200, 200))
        environment = {
            **{key: value for key, value in os.environ.items() if key.startswith("STDPLAN_")},
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "TERM": "xterm" if name == "fish" else "dumb",
            "LC_ALL": "C.UTF-8",
            "STDPLAN_DB": str(db),
        }
        self._process = subprocess.Popen(
            _START[name],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            cwd=folder,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        self._terminal = ours
        self._read = ""
        self._send(f"source {commands}; echo rea''dy\n")
        self._wait("ready")

    def complete(self, line: str, tabs: int = 1) -> tuple[str, str]:
        """Type a line and TAB; return the line that is there now, and what was shown."""
        self._read = ""
        self._send(line + "\t" * tabs + "\x0f")
        shown = self._wait(">>")
        before, _, after = shown.partition("<<")
        self._send("\x05\x15")  # remove the line
        return after.partition(">>")[0], before

    def close(self) -> None:
        """End the shell."""
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)

    def _send(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def _wait(self, mark: str) -> str:
        """Return what the shell wrote up to a mark."""
        while mark not in self._read:
            ready, _, _ = select.select([self._terminal], [], [], _LIMIT)
            assert ready, f"no {mark!r} in {self._read!r}"
            try:
                self._read += os.read(self._terminal, 65536).decode("utf-8", "replace")
            except OSError:
                raise AssertionError(f"the shell ended: {self._read!r}") from None
        return self._read


def is_there(name: str) -> bool:
    """Return whether a shell is installed."""
    return shutil.which(name) is not None

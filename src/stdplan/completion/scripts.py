"""The completion scripts of the shells, and where they are installed.

Rule: a script only asks the program, so that it needs no change when a command does.
"""

from __future__ import annotations

import os
from pathlib import Path

from stdplan.errors import CannotCreate, UsageProblem
from stdplan.i18n import t
from stdplan.platforms import is_windows
from stdplan.reasons import system_reason

BASH = r"""
_stdplan_completion() {
    local IFS=$'\n' first answer patterns=+f program=$1
    [[ $program == '~/'* ]] && program=$HOME/${program:2}
    type -P -- "$program" >/dev/null || program=stdplan
    answer=$(_STDPLAN_COMPLETE=complete_bash _STDPLAN_LINE="${COMP_LINE:0:COMP_POINT}" \
        _STDPLAN_BREAKS="$COMP_WORDBREAKS" "$program" 2>/dev/null) || return 0
    first=${answer%%$'\n'*}
    # A value or the name of a file may have a *, which is no pattern here.
    [[ $- == *f* ]] && patterns=-f
    set -f
    COMPREPLY=()
    [[ $answer == *$'\n'* ]] && COMPREPLY=(${answer#*$'\n'})
    # Bash 3.2, that of macOS, has no compopt.
    [[ $first == *partial* ]] && compopt -o nospace 2>/dev/null
    if [[ $first == *file* ]]; then
        compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$2"))
    elif [[ $first == *folder* ]]; then
        compopt -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$2"))
    fi
    set "$patterns"
    return 0
}
complete -o nosort -F _stdplan_completion stdplan 2>/dev/null \
    || complete -F _stdplan_completion stdplan
"""

ZSH = r"""
#compdef stdplan
_stdplan_completion() {
    local answer first before line program=${(Q)words[1]}
    local -a lines texts shown
    program=${program/#\~\//$HOME/}
    whence -p -- $program >/dev/null || program=stdplan
    answer=$(_STDPLAN_COMPLETE=complete_zsh \
        _STDPLAN_LINE="${(j: :)${(@)words[1,CURRENT-1]}} ${QIPREFIX}${PREFIX}" \
        $program 2>/dev/null)
    lines=("${(@f)answer}")
    first=$lines[1]
    before=${first##*before=}
    if [[ $first == *(file|folder)* ]]; then
        if [[ $before == *= ]]; then
            compset -P '*='
        elif [[ -n $before ]]; then
            compset -P '-?'
        fi
        if [[ $first == *folder* ]]; then _files -/; else _files; fi
        return
    fi
    for line in "${(@)lines[2,-1]}"; do
        [[ -z $line ]] && continue
        texts+=("${line%%$'\t'*}")
        shown+=("${line%%$'\t'*}${${(M)line%$'\t'?*}:+  -- ${line#*$'\t'}}")
    done
    (( $#texts )) || return 1
    if [[ $first == *partial* ]]; then
        compadd -U -V stdplan -S '' -l -d shown -a texts
    else
        compadd -U -V stdplan -l -d shown -a texts
    fi
}
if [[ ${funcstack[1]} == _stdplan ]]; then
    _stdplan_completion "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _stdplan_completion stdplan
fi
"""

FISH = r"""
function __stdplan_completion
    set -lx _STDPLAN_COMPLETE complete_fish
    set -lx _STDPLAN_LINE (commandline -cp | string collect)
    set -l program (commandline -opc | string replace -r '^~/' $HOME/)[1]
    command -q -- $program; or set program stdplan
    set -l answer ($program 2>/dev/null)
    set -l before (string replace -r '.*before=' '' -- $answer[1])
    if not string match -q -r '^(file|folder)' -- $answer[1]
        printf '%s\n' $answer[2..-1]
        return
    end
    # The answer has the path that is typed, without quotes.
    set -l typed "$answer[2]"
    set -l hidden 0
    if string match -q '~/*' -- $typed
        set hidden (string length -- $HOME)
        set before $before'~'
        set typed $HOME(string sub -s 2 -- $typed)
    end
    for path in "$typed"*
        set -l shown $before(string sub -s (math $hidden + 1) -- $path)
        if test -d $path
            printf '%s/\n' $shown
        else if string match -q 'file*' -- $answer[1]
            printf '%s\n' $shown
        end
    end
end
complete -c stdplan -e
complete -c stdplan -f -k -a '(__stdplan_completion)'
"""

POWERSHELL = r"""
Register-ArgumentCompleter -Native -CommandName stdplan -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $program = $commandAst.GetCommandName()
    if (-not (Get-Command $program -ErrorAction SilentlyContinue)) { $program = "stdplan" }
    $line = $commandAst.ToString()
    $length = $cursorPosition - $commandAst.Extent.StartOffset
    $line = $line.PadRight($length).Substring(0, $length)
    $encoding = [Console]::OutputEncoding
    try {
        try { [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false } catch { }
        $Env:_STDPLAN_COMPLETE = "complete_powershell"
        $Env:_STDPLAN_LINE = $line
        $Env:_STDPLAN_WORD = "$wordToComplete "
        & $program 2>$null | ForEach-Object {
            $text, $help = $_ -split ":::", 2
            $insert = $text
            if ($text -match "[\s'`"(){};,|&<>@#``$]") {
                $insert = "'" + $text.Replace("'", "''") + "'"
            }
            [System.Management.Automation.CompletionResult]::new(
                $insert, $text, "ParameterValue", $help)
        }
    } finally {
        Remove-Item Env:_STDPLAN_COMPLETE, Env:_STDPLAN_LINE, Env:_STDPLAN_WORD `
            -ErrorAction SilentlyContinue
        try { [Console]::OutputEncoding = $encoding } catch { }
    }
}
"""

_SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL, "pwsh": POWERSHELL}


def script_of(shell: str) -> str:
    """Return the script that makes a shell complete command lines of the program."""
    return _SCRIPTS[shell].strip() + "\n"


def shell_in_use() -> str:
    """Return the shell that started the program; raise UsageProblem if that cannot be found."""
    import shellingham  # type: ignore[import-untyped]

    try:
        name = str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        name = Path(os.environ.get("SHELL", "")).name
    if name not in _SCRIPTS:
        names = ", ".join(_SCRIPTS)
        raise UsageProblem(t("the shell is not known; name one of {names}", names=names))
    return name


def install(shell: str) -> str:
    """Write the script of a shell where the shell finds it, and return the path.

    Raise CannotCreate if that fails.
    """
    home = Path.home()
    start: tuple[Path, str] | None = None
    if shell == "bash":
        path = home / ".bash_completions" / "stdplan.sh"
        start = home / ".bashrc", f"source '{path}'"
    elif shell == "zsh":
        path = home / ".zfunc" / "_stdplan"
        start = home / ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit"
    elif shell == "fish":
        folder = os.environ.get("XDG_CONFIG_HOME")
        path = Path(folder or home / ".config") / "fish" / "completions" / "stdplan.fish"
    else:
        path = home / ".stdplan_completion.ps1"
        start = _powershell_profile(shell), f'. "{path}"'
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script_of(shell), encoding="utf-8", newline="\n")
        if start:
            _add_line(*start)
    except OSError as error:
        raise CannotCreate(
            t("{path}: cannot be created ({why})", path=error.filename, why=system_reason(error))
        ) from error
    return str(path)


def _powershell_profile(shell: str) -> Path:
    """Return the profile of PowerShell for its user, where $PROFILE has it."""
    from platformdirs import user_documents_path

    name = "Microsoft.PowerShell_profile.ps1"
    if is_windows():
        folder = "PowerShell" if shell == "pwsh" else "WindowsPowerShell"
        return user_documents_path() / folder / name
    return Path.home() / ".config" / "powershell" / name


def _add_line(path: Path, line: str) -> None:
    """Add a line to a start-up file that does not have it yet."""
    present = path.read_text("utf-8", "surrogateescape") if path.exists() else ""
    if line not in present:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(("" if present[-1:] in ("", "\n") else "\n") + f"{line}\n")

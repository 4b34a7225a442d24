"""`vpe-tui completion bash|zsh|fish`: the script by which a shell asks `vpe-tui complete` what may come next."""

import argparse
from collections.abc import Mapping

from vpe_tui.cli.stdout import write


def run(arguments: argparse.Namespace) -> int:
    """Prints the script."""
    write([_SCRIPTS[arguments.shell]])
    return 0


_BASH = r"""# bash: eval "$(vpe-tui completion bash)" in ~/.bashrc
_vpe_tui() {
    local line value current=${COMP_WORDS[COMP_CWORD]} program=${COMP_WORDS[0]/#\~/$HOME} widest=0 told=()
    type -P -- "$program" >/dev/null || program=vpe-tui
    [ "$current" = "=" ] && current=
    COMPREPLY=()
    while IFS= read -r line; do
        value=${line%%$'\t'*}
        if [ "$line" = ":files" ]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$current")
            told=()
        elif [[ $value == "$current"* ]]; then
            COMPREPLY+=("$value")
            told+=("$line")
            [ ${#value} -gt $widest ] && widest=${#value}
        fi
    done < <("$program" complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    # Where they are only listed (a second tab), they are listed with what they are.
    [[ $COMP_TYPE == 63 && ${#COMPREPLY[@]} -gt 1 && ${#told[@]} == "${#COMPREPLY[@]}" ]] || return 0
    COMPREPLY=()
    for line in "${told[@]}"; do
        printf -v value "%-${widest}s  %s" "${line%%$'\t'*}" "${line#"${line%%$'\t'*}"}"
        COMPREPLY+=("${value/$'\t'/}")
    done
}
complete -o nosort -F _vpe_tui vpe-tui 2>/dev/null || complete -F _vpe_tui vpe-tui
"""

_ZSH = r"""#compdef vpe-tui
# zsh: vpe-tui completion zsh >~/.zfunc/_vpe-tui, with that directory in fpath; or eval "$(vpe-tui completion zsh)"
_vpe-tui() {
    local line value program=${words[1]/#\~/$HOME}
    local -a told
    local -i files=0 offered=1
    whence -p -- "$program" >/dev/null || program=vpe-tui
    for line in "${(@f)$("$program" complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        value=${line%%$'\t'*}
        if [[ $line == :files ]]; then
            files=1
        elif [[ -n $line ]]; then
            told+=("${value//:/\\:}${${line#$value}/$'\t'/:}")
        fi
    done
    (( $#told )) && _describe -V vpe-tui told && offered=0
    (( files )) && _files && offered=0
    return offered
}
if [[ $zsh_eval_context[-1] == (file|eval|cmdarg) ]]; then
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef _vpe-tui vpe-tui
else
    _vpe-tui "$@"
fi
"""

_FISH = r"""# fish: vpe-tui completion fish >~/.config/fish/completions/vpe-tui.fish
function __vpe_tui_offers
    set -l words (commandline -opc) (commandline -ct)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    type -q $program; or set program vpe-tui
    for line in ($program complete $words[2..-1] 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path (commandline -ct)
        else
            printf '%s\n' $line
        end
    end
end
complete -c vpe-tui -f -k -a '(__vpe_tui_offers)'
"""

_SCRIPTS: Mapping[str, str] = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}

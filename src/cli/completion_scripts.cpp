// SPDX-License-Identifier: Apache-2.0
//
// What `_TUTOR_COMPLETE=bash_source tutor` and its likes print. @name@ is the program, @function@
// a name for functions, @variable@ the instruction's variable.

#include "base/text.hpp"
#include "cli/internal/completion.hpp"

namespace tutor::cli {
namespace {

// bash cuts words at "=" and ":" too and replaces only the last piece, so the program gets the
// line as typed, and what stands before that piece is taken off its answers.
constexpr std::string_view bash_script = R"script(# bash completion for @name@
_@function@_complete() {
    local line=${COMP_LINE:0:COMP_POINT} answer kind value word before
    word=${line##*[[:space:]]}
    before=${word%"${word##*[=:]}"}
    case $word in [\'\"]*) before= ;; esac
    COMPREPLY=()
    while IFS= read -r answer; do
        kind=${answer%%,*}
        value=${answer#*,}
        case $kind in
            file | dir)
                compopt -o filenames 2>/dev/null
                while IFS= read -r value; do
                    COMPREPLY+=("$value")
                done < <(compgen -"${kind:0:1}" -- "${word#"$before"}")
                ;;
            *) COMPREPLY+=("${value#"$before"}") ;;
        esac
    done < <(COMP_WORDS=$line COMP_CWORD=last @variable@=bash_complete "$1" 2>/dev/null)
    case ${#COMPREPLY[@]},${COMPREPLY[0]} in 1,*=) compopt -o nospace 2>/dev/null ;; esac
}
complete -o nosort -F _@function@_complete @name@
)script";

constexpr std::string_view zsh_script = R"script(#compdef @name@
# zsh completion for @name@
_@function@_complete() {
    local -a answer bare described
    local kind value help
    answer=("${(@f)$(COMP_WORDS="${(j: :)words[1,CURRENT]}" COMP_CWORD=$((CURRENT - 1)) \
        @variable@=zsh_complete "${words[1]}" 2>/dev/null)}")
    for kind value help in "${answer[@]}"; do
        case $kind in
            file) _path_files -f ;;
            dir) _path_files -/ ;;
            plain)
                [[ $value == \'*\' ]] && value=${value:1:-1}  # zsh quotes by itself
                if [[ $help == _ ]]; then
                    bare+=("$value")
                else
                    described+=("${value//:/\\:}:$help")
                fi
                ;;
        esac
    done
    (( ${#described} )) && _describe -V @name@ described
    (( ${#bare} )) && compadd -V @name@ -a bare
    return 0
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _@function@_complete "$@"
else
    compdef _@function@_complete @name@
fi
)script";

constexpr std::string_view fish_script = R"script(# fish completion for @name@
function __@function@_complete
    set -l typed (commandline --current-token --cut-at-cursor)
    set -l line (commandline --current-process --cut-at-cursor)
    for answer in (env COMP_WORDS="$line" COMP_CWORD="$typed" @variable@=fish_complete @name@ 2>/dev/null)
        set -l parts (string split --max 1 ',' -- $answer)
        switch $parts[1]
            case file
                __fish_complete_path $typed
            case dir
                __fish_complete_directories $typed
            case plain
                echo $parts[2]
        end
    end
end
complete --command @name@ --no-files --arguments '(__@function@_complete)'
)script";

}  // namespace

std::optional<std::string> completion_script(const std::string& shell, const std::string& program) {
    std::string_view script;
    if (shell == "bash") {
        script = bash_script;
    } else if (shell == "zsh") {
        script = zsh_script;
    } else if (shell == "fish") {
        script = fish_script;
    } else {
        return std::nullopt;
    }
    std::string result = replace_all(script, "@name@", program);
    result = replace_all(result, "@function@", replace_all(program, "-", "_"));
    return replace_all(result, "@variable@", completion_variable(program));
}

}  // namespace tutor::cli

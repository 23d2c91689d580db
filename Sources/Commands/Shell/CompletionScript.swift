/// `netsim completion`.
struct CompletionScript: Command {
    static let synopsis = Synopsis(
        "bash|zsh|fish",
        .exactly(1),
        "Print the completion script of a shell",
        details: """
            bash: source <(netsim completion bash)
            zsh:  netsim completion zsh > ~/.zfunc/_netsim   (a folder of $fpath)
            fish: netsim completion fish > ~/.config/fish/completions/netsim.fish
            """,
        operands: [.words(["bash", "zsh", "fish"])]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        switch operands[0] {
        case "bash": session.write(Self.bash)
        case "zsh": session.write(Self.zsh)
        case "fish": session.write(Self.fish)
        default: throw CommandFailure("netsim: no completion for \(operands[0]): there is bash, zsh and fish")
        }
        return 0
    }

    // All three ask netsim itself for the words, so that names of networks and containers are those of the moment. A
    // word and its description are parted by a tab; the single line ":files" asks for the shell's own file names.

    private static let bash = #"""
        # bash completion for netsim
        _netsim() {
          local line=${COMP_LINE:0:COMP_POINT} words candidate
          read -ra words <<<"$line"
          [[ $line == *[[:space:]] ]] && words+=("")
          local current=${words[-1]}
          # bash itself takes words apart at = and :, so that only what follows the last of them is replaced.
          local kept=${current%"${current##*[=:]}"}
          COMPREPLY=()
          while IFS=$'\t' read -r candidate _; do
            if [[ $candidate == :files ]]; then
              compopt -o default
              return
            fi
            [[ $candidate == *: ]] && compopt -o nospace
            COMPREPLY+=("${candidate#"$kept"}")
          done < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
        }
        complete -F _netsim netsim

        """#

    private static let zsh = #"""
        #compdef netsim
        _netsim() {
          local line word
          local -a described
          for line in "${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
            [[ $line == ":files" ]] && { _files; return }
            [[ -z $line ]] && continue
            word=${line%%$'\t'*}
            described+=("${word//:/\\:}${${line#*$'\t'}:+:${line#*$'\t'}}")
          done
          _describe 'netsim' described
        }
        if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _netsim "$@"; else compdef _netsim netsim; fi

        """#

    private static let fish = #"""
        # fish completion for netsim
        function __netsim_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l candidates ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
            if test "$candidates" = ":files"
                __fish_complete_path "$current"
            else
                printf '%s\n' $candidates
            end
        end
        complete -c netsim -f -a '(__netsim_complete)'

        """#
}

# What every topology script begins with: a lab of its own, and three ways to run a command.
#
#   show  COMMAND...   print the command, then what netsim answers; it has to succeed
#   quiet COMMAND...   the same without netsim's answer
#   refused COMMAND... it has to fail, and its message is what the script is about
#
# The first argument of a script is the netsim to use; without it the one on PATH, or the one built here.
set -euo pipefail

netsim=${1:-}
if [[ -z $netsim ]]; then
  here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
  netsim=$(command -v netsim || true)
  for built in "$here"/.build/release/netsim "$here"/.build/debug/netsim; do
    [[ -n $netsim || ! -x $built ]] || netsim=$built
  done
fi
[[ -n $netsim ]] || { echo "no netsim found: build it with 'make build'" >&2; exit 1; }

NETSIM_HOME=$(mktemp -d)
export NETSIM_HOME
serving=
cleanup() {
  [[ -z $serving ]] || kill "$serving" 2>/dev/null || true
  rm -rf "$NETSIM_HOME"
}
trap cleanup EXIT

bold= plain=
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' plain=$'\e[0m'; fi

say() { printf '\n%s# %s%s\n' "$bold" "$*" "$plain"; }
echo_command() { printf '%s$ netsim' "$bold"; printf ' %q' "$@"; printf '%s\n' "$plain"; }
show() { echo_command "$@"; "$netsim" "$@"; }
quiet() { echo_command "$@"; "$netsim" "$@" >/dev/null; }
refused() {
  echo_command "$@"
  if "$netsim" "$@" 2>&1; then echo "netsim accepted what it should refuse" >&2; exit 1; fi
}

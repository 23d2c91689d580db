#!/usr/bin/env bash
# Three containers share the alias alicek106; a fourth asks for it and is sent round.
source "$(dirname "$0")/session.bash"

say "A network, three containers with one alias, and a fourth that asks"
quiet network create --driver bridge mybridge
for number in 1 2 3; do
  quiet run -itd --name "network_alias_container$number" --net mybridge --net-alias alicek106 ubuntu:14.04
done
quiet run -itd --name network_alias_ping --net mybridge ubuntu:14.04

say "The wiring: a bridge, four veth pairs, and what hangs at their ends"
show links

say "Six questions: each answer starts one address further"
for _ in 1 2 3 4 5 6; do show dig alicek106 --from network_alias_ping +short; done

say "The whole answer, and the rule that decided it"
show dig alicek106 --from network_alias_ping --explain

if command -v dig >/dev/null; then
  say "The same from the real dig, against netsim serve"
  "$netsim" serve --port 0 --ready-file "$NETSIM_HOME/ready" >"$NETSIM_HOME/serve.log" 2>&1 &
  serving=$!
  for _ in $(seq 100); do [[ -s $NETSIM_HOME/ready ]] && break; sleep 0.05; done
  port=$("$netsim" serve --list --format '{{.Container}} {{.Port}}' | awk '$1 == "network_alias_ping" { print $2 }')
  for _ in 1 2 3; do
    printf '%s$ dig @127.0.0.1 -p %s alicek106 +short%s\n' "$bold" "$port" "$plain"
    dig @127.0.0.1 -p "$port" alicek106 +short +tries=1 +time=2
  done
  say "One of the three stops, while the server runs: the next answer has two"
  quiet stop -t 0 network_alias_container2
  dig @127.0.0.1 -p "$port" alicek106 +noall +answer +tries=1 +time=2
fi

say "Three pings of the alias: each goes to another of the three"
quiet start network_alias_container2
for _ in 1 2 3; do show exec network_alias_ping ping -c 1 alicek106; done

say "A database on another bridge: why does nobody here reach it, and what would help?"
quiet network create back
quiet run -d --name db --net back --expose 3306 mysql
refused why network_alias_ping db:3306

say "Who reaches whom, over all pairs and ports"
quiet run -d --name shop --net mybridge -p 8080:80 nginx
show reach
show reach --exposure

#!/usr/bin/env bash
# A subnet of one's own, with the mistake that everybody makes once: an ip-range outside it.
source "$(dirname "$0")/session.bash"

say "The ip-range lies outside the subnet: refused, as by Docker"
refused network create --driver=bridge --subnet=172.72.0.0/16 --ip-range=172.82.0.0/24 \
  --gateway=172.72.0.1 my_custom_network

say "Corrected: addresses come from the range, the gateway is where it was put"
quiet network create --driver=bridge --subnet=172.72.0.0/16 --ip-range=172.72.5.0/24 \
  --gateway=172.72.0.1 my_custom_network
quiet run -itd --name first --net my_custom_network ubuntu:14.04
quiet run -itd --name second --net my_custom_network ubuntu:14.04
show inspect -f '{{.Name}} {{range .NetworkSettings.Networks}}{{.IPAddress}}/{{.IPPrefixLen}} via {{.Gateway}}{{end}}' \
  first second
show exec first ip route

say "What overlaps is refused too"
refused network create --subnet 172.72.64.0/20 overlapping

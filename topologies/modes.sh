#!/usr/bin/env bash
# The modes without a network of their own: host, none, and another container's.
source "$(dirname "$0")/session.bash"

say "none: a stack with lo and nothing else"
quiet run -itd --name network_none --net none ubuntu:14.04
show exec network_none ip -br addr

say "host: the host's own stack, its name and its files"
quiet run -itd --name network_host --net host ubuntu:14.04
show exec network_host hostname
show exec network_host ip -br addr

say "container: two containers, one stack"
quiet run -itd --name network_container_1 ubuntu:14.04
quiet run -itd --name network_container_2 --net container:network_container_1 ubuntu:14.04
show exec network_container_1 ip -br addr
show exec network_container_2 ip -br addr

say "What the modes rule out"
refused run -d --net container:network_container_1 -p 80:80 ubuntu:14.04
refused network connect bridge network_none
refused network disconnect host network_host

say "The owner stops: the other keeps running with lo alone, and a restart of the owner does not heal it"
quiet stop -t 0 network_container_1
quiet start network_container_1
show exec network_container_2 ip -br addr
quiet restart network_container_2
show exec network_container_2 ip -br addr

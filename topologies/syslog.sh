#!/usr/bin/env bash
# A syslog server on 514, TCP and UDP, for the host and for the containers of one network.
source "$(dirname "$0")/session.bash"

quiet network create --subnet 10.51.4.0/24 logging
quiet run -d --name syslog --net logging --net-alias loghost --ip 10.51.4.10 -p 514:514/tcp -p 514:514/udp rsyslog
quiet run -d --name app --net logging nginx

say "Both protocols are published; they are two ports"
show port syslog
show port syslog 514/udp

say "Inside the network the alias is enough"
show dig loghost --from app +noall +answer

say "A second server cannot have UDP 514 on the same address, but on one of its own it can"
refused run -d --name second --net logging -p 514:514/udp rsyslog
quiet rm -f second
quiet run -d --name second --net logging -p 127.0.0.1:5514:514/udp rsyslog
show port second

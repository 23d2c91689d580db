#!/usr/bin/env bash
# Published ports: one number for both families, one address only, ranges, and who gets a port first.
source "$(dirname "$0")/session.bash"

quiet run -itd --name mywebserver -p 80:80 ubuntu:14.04
quiet run -itd --name many -p 3306:3306 -p 127.0.0.1:7777:80 -p 5353:53/udp ubuntu:14.04
quiet run -itd --name range -p 9000-9002:8000-8002 ubuntu:14.04
show port mywebserver
show port many
show port range

say "A port that is taken: the container is made, does not start, and loses its network for good"
refused run -itd --name taken -p 80:8080 ubuntu:14.04
show inspect -f '{{.State.Status}} {{.State.ExitCode}} networks={{len .NetworkSettings.Networks}}' taken
quiet stop -t 0 mywebserver
quiet start taken
show port taken
say "(nothing: connect it again, and the port is published)"
quiet network connect bridge taken
show port taken

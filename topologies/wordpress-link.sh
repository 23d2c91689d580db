#!/usr/bin/env bash
# WordPress finds MySQL by --link on the default bridge: a line in /etc/hosts, and an order of starting.
source "$(dirname "$0")/session.bash"

quiet run -d --name wordpressdb -e MYSQL_ROOT_PASSWORD=password -e MYSQL_DATABASE=wordpress mysql:5.7
quiet run -d -e WORDPRESS_DB_PASSWORD=password --name wordpress --link wordpressdb:mysql -p 80 wordpress

say "The alias stands in the linking container's hosts file, and nowhere else"
show exec wordpress cat /etc/hosts
show exec wordpress getent hosts mysql
refused exec wordpressdb getent hosts wordpress

say "A port without a number: the host picks one"
show port wordpress

say "The linked container has to run first"
quiet stop -t 0 wordpress wordpressdb
refused start wordpress
quiet start wordpressdb
quiet start wordpress
show exec wordpress getent hosts mysql

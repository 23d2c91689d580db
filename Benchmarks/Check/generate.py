#!/usr/bin/env python3
"""Writes a Compose file of many services, with what real ones use of networks, and expectations about them.

    generate.py SERVICES EXPECTATIONS

Every service is on one of SERVICES/50 networks with a subnet of its own; each tenth publishes a port, each fifth has a
fixed address, each third an alias; all depend on the first of their network.
"""
import sys

services, expectations = int(sys.argv[1]), int(sys.argv[2])
networks = max(1, services // 50)
print("name: fleet\nservices:")
for number in range(services):
    network, place = number % networks, number // networks
    print(f"  s{number:05}:")
    print("    image: example/service:1.2")
    print("    restart: unless-stopped")
    print("    environment:")
    print(f"      NUMBER: \"{number}\"")
    print("      LOG_LEVEL: ${LOG_LEVEL:-info}")
    print("    expose: [\"8080\", \"9090\"]")
    if number % 10 == 0:
        print(f"    ports: [\"127.0.0.1:{20000 + number}:8080\"]")
    if place > 0:
        print(f"    depends_on: [s{network:05}]")
    print("    labels:")
    print(f"      team: t{number % 7}")
    print("    healthcheck:")
    print("      test: [CMD, curl, -f, http://localhost:8080/health]")
    print("      interval: 30s")
    print("    networks:")
    print(f"      n{network:03}:")
    if number % 3 == 0:
        print(f"        aliases: [pool{network}, pool{network}-{place}]")
    if number % 5 == 0:
        print(f"        ipv4_address: 10.{network // 250}.{network % 250}.{10 + place}")
    if number % 3 != 0 and number % 5 != 0:
        print("        priority: 1")
print("networks:")
for network in range(networks):
    prefix = f"10.{network // 250}.{network % 250}"
    print(f"  n{network:03}:")
    if network % 4 == 3:
        print("    internal: true")
    print("    ipam:")
    print(f"      config: [{{subnet: {prefix}.0/24, ip_range: {prefix}.128/25}}]")
print("x-netsim:\n  expect:")
for number in range(expectations):
    here = number % networks
    other = (here + 1) % networks
    place = 1 + number % (services // networks - 1)
    asking = f"s{here + place * networks:05}"
    kind = number % 4
    if kind == 0:
        print(f"    - {asking} can reach s{here:05}:8080")
    elif kind == 1:
        print(f"    - {asking} cannot reach s{other:05}:8080")
    elif kind == 2:
        print(f"    - {asking} resolves s{here:05} to 1 address")
    else:
        print(f"    - outside cannot reach {asking}:9090")

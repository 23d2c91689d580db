// ns-3's side of the packet benchmark: UDP echo of 64 bytes through a bridge of N CSMA ports, and along a routed path.
//
//     bridge PATH HOSTS EXCHANGES      PATH: bridge or routed
//
// ns-3 3.37 has no NAT: its routed path is two bridges and a router between them, without a filter.

#include <ctime>
#include <iostream>
#include <string>

#include "ns3/applications-module.h"
#include "ns3/bridge-module.h"
#include "ns3/core-module.h"
#include "ns3/csma-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"

using namespace ns3;

static double processorTime() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static uint64_t received = 0;

static void count(Ptr<const Packet>) { received++; }

// A bridge with a port for each host.
static NetDeviceContainer bridgeOf(NodeContainer hosts, CsmaHelper& csma) {
  Ptr<Node> bridge = CreateObject<Node>();
  NetDeviceContainer ends, ports;
  for (uint32_t i = 0; i < hosts.GetN(); i++) {
    NetDeviceContainer link = csma.Install(NodeContainer(hosts.Get(i), bridge));
    ends.Add(link.Get(0));
    ports.Add(link.Get(1));
  }
  BridgeHelper().Install(bridge, ports);
  return ends;
}

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : "bridge";
  const uint32_t hosts = argc > 2 ? std::stoul(argv[2]) : 100;
  const uint32_t exchanges = argc > 3 ? std::stoul(argv[3]) : 200000;
  CsmaHelper csma;
  csma.SetChannelAttribute("DataRate", StringValue("100Gbps"));
  csma.SetChannelAttribute("Delay", TimeValue(NanoSeconds(5000)));
  csma.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("10000p"));
  InternetStackHelper internet;
  Ipv4AddressHelper addresses;
  NodeContainer nodes;
  nodes.Create(hosts);
  internet.Install(nodes);
  Ipv4InterfaceContainer ends;
  if (path == "bridge") {
    addresses.SetBase("10.0.0.0", "255.255.0.0");
    ends = addresses.Assign(bridgeOf(nodes, csma));
  } else {
    Ptr<Node> router = CreateObject<Node>();
    internet.Install(router);
    NodeContainer left(router), right(router);
    for (uint32_t i = 0; i < hosts; i++) (i % 2 ? right : left).Add(nodes.Get(i));
    addresses.SetBase("10.0.0.0", "255.255.0.0");
    Ipv4InterfaceContainer a = addresses.Assign(bridgeOf(left, csma));
    addresses.SetBase("10.1.0.0", "255.255.0.0");
    Ipv4InterfaceContainer b = addresses.Assign(bridgeOf(right, csma));
    for (uint32_t i = 0; i < hosts; i++) ends.Add((i % 2 ? b : a).Get(1 + i / 2));
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
  }
  UdpEchoServerHelper server(7);
  server.Install(nodes).Start(Seconds(0));
  ApplicationContainer clients;
  const uint32_t each = exchanges / hosts;
  for (uint32_t i = 0; i < hosts; i++) {
    UdpEchoClientHelper client(ends.GetAddress((i + 1) % hosts), 7);
    client.SetAttribute("MaxPackets", UintegerValue(each + 1));
    client.SetAttribute("Interval", TimeValue(MicroSeconds(1000)));
    client.SetAttribute("PacketSize", UintegerValue(64));
    ApplicationContainer application = client.Install(nodes.Get(i));
    application.Get(0)->TraceConnectWithoutContext("Rx", MakeCallback(&count));
    application.Start(Seconds(1) + MicroSeconds(10 * i));
    clients.Add(application);
  }
  // The first exchange of each client learns all addresses.
  Simulator::Stop(Seconds(1) + MicroSeconds(900 + 10 * hosts));
  Simulator::Run();
  const uint64_t before = received;
  const double start = processorTime();
  Simulator::Stop(Seconds(1) + MilliSeconds(each + 2));
  Simulator::Run();
  const double seconds = processorTime() - start;
  const uint64_t answers = received - before;
  std::cout << path << "\t" << hosts << " hosts\t" << uint64_t(2 * answers / seconds) << " packets/s\t" << answers
            << " answers\n";
  Simulator::Destroy();
}

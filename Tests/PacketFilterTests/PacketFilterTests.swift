import Lab
import PacketFilter
import TestSupport
import Testing

@Suite struct PacketFilterTests {
}

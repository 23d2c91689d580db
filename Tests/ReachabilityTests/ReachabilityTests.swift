import Lab
import Reachability
import TestSupport
import Testing

@Suite struct ReachabilityTests {
}

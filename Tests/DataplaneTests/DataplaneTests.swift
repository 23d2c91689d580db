import Dataplane
import Lab
import TestSupport
import Testing

@Suite struct DataplaneTests {
}

import Lab
import Dataplane
import TestSupport
import Testing

@Suite struct DataplaneTests {
}

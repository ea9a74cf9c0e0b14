import CoAP
import Testing

struct LoopbackTests {
    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.0.9", true), ("::1", true), ("localhost", true), ("LocalHost", true),
        ("127.0.0.1.example.com", false), ("127.1", false), ("127.0.0.256", false), ("127.0.0.", false),
        ("128.0.0.1", false), ("0.0.0.0", false), ("::", false), ("localhost.example.com", false), ("", false),
    ]) func tellsHosts(host: String, isLoopback: Bool) {
        #expect(Loopback.contains(host: host) == isLoopback)
    }

    @Test func tellsAddresses() {
        #expect(Loopback.contains(address: [127, 1, 2, 3]))
        #expect(Loopback.contains(address: [UInt8](repeating: 0, count: 15) + [1]))
        #expect(!Loopback.contains(address: [10, 0, 0, 1]))
        #expect(!Loopback.contains(address: [UInt8](repeating: 0, count: 16)))
    }
}

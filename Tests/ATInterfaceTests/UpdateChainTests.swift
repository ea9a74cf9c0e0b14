import LwM2M
import LwM2MServer
import Products
import Testing

/// An update of the firmware from the server's write to the host's line, and back to the server.
@Suite struct UpdateChainTests {
    @Test func theHostAndTheServerHearOfAnUpdate() throws {
        let line = try ChainTests.registered()
        #expect(line.ask(#"AT+ULWM2MWRITE="{\"bn\":\"2/3/\",\"e\":[{\"n\":\"2/123\",\"v\":15}]}""#) == ["OK"])
        #expect(line.ask("AT+ULWM2MSTAT=0;+UFOTASTAT=1") == ["OK"])
        let network = try #require(line.network)
        var notified: [String] = []
        network.server.onEvent = { event in
            if case .notified(_, let path, let response) = event {
                notified.append("\(path) \(String(decoding: response.payload, as: UTF8.self))")
            }
        }
        for resource: ResourceID in [3, 5] {
            var answer = "nothing"
            try network.server.observe(Path(5, 0, resource), as: .text, of: ChainTests.endpoint) {
                answer = $0.description
            }
            _ = line.wait(2)
            #expect(answer == "2.05 Content")
        }
        let write = Request.write(Path(5, 0, 1), Array("coap://10.1.2.3/firmware".utf8), as: .text)
        let (answer, first) = try ChainTests.ask(line, write)
        #expect(answer == "2.04 Changed" && first == ["+UFOTASTAT: 1,0,0"])
        let lines = line.wait(90).map(\.line)
        #expect(lines == (1...9).map { "+UFOTASTAT: 0,1,\($0 * 10)" } + ["+UFOTASTAT: 2,2,100"])
        #expect(notified.contains("/5/0/3 1") && notified.contains("/5/0/3 2"), "\(notified)")
        let (executed, _) = try ChainTests.ask(line, .execute(Path(5, 0, 2)))
        #expect(executed == "2.04 Changed")
        #expect(line.wait(4).isEmpty)
        #expect(notified.last == "/5/0/3 3", "\(notified)")
        #expect(line.ask("AT").isEmpty, "the module installs")
        #expect(line.wait(80).map(\.line).first == "+UFOTASTAT: 3,1,0")
        #expect(line.ask("ATE0").last == "OK")
        let result = try ChainTests.ask(line, .read(Path(5, 0, 5), as: .text))
        #expect(result.answer == "2.05 Content")
    }
}

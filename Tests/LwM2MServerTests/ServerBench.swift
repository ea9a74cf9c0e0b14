import CoAP
import LwM2MServer
import Wires

/// A server on a clock that the test turns, and clients that do what the test says.
final class ServerBench {
    final class Clock { var now = 0.0 }

    /// A client: it registers, and answers each request with the next answer of its script.
    final class Client {
        let line: Wire
        let endpoint: Endpoint
        /// What the server asked, in order.
        var requests: [CoAPRequest] = []
        /// The tokens of the requests.
        var tokens: [Token] = []
        /// What is answered; 2.05 without content when it is used up.
        var script: [RequestHandling] = []
        /// Whether nothing reaches it.
        var isDeaf = false

        init(_ line: Wire, seed: UInt64) {
            self.line = line
            endpoint = Endpoint(seed: seed)
        }

        func receive(_ datagram: [UInt8], at time: Double) {
            endpoint.receive(datagram, at: time) { incoming in
                requests.append(incoming.request)
                tokens.append(incoming.token)
                return script.isEmpty ? .respond(CoAPResponse(.content)) : script.removeFirst()
            }
        }
    }

    let clock = Clock()
    let server: Server
    var clients: [Client] = []
    var events: [Server.Event] = []

    init(_ settings: Server.Settings = Server.Settings()) {
        server = Server(settings: settings, seed: 1, clock: { [clock] in clock.now })
        server.onEvent = { [unowned self] in events.append($0) }
    }

    func client(_ address: String = "127.0.0.1:50000") -> Client {
        let client = Client(Wire(peer: address), seed: UInt64(clients.count + 7))
        client.endpoint.send = { [unowned client] datagram in client.line.onDatagram?(datagram) }
        clients.append(client)
        server.accept(client.line)
        return client
    }

    /// Lets a client ask the server for something; answers with what it heard.
    @discardableResult
    func ask(_ client: Client, _ request: CoAPRequest) -> CoAPResponse? {
        var answer: CoAPResponse?
        client.endpoint.request(request, at: clock.now) { answer = $0.response }
        settle()
        return answer
    }

    @discardableResult
    func register(_ client: Client, _ queries: String = "ep=dev&lt=300&lwm2m=1.0", _ links: String = "</1/0>,</3/0>")
        -> CoAPResponse?
    {
        ask(
            client,
            CoAPRequest(
                .post, path: ["rd"], queries: queries.split(separator: "&").map(String.init), contentFormat: 40,
                payload: Array(links.utf8)))
    }

    /// Moves datagrams from the server to its clients until there are no more.
    func settle() {
        while let client = clients.first(where: { !$0.line.sent.isEmpty }) {
            let datagram = client.line.sent.removeFirst()
            if !client.isDeaf { client.receive(datagram, at: clock.now) }
        }
    }

    /// Lets time pass on the server's side.
    func run(until end: Double) {
        settle()
        while let next = server.nextDeadline, next <= end {
            clock.now = max(clock.now, next)
            server.advance(to: clock.now)
            settle()
        }
        clock.now = end
    }
}

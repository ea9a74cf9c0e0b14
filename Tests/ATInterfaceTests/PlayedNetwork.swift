import CoAP
import Randomness
import Wires

/// A network in memory whose servers answer as they like: any code, silence, rubbish, or the connection is lost. They ask
/// of the client what a random sequence gives.
final class PlayedNetwork: Connector {
    private var random: SeededSequence
    private var wires: [Wire] = []
    private var id: UInt16 = 0
    /// Datagrams of the client.
    private(set) var messages = 0

    init(seed: UInt64) { random = SeededSequence(seed: seed) }

    func connect(host: String, port: UInt16, security: ConnectionSecurity) -> any Connection {
        let wire = Wire(peer: "\(host):\(port)")
        if number(below: 12) == 0 { wire.state = .failed("connection refused") }
        wires.removeAll(where: \.isClosed)
        wires.append(wire)
        return wire
    }

    /// Answers what the client sent; whether there was something.
    func serve() -> Bool {
        var hasServed = false
        for wire in wires where !wire.isClosed {
            let sent = wire.sent
            wire.sent = []
            for datagram in sent {
                hasServed = true
                messages += 1
                guard let message = try? Message(decoding: datagram), message.code.isRequest else { continue }
                answer(message, on: wire)
            }
        }
        return hasServed
    }

    /// Sends a request, or rubbish, to the client.
    func ask(_ requests: [CoAPRequest]) {
        guard let wire = wires.filter({ !$0.isClosed }).randomElement(using: &random),
            let request = requests.randomElement(using: &random)
        else { return }
        id &+= 1
        guard number(below: 10) > 0 else { return deliver((0..<12).map { _ in UInt8(number(below: 256)) }, on: wire) }
        deliver(
            Message(
                .confirmable, request.method, id: MessageID(id), token: Token([UInt8(id & 255)]),
                options: request.options, payload: request.payload
            ).encoded(), on: wire)
    }

    private func answer(_ message: Message, on wire: Wire) {
        let request = CoAPRequest(message.code, options: message.options)
        var code = request.path == ["rd"] ? Code(2, 1) : message.code == .delete ? Code(2, 2) : Code(2, 4)
        switch number(below: 14) {
        case 0: return
        case 1:
            wire.state = .failed("the connection was lost")
            wire.onState?(wire.state)
            return
        case 2: return deliver((0..<9).map { _ in UInt8(number(below: 256)) }, on: wire)
        case 3, 4: code = Code([2, 4, 5][number(below: 3)], UInt8(number(below: 32)))
        default: break
        }
        var options = Options()
        if request.path == ["rd"] { for segment in ["rd", "7"] { options.add(Option(.locationPath, segment)) } }
        deliver(
            Message(.acknowledgement, code, id: message.id, token: message.token, options: options).encoded(), on: wire)
    }

    private func deliver(_ datagram: [UInt8], on wire: Wire) { wire.onDatagram?(datagram) }

    private func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
}

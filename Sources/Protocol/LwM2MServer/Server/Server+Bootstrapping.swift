import CoAP
package import LwM2M
import LwM2MOverCoAP

extension Server {
    /// Runs a sequence, unrequested, on a client that is registered or requested a bootstrap earlier: server-initiated
    /// bootstrap.
    ///
    /// - throws: 4.04 for an unknown client, and if no sequence applies to it.
    /// - Source: LwM2M 1.0.1 §5.2.4.
    package func bootstrap(_ endpoint: String) throws(LwM2MError) {
        guard
            let peer = registry[endpoint].flatMap({ peer(of: $0) })
                ?? peers.all.last(where: { $0.bootstrapClient == endpoint })
        else {
            throw LwM2MError(.notFound, "no client '\(endpoint)' is registered, and none asked for bootstrap")
        }
        run(try sequence(for: endpoint, .notFound), of: endpoint, at: peer)
    }

    /// Handles a Bootstrap-Request; the commands follow once it is answered.
    ///
    /// - throws: 4.00 without a name, and for a client to which no sequence applies.
    /// - Source: LwM2M 1.0.1 §5.2.4, §8.2.3.
    func beginBootstrap(_ request: CoAPRequest, of peer: Peer) throws(LwM2MError) -> Response {
        let names = request.queries.filter { $0.hasPrefix("ep=") }.map { String($0.dropFirst(3)) }
        guard names.count == 1, let endpoint = names.first, !endpoint.isEmpty else {
            throw LwM2MError(.badRequest, "a Bootstrap-Request has one ep")
        }
        let sequence = try sequence(for: endpoint, .badRequest)
        peer.bootstrapClient = endpoint
        later { [weak self] in self?.run(sequence, of: endpoint, at: peer) }
        return Response(.changed)
    }

    private func sequence(for endpoint: String, _ code: ResponseCode) throws(LwM2MError) -> BootstrapSequence {
        guard let sequence = settings.bootstrap.first(where: { $0.fits(endpoint) }) else {
            throw LwM2MError(code, "there is no bootstrap for the client '\(endpoint)'")
        }
        return sequence
    }

    private func run(_ sequence: BootstrapSequence, of endpoint: String, at peer: Peer) {
        let run = BootstrapRun(client: endpoint, commands: sequence.commands)
        peer.bootstrap = run
        onEvent?(.bootstrapBegan(endpoint: endpoint, peer: peer.name))
        step(run, at: peer)
    }

    private func step(_ run: BootstrapRun, at peer: Peer) {
        guard peer.bootstrap === run else { return }
        guard let command = run.commands.popFirst() else { return end(run, at: peer, nil) }
        let start = clock()
        peer.endpoint.request(CoAPRequest(command), at: start) { [weak self, weak peer] outcome in
            // A client that sent another request has ended the older run.
            guard let self, let peer, peer.bootstrap === run else { return }
            let answer = ClientAnswer(outcome, since: start, clock())
            onEvent?(.bootstrapCommand(endpoint: run.client, command, answer))
            if answer.isSuccess { step(run, at: peer) } else { end(run, at: peer, "\(answer)") }
        }
        peers.reschedule(peer)
    }

    private func end(_ run: BootstrapRun, at peer: Peer, _ failure: String?) {
        peer.bootstrap = nil
        onEvent?(.bootstrapEnded(endpoint: run.client, failure: failure))
    }
}

/// A bootstrap under way.
final class BootstrapRun {
    let client: String
    var commands: ArraySlice<BootstrapCommand>

    init(client: String, commands: [BootstrapCommand]) {
        self.client = client
        self.commands = commands[...]
    }
}

/// What a bootstrap server does to a client that requests a bootstrap.
///
/// - Source: LwM2M 1.0.1 §5.2.
package struct BootstrapSequence: Hashable, Sendable {
    /// The name of the clients it applies to; a `*` at the end stands for any further characters.
    package var client: String
    /// The commands in order. Finish is one of them, so that a sequence can leave it out.
    package var commands: [BootstrapCommand]

    package init(client: String = "*", commands: [BootstrapCommand]) {
        self.client = client
        self.commands = commands
    }

    /// Whether it applies to a client with this name.
    package func fits(_ endpoint: String) -> Bool {
        client.hasSuffix("*") ? endpoint.hasPrefix(client.dropLast()) : endpoint == client
    }
}

import CoAP
import LwM2M
import LwM2MOverCoAP
import Moments

/// A bootstrap under way: connection, state, and the account as it was before.
final class BootstrapSession {
    unowned let client: Client
    let account: ServerAccount
    private var bootstrap = Bootstrap()
    private var link: ServerLink?
    /// Whether the connection is that of a management server that is also the bootstrap server.
    private var isLinkShared = false
    private let copy: BootstrapAccountCopy
    private var management: BootstrapManagement
    /// Whether Finish was accepted, and its answer is being sent.
    private var isFinished = false
    /// The paths that the server wrote or deleted.
    private var touchedPaths: Set<Path> = []

    init(_ account: ServerAccount, of client: Client) {
        self.account = account
        self.client = client
        copy = BootstrapAccountCopy(of: account, in: client.model)
        management = BootstrapManagement(client.model)
    }

    /// Whether the server is writing, so that the other servers must wait.
    var isWriting: Bool { bootstrap.state == .bootstrapPending || bootstrap.state == .bootstrapFinishing }

    /// Whether a management server is ignored for now: in a bootstrap that its server began all are, in another one those
    /// that wait for it, and those whose account it changes, for their rights are not known until it ends.
    ///
    /// - Source: LwM2M 1.0.1 §5.2, §5.4.
    func silences(_ account: ServerAccount, _ settings: ServerSettings) -> Bool {
        isWriting && (bootstrap.isByServer || settings.waitsForBootstrap || touched(account))
    }

    func begin(holdOff: Double) {
        let time = client.time
        do throws(ServerAccountError) {
            let link = ServerLink(try client.connector.connect(to: account), to: account, of: client)
            listen(to: link)
            self.link = link
            client.emit(.connection(account.shortServerID, .created(uri: account.uri)))
            change {
                $0.begin(holdOff: holdOff, at: time)
                return nil
            }
        } catch {
            client.log("bootstrap server: \(error)")
            change {
                $0.begin(holdOff: 0, at: time)
                return $0.unanswered(error.message)
            }
        }
    }

    /// Begins with an unrequested command from the server, and answers it.
    ///
    /// - Parameters:
    ///   - link: where it arrived.
    ///   - isShared: whether the connection belongs to a management server, which continues to use it.
    func begin(over link: ServerLink, isShared: Bool, with request: CoAPRequest) -> ServerReply? {
        self.link = link
        isLinkShared = isShared
        if !isShared {
            listen(to: link)
            client.emit(.connection(account.shortServerID, .created(uri: account.uri)))
        }
        change {
            $0.beginByServer(at: client.time)
            return nil
        }
        return answer(request)
    }

    /// Whether a link is a management server's connection that this bootstrap uses too.
    func isShared(_ other: ServerLink?) -> Bool { isLinkShared && link === other }

    private func listen(to link: ServerLink) {
        link.listen { [unowned self] datagram in
            guard let link = self.link, let incoming = link.receiveRequest(datagram) else { return }
            link.settle(incoming, answer(incoming.request))
        }
        link.onFailure = { [unowned self] reason in
            client.log("bootstrap server: \(reason)")
            change { $0.unanswered(reason) }
        }
    }

    /// Ends without reporting it.
    ///
    /// - Parameter staysReachable: whether the server may begin again over the same connection.
    func end(staysReachable: Bool = false) {
        guard let link else { return }
        self.link = nil
        guard !isLinkShared else { return }
        if staysReachable { client.standBy(link, account) } else { link.close() }
        client.emit(.connection(account.shortServerID, .closed(sent: link.sent, received: link.received)))
    }

    var nextDeadline: Double? {
        if isFinished { return -.infinity }
        return earlier(isLinkShared ? nil : link?.nextDeadline, bootstrap.nextDeadline)
    }

    func advance(to time: Double) {
        if !isLinkShared { link?.advance(to: time) }
        if isFinished { return finish() }
        change { $0.next(at: time) }
    }

    /// Changes the state, reports the change, and takes the step that follows from it.
    private func change(_ body: (inout Bootstrap) -> Bootstrap.Step?) {
        let before = bootstrap.state
        let step = body(&bootstrap)
        // A wait of zero length is not reported.
        if bootstrap.state != before, bootstrap.state != .bootstrapHoldOff || bootstrap.nextDeadline ?? 0 > client.time,
            let state = bootstrap.state
        {
            client.emit(.state(account.shortServerID, state))
        }
        switch step {
        case .request: request()
        case .fail(let why): fail(why)
        case nil: break
        }
    }

    /// - Source: LwM2M 1.0.1 §5.2.3.3, §8.2.3.
    private func request() {
        let request = CoAPRequest(.post, path: ["bs"], queries: ["ep=\(client.settings.endpoint)"])
        link?.send(request) { [weak self] response in
            guard let self else { return }
            change { bootstrap in
                response.map { bootstrap.answered($0.code, at: self.client.time) } ?? bootstrap.unanswered()
            }
        }
    }

    private func fail(_ why: String) {
        giveUp(why)
        client.bootstrapEnded(self, isSuccess: false)
    }

    /// Handles the loss of the network: a bootstrap in progress begins again once it is back.
    func interrupt() {
        if isFinished { return finish() }
        change {
            // The step is carried out here.
            _ = $0.unanswered("the network is gone")
            return nil
        }
        giveUp("the network is gone")
        client.bootstrapInterrupted()
    }

    private func giveUp(_ why: String) {
        client.log("the bootstrap failed: \(why)")
        end()
        do throws(LwM2MError) {
            if try copy.putBack(in: client.model) {
                client.log("the account of the bootstrap server, /0/\(account.securityInstance), is as it was before")
            }
        } catch {
            client.log("the account of the bootstrap server could not be put back: \(error)")
        }
        change {
            $0.putBack()
            return nil
        }
    }

    private func finish() {
        isFinished = false
        end(staysReachable: true)
        change {
            $0.finished()
            return nil
        }
        client.bootstrapEnded(self, isSuccess: true)
    }

    /// Whether the bootstrap wrote or deleted a part of an account, even if the values are the same.
    func touched(_ account: ServerAccount) -> Bool {
        let own =
            [Path(.security, account.securityInstance)] + (account.serverInstance.map { [Path(.server, $0)] } ?? [])
        return own.contains { instance in touchedPaths.contains { instance.isWithin($0) || $0.isWithin(instance) } }
    }

    /// The answer to a request from the bootstrap server; nil to ignore the request.
    func answer(_ request: CoAPRequest) -> ServerReply? {
        guard bootstrap.takesCommands, !isFinished else { return nil }
        let time = client.time
        change {
            $0.receivedCommand(at: time)
            return nil
        }
        let response = management.answer(request)
        if request.method == .put || request.method == .delete, response.code.isSuccess,
            let path = try? Path(segments: request.path)
        {
            touchedPaths.insert(path)
        }
        if request.method == .post, request.path == ["bs"] {
            isFinished = management.isFinished
            change {
                $0.finish(isConsistent: management.isFinished, at: time)
                return nil
            }
        }
        return ServerReply(response)
    }
}

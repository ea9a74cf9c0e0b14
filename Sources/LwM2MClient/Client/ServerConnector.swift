public import CoAP

/// Opens the connections of the client, knowing whose they are: which server is contacted where is a decision of the
/// owner.
public protocol ServerConnector: AnyObject {
    /// Begins a connection to the server of an account.
    ///
    /// - throws: why there can be none.
    func connect(to account: ServerAccount) throws(ServerAccountError) -> any Connection

    /// Whether messages of the account go over a wire, so that they have their lines in the log.
    func isOnWire(_ account: ServerAccount) -> Bool
}

extension ServerConnector {
    public func isOnWire(_ account: ServerAccount) -> Bool { true }
}

import LwM2M
import Modem

/// What the database and the profile say of the servers.
extension Module {
    /// When each server last acknowledged the client, in seconds since 1970.
    var registrations: [ShortServerID: Int64] { registrationsHere }

    /// Keeps it that a server acknowledged the client now.
    func keepRegistration(with server: ShortServerID) {
        registrationsHere[server] = unixTime
        unstored.registrations.insert(server)
        flush()
    }

    /// Forgets what was kept of a registration that is over.
    func forgetRegistration(with server: ShortServerID) {
        registrationsHere[server] = nil
        unstored.registrations.insert(server)
        flush()
    }

    /// The Short Server IDs of the accounts that the profile brings, by the URI that they have then.
    var profileAccounts: [ShortServerID: String] {
        let factory = factoryDatabase
        var accounts: [ShortServerID: String] = [:]
        for instance in factory.instances + factory.operatorAccounts where instance.path.object == 0 {
            guard let id = instance.shortServerID else { continue }
            accounts[id] = instance.uri
        }
        return accounts
    }
}

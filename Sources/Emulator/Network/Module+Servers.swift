import LwM2M
import Modem

/// What the database and the profile say of the servers.
extension Module {
    /// When each server last acknowledged the client, in seconds since 1970.
    var registrations: [ShortServerID: Int64] {
        guard let store else { return registrationsWithoutFlash }
        return (try? store.state().registrations) ?? [:]
    }

    /// Keeps it that a server acknowledged the client now.
    func keepRegistration(with server: ShortServerID) {
        registrationsWithoutFlash[server] = unixTime
        let time = unixTime
        storing { store throws(StoreError) in try store.commit(registrationAt: time, with: server) }
    }

    /// Forgets what was kept of a registration that is over.
    func forgetRegistration(with server: ShortServerID) {
        registrationsWithoutFlash[server] = nil
        storing { store throws(StoreError) in try store.commit(registrationAt: nil, with: server) }
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

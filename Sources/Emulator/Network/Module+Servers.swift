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

    /// The Short Server IDs of the accounts that the profile brings, by the URI that they have then.
    var profileAccounts: [ShortServerID: String] {
        let factory = factoryDatabase
        var accounts: [ShortServerID: String] = [:]
        for instance in factory.instances + factory.operatorAccounts where instance.path.object == 0 {
            var uri = ""
            var id: ShortServerID?
            for resource in instance.resources {
                switch (resource.id, resource.content) {
                case (0, .single(.string(let text)?)): uri = text
                case (10, .single(.integer(let number)?)): id = ShortServerID(exactly: number)
                default: break
                }
            }
            if let id { accounts[id] = uri }
        }
        return accounts
    }
}

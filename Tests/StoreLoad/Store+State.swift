import ObjectHost
package import Storage

extension Store {
    /// Commits a whole state in place of all that was there, in one transaction.
    package func commit(_ state: StoredState) throws(StoreError) {
        try transaction { () throws(StoreError) in
            try clear()
            for name in try self.state().settings.keys { try set(name, to: nil) }
            for id in state.instances.objectIDs { try commit(id, of: state.instances) }
            for (server, time) in state.registrations { try commit(registrationAt: time, with: server) }
            for (name, value) in state.settings { try set(name, to: value) }
        }
    }
}

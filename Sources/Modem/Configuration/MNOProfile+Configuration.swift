extension MNOProfile {
    /// The factory values of `+ULWM2MCONFIG`, one a server, in the order in which the module prints them.
    ///
    /// - Source: UBX-18068860 R09 §3.5.2, §3.7, §4.4, appendix E; the profiles that it shows no list of are assumed.
    public func serverConfigurations(on product: Product) -> [ServerConfiguration] {
        operatorConfigurations + (uFOTAConfiguration(on: product).map { [$0] } ?? [])
    }

    private var operatorConfigurations: [ServerConfiguration] {
        switch number {
        case 2, 198, 206:
            [
                ServerConfiguration(0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0),
                ServerConfiguration(1, 1, 3, 1, 0, 1, 1, 0, 40, 0, 0, 0),
                ServerConfiguration(3, 1, 3, 1, 0, 1, 1, 0, 40, 0, 0, 0),
            ]
        case 3:
            [
                ServerConfiguration(101, 0, 1, 1, 0, 1, 1, 0, 240, 0, 0, 2),
                ServerConfiguration(102, 1, 1, 1, 0, 1, 1, 0, 240, 0, 1, 2),
                ServerConfiguration(1000, 0, 1, 255, 0, 0, 0, 0, 240, 0, 0, 2),
            ]
        default:
            operatorServers.map { server in
                var configuration = ServerConfiguration(serverID: server.shortServerID)
                configuration[.bootstrapOnFailure] = bootstrap == nil ? 0 : 1
                configuration[.regUpdateAtPSMExit] = updatesAfterPowerSaving ? 1 : 0
                return configuration
            }
        }
    }

    private func uFOTAConfiguration(on product: Product) -> ServerConfiguration? {
        guard hasUFOTAServer else { return nil }
        guard product.commands.takesGeneralContext else {
            return ServerConfiguration(721, 0, 1, number == 28 ? 2 : 1, 0, 0, 0, 0, 0, 0, 0, 0)
        }
        return ServerConfiguration(721, 0, 1, 255, 1, 0, 0, 0, 40, 0, 0, isSilentWhileRoaming ? 2 : 0)
    }
}

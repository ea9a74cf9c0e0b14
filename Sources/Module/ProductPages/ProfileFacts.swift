package import JSON
package import Products
import Wording

/// What the client does under an operator profile on one product, as a page for people and as JSON.
package struct ProfileFacts {
    package var profile: MNOProfile
    package var product: Product

    package init(profile: MNOProfile, product: Product) {
        (self.profile, self.product) = (profile, product)
    }

    /// All profiles on a product, one line each.
    package static func list(on product: Product) -> String {
        var table = TextTable(
            ["N", "NAME", "CLIENT", "BOOTSTRAP", "SERVERS: ID LIFETIME, + AT EACH BOOT"], alignedRight: [0])
        for profile in MNOProfile.all {
            let servers = profile.servers(on: product).map { server in
                "\(server.shortServerID) \(ProfileFacts.duration(server.lifetime))\(server.connectsAtBoot ? " +" : "")"
            }
            table.add([
                String(profile.number), profile.name, profile.start(on: product).text,
                profile.bootstrap == nil ? "no" : "yes", servers.joined(separator: ", "),
            ])
        }
        return "on \(product.name)\n\n\(table.text)\n"
    }

    /// The whole page for people.
    package var page: String {
        "\(profile.number) \(profile.name), on \(product.name)\n\n" + client.text + "\nServers\n" + serverTable
    }

    /// The same for programs.
    package var json: JSONValue {
        .object(
            [
                JSONMember(name: "number", value: .integer(Int64(profile.number))),
                JSONMember(name: "name", value: .string(profile.name)),
                JSONMember(name: "product", value: .string(product.name)),
            ] + client.facts.map { JSONMember(name: $0.key, value: $0.value) }
                + [JSONMember(name: "servers", value: .array(profile.servers(on: product).map(Self.json)))])
    }

    /// `24 h`, `14 d`: in days from two days on.
    static func duration(_ seconds: Int) -> String {
        seconds % 86_400 == 0 && seconds > 86_400 ? "\(seconds / 86_400) d" : "\(seconds / 3600) h"
    }

    private var client: FactSection {
        let production = profile.productionMode(on: product)
        let starts = profile.start(on: product) != .never
        let creation = starts ? product.timings.databaseCreation(profile: profile.number) : nil
        let wait = starts ? product.timings.databaseWait(profile: profile.number) : nil
        var facts = [Fact("start", "client starts", profile.start(on: product).text)]
        if case .disabled(let command) = profile.start(on: product) {
            facts.append(Fact("enabledBy", "enabled by", command))
        }
        facts += [
            Fact("bootstraps", "bootstrap", profile.bootstrap != nil),
            Fact("bootstrapServers", "bootstrap accounts", profile.bootstrap?.shortServerIDs ?? []),
            Fact(
                key: "bootstrapSource", title: "their source",
                value: profile.bootstrap.map { .string($0.source) } ?? .null),
            Fact("databaseCreation", "database creation", creation, unit: "s"),
            Fact("databaseWait", "wait for it", wait, unit: "s"),
            Fact("teardown", "context teardown", product.timings.teardown(profile: profile.number), unit: "s"),
            Fact("updatesAfterPowerSaving", "updates after power saving", profile.updatesAfterPowerSaving),
            Fact("isSilentWhileRoaming", "silent while roaming", profile.isSilentWhileRoaming),
            Fact("writesLifetime", "lifetime writable", profile.writesLifetime(on: product)),
            Fact("hiddenContext", "hidden context", profile.hiddenContext(on: product)),
            Fact(key: "productionMode", title: "production mode", value: production.map { .boolean($0.isOn) } ?? .null),
            Fact(key: "productionSIM", title: "its SIM", value: production.map { .string($0.sim) } ?? .null),
            Fact("source", "source", profile.source),
        ]
        return FactSection(key: "client", title: "Client", facts: facts)
    }

    private var serverTable: String {
        let servers = profile.servers(on: product)
        guard !servers.isEmpty else { return "  none\n" }
        var table = TextTable(["  ID", "NAME", "LIFETIME", "AT EACH BOOT", "BY", "ADDRESS", "SOURCE"])
        for server in servers {
            table.add([
                "  \(server.shortServerID)", server.name, Self.duration(server.lifetime),
                server.connectsAtBoot ? "yes" : "no", server.way, server.address ?? "-", server.source,
            ])
        }
        return table.text + "\n"
    }

    private static func json(_ server: ProfileServer) -> JSONValue {
        var apn: JSONValue?
        var context: JSONValue?
        switch server.connection {
        case .apn(let name):
            apn = .string(name)
            context = server.context.map { .integer(Int64($0)) }
        case .context(let number): context = .integer(Int64(number))
        case .uFOTAContext: break
        }
        return .members([
            "name": .string(server.name),
            "shortServerID": .integer(Int64(server.shortServerID)),
            "lifetime": .integer(Int64(server.lifetime)),
            "apn": apn,
            "cid": context,
            "connection": .string(server.way),
            "address": server.address.map { .string($0) },
            "connectsAtBoot": .boolean(server.connectsAtBoot),
            "source": .string(server.source),
        ])
    }
}

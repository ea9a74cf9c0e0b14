import ATInterface
import Console
import Emulator
import JSON
import LiveModule
import LwM2M
import LwM2MClient
import ObjectHost
import Products

/// A module at this moment, as a page shows it; no script is asked for a value.
struct ModuleView {
    let run: ModuleRun
    let client: WireClient
    let program: String

    private var module: Module { run.module }

    /// The module, its servers, its pins.
    var json: JSONValue {
        let profile = MNOProfile.numbered(module.profile)
        return .members([
            "program": .string(program), "product": .string(module.product.name),
            "group": .string(module.product.group.rawValue), "profile": .integer(Int64(module.profile)),
            "profileName": profile.map { .string($0.name) }, "imei": .string(module.imei), "sim": sim,
            "standing": .string(module.whyNotRunning), "isOn": .boolean(module.isOn),
            "isRunning": .boolean(module.isRunning), "now": .number(module.now),
            "unixTime": .integer(module.unixTime), "speed": .number(run.speed),
            "servers": .array(client.reports.map(Self.json)), "pins": .array(run.at.pinStates.map(\.json)),
            "rights": rights,
        ])
    }

    private var sim: JSONValue {
        guard let card = module.sim else { return .null }
        return .members([
            "imsi": .string(card.imsi), "iccid": .string(card.iccid), "msisdn": .string(card.msisdn),
        ])
    }

    private static func json(_ report: ServerReport) -> JSONValue {
        .members([
            "id": .integer(Int64(report.shortServerID)), "uri": .string(report.uri),
            "state": .string("\(report.state)"),
            "next": report.secondsLeft.map { .integer(Int64($0)) }, "lifetime": .integer(report.lifetime),
            "binding": .string(report.binding), "isResting": .boolean(report.isResting),
            "observes": .array(report.observations.map { .string("\($0)") }),
        ])
    }

    /// Which server may do what with which Object Instance.
    private var rights: JSONValue {
        guard module.isRunning else { return .members(["servers": .array([]), "rows": .array([])]) }
        let access = module.host.accessControl
        let servers = access.servers.sorted()
        var rows: [JSONValue] = []
        for object in module.dataModel.objectIDs.sorted() where object > .server {
            for instance in module.dataModel.instances(of: object).sorted() {
                let entry = access.entry(object: object, instance: instance)
                rows.append(
                    .members([
                        "path": .string("\(Path(object, instance))"),
                        "owner": entry.map { .integer(Int64($0.owner)) },
                        "rights": .array(
                            servers.map { server in
                                .integer(
                                    Int64(access.rights(of: server, object: object, instance: instance).rawValue))
                            }),
                    ]))
            }
        }
        return .members(["servers": .array(servers.map { .integer(Int64($0)) }), "rows": .array(rows)])
    }

    /// What servers want to be told of a value, and why they were told or not.
    func rules(at path: Path) -> JSONValue {
        guard let client = client.client else { return .members(["rules": .array([]), "why": .array([])]) }
        let rules = client.reports.compactMap { report -> JSONValue? in
            let attributes = client.management.attributes.effective(at: path, for: report.shortServerID)
            let isObserved = report.observations.contains { path.isWithin($0) }
            guard isObserved || !attributes.isEmpty else { return nil }
            return .members([
                "server": .integer(Int64(report.shortServerID)), "pmin": attributes.pmin.map { .integer($0) },
                "pmax": attributes.pmax.map { .integer($0) }, "gt": attributes.gt.map { .number($0.double) },
                "lt": attributes.lt.map { .number($0.double) }, "st": attributes.st.map { .number($0.double) },
            ])
        }
        return .members([
            "rules": .array(rules), "why": .array(client.explainObservations(of: path).map { .string($0) }),
        ])
    }

    /// The Objects with everything their definitions say.
    var objects: JSONValue {
        guard module.isRunning else { return .array([]) }
        return .array(
            module.dataModel.objectIDs.sorted().compactMap { id in
                guard let object = module.host.objects[id] else { return nil }
                return object.shownDefinition.json(
                    file: object.fileName, instances: module.dataModel.instances(of: id).sorted())
            })
    }

    /// The values of each Object Instance by its path, without keys; their scripts are asked for them.
    var values: JSONValue {
        guard module.isRunning else { return .object([]) }
        var members: [JSONMember] = []
        for id in module.dataModel.objectIDs.sorted() {
            for instance in module.dataModel.instances(of: id).sorted() where members.count < Self.mostInstances {
                let path = Path(id, instance)
                let outcome: ConsoleOutcome
                do throws(LwM2MError) {
                    let node = try module.dataModel.read(path, from: .host)
                    outcome = .content(path, node, module.host.objects[id]?.shownDefinition, showsKeys: false)
                } catch {
                    outcome = .refused(error)
                }
                members.append(JSONMember(name: "\(path)", value: outcome.json(command: "read \(path)")))
            }
        }
        return .object(members)
    }

    private static let mostInstances = 2000
}

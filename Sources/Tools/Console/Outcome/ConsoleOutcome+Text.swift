import Emulator
import LwM2M
import Products
import Wording

extension ConsoleOutcome {
    /// The text for people, without a trailing line feed; empty if there is nothing to say.
    package var text: String {
        switch self {
        case .content(let path, let node, let definition, let showsKeys):
            Self.text(path, NamedValue.list(path, node, definition, showsKeys: showsKeys))
        case .done(let code, let path): "\(code) \(code.name)" + (code == .created ? " \(path)" : "")
        case .discovered(let paths): paths.map(Self.link).joined(separator: "\n")
        case .objects(let objects): Self.text(objects)
        case .object(let object): Self.text(object)
        case .paths(let paths, let definition): Self.text(paths, definition)
        case .loads(let reports):
            reports.isEmpty ? "nothing to load" : reports.map(\.description).joined(separator: "\n")
        case .requester(let requester, let accounts):
            "asking as \(requester)"
                + (accounts.isEmpty
                    ? "" : ", which has no account here (\(accounts.map(String.init).joined(separator: ", ")))")
        case .servers(let reports): ServerText.text(reports)
        case .explanation(let lines): lines.map { Printable.escaped($0) }.joined(separator: "\n")
        case .products(let products, let current): ModuleText.text(products, current: current)
        case .profile(let profile, let product): ModuleText.text(profile, on: product)
        case .set(let setting): "\(setting.name) is \(Printable.escaped(setting.value))"
        case .sim(let card):
            card.map { "SIM \($0.imsi), ICCID \($0.iccid), number \($0.msisdn.isEmpty ? "none" : $0.msisdn)" }
                ?? "no SIM"
        case .module(let text): text
        case .files(let files, let free): ModuleFile.text(files, free: free)
        case .events(let events, let product):
            events.isEmpty ? "no events" : events.compactMap { $0.text(on: product) }.joined(separator: "\n")
        case .help(let verbs): Self.text(verbs)
        case .quit: ""
        case .refused(let error): "\(error.code) \(error.code.name): \(Printable.escaped(error.message))"
        case .malformed(let error): "\(error)"
        }
    }

    private static func text(_ path: Path, _ values: [NamedValue]) -> String {
        if path.depth > 2, values.count == 1, let value = values.first {
            return "\(value.path) \(value.name): \(value.text)" + (value.unit.isEmpty ? "" : " \(value.unit)")
                + (value.type == .none ? "" : " (\(value.type.rawValue))")
        }
        guard !values.isEmpty else { return "\(path): nothing to read" }
        var table = TextTable(["path", "name", "value", "unit", "type"])
        for value in values {
            table.add([value.path.description, value.name, value.text, value.unit, value.type.rawValue])
        }
        return table.text
    }

    private static func link(_ found: DiscoveredPath) -> String {
        "<\(found.path)>" + (found.dimension.map { ";dim=\($0)" } ?? "") + (found.version.map { ";ver=\($0)" } ?? "")
    }

    private static func text(_ objects: [ObjectSummary]) -> String {
        guard !objects.isEmpty else { return "no Objects" }
        var table = TextTable(["path", "name", "version", "instances", "file"])
        for object in objects {
            let instances = object.instances.isEmpty ? "-" : object.instances.map { "\($0)" }.joined(separator: " ")
            table.add([
                "/\(object.definition.id)", object.definition.name, object.definition.objectVersion, instances,
                object.fileName,
            ])
        }
        return table.text
    }

    private static func text(_ object: ObjectSummary) -> String {
        let definition = object.definition
        let instances = object.instances.map { "/\(definition.id)/\($0)" }.joined(separator: " ")
        var table = TextTable(["id", "name", "operations", "type", "instances", "mandatory"])
        for resource in definition.resources.sorted(by: { $0.id < $1.id }) {
            table.add([
                "\(resource.id)", resource.name, resource.operations.description, resource.type.rawValue,
                resource.isMultiple ? "multiple" : "single", resource.isMandatory ? "mandatory" : "optional",
            ])
        }
        return """
            /\(definition.id) \(definition.name), version \(definition.objectVersion), \
            \(definition.isMultiple ? "multiple" : "single") instance, \
            \(definition.isMandatory ? "mandatory" : "optional"), from \(object.fileName)
            instances: \(instances.isEmpty ? "none; create /\(definition.id) makes one" : instances)
            \(table.text)
            """
    }

    private static func text(_ paths: [Path], _ definition: ObjectDefinition) -> String {
        var table = TextTable(["path", "name", "operations", "type"])
        for path in paths {
            let known = path.resource.flatMap { definition[$0] }
            table.add([
                path.description, known?.name ?? "", known?.operations.description ?? "", known?.type.rawValue ?? "",
            ])
        }
        return table.text
    }

    private static func text(_ verbs: [Verb]) -> String {
        let width = verbs.map(\.usage.count).max() ?? 0
        let lines = verbs.map { $0.usage.padded(to: width + 2) + $0.page.summary }
        guard verbs.count > 1 else {
            guard case .words(let known)? = verbs.first?.page.argument else { return lines.joined() }
            return lines.joined() + "\n  " + known.joined(separator: ", ")
        }
        return lines.joined(separator: "\n") + """


            A ; separates commands, "..." and '...' keep blanks together, # starts a comment.
            Values by type: 21.5, 7, true, "a text", hex:0a1b or base64, 2024-05-31T12:00:00Z or seconds, 3:0;
            the instances of a multiple resource as {0=1,1=2}.
            """
    }
}

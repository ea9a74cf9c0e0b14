import ATInterface
import Console
import JSON
import LwM2M
import Products
import ServerConsole
import Wording

/// Words for what commands and answers contain.
struct LineWords {
    let module: ATModule
    let definitions: ServerDefinitions
    let showsKeys: Bool

    typealias Part = LineMeaning.Part

    // MARK: - Commands

    func part(_ command: ReadCommand) -> Part {
        let mark =
            switch command.form {
            case .set: "="
            case .read: "?"
            case .test: "=?"
            case .action: ""
            }
        let parts = command.parameters.map { parameter in
            part(parameter.name ?? "parameter", parameter.parameter, of: command)
        }
        return Part("AT\(command.name)\(mark)", meaning: command.summary ?? "not a command here", parts: parts)
    }

    private func part(_ name: String, _ parameter: ATParameter, of command: ReadCommand) -> Part {
        guard case .string(let bytes) = parameter.value, let text = String(validating: bytes, as: UTF8.self) else {
            return plain(name, parameter)
        }
        switch name {
        case "JSON" where !text.isEmpty: return payload(name, text)
        case "path": return Part(name, .string(text), meaning: (try? Path(parsing: text)).flatMap(words))
        default: return Part(name, .string(text))
        }
    }

    private func plain(_ name: String, _ parameter: ATParameter) -> Part {
        switch parameter.value {
        case .omitted: return Part(name, .null, meaning: "left out")
        case .number(let digits): return Part(name, Int64(digits).map(JSONValue.integer) ?? .string(digits))
        case .string(let bytes): return Part(name, .string(String(decoding: bytes, as: UTF8.self)))
        case .word(let text): return Part(name, .string(text), meaning: "neither a number nor in quotes")
        }
    }

    /// What is wrong with the JSON of a command; nil if nothing is, or if it has none.
    func payloadRefusal(_ command: ReadCommand) -> String? {
        for parameter in command.parameters where parameter.name == "JSON" {
            guard case .string(let bytes) = parameter.parameter.value, !bytes.isEmpty else { continue }
            do throws(LwM2MError) {
                let payload = try ATWritePayload(parsing: String(decoding: bytes, as: UTF8.self))
                guard let definition = payload.path.object.flatMap({ definitions[$0] }) else { return nil }
                _ = try payload.typed(by: definition)
            } catch {
                return error.message
            }
        }
        return nil
    }

    // MARK: - Answers

    func part(_ name: String, _ text: String, _ parameters: [ATParameter]?) -> Part {
        switch name {
        case "+ULWM2MREAD": return payload(name, text)
        case "+ULWM2MNOTIFY": return Part(name, .string(text), meaning: "from a script of an Object")
        default: break
        }
        guard let parameters else { return Part(name, .string(text)) }
        let numbers = parameters.map { parameter -> Int? in
            if case .number(let digits) = parameter.value { Int(digits) } else { nil }
        }
        switch name {
        case "+ULWM2MSTAT" where module.product.commands.updates != .oldStatus && parameters.count > 1:
            return status(name, parameters, numbers)
        case "+ULWM2MREG" where parameters.count > 1:
            var parts = [plain("server_id", parameters[0])]
            parts.append(plain("state", parameters[1]).meaning(numbers[1].flatMap(state)))
            if parameters.count > 2 { parts.append(plain("seconds left", parameters[2])) }
            return Part(name, parts: parts)
        case "+ULWM2MLIST":
            return Part(name, parts: parameters.map { plain("path", $0).meaning(pathWords($0)) })
        default:
            let fields =
                module.table.command(name, on: module.product, profile: module.profile)?.syntax?
                .fields(on: module, count: parameters.count) ?? []
            let parts = parameters.enumerated().map { index, parameter in
                plain(index < fields.count ? fields[index].name : "parameter", parameter)
            }
            return Part(name, parts: parts)
        }
    }

    /// `+ULWM2MSTAT: <event>,...`.
    ///
    /// - Source: UBX-18068860 R09 §4.1.
    private func status(_ name: String, _ parameters: [ATParameter], _ numbers: [Int?]) -> Part {
        let event = plain("event", parameters[0])
        func part(_ index: Int, _ name: String, _ meaning: String? = nil) -> [Part] {
            index < parameters.count ? [plain(name, parameters[index]).meaning(meaning)] : []
        }
        let second = numbers[1]
        switch numbers[0] {
        case 0, 1:
            let state = numbers.count > 2 ? numbers[2].flatMap(state) : nil
            return Part(
                name,
                parts: [event.meaning(numbers[0] == 0 ? "bootstrap" : "registration")] + part(1, "server_id")
                    + part(2, "state", state))
        case 2:
            return Part(name, parts: [event.meaning("time left")] + part(1, "server_id") + part(2, "seconds"))
        case 3:
            let path = parameters.count > 2 ? pathWords(parameters[2]) : nil
            return Part(name, parts: [event.meaning("notification")] + part(1, "server_id") + part(2, "path", path))
        case 4:
            let words = second.flatMap {
                [0: "up and ready", 6: "exited: an Object could not be loaded", 7: "stopped"][$0]
            }
            return Part(name, parts: [event.meaning("client")] + part(1, "state", words))
        case 5:
            let words = second.flatMap {
                [1: "initialization started", 2: "initialization finished", 3: "refused: production mode"][$0]
            }
            return Part(name, parts: [event.meaning("start of the client")] + part(1, "state", words))
        case 6:
            let state = numbers.count > 2 ? numbers[2] : nil
            let words = state.flatMap { [0: "created", 1: "suspended", 2: "resumed", 3: "closed"][$0] }
            let rest =
                parameters.count == 4
                ? part(3, "URI") : part(3, "bytes sent") + part(4, "bytes received")
            return Part(
                name,
                parts: [event.meaning("connection")] + part(1, "server_id") + part(2, "state", words) + rest)
        default: return Part(name, parts: parameters.map { plain("parameter", $0) })
        }
    }

    private func state(_ number: Int) -> String? {
        module.product.status.numbering.state(number).map { "\($0)" }
    }

    // MARK: - Paths and values

    private func pathWords(_ parameter: ATParameter) -> String? {
        guard case .string(let bytes) = parameter.value else { return nil }
        return (try? Path(parsing: String(decoding: bytes, as: UTF8.self))).flatMap(words)
    }

    /// The names of the Object and the Resource; nil if they are not known.
    private func words(_ path: Path) -> String? {
        guard let definition = path.object.flatMap({ definitions[$0] }) else { return nil }
        guard let resource = path.resource else { return definition.name }
        return definition[resource].map { "\(definition.name), \($0.name)" }
    }

    private func payload(_ name: String, _ text: String) -> Part {
        let entries: [JSONEntry]
        do throws(LwM2MError) {
            entries = try LwM2MJSONDecoder.entries(of: Array(text.utf8), at: .root)
        } catch {
            // What cannot be read may be the key of an account.
            let shown = showsKeys || name == "+ULWM2MREAD" ? JSONValue.string(text) : nil
            return Part(name, shown, meaning: error.message)
        }
        let instances = Set(entries.map(\.path.parentInstance))
        let shared = instances.count == 1 ? instances.first : nil
        return Part(
            name, shared.map { .string("\($0)") }, meaning: shared.flatMap(words),
            parts: entries.map { entry in part(entry, below: shared) })
    }

    private func part(_ entry: JSONEntry, below instance: Path?) -> Part {
        let known = entry.path.object.flatMap { definitions[$0] }.flatMap { definition in
            entry.path.resource.flatMap { definition[$0] }
        }
        // The base name of a single Resource already names it.
        let path = known?.isMultiple == false && entry.path.depth == 4 ? entry.path.parent : entry.path
        let place = instance == nil ? "\(path)" : path.segments.dropFirst(2).joined(separator: "/")
        let label = known.map { "\(place) \($0.name)" } ?? place
        let (value, meaning) = Self.value(entry.field, as: known?.type)
        if !showsKeys, SecurityKeys.isKey(entry.path), let typed = known.flatMap({ typed(entry.field, $0.type) }),
            let words = SecurityKeys.words(for: typed)
        {
            return Part(label, meaning: words)
        }
        if !showsKeys, SecurityKeys.isKey(entry.path), meaning == nil, entry.field != .string("") {
            return Part(label, meaning: "shown with --show-keys")
        }
        return Part(label, value, meaning: meaning)
    }

    private func typed(_ field: JSONField, _ type: DataType) -> ResourceValue? {
        try? ResourceValue(jsonField: field, as: type)
    }

    /// A value as it stands, and what it means if that is not the same.
    private static func value(_ field: JSONField, as type: DataType?) -> (JSONValue, meaning: String?) {
        let value: JSONValue =
            switch field {
            case .number(let text):
                Int64(text).map(JSONValue.integer) ?? Double(text).map(JSONValue.number) ?? .string(text)
            case .boolean(let flag): .boolean(flag)
            case .string(let text), .objectLink(let text): .string(text)
            }
        guard let type, type != .none else { return (value, nil) }
        guard let typed = try? ResourceValue(jsonField: field, as: type) else {
            return (value, "not of the type \(type.rawValue)")
        }
        switch typed {
        case .opaque, .time: return (value, ValueText.text(typed))
        default: return (value, nil)
        }
    }
}

extension LineMeaning.Part {
    /// The same with a meaning.
    fileprivate func meaning(_ words: String?) -> LineMeaning.Part {
        var part = self
        part.meaning = words ?? meaning
        return part
    }
}

extension Path {
    /// The Object Instance that the path lies in.
    fileprivate var parentInstance: Path { Path(object ?? 0, instance ?? 0) }
}

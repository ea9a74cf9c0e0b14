package import ATInterface
package import Console
import Emulator
package import LwM2M
import Products
package import ServerConsole
import Wording

/// A command line made from a person's words.
package struct BuiltLine: Hashable, Sendable {
    /// The line, without its end.
    package var line: String
    /// What the person may not have thought of, a sentence each.
    package var notes: [String]
}

/// Makes the command lines of the `+ULWM2M` family from words, for one product: `create /0/2 uri=... psk=hex:abcdef`
/// becomes `AT+ULWM2MCREATE="{\"bn\":\"/0/2/\",...}",123`.
package struct LineBuilder {
    /// What the first word asks for.
    package enum Verb: String, CaseIterable, Sendable {
        case create, write, save, read, list, delete, add, remove, register, deregister, config

        /// What follows the verb.
        package var usage: String {
            switch self {
            case .create: "create /OBJECT/INSTANCE NAME=VALUE..."
            case .write: "write /OBJECT/INSTANCE NAME=VALUE... | write /OBJECT/INSTANCE/RESOURCE VALUE"
            case .save: "save"
            case .read: "read PATH"
            case .list: "list [PATH]"
            case .delete: "delete /OBJECT/INSTANCE"
            case .add: "add FILENAME"
            case .remove: "remove /OBJECT"
            case .register: "register [SSID]"
            case .deregister: "deregister SSID"
            case .config: "config SSID [FIELD=NUMBER...]"
            }
        }

        /// What the line does.
        package var summary: String {
            switch self {
            case .create: "makes an instance and its owner"
            case .write: "writes Resources"
            case .save: "saves what was written"
            case .read: "reads an Object, an instance or a Resource"
            case .list: "lists Objects and instances"
            case .delete: "removes an instance"
            case .add: "loads an Object from a file"
            case .remove: "takes an Object out of the memory"
            case .register: "registers with a server, with all of them without SSID"
            case .deregister: "ends the registration with a server"
            case .config: "settings of a server; what is not named gets its initial value"
            }
        }
    }

    private let module: ATModule
    private let definitions: ServerDefinitions
    private let owner: ShortServerID?

    /// - Parameters:
    ///   - module: of the product that takes the line; it need not be on.
    ///   - owner: of the instances that are created; nil for the Short Server ID that a payload for Object 0 or 1 has.
    package init(for module: ATModule, _ definitions: ServerDefinitions, owner: ShortServerID?) {
        (self.module, self.definitions, self.owner) = (module, definitions, owner)
    }

    /// The line for some words.
    ///
    /// - throws: for words that make no line, and for a line that the product would refuse by its form or its length.
    package func line(_ words: [Word]) throws(ConsoleError) -> BuiltLine {
        let verbs = Verb.allCases.map(\.rawValue)
        guard let first = words.first, let verb = Verb(rawValue: first.text) else {
            let word = words.first.map { "'\($0.text)'" } ?? "nothing"
            throw ConsoleError(
                "\(word) is not one of \(verbs.joined(separator: ", "))"
                    + Spelling.suggestion(for: words.first?.text ?? "", among: verbs),
                column: words.first?.column)
        }
        var built = try line(verb, Array(words.dropFirst()))
        try check(&built, column: first.column)
        return built
    }

    private func line(_ verb: Verb, _ words: [Word]) throws(ConsoleError) -> BuiltLine {
        switch verb {
        case .create, .write: return try payload(verb, words)
        case .config: return try configuration(words)
        case .save:
            try expect(0...0, words, verb)
            return BuiltLine(line: "AT+ULWM2MWRITE=\"\"", notes: [])
        case .list:
            try expect(0...1, words, verb)
            guard let word = words.first else { return BuiltLine(line: "AT+ULWM2MLIST?", notes: []) }
            return try addressed("LIST", word, depth: 0...2, verb)
        case .read:
            try expect(1...1, words, verb)
            return try addressed("READ", words[0], depth: 1...3, verb)
        case .delete:
            try expect(1...1, words, verb)
            return try addressed("DELETE", words[0], depth: 2...2, verb)
        case .remove:
            try expect(1...1, words, verb)
            return try addressed("REMOVE", words[0], depth: 1...1, verb)
        case .add:
            try expect(1...1, words, verb)
            return BuiltLine(line: "AT+ULWM2MADD=\(ATText.quoted(words[0].text))", notes: [])
        case .register, .deregister:
            try expect(verb == .register ? 0...1 : 1...1, words, verb)
            let name = verb == .register ? "REG" : "DEREG"
            return BuiltLine(line: "AT+ULWM2M\(name)=\(try words.first.map(Self.server) ?? 0)", notes: [])
        }
    }

    private func expect(_ counts: ClosedRange<Int>, _ words: [Word], _ verb: Verb) throws(ConsoleError) {
        guard !counts.contains(words.count) else { return }
        let column = words.count > counts.upperBound ? words[counts.upperBound].column : nil
        throw ConsoleError(
            words.count > counts.upperBound
                ? "unexpected argument '\(words[counts.upperBound].raw)': \(verb.usage)"
                : "\(verb.rawValue) needs more: \(verb.usage)",
            column: column)
    }

    private static func server(_ word: Word) throws(ConsoleError) -> ShortServerID {
        guard let id = UInt16(segment: word.text.utf8), id != maxID else {
            throw ConsoleError("'\(word.text)' is not a Short Server ID (0 to 65534)", column: word.column)
        }
        return id
    }

    private func addressed(
        _ name: String, _ word: Word, depth: ClosedRange<UInt8>, _ verb: Verb
    ) throws(ConsoleError) -> BuiltLine {
        let path = try Self.path(word)
        guard depth.contains(path.depth) else {
            throw ConsoleError("'\(word.text)' does not fit: \(verb.usage)", column: word.column)
        }
        return BuiltLine(line: "AT+ULWM2M\(name)=\"\(path)\"", notes: [])
    }

    private static func path(_ word: Word) throws(ConsoleError) -> Path {
        do throws(LwM2MError) { return try Path(parsing: word.text) } catch {
            throw ConsoleError(error.message, column: word.column)
        }
    }

    // MARK: - Payloads

    private func payload(_ verb: Verb, _ words: [Word]) throws(ConsoleError) -> BuiltLine {
        guard let word = words.first, words.count > 1 || verb == .create else {
            throw ConsoleError("\(verb.rawValue) needs more: \(verb.usage)")
        }
        let path = try Self.path(word)
        guard let object = path.object, let instance = path.instance, path.depth == 2 || verb == .write, path.depth < 4
        else { throw ConsoleError("'\(word.text)' does not fit: \(verb.usage)", column: word.column) }
        guard let definition = definitions[object] else {
            throw ConsoleError(
                "Object \(object) is not known here, so its types are not: name a file that defines it with --objects",
                column: word.column)
        }
        let values = TypedValues(definition)
        let resources: [Resource]
        if let id = path.resource {
            try expect(2...2, words, verb)
            resources = try values.resource(id, words[1])
        } else {
            resources = try values.resources(Array(words.dropFirst()))
        }
        guard !resources.isEmpty else {
            throw ConsoleError("an instance is made with one value at least: \(verb.usage)", column: word.column)
        }
        let text = ATText.quoted(ATWritePayload.text(of: resources, at: Path(object, instance)))
        let notes = notes(on: resources, of: definition, isNew: verb == .create)
        guard verb == .create else { return BuiltLine(line: "AT+ULWM2MWRITE=\(text)", notes: notes) }
        let owner = try owner(of: ObjectInstance(id: instance, resources: resources), in: object)
        return BuiltLine(line: "AT+ULWM2MCREATE=\(text),\(owner)", notes: notes)
    }

    /// The owner of a new instance: the given one, or the server that an account is of.
    private func owner(of instance: ObjectInstance, in object: ObjectID) throws(ConsoleError) -> ShortServerID {
        if let owner { return owner }
        let own: Int64? =
            switch object {
            case .security: instance.integer(SecurityResource.shortServerID)
            case .server: instance.integer(ServerResource.shortServerID)
            default: nil
            }
        guard let own, let id = ShortServerID(exactly: own) else {
            let hint = object == .security || object == .server ? "ssid=NUMBER or " : ""
            throw ConsoleError("the instance needs an owner: give \(hint)--owner SSID")
        }
        return id
    }

    private func notes(on resources: [Resource], of definition: ObjectDefinition, isNew: Bool) -> [String] {
        var notes: [String] = []
        let known = module.product.objects.first { $0.id == definition.id }?.under(profile: module.profile)
        for resource in resources {
            guard let known, !known.resources.contains(where: { $0.id == resource.id }) else { continue }
            notes.append(
                "\(module.product.name) has no /\(definition.id)/x/\(resource.id): it "
                    + (isNew ? "leaves it out" : "refuses it"))
        }
        guard isNew else { return notes }
        // Which keys an account needs depends on its mode.
        let keys = definition.id == .security ? SecurityResource.identity...SecurityResource.secretKey : nil
        let missing = definition.resources.filter { resource in
            resource.isMandatory && !resource.operations.contains(.execute) && keys?.contains(resource.id) != true
                && !resources.contains { $0.id == resource.id }
                && known?.resources.contains { $0.id == resource.id } != false
        }
        if !missing.isEmpty {
            let names = missing.map { "\($0.name) (\($0.id))" }.joined(separator: ", ")
            notes.append("without mandatory Resources: \(names)")
        }
        return notes
    }

    // MARK: - +ULWM2MCONFIG

    private func configuration(_ words: [Word]) throws(ConsoleError) -> BuiltLine {
        guard let first = words.first else { throw ConsoleError("config needs more: \(Verb.config.usage)") }
        let server = try Self.server(first)
        let count = module.product.commands.configurationFields
        let fields = module.table.command("+ULWM2MCONFIG", on: module.product, profile: module.profile)?
            .syntax?.fields(on: module, count: count)
        guard let fields, let places = ServerConfiguration.places(of: count) else {
            throw ConsoleError("\(module.product.name) has no +ULWM2MCONFIG", column: first.column)
        }
        var row = module.device.configurations[server].fields
        row[0] = Int(server)
        for word in words.dropFirst() {
            let parts = word.raw.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let number = Int(parts[1]) else {
                throw ConsoleError("'\(word.raw)' is not FIELD=NUMBER, as in cid=1", column: word.column)
            }
            let names = fields.dropFirst().map(\.name)
            guard let index = fields.firstIndex(where: { $0.name.lowercased() == parts[0].lowercased() }), index > 0
            else {
                throw ConsoleError(
                    "'\(parts[0])' is not one of \(names.joined(separator: ", ")) of \(module.product.name)",
                    column: word.column)
            }
            row[places[index]] = number
        }
        return BuiltLine(
            line: "AT+ULWM2MCONFIG=" + places.map { String(row[$0]) }.joined(separator: ","), notes: [])
    }

    // MARK: - Check

    /// - throws: if the product refuses the line by its form or its length.
    private func check(_ built: inout BuiltLine, column: Int) throws(ConsoleError) {
        let product = module.product
        let read: ReadLine
        do throws(ATError) { read = try ReadLine(built.line, on: module) } catch {
            throw ConsoleError("the line is not well-formed: \(error)", column: column)
        }
        if case .commands(let commands) = read, let refusal = commands.compactMap(\.refusal).first {
            throw ConsoleError(refusal.message, column: column)
        }
        if built.line == "AT+ULWM2MWRITE=\"\"", !product.commands.hasEmptyWrite {
            throw ConsoleError("\(product.name) saves by itself and takes no empty text", column: column)
        }
        let count = built.line.utf8.count + 1
        guard count <= product.limits.commandLineLength else {
            throw ConsoleError(
                "the line has \(count) characters with its end, and \(product.name) takes "
                    + "\(product.limits.commandLineLength): write the Resources in several lines",
                column: column)
        }
    }
}

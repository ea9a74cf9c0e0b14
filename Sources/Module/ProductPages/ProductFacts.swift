package import JSON
import ObjectHost
package import Products
import Wording

/// Everything known about a product, as a page for people and as JSON.
package struct ProductFacts {
    package var product: Product

    package init(product: Product) { self.product = product }

    /// All products, one line each; `*` marks the default.
    package static var list: String {
        var table = TextTable([
            "  PRODUCT", "GROUP", "OBJECTS", "REGISTERED", "EVENTS", "PULSE", "PROFILE", "URC FROM LUA",
        ])
        for product in Product.all {
            table.add([
                (product == .default ? "* " : "  ") + product.name, product.group.rawValue,
                String(product.objects.count),
                product.status.events.isEmpty ? "-" : String(product.status.numbering.registered),
                product.status.events.isEmpty ? "-" : product.status.events.map(String.init).joined(separator: " "),
                product.hasPulse ? "yes" : "no", String(product.factoryProfile),
                product.supportsLua ? product.urcForm.call : "no Lua Objects",
            ])
        }
        return table.text + "\n"
    }

    /// The whole page, with the Objects that exist under one profile or under any.
    package func page(_ objects: [SupportedObject]) -> String {
        let heading = "\(product.name), group \(product.group.rawValue)\n"
        return ([heading] + sections.map { $0.text + "\n" }).joined() + "Objects\n" + Self.table(objects)
    }

    /// The same for programs.
    package func json(_ objects: [SupportedObject]) -> JSONValue {
        .object(
            [
                JSONMember(name: "name", value: .string(product.name)),
                JSONMember(name: "group", value: .string(product.group.rawValue)),
            ] + sections.map(\.member) + [JSONMember(name: "objects", value: .array(objects.map(Self.json)))])
    }

    private static func json(_ object: SupportedObject) -> JSONValue {
        .members([
            "id": .integer(Int64(object.id)),
            "name": .string(object.name),
            "resources": .array(
                object.resources.map { resource in
                    .members([
                        "id": .integer(Int64(resource.id)),
                        "note": object.note(of: resource).map { .string($0.rawValue) },
                    ])
                }),
            "operators": object.operators.text.map { .array([.string($0)]) },
        ])
    }

    private static func table(_ objects: [SupportedObject]) -> String {
        var table = TextTable(["  ID", "NAME", "RESOURCES", "NOTE"])
        for object in objects {
            var scope = object.operators.text
            if case .only(let family) = object.operators { scope = family.rawValue + " only" }
            let note = [object.note?.rawValue, scope].compactMap { $0 }.joined(separator: "; ")
            for (index, line) in lines(of: object.resources).enumerated() {
                table.add(index == 0 ? ["  \(object.id)", object.name, line, note] : ["", "", line, ""])
            }
        }
        return table.text + "\n\n  * written by the end device, ** Verizon only\n"
    }

    /// The Resources with the marks of the note's tables, twelve per line.
    private static func lines(of resources: [SupportedResource]) -> [String] {
        let words = resources.map { resource in
            let mark = resource.note == .endDevice ? "*" : resource.note == .verizon ? "**" : ""
            return "\(resource.id)\(mark)"
        }
        return stride(from: 0, to: max(words.count, 1), by: 12).map { start in
            let end = min(start + 12, words.count)
            return words[start..<end].joined(separator: ", ") + (end < words.count ? "," : "")
        }
    }
}

extension ProductFacts {
    var sections: [FactSection] { [lua, objectFiles, commands, status, timings, limits] }

    private var lua: FactSection {
        FactSection(
            key: "lua", title: "Lua and pins",
            facts: [
                Fact("supported", "Lua Objects", product.supportsLua),
                Fact("successor", "take in its place", product.successor ?? ""),
                Fact("urc", "URC from Lua", product.urcForm.call),
                Fact("hasPulse", "lua_send_pulse", product.hasPulse),
                Fact("gpioPins", "GPIO ids", product.gpioPins),
                Fact("pulsePins", "pins that pulse", product.pulsePins),
            ])
    }

    private var objectFiles: FactSection {
        FactSection(
            key: "module", title: "Module",
            facts: [
                Fact("factoryProfile", "factory profile", product.factoryProfile),
                Fact("builtInObjectsAreFiles", "built-in Objects are files", product.objectsAreFiles),
                Fact(
                    key: "replaceableObjects", title: "replaceable by file",
                    value: .array(product.overridableObjects.map { .string($0.name) })),
                Fact("contextMirroring", "Object 11 follows +CGDCONT", product.contextMirroring.rawValue),
                Fact("replacesDisabledAPN", "replaces a disabled APN", product.replacesDisabledAPN),
                Fact("timeFollowsModule", "/3/0/13 follows the module", product.timeFollowsModule),
                Fact("uFOTAInstance", "721 in Object 1", product.uFOTAServerInstance.elsewhere),
                Fact(
                    "uFOTAInstanceUnderATTAndVerizon", "721 under AT&T, Verizon",
                    product.uFOTAServerInstance.underATTAndVerizon),
            ])
    }

    private var commands: FactSection {
        let commands = product.commands
        return FactSection(
            key: "commands", title: "AT commands",
            facts: [
                Fact("hasObjectCommands", "Objects and servers", commands.hasObjectCommands),
                Fact("clientSwitch", "AT+ULWM2M=1", commands.clientSwitch.rawValue),
                Fact("hasPersistentDisable", "AT+ULWM2M=1,1", commands.hasPersistentDisable),
                Fact("hasDoCoMoSwitch", "AT+ULWM2M=3 and 4", commands.hasDoCoMoSwitch),
                Fact("hasEmptyWrite", "AT+ULWM2MWRITE=\"\"", commands.hasEmptyWrite),
                Fact("configurationFields", "fields of +ULWM2MCONFIG", commands.configurationFields),
                Fact("hasServerDisabled", "<server_disabled>", commands.hasServerDisabled),
                Fact("takesGeneralContext", "<cid> 255", commands.takesGeneralContext),
                Fact("usesContext1Only", "context 1 only", commands.usesContext1Only),
                Fact("configurationReset", "+ULWM2MCONFIG is reset by", commands.configurationReset.rawValue),
                Fact("configurationExtension", "+ULWM2MCONFIGEXT", commands.configurationExtension.rawValue),
                Fact("hasFOTAAPN", "+ULWM2MFOTAAPN", commands.hasFOTAAPN),
                Fact("hasPulse", "+ULWM2MPULSE", product.hasPulse),
                Fact("hostDevice", "host device", commands.hostDevice.rawValue),
                Fact("updates", "update of the firmware", commands.updates.rawValue),
                Fact("resets", "AT+CFUN that resets", commands.resets),
                Fact(
                    "registersAfterDeregistration", "+ULWM2MREG after +ULWM2MDEREG",
                    commands.registersAfterDeregistration),
                Fact("writesSoftBankLifetime", "SoftBank lifetime writable", commands.writesSoftBankLifetime),
            ])
    }

    private var status: FactSection {
        let status = product.status
        return FactSection(
            key: "status", title: "+ULWM2MSTAT",
            facts: [
                Fact("registered", "registered", status.events.isEmpty ? nil : status.numbering.registered),
                Fact(
                    "registrationFailed", "registration failed",
                    status.events.isEmpty ? nil : status.numbering.registrationFailed),
                Fact("events", "events", status.events),
                Fact("connectionStates", "states of event 6", status.connectionStates),
                Fact("hasVerbosityMask", "<verbosity_mask>", status.hasVerbosityMask),
                Fact("isOnAtFactory", "on when new", status.isOnAtFactory),
                Fact("needsSIM", "wants a SIM", status.needsSIM),
            ])
    }

    private var timings: FactSection {
        let timings = product.timings
        return FactSection(
            key: "timings", title: "Timings",
            facts: [
                Fact(
                    "databaseCreation", "database creation by profile", timings.databaseCreation,
                    other: timings.otherDatabaseCreation, unit: "s"),
                Fact(
                    "databaseWait", "wait for it by profile", timings.databaseWait, other: timings.otherDatabaseWait,
                    unit: "s"),
                Fact("boot", "reset to AT port", timings.boot, unit: "s"),
                Fact("clientStart", "AT port to +ULWM2MLIST", timings.clientStart, unit: "s"),
                Fact("registrationState", "+ULWM2MREG? answers within", timings.registrationState, unit: "s"),
                Fact("stop", "AT+ULWM2M=1 to reset", timings.stop, unit: "s"),
                Fact("lazySave", "changes are saved within", timings.lazySave, unit: "s"),
                Fact("timeLeftReport", "event 2 every", timings.timeLeftReport, unit: "s"),
                Fact("connectionWindow", "connection stays", timings.connectionWindow, unit: "s"),
                Fact("teardown", "context teardown", timings.teardown, unit: "s"),
                Fact("verizonTeardown", "the same under Verizon", timings.verizonTeardown, unit: "s"),
            ])
    }

    private var limits: FactSection {
        let limits = product.limits
        return FactSection(
            key: "limits", title: "Limits",
            facts: [
                Fact("fileNameLength", "name of a file", limits.fileNameLength, unit: "bytes"),
                Fact("forbiddenInFileNames", "not in names", limits.forbiddenInFileNames),
                Fact("fileSystemSize", "file system", limits.fileSystemSize, unit: "bytes"),
                Fact("commandLineLength", "command line", limits.commandLineLength, unit: "bytes"),
                Fact("responseLineLength", "line of a response", limits.responseLineLength, unit: "bytes"),
                Fact("jsonLength", "JSON of a read", limits.jsonLength, unit: "bytes"),
            ])
    }
}

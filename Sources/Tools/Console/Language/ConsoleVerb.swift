package import LwM2M
import Network
import Products
import Storage
import Wording

/// The verbs of the module's console, in the order of the help.
package enum Verb: String, CaseIterable, PromptVerb {
    case ls, read, write, exec, create, delete, discover, load, reload
    case become = "as"
    case servers, register, update, deregister, bootstrap, explain
    case products, profile, set, sim, boot, reset, off, save, files, events, wait, page, help, quit

    package static let synonyms: [String: Verb] = ["list": .ls, "execute": .exec, "exit": .quit, "?": .help]

    package var page: VerbPage {
        switch self {
        case .ls: VerbPage("[PATH]", "the Objects, or what there is at and below a path", .path)
        case .read: VerbPage("PATH", "the values of an Object, an instance, a resource or a resource instance", .path)
        case .write: VerbPage("PATH VALUE", "write a resource; write /3300/0 5700=21.5 5701=Cel writes several", .path)
        case .exec: VerbPage("PATH [ARGS]", "execute a resource", .path)
        case .create: VerbPage("PATH [RES=VALUE...]", "make an instance; /3300 takes the lowest free id", .path)
        case .delete: VerbPage("PATH", "remove an instance", .path)
        case .discover: VerbPage("PATH", "the paths at and below a path, in the module's order", .path)
        case .load: VerbPage("FILE", "load one more Object", .file)
        case .reload: VerbPage("", "read the files again; instances stay where the Object's shape is the same")
        case .become:
            VerbPage(
                "123|at|bootstrap", "who asks from now on: a server, the AT interface, bootstrap",
                .words(["at", "bootstrap"]))
        case .servers: VerbPage("", "where the client stands with each server")
        case .register: VerbPage("[SSID]", "register anew with a server, or with all")
        case .update: VerbPage("[SSID]", "send a Registration Update to a server, or to all")
        case .deregister: VerbPage("[SSID]", "leave a server, or all")
        case .bootstrap: VerbPage("", "ask the bootstrap server for a bootstrap now")
        case .explain:
            VerbPage(
                "SSID OPERATION PATH", "why a server may or may not; explain observe PATH: why it was (not) told",
                .words(["observe"]))
        case .products: VerbPage("", "the modules that there are; * is the one that this is")
        case .profile:
            VerbPage(
                "[N]", "the operator profile; with N a restart with just its Objects and a new database",
                .words(MNOProfile.all.map { "\($0.number)" }))
        case .set:
            VerbPage(
                "NAME VALUE", "the module's identity and surroundings: imei, location, rssi, ...",
                .words(ModuleSetting.names))
        case .sim:
            VerbPage(
                "[insert|remove|test|IMSI]", "the SIM; the production mode looks at it at the next boot",
                .words(SIMChange.words))
        case .boot: VerbPage("", "switch the module on, where it is off; says where it stands")
        case .reset:
            VerbPage(
                "[client|factory|power]", "boot anew; with a new database, as new, or after a loss of power",
                .words(ResetKind.words))
        case .off: VerbPage("", "switch the module off")
        case .save: VerbPage("", "save all changes now, AT+ULWM2MWRITE=\"\"")
        case .files:
            VerbPage(
                "[TAG]", "the files of the module, under XLWM2M or another tag, and the free bytes",
                .words(FlashTag.all.map(\.name)))
        case .events: VerbPage("", "the events so far: URCs, pulses, prints, faults")
        case .wait:
            VerbPage(
                "SECONDS|registered", "let time pass, or wait for the servers: registered 60 says for how long",
                .words(WaitCondition.words))
        case .page: VerbPage("[ADDRESS:PORT]", "show the module on a page for a browser, at 127.0.0.1:8080")
        case .help: VerbPage("[VERB]", "this list", .words(Verb.allCases.map(\.name)))
        case .quit: VerbPage("", "leave")
        }
    }

    package var shortage: String { "\(name) needs more" }

    package func command(_ words: inout CommandWords) throws(ConsoleError) -> ConsoleCommand {
        switch self {
        case .ls: .list(try words.isEmpty ? .root : words.path())
        case .read: .object(try ObjectCommand(.read, &words))
        case .write: .object(try ObjectCommand(.write, &words))
        case .exec: .object(try ObjectCommand(.exec, &words))
        case .create: .object(try ObjectCommand(.create, &words))
        case .delete: .object(try ObjectCommand(.delete, &words))
        case .discover: .object(try ObjectCommand(.discover, &words))
        case .load: .load(file: try words.next().text)
        case .reload: .reload
        case .become: .become(try words.requester())
        case .servers: .account(.list)
        case .register: .account(.register(try words.isEmpty ? nil : words.server()))
        case .update: .account(.update(try words.isEmpty ? nil : words.server()))
        case .deregister: .account(.deregister(try words.isEmpty ? nil : words.server()))
        case .bootstrap: .account(.bootstrap)
        case .explain: .account(try AccountCommand(explaining: &words))
        case .products: .products
        case .profile: .profile(try words.profile())
        case .set: .set(try ModuleSetting(try words.next(), try words.next()))
        case .sim: .sim(try SIMChange(words.take()))
        case .boot: .boot
        case .reset: .reset(try ResetKind(words.take()))
        case .off: .off
        case .save: .save
        case .files: .files(try words.tag())
        case .events: .events
        case .wait: .wait(try WaitCondition(&words))
        case .page: .page(try words.place())
        case .help: .help(verb: words.take()?.raw)
        case .quit: .quit
        }
    }
}

extension AccountCommand {
    /// `explain 124 exec /3/0/4`, `explain observe /3300`.
    fileprivate init(explaining words: inout CommandWords) throws(ConsoleError) {
        if words.first?.raw == "observe" {
            _ = words.take()
            self = .explainObservations(try words.path())
            return
        }
        let server = try words.server()
        let name = try words.next()
        guard !words.isEmpty else { throw words.missing }
        guard let operation = Self.operations[name.raw] else {
            let known = Self.operations.keys.sorted().joined(separator: ", ")
            throw ConsoleError("'\(name.raw)' is not an operation; there are \(known)", column: name.column)
        }
        self = .explain(server, operation, try words.path())
    }

    private static let operations: [String: ManagementOperation] = [
        "read": .read, "observe": .observe, "discover": .discover, "write": .write(.replace),
        "attr": .writeAttributes, "exec": .execute, "create": .create, "delete": .delete,
    ]
}

extension CommandWords {
    /// The next word as the requester: a Short Server ID, `at` or `bootstrap`.
    fileprivate mutating func requester() throws(ConsoleError) -> Requester {
        let word = try next()
        guard let requester = Requester(word: word.raw) else {
            throw ConsoleError(
                "'\(word.raw)' is not a Short Server ID (1 to 65534), at or bootstrap", column: word.column)
        }
        return requester
    }

    /// The next word as the number of an operator profile; nil if there is no word.
    fileprivate mutating func profile() throws(ConsoleError) -> MNOProfile? {
        guard let word = take() else { return nil }
        guard let number = decimalID(word.raw[...]), let profile = MNOProfile.numbered(Int(number)) else {
            let known = MNOProfile.all.map { "\($0.number)" }.joined(separator: ", ")
            throw ConsoleError("unknown operator profile '\(word.raw)'; there are \(known)", column: word.column)
        }
        return profile
    }

    /// The next word as an address and a port; nil if there is no word.
    fileprivate mutating func place() throws(ConsoleError) -> ListeningPlace? {
        guard let word = take() else { return nil }
        guard let place = ListeningPlace(word.raw) else {
            throw ConsoleError(
                "'\(word.raw)' is not an address and a port, as 127.0.0.1:8080", column: word.column)
        }
        return place
    }

    /// The next word as a tag of the flash; nil if there is no word.
    fileprivate mutating func tag() throws(ConsoleError) -> FlashTag? {
        guard let word = take() else { return nil }
        guard let tag = FlashTag(word.raw) else {
            let known = FlashTag.all.map(\.name).joined(separator: ", ")
            throw ConsoleError("unknown tag '\(word.raw)'; there are \(known)", column: word.column)
        }
        return tag
    }
}

extension Requester {
    /// Reads `at`, `bootstrap` or a Short Server ID; nil for anything else.
    package init?(word: String) {
        switch word {
        case "at": self = .host
        case "bootstrap": self = .bootstrap
        default:
            guard let id = ShortServerID(decimal: word) else { return nil }
            self = .server(id)
        }
    }

    /// The word for it, as `as` takes it.
    package var word: String {
        switch self {
        case .host: "at"
        case .bootstrap: "bootstrap"
        case .server(let id): "\(id)"
        }
    }
}

package import Console
package import LwM2M
import LwM2MServer
import Wording

/// The verbs of the server's prompt, in the order of the help; those shared with the module's console mean the same.
package enum ServerVerb: String, CaseIterable, PromptVerb {
    case clients, use, wait, read, discover, write, replace
    case writeAttributes = "attr"
    case exec, create, delete, observe, cancel, forget, bootstrap, sleep, help, quit

    package static let synonyms: [String: ServerVerb] = ["ls": .clients, "execute": .exec, "exit": .quit, "?": .help]

    package var page: VerbPage {
        switch self {
        case .clients: VerbPage("", "the registered clients; * is the one that is asked")
        case .use: VerbPage("CLIENT", "ask this client from now on; without it the only one is asked")
        case .wait:
            VerbPage(
                "[EVENT] [SECONDS]",
                "wait for a client, or for the next register, update, deregister, expire, notify or bootstrap")
        case .read: VerbPage("PATH [as FORMAT]", "Read; FORMAT is text, opaque, tlv, json or a number")
        case .discover: VerbPage("PATH", "Discover")
        case .write:
            VerbPage("PATH VALUE [as FORMAT]", "Write; write /3300/0 5700=21.5 5701=Cel updates an instance")
        case .replace: VerbPage("PATH [RES=VALUE...] [as FORMAT]", "Write that replaces an instance")
        case .writeAttributes:
            VerbPage("PATH NAME=VALUE...", "Write-Attributes: pmin, pmax, gt, lt, st; a bare name unsets")
        case .exec: VerbPage("PATH [ARGS]", "Execute")
        case .create: VerbPage("PATH [RES=VALUE...] [as FORMAT]", "Create; /3300 leaves the id to the client")
        case .delete: VerbPage("PATH", "Delete")
        case .observe: VerbPage("PATH [as FORMAT]", "Observe; notifications appear as they come")
        case .cancel: VerbPage("PATH", "cancel an observation by GET")
        case .forget: VerbPage("PATH", "forget an observation: the next notification is refused with RST")
        case .bootstrap: VerbPage("CLIENT", "run the bootstrap of --bootstrap on a registered client")
        case .sleep: VerbPage("SECONDS", "do nothing for a while")
        case .help: VerbPage("[COMMAND]", "this list", .words(Self.allCases.map(\.name)))
        case .quit: VerbPage("", "leave")
        }
    }

    package var shortage: String { "something is missing" }

    package func command(_ words: inout CommandWords) throws(ConsoleError) -> ServerAction {
        switch self {
        case .clients: .clients
        case .use: .use(try words.next().text)
        case .wait: try words.waiting()
        case .read: .ask(try words.objectCommand(.read))
        case .discover: .ask(.object(try ObjectCommand(.discover, &words), as: nil))
        case .write: .ask(try words.objectCommand(.write))
        case .replace: .ask(try words.replacing())
        case .writeAttributes: .ask(try words.attributes())
        case .exec: .ask(.object(try ObjectCommand(.exec, &words), as: nil))
        case .create: .ask(try words.objectCommand(.create))
        case .delete: .ask(.object(try ObjectCommand(.delete, &words), as: nil))
        case .observe: .ask(try words.observing())
        case .cancel: .ask(.cancel(try words.path()))
        case .forget: .forget(try words.path())
        case .bootstrap: .bootstrap(try words.next().text)
        case .sleep: .sleep(try words.seconds())
        case .help: .help(words.take()?.raw)
        case .quit: .quit
        }
    }
}

/// The meaning of a command of the server's prompt; values are words until the types of their Resources are known.
package enum ServerAction: Sendable {
    case clients
    case use(String)
    /// Nil means any registered client.
    case wait(ServerEventKind?, seconds: Double?)
    case ask(ClientQuestion)
    case forget(Path)
    case bootstrap(String)
    case sleep(Double)
    case help(String?)
    case quit
}

/// A request to a client; the command ends with the answer.
package enum ClientQuestion: Sendable {
    case object(ObjectCommand, as: ContentFormat?)
    /// A Write that replaces an Object Instance.
    case replace(Path, [Assignment], as: ContentFormat?)
    case writeAttributes(Path, [String])
    case observe(Path, as: ContentFormat?)
    case cancel(Path)

    /// The target of the request.
    var path: Path {
        switch self {
        case .object(let command, _): command.path
        case .replace(let path, _, _), .writeAttributes(let path, _), .observe(let path, _), .cancel(let path): path
        }
    }
}

extension CommandWords {
    /// A command that may end with `as FORMAT`.
    fileprivate mutating func objectCommand(_ verb: ObjectCommand.Verb) throws(ConsoleError) -> ClientQuestion {
        try takeFormat()
        return .object(try ObjectCommand(verb, &self), as: format)
    }

    fileprivate mutating func replacing() throws(ConsoleError) -> ClientQuestion {
        try takeFormat()
        return .replace(try path(), try assignments(), as: format)
    }

    fileprivate mutating func observing() throws(ConsoleError) -> ClientQuestion {
        try takeFormat()
        return .observe(try path(), as: format)
    }

    fileprivate mutating func attributes() throws(ConsoleError) -> ClientQuestion {
        let path = try path()
        guard !isEmpty else { throw missing }
        return .writeAttributes(path, takeAll().map(\.text))
    }

    fileprivate mutating func waiting() throws(ConsoleError) -> ServerAction {
        guard let first else { return .wait(nil, seconds: nil) }
        if let kind = ServerEventKind(rawValue: first.raw) {
            _ = take()
            return .wait(kind, seconds: try isEmpty ? nil : seconds())
        }
        guard first.raw.first?.isNumber == true else {
            let kinds = ServerEventKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConsoleError("'\(first.raw)' is not one of \(kinds), nor a number of seconds", column: first.column)
        }
        return .wait(nil, seconds: try seconds())
    }

    fileprivate mutating func seconds() throws(ConsoleError) -> Double {
        let word = try next()
        guard let seconds = Double(word.raw), (0...86_400).contains(seconds) else {
            throw ConsoleError("'\(word.raw)' is not a number of seconds from 0 to 86400", column: word.column)
        }
        return seconds
    }
}

import Lua
package import LwM2M

extension ObjectHost {
    /// The number by which `write` identifies the requester.
    static func interface(of requester: Requester) -> Int64 {
        switch requester {
        case .server: 1
        case .host: 2
        case .bootstrap: 3
        }
    }

    /// Turns the code that a script returned into success or a refusal.
    ///
    /// - throws: the script's own code if the operation allows it; otherwise 5.00, with a line in the log.
    func check(_ code: Int64?, for context: @autoclosure () -> RequestContext) throws(LwM2MError) {
        let context = context()
        if code == Int64(context.operation.success.rawValue) { return }
        guard let code, let known = UInt8(exactly: code).map(ResponseCode.init(rawValue:)),
            context.operation.mayRefuse(with: known)
        else {
            var why = code.map { "answered the code \($0), which is none of this operation" } ?? "answered no code"
            if code == nil, let name = modules.unknownCode(in: lua) { why += "; coap.\(name) does not exist" }
            throw fault(LuaError(.runtime, why), for: context)
        }
        if known == .notFound, let missing = missingInstance(of: context) {
            throw LwM2MError(.notFound, "\(missing) does not exist")
        }
        throw LwM2MError(known, "\(context.path): \(context.file) refuses the \(context.operation.rawValue)")
    }

    /// The Object Instance that a request was for, if it is not there; a script says no more than 4.04.
    private func missingInstance(of context: RequestContext) -> Path? {
        guard context.operation != .create, let object = context.path.object, let instance = context.path.instance,
            !instances(of: object).contains(instance)
        else { return nil }
        return Path(object, instance)
    }

    /// Logs what went wrong in a script and returns the error for the response.
    func fault(_ error: LuaError, for context: RequestContext) -> LwM2MError {
        let what = "\(context.path) \(Self.verb(context.operation)) by \(context.requester)"
        let error =
            error.code == .missing
            ? LuaError(.missing, "the function '\(context.operation.rawValue)' is gone") : error
        let (place, why) = Self.split(error.message)
        let line = Excerpt.of("\(place ?? context.file): \(what): \(why)")
        let held = heldEvents
        heldEvents = nil
        log(line)
        heldEvents = held
        return LwM2MError(.internalServerError, line)
    }

    /// Logs an oddity that does not stop the request.
    func note(_ why: String, for context: RequestContext) {
        log("\(context.file): \(context.path) \(Self.verb(context.operation)) by \(context.requester): \(why)")
    }

    private static func verb(_ operation: ScriptOperation) -> String {
        switch operation {
        case .read: "read"
        case .write: "written"
        case .execute: "executed"
        case .create: "created"
        case .delete: "deleted"
        case .discover: "discovered"
        }
    }

    /// Splits `file:line` off the front of a message.
    private static func split(_ message: String) -> (place: String?, rest: String) {
        guard let first = message.firstIndex(of: ":") else { return (nil, message) }
        let digits = message[message.index(after: first)...].prefix { $0.isNumber }
        guard !digits.isEmpty, message[digits.endIndex...].hasPrefix(": ") else { return (nil, message) }
        return (String(message[..<digits.endIndex]), String(message[digits.endIndex...].dropFirst(2)))
    }

    /// Runs a method that takes integers and returns a code.
    func runCoded(
        _ method: LuaName, of object: LoadedObject, _ arguments: [Int64], for context: RequestContext
    ) throws(LwM2MError) {
        let code: Int64?
        do throws(LuaError) {
            code = try LuaCall(method, of: object.served.table, arguments.map { .integer($0) }, in: lua).integer
        } catch {
            throw fault(error, for: context)
        }
        try check(code, for: context)
    }

    /// The integer keys in the Object's live table: those of `instance`, or of `instance[i].resource`, in the module's
    /// order.
    func keys(of object: LoadedObject, instance: ObjectInstanceID? = nil) throws(LwM2MError) -> [UInt16] {
        func context() -> RequestContext {
            RequestContext(file: object.fileName, path: Path(object.id), operation: .discover, requester: .host)
        }
        do throws(LuaError) {
            let call = try LuaCall(methods.objectTable, of: object.served.table, [], in: lua)
            let keys =
                if let instance {
                    try call.integerKeys(below: "instance", Int64(instance), "resource")
                } else {
                    try call.integerKeys(below: "instance")
                }
            let ids = keys.compactMap { UInt16(exactly: $0) }
            return instance == nil || object.hidden.isEmpty ? ids : ids.filter { !object.hidden.contains($0) }
        } catch {
            throw fault(error, for: context())
        }
    }
}

/// An operation served by a script, with the codes that it may return.
///
/// - Source: LwM2M 1.0.1 §8.5.
package enum ScriptOperation: String, Hashable, Sendable, CaseIterable {
    case read, write, execute, create, delete, discover

    /// The code for success.
    package var success: ResponseCode {
        switch self {
        case .read, .discover: .content
        case .write, .execute: .changed
        case .create: .created
        case .delete: .deleted
        }
    }

    /// Whether a script may refuse the operation with this code.
    package func mayRefuse(with code: ResponseCode) -> Bool {
        switch code {
        case .badRequest, .unauthorized, .notFound, .methodNotAllowed: true
        case .notAcceptable: self == .read
        case .internalServerError: true
        default: false
        }
    }
}

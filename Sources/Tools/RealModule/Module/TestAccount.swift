import FileSystem
import LwM2M

/// The account of a server of tests on a module: an instance of Objects 0 and 1 each, which goes again when they end.
///
/// It is noted on the host's disk before the module is touched, in a folder beside that of the push journal, so that
/// whoever comes after a cut line or the end of the program can remove it.
package struct TestAccount: Hashable, Sendable {
    /// The module.
    package var imei: String
    /// The name of the product.
    package var product: String
    /// The id of both instances.
    package var instance: Int
    package var shortServerID: Int

    // MARK: - On the module

    /// Makes an account on a module, which is reset to know it.
    ///
    /// - Parameters:
    ///   - uri: of the server, `coap://192.168.1.7:5683`.
    ///   - reset: what `AT+CFUN` takes for a reset.
    /// - throws: `PushError` if it is refused; then nothing is left of it.
    package static func add(
        _ uri: String, shortServerID: Int, to session: ModuleSession, imei: String, product: String, reset: Int
    ) throws -> TestAccount {
        let used = Set(try session.instances(of: 0) + session.instances(of: 1))
        let instance = (2...).first { !used.contains($0) } ?? 2
        let account = TestAccount(imei: imei, product: product, instance: instance, shortServerID: shortServerID)
        try account.write()
        let security =
            #"{"bn":"/0/\#(instance)/","e":[{"n":"0","sv":"\#(uri)"},{"n":"1","bv":false},{"n":"2","v":3},"#
            + #"{"n":"10","v":\#(shortServerID)}]}"#
        let server =
            #"{"bn":"/1/\#(instance)/","e":[{"n":"0","v":\#(shortServerID)},{"n":"1","v":86400},{"n":"6","bv":false},"#
            + #"{"n":"7","sv":"U"}]}"#
        do {
            for payload in [security, server] {
                let line = "AT+ULWM2MCREATE=\(ATText.quoted(payload)),\(shortServerID)"
                try session.perform(line, timeout: ATTimes.object)
            }
            try session.restart(function: reset)
        } catch let error as ModuleRefusal {
            try account.remove(from: session, reset: reset)
            throw PushError("the module takes no account for the server of the tests: \(error)")
        }
        return account
    }

    /// Takes the account from the module, which is reset.
    ///
    /// - throws: if that could not be done; the note of it remains.
    package func remove(from session: ModuleSession, reset: Int) throws {
        guard try session.waitForClient() else {
            throw LineError("the client does not run: try AT+ULWM2M? and a reset, and then --recover")
        }
        var isThere = false
        for object in [1, 0] where try session.instances(of: object).contains(instance) {
            if !isThere { _ = try session.line.ask("AT+ULWM2MDEREG=\(shortServerID)", timeout: ATTimes.object) }
            isThere = true
            try session.perform("AT+ULWM2MDELETE=\"/\(object)/\(instance)\"", timeout: ATTimes.object)
        }
        if isThere {
            // Some products save when they are told to, the others after a while (UBX-18068860 R09 §4.5, §5.1.3).
            if try !session.line.ask("AT+ULWM2MWRITE=\"\"").isOK {
                try session.line.listen(seconds: Self.secondsToSave / session.line.speed)
            }
            try session.restart(function: reset)
        }
        try forget()
    }

    private static let secondsToSave = 40.0

    // MARK: - Disk

    private static let fileName = "account"

    /// What an earlier run left on a module; nil for nothing.
    package static func unfinished(of imei: String) throws -> TestAccount? {
        let path = try folder(of: imei)
        guard try Files.exists(Paths.join(path, fileName)) else { return nil }
        let text = String(decoding: try Folder(path).read(fileName, limit: 1000), as: UTF8.self)
        let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard parts.count == 3, let instance = Int(parts[0]), let id = Int(parts[1]) else {
            throw LineError(
                "\(path): the note of an account is damaged: look at /0 and /1 of the module, and remove the folder")
        }
        return TestAccount(imei: imei, product: parts[2], instance: instance, shortServerID: id)
    }

    private func write() throws {
        let path = try Self.folder(of: imei)
        try Files.makeDirectory(path)
        let folder = try Folder(path)
        let text = "\(instance) \(shortServerID) \(product)\n"
        try folder.write(Array(text.utf8), as: "unfinished", movedTo: Self.fileName, in: folder, mode: 0o600)
    }

    private func forget() throws { try Folder(try Self.folder(of: imei)).remove(Self.fileName) }

    private static func folder(of imei: String) throws -> String { try PushJournal.path(of: imei) + "-server" }
}

extension ModuleSession {
    /// The ids of the instances of an Object.
    func instances(of object: Int) throws -> [Int] {
        let answer = try line.ask("AT+ULWM2MLIST=\"/\(object)\"")
        guard answer.isOK, let list = answer.value(of: "+ULWM2MLIST") else { return [] }
        return QuotedList(list).texts.compactMap { path in
            let parts = path.split(separator: "/")
            return parts.count == 2 && parts[0] == "\(object)" ? Int(parts[1]) : nil
        }
    }

    /// Resets the module and waits until its client runs.
    func restart(function: Int) throws {
        try reset(function: function)
        guard try waitForClient() else {
            throw LineError("the client does not run after a reset: try AT+ULWM2M? and another one")
        }
    }
}

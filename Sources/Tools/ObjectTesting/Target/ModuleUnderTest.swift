package import LwM2M

/// A module that tests reach by its AT commands, beside the emulated device.
///
/// One thread uses it, one call at a time; each call waits for the module.
package protocol ModuleUnderTest: AnyObject {
    /// What it is, for reports.
    var description: TargetDescription { get }
    /// The most characters of a command line, with its end.
    var longestLine: Int { get }
    /// Whether nothing more can be done on it, because the line was cut or the run is to end.
    var isOver: Bool { get }

    /// Brings it the files of the Objects that the tests of a file load.
    ///
    /// - throws: `.failed` if it refuses one of them, `.over`.
    func prepare(_ objects: [ObjectFile]) throws(TargetError)
    /// Takes all Objects of the tests out of its client, and forgets the URCs so far: it is fresh for the next test.
    func refresh() throws(TargetError)
    /// Loads an Object whose file is there.
    ///
    /// - throws: `.unable` for one that only the module itself can have; `.failed` if it is refused.
    func load(_ file: String) throws(TargetError)
    /// Makes an instance from a payload.
    func create(_ payload: String) throws(TargetError) -> TargetAnswer
    /// Sends a command line and waits for its answer.
    ///
    /// - Parameter asHost: whether the settings for errors are those that the module had, not words.
    func ask(_ line: String, asHost: Bool) throws(TargetError) -> TargetAnswer
    /// The texts of `lua_send_urc` that came since `refresh` or `forgetURCs`.
    ///
    /// - Parameter count: as many are awaited, as long as a module may take.
    func scriptURCs(atLeast count: Int) throws(TargetError) -> [String]
    /// Forgets the URCs so far, when those that are on their way have come.
    ///
    /// - Parameter count: as many are awaited.
    func forgetURCs(atLeast count: Int) throws(TargetError)

    /// Why a server of the tests cannot ask the module; nil for one that can.
    func whyUnserved(_ id: ShortServerID) -> String?
    /// The answer to a request of the server that can.
    func ask(_ request: Request) throws(TargetError) -> Response
    /// Observes a path for that server.
    func observe(_ path: Path) throws(TargetError) -> Response
    /// Ends an observation; whether there was one.
    func cancel(_ path: Path) throws(TargetError) -> Bool
    /// The notifications of that server since the last call.
    ///
    /// - Parameter count: as many are awaited.
    func takeNotifications(atLeast count: Int) throws(TargetError) -> [(path: Path, response: Response)]
}

/// A file of an Object.
package struct ObjectFile: Hashable, Sendable {
    /// The path as the test found it; that of an Object in the program itself begins with `objects/`.
    package var path: String
    package var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) { (self.path, self.bytes) = (path, bytes) }
}

/// What a module answered to a command line.
package struct TargetAnswer: Hashable, Sendable {
    /// The lines of information.
    package var lines: [String]
    /// The final result code, `OK` or `+CME ERROR: ...`.
    package var final: String

    package init(lines: [String], final: String) { (self.lines, self.final) = (lines, final) }

    var isOK: Bool { final == "OK" }
}

/// Why something was not done on a module.
package struct TargetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What becomes of the test.
    package enum Code: Hashable, Sendable {
        /// It is skipped: AT cannot do this.
        case unable
        /// It fails.
        case failed
        /// It fails, and no other one can run.
        case over
    }

    package var code: Code
    package var description: String

    package init(_ code: Code, _ description: String) { (self.code, self.description) = (code, description) }
}

/// The module of a run, for reports.
package struct TargetDescription: Hashable, Sendable {
    /// Where it is, `/dev/ttyUSB0`.
    package var port: String
    package var imei: String
    package var product: String
    /// What it says of its firmware; nil for nothing.
    package var firmware: String?

    package init(port: String, imei: String, product: String, firmware: String?) {
        (self.port, self.imei, self.product, self.firmware) = (port, imei, product, firmware)
    }
}

/// The file system of a module, by AT commands.
///
/// - Source: UBX-17003787 R13, chapter 16.
package struct PortFiles {
    /// The tag of Objects.
    package static let objectTag = "XLWM2M"
    /// The tag of files without one.
    package static let userTag = "USER"

    private let session: ModuleSession

    package init(_ session: ModuleSession) { self.session = session }

    /// The names of the files with a tag, in the module's order.
    package func names(_ tag: String) throws -> [String] {
        let answer = try session.perform("AT+ULSTFILE=0,\"\(tag)\"")
        return answer.lines.flatMap { QuotedList($0).texts }
    }

    /// The size of a file, in bytes.
    package func size(_ name: String, _ tag: String) throws -> Int? {
        try session.perform("AT+ULSTFILE=2,\"\(name)\",\"\(tag)\"").value(of: "+ULSTFILE").flatMap { Int($0) }
    }

    /// How many bytes can still be written; nil if the module does not say.
    package func freeSpace() throws -> Int? {
        let answer = try session.line.ask("AT+ULSTFILE=1")
        return answer.isOK ? answer.value(of: "+ULSTFILE").flatMap { Int($0) } : nil
    }

    /// The bytes of a file.
    ///
    /// - throws: `ModuleRefusal` if there is none, `LineError` for an answer without bytes.
    package func read(_ name: String, _ tag: String) throws -> [UInt8] {
        let answer = try session.perform(.read(name, tag: tag))
        guard let bytes = answer.bytes else {
            throw LineError("AT+URDFILE=\"\(name)\": the answer has no bytes: try again, or at a lower --baud")
        }
        return bytes
    }

    /// Whether a file may go over the line: what its name must not contain would end the text of a command.
    package static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 248 && name != "." && name != ".."
            && !name.utf8.contains { $0 < 0x20 || $0 == 0x7F || "/*:%|\"<>?\\".utf8.contains($0) }
    }

    /// Writes a file; one with the same name must not exist, because bytes are appended to it.
    ///
    /// - throws: `ModuleRefusal`; then none of the bytes was stored.
    func write(_ bytes: [UInt8], to name: String, _ tag: String) throws {
        try session.perform(.write(bytes, to: name, tag: tag, over: session.line.port.settings))
    }

    /// Deletes a file.
    ///
    /// - throws: `ModuleRefusal` if there is none.
    package func delete(_ name: String, _ tag: String) throws {
        try session.perform("AT+UDELFILE=\"\(name)\",\"\(tag)\"")
    }

    /// Deletes a file if the module lists it.
    func deleteIfThere(_ name: String, _ tag: String) throws {
        if try names(tag).contains(name) { try delete(name, tag) }
    }
}

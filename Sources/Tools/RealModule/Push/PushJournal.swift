import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a push is about to do to a module, on the host's disk before anything is done, so that whoever comes later can
/// finish it or take it back: after a power cut of the host, too.
///
/// A folder for each module, named after its IMEI, in `$XDG_STATE_HOME/xlwm2m/push` or `~/.local/state/xlwm2m/push`:
/// `journal`, and for each file `new-0` and, if the module had one of the same name, `old-0`. Without the file `journal`
/// the rest means nothing. `uploading` is there while the bytes of a file are on their way.
package struct PushJournal: Hashable, Sendable {
    /// The module.
    package var imei: String
    /// The port where it was.
    package var port: String
    /// The name of the product.
    package var product: String
    /// Whether the LwM2M client ran when the push began.
    package var clientRan: Bool
    /// Whether the older files come back in any case, because the new ones are there for tests alone.
    package var isTrial = false
    package var entries: [Entry]

    /// A file that is pushed.
    package struct Entry: Hashable, Sendable {
        package var file: PushFile
        /// What the module had under this name; nil for nothing.
        package var older: [UInt8]?
        /// Whether the Object was served when the push began.
        package var wasListed: Bool

        package init(file: PushFile, older: [UInt8]?, wasListed: Bool) {
            (self.file, self.older, self.wasListed) = (file, older, wasListed)
        }
    }

    package init(
        imei: String, port: String, product: String, clientRan: Bool, isTrial: Bool = false, entries: [Entry]
    ) {
        (self.imei, self.port, self.product) = (imei, port, product)
        (self.clientRan, self.isTrial, self.entries) = (clientRan, isTrial, entries)
    }

    private static let firstLine = "xlwm2m push journal 1"
    private static let longestFile = 64 << 20

    // MARK: - Disk

    /// Where the journals are; nil if the user has no home.
    private static var root: String? { UserFolders.state.map { Paths.join($0, "push") } }

    static func path(of imei: String) throws -> String {
        guard let root else { throw LineError("there is no folder for the journal of a push: set HOME") }
        return Paths.join(root, imei)
    }

    /// Writes it down; when this returns, it is on the disk.
    package func begin() throws {
        let path = try Self.path(of: imei)
        try Files.makeDirectory(path)
        let folder = try Folder(path)
        for entry in try folder.entries() { if let name = entry.name { try folder.remove(name) } }
        var lines = [Self.firstLine, port, product, (clientRan ? "client ran" : "client stopped") + trialMark]
        for (index, entry) in entries.enumerated() {
            try Self.write(entry.file.bytes, "new-\(index)", folder)
            if let older = entry.older { try Self.write(older, "old-\(index)", folder) }
            lines.append(
                "\(entry.file.object) \(entry.older == nil ? "new" : "replaces") "
                    + "\(entry.wasListed ? "listed" : "unlisted") \(entry.file.name)")
        }
        try Self.write(Array((lines.joined(separator: "\n") + "\n").utf8), "journal", folder)
    }

    private static func write(_ bytes: [UInt8], _ name: String, _ folder: borrowing Folder) throws {
        try folder.write(bytes, as: "unfinished", movedTo: name, in: folder, mode: 0o600)
    }

    /// The journal of a module whose push did not end; nil for none.
    ///
    /// - throws: if it cannot be read.
    package static func unfinished(of imei: String) throws -> PushJournal? {
        let path = try path(of: imei)
        guard try Files.exists(Paths.join(path, "journal")) else { return nil }
        let folder = try Folder(path)
        func damaged() -> LineError {
            LineError(
                "\(path): the journal is damaged: look at the module with xlwm2m module ls, and remove the folder")
        }
        let text = String(decoding: try folder.read("journal", limit: 1 << 20), as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        guard lines.count > 4, lines[0] == firstLine else { throw damaged() }
        var entries: [Entry] = []
        for (index, line) in lines.dropFirst(4).enumerated() {
            let parts = line.split(separator: " ", maxSplits: 3).map(String.init)
            guard parts.count == 4, let object = Int(parts[0]), PortFiles.isName(parts[3]) else { throw damaged() }
            let file = PushFile(
                name: parts[3], bytes: try folder.read("new-\(index)", limit: longestFile), object: object)
            let older = parts[1] == "replaces" ? try folder.read("old-\(index)", limit: longestFile) : nil
            entries.append(Entry(file: file, older: older, wasListed: parts[2] == "listed"))
        }
        return PushJournal(
            imei: imei, port: lines[1], product: lines[2], clientRan: lines[3].hasPrefix("client ran"),
            isTrial: lines[3].hasSuffix(Self.trialMark), entries: entries)
    }

    private static let trialMark = ", for tests"
    private var trialMark: String { isTrial ? Self.trialMark : "" }

    /// Forgets it: the module is whole.
    package func end() throws {
        let folder = try Folder(try Self.path(of: imei))
        try folder.remove("journal")
        for entry in try folder.entries() { if let name = entry.name { try folder.remove(name) } }
    }

    // MARK: - Uploads

    /// Notes that the bytes of a file are on their way from now on.
    func beginUpload() throws {
        try Self.write(Array("\(Self.now) \(port)\n".utf8), "uploading", try Folder(try Self.path(of: imei)))
    }

    /// Notes that the module answered after them.
    func endUpload() throws {
        let folder = try Folder(try Self.path(of: imei))
        if try folder.entry("uploading") != nil { try folder.remove("uploading") }
    }

    /// Leaves a module alone for as long as it may still wait for the bytes of a file: whatever is sent to it before
    /// would become part of that file.
    ///
    /// - Parameter port: where a push ended in the middle of an upload, perhaps.
    package static func waitForAbandonedUpload(at port: PortAddress, _ line: ModuleLine) throws {
        guard let root, let names = try? Files.list(root) else { return }
        for name in names {
            guard let folder = try? Folder(Paths.join(root, name)),
                let bytes = try? folder.read("uploading", limit: 10_000)
            else { continue }
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 1)
            guard parts.count == 2, trimmed(parts[1].filter { $0 != "\n" }) == port.description else { continue }
            let age = Int(parts[0]).map { now - $0 } ?? 0
            // A clock that was set back says nothing.
            if !(oldest...).contains(age) { try line.leaveAlone() }
            try? folder.remove("uploading")
        }
    }

    /// After so many seconds no upload is waited for any more: what the system still had to send is sent by then, and
    /// the module has given up.
    private static let oldest = 120

    /// Seconds of the calendar; the monotonic clock does not outlive the host's power.
    private static var now: Int { time(nil) }
}

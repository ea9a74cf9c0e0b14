import FileSystem
package import ObjectCheck
import ObjectHost
package import Products

/// An Object's script on its way to a module.
package struct PushFile: Hashable, Sendable {
    /// The name on the module, `object_x.lua`.
    package var name: String
    package var bytes: [UInt8]
    /// The id of the Object that it defines.
    package var object: Int

    package init(name: String, bytes: [UInt8], object: Int) {
        (self.name, self.bytes, self.object) = (name, bytes, object)
    }

    /// Where it stands on the module before it takes its place: under the tag USER, which the client does not load.
    var stagedName: String { name + ".push" }
}

/// What a push was given, and whether the client of a product would start with it.
package struct PushCheck {
    package var files: [PushFile]
    /// What there is to say about these files; those that are on the module are not judged.
    package var findings: [Finding]

    /// Why nothing may be pushed; empty if there is no reason.
    package var errors: [Finding] { findings.filter { $0.severity == .error } }
    /// The same for people, a line each.
    package var errorText: String { errors.map(\.text).joined(separator: "\n") }

    /// Checks files together with those that the module has.
    ///
    /// - Parameters:
    ///   - others: the name and the bytes of the files on the module that the client loads and that stay.
    ///   - profile: the number of the operator profile.
    /// - throws: `PushError` for a file that is no Object, or that no push may replace.
    init(
        _ given: [(path: String, bytes: [UInt8])], product: Product, profile: Int?, others: [CheckedFile]
    ) throws {
        if let why = product.whyNoLua { throw PushError(why) }
        let paths = given.map(\.path)
        var files: [PushFile] = []
        var checked: [CheckedFile] = []
        for (path, bytes) in given {
            let name = Paths.name(of: path)
            guard name.hasPrefix("object_"), name.hasSuffix(".lua"), PortFiles.isName(name) else {
                throw PushError("\(path): name the scripts of Objects, object_NAME.lua")
            }
            guard !files.contains(where: { $0.name == name }) else { throw PushError("\(name) is named twice") }
            guard !product.needs(file: name) else {
                throw PushError(
                    "\(name): the client of \(product.name) does not start without this file, so that nothing can take "
                        + "its place safely")
            }
            checked.append(CheckedFile(path: path, content: bytes, set: Self.set))
            files.append(PushFile(name: name, bytes: bytes, object: -1))
        }
        let report = ObjectChecker(product: product).check(
            checked + others.filter { other in !files.contains { $0.name == Paths.name(of: other.path) } })
        findings = report.findings.filter { finding in
            paths.contains(finding.file) || (finding.rule == "id-clash" && finding.severity == .error)
        }
        // Only what loads has an id; what does not has an error.
        let broken = Set(findings.lazy.filter { $0.severity == .error }.map(\.file))
        for index in files.indices where !broken.contains(paths[index]) {
            files[index].object = try Self.object(files[index], paths[index], product, profile)
        }
        self.files = files
    }

    /// Reads what is on a module besides some files, and checks all of it.
    ///
    /// - throws: `PushError` for a file that is no Object, or that no push may replace.
    package init(
        _ given: [(path: String, bytes: [UInt8])], on session: ModuleSession, product: Product
    ) throws {
        let files = PortFiles(session)
        let own = Set(BuiltInObject.all.map(\.fileName))
        var others: [CheckedFile] = []
        for name in try files.names(PortFiles.objectTag) where name.hasSuffix(".lua") {
            // What came with the module has been loaded by it often enough.
            if product.objectsAreFiles, own.contains(name) { continue }
            if given.contains(where: { Paths.name(of: $0.path) == name }) { continue }
            others.append(
                CheckedFile(path: name, content: try files.read(name, PortFiles.objectTag), set: Self.set))
        }
        try self.init(given, product: product, profile: try session.profile(), others: others)
    }

    private static func object(_ file: PushFile, _ path: String, _ product: Product, _ profile: Int?) throws -> Int {
        let id = Int(try ObjectHost(bindings: product.bindings).load(file.bytes, fileName: file.name).id)
        guard let builtIn = BuiltInObject.all.first(where: { Int($0.id) == id }), builtIn.fileName != file.name else {
            return id
        }
        let there = profile.map { product.objects(under: $0) } ?? product.objects
        guard there.contains(where: { Int($0.id) == id }) else { return id }
        throw PushError(
            "\(path): \(product.name) has Object \(id) already, and with two of them its client does not start: "
                + "only \(builtIn.fileName) replaces it")
    }

    /// Reads files for a push.
    ///
    /// - throws: `FileSystemError` for one that cannot be read.
    package static func read(_ paths: [String]) throws -> [(path: String, bytes: [UInt8])] {
        try paths.map { ($0, try Files.read($0, limit: longestFile)) }
    }

    /// The check knows by this name that the module loads all of the files.
    private static let set = PortFiles.objectTag
    private static let longestFile = 4 << 20
}

/// Why a push was not carried out, or was taken back.
package struct PushError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong and what to do.
    package var description: String

    package init(_ description: String) { self.description = description }
}

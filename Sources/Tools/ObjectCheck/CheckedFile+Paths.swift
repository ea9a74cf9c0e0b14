import FileSystem
import Storage

extension CheckedFile {
    /// The files that paths stand for, each once, in the order of the paths; a folder stands for its own files.
    ///
    /// - throws: `CheckPathError` if a path has no files to check, `FileSystemError` if one cannot be read.
    package static func all(at paths: [String]) throws -> [CheckedFile] {
        var files: [CheckedFile] = []
        var known = Set<String>()
        for path in paths {
            guard let status = try Files.existingStatus(at: path) else {
                throw CheckPathError(reason: .unusable, description: "\(path) does not exist: name a file or a folder")
            }
            var members = [(path: path, set: "")]
            if status.kind == .directory {
                members = try self.members(of: path)
                if members.isEmpty {
                    throw CheckPathError(
                        reason: .unusable, description: "\(path) has no .lua and no .xml file: name the folder that has"
                    )
                }
            } else if !isChecked(path) {
                throw CheckPathError(
                    reason: .otherKind, description: "\(path) is neither .lua nor .xml: name Objects or definitions")
            }
            for member in members where known.insert(member.path).inserted {
                files.append(
                    CheckedFile(
                        path: member.path, content: try Files.read(member.path, limit: 256 << 20), set: member.set))
            }
        }
        return files
    }

    /// The files of a folder; if it is the flash of a module, those that the module loads.
    private static func members(of folder: String) throws -> [(path: String, set: String)] {
        let own = try Files.listReadable(folder).filter(isChecked).map { (path: Paths.join(folder, $0), set: folder) }
        let objects = Paths.join(folder, FlashTag.objects.name)
        guard own.isEmpty, Files.status(objects)?.kind == .directory else { return own }
        return try Files.listReadable(objects).filter(isChecked).map { (Paths.join(objects, $0), objects) }
    }

    private static func isChecked(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasSuffix(".lua") || name.hasSuffix(".xml")
    }
}

/// A path with nothing to check; the text says what to do.
package struct CheckPathError: Error, CustomStringConvertible {
    /// Why there is nothing to check.
    package enum Reason: Sendable {
        /// It cannot be read or does not exist, or a folder has no files to check.
        case unusable
        /// It is a file of a kind that cannot be checked.
        case otherKind
    }

    package var reason: Reason
    package var description: String
}

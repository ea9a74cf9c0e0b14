import FileSystem
import LwM2M
import Products
import Storage

/// Which files the client loads at its start.
extension Module {
    /// The files as they are now, in the order of loading.
    func sourcesNow() -> [ObjectSource] {
        var sources = builtInSources()
        let inFlash = objectFilesInFlash
        if let why = product.whyNoLua {
            let ignored = inFlash + (configuration.folder.map { [$0] } ?? [])
            if !ignored.isEmpty { emit(.log("\(ignored.joined(separator: ", ")) not served: \(why)")) }
            return sources
        }
        let replaced = replacedObjects(among: inFlash)
        for index in sources.indices where replaced.contains(sources[index].fileName) {
            sources[index].place = .flash
            // Somebody's own file has what it has.
            let text = try? self.text(of: sources[index])
            if text != ObjectSource.builtIn(sources[index].fileName) {
                (sources[index].offered, sources[index].unshown) = (nil, [])
            }
        }
        let names = Set(sources.map(\.fileName))
        sources += inFlash.filter { !names.contains($0) }.map { ObjectSource(.flash, $0) }
        if let folder = configuration.folder {
            do throws(FileSystemError) {
                sources = Self.adding(try ObjectSource.folder(folder), to: sources)
            } catch {
                emit(.log("\(error)"))
            }
        }
        return sources + addedFiles.map { ObjectSource(.file($0), Paths.name(of: $0)) }
    }

    /// The folder, or the file, with Objects beside those of the module; nil for none.
    public var folder: String? { configuration.folder }

    /// Whether all built-in Objects are served, whatever the product has.
    public var servesAllBuiltIns: Bool {
        configuration.builtIns == .all && product.supportsLua
    }

    private func builtInSources() -> [ObjectSource] {
        let deleted = deletedFiles
        switch configuration.builtIns {
        case .none: return []
        case .all where servesAllBuiltIns:
            return ObjectSource.allBuiltIn(for: product).filter { !deleted.contains($0.fileName) }
        case .all, .product:
            return ObjectSource.builtIn(for: product, under: profile).filter { !deleted.contains($0.fileName) }
        }
    }

    private var objectFilesInFlash: [String] {
        guard let flash else { return [] }
        do throws(FlashError) {
            return try flash.list(.objects).files.map(\.name).filter(ObjectSource.isLoaded)
        } catch {
            emit(.log("the flash: \(error)"))
            return []
        }
    }

    /// The built-in Objects in whose place a file of the flash is loaded.
    ///
    /// Where they are part of the firmware only those that the note lists can be replaced, and a file counts from the
    /// next client reset on: when the database is made again.
    ///
    /// - Source: UBX-18068860 R09 §4.2.
    private func replacedObjects(among files: [String]) -> Set<String> {
        guard !product.objectsAreFiles else { return Set(files) }
        let ofProduct = Set(product.objects(under: profile).compactMap { BuiltInObject.numbered($0.id)?.fileName })
        let replaceable = Set(product.overridableObjects.map(\.fileName))
        let known = hasDatabase ? Set((settings[Key.replaced] ?? "").split(separator: " ").map(String.init)) : nil
        let replacing = files.filter { replaceable.contains($0) && known?.contains($0) != false }
        set(Key.replaced, to: replacing.isEmpty ? nil : replacing.joined(separator: " "))
        // What the product does not have itself is a file like any other.
        return Set(replacing).union(files.filter { !ofProduct.contains($0) })
    }

    /// Files of a folder take the places of those of the same name.
    private static func adding(_ files: [ObjectSource], to sources: [ObjectSource]) -> [ObjectSource] {
        let names = Set(files.map(\.fileName))
        return sources.filter { !names.contains($0.fileName) } + files
    }
}

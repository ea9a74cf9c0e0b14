import FileSystem
import LwM2M
import Products
import Storage

/// Which files the client loads when it starts, in loading order.
struct ObjectChoice {
    let configuration: ModuleConfiguration
    /// The number of the operator profile.
    let profile: Int
    let database: ModuleDatabase
    /// Receives a line for each file that is not served.
    let onLog: (String) -> Void

    private var product: Product { configuration.product }

    /// The files as they are now.
    ///
    /// - Parameter added: paths of files that were added while the module was running.
    func sources(added: [String]) -> [ObjectSource] {
        let deleted = database.nvm[.deletedFiles] ?? []
        var sources = configuration.builtInSources(under: profile).filter { !deleted.contains($0.fileName) }
        let inFlash = filesInFlash
        if let why = product.whyNoLua {
            let ignored = inFlash + (configuration.folder.map { [$0] } ?? [])
            if !ignored.isEmpty { onLog("\(ignored.joined(separator: ", ")) not served: \(why)") }
            return sources
        }
        let replaced = replacedObjects(among: inFlash)
        for index in sources.indices where replaced.contains(sources[index].fileName) {
            sources[index].place = .flash
            // A user's own file is served as it is.
            let text = try? sources[index].text(in: configuration.flash)
            if text != ObjectSource.builtIn(sources[index].fileName) {
                (sources[index].offered, sources[index].unshown) = (nil, [])
            }
        }
        let names = Set(sources.map(\.fileName))
        sources += inFlash.filter { !names.contains($0) }.map { ObjectSource(.flash, $0) }
        if let folder = configuration.folder {
            do throws(FileSystemError) {
                sources = Self.adding(try ObjectSource.inFolder(folder), to: sources)
            } catch {
                onLog("\(error)")
            }
        }
        return sources + added.map { ObjectSource(.file($0), Paths.name(of: $0)) }
    }

    private var filesInFlash: [String] {
        guard let flash = configuration.flash else { return [] }
        do throws(FlashError) {
            return try flash.list(.objects).files.map(\.name).filter(ObjectSource.isLoaded)
        } catch {
            onLog("the flash: \(error)")
            return []
        }
    }

    /// The built-in Objects that are replaced by a file of the flash.
    ///
    /// On products where they are part of the firmware, only those that the note lists can be replaced, and a file
    /// takes effect from the next client reset on, when the database is created again.
    ///
    /// - Source: UBX-18068860 R09 §4.2.
    private func replacedObjects(among files: [String]) -> Set<String> {
        guard !product.objectsAreFiles else { return Set(files) }
        let ofProduct = Set(product.objects(under: profile).compactMap { BuiltInObject.numbered($0.id)?.fileName })
        let replaceable = Set(product.overridableObjects.map(\.fileName))
        let known = database.isMade ? Set(database.nvm[.replacedObjects] ?? []) : nil
        let replacing = files.filter { replaceable.contains($0) && known?.contains($0) != false }
        database.nvm[.replacedObjects] = replacing.isEmpty ? nil : replacing
        // A file for an Object that the product does not have is treated like any other.
        return Set(replacing).union(files.filter { !ofProduct.contains($0) })
    }

    /// Files of a folder replace those of the same name.
    private static func adding(_ files: [ObjectSource], to sources: [ObjectSource]) -> [ObjectSource] {
        let names = Set(files.map(\.fileName))
        return sources.filter { !names.contains($0.fileName) } + files
    }
}

extension ModuleConfiguration {
    /// Whether all built-in Objects are served, whatever the product has.
    var servesAllBuiltIns: Bool { builtIns == .all && product.supportsLua }

    /// The built-in Objects served under a profile, in the order in which the module loads them.
    func builtInSources(under profile: Int) -> [ObjectSource] {
        if builtIns == .none { return [] }
        return servesAllBuiltIns
            ? ObjectSource.allBuiltIn(for: product) : ObjectSource.builtIn(for: product, under: profile)
    }
}

extension ObjectSource {
    /// The built-in Objects of a product under a profile, each with the Resources it has there, in the order in which
    /// the module loads them.
    static func builtIn(for product: Product, under profile: Int) -> [ObjectSource] {
        var resources: [String: Set<ResourceID>] = [:]
        var unshown: [String: Set<ResourceID>] = [:]
        for object in product.objects(under: profile) {
            guard let file = BuiltInObject.numbered(object.id)?.fileName else { continue }
            let listed = Set(object.resources.map(\.id))
            let needed = FactoryAssumptions.needed[object.id] ?? []
            resources[file] = listed.union(needed)
            unshown[file] = needed.subtracting(listed)
        }
        return product.loadOrder(of: Array(resources.keys)).map {
            var source = ObjectSource(.builtIn, $0, offered: resources[$0])
            source.unshown = unshown[$0] ?? []
            return source
        }
    }

    /// All built-in Objects with all their Resources, in the order in which a product would load them.
    static func allBuiltIn(for product: Product) -> [ObjectSource] {
        product.loadOrder(of: BuiltInObject.all.map(\.fileName)).map { ObjectSource(.builtIn, $0) }
    }
}

import Lua
import LwM2M
import ObjectHost
import Products

/// What the modules of a fleet have in common: the code of their Objects, and images of the scripts from which each
/// begins. What is alike is in memory once, and loaded once.
///
/// It has one owner, as its modules have.
package final class SharedModules {
    let objects = SharedObjects()
    private var loaded: LoadedImage?
    /// What was found to differ from module to module, so that nobody tries again.
    private var unlike: [LoadedImage.Key] = []
    private var factory: FactoryImage?
    /// The image from which the last one was made, or was found to differ from module to module.
    private var triedFactory: LoadedImage?
    private var empty: HostImage?
    /// The account that each of the modules gets when its client starts, with values of its own; nil for none.
    let account: DeskAccount?

    package init(account: DeskAccount? = nil) { self.account = account }

    /// The image of a host without Objects; nil if the system keeps none.
    func empty(make: () -> HostImage?) -> HostImage? {
        if empty == nil { empty = make() }
        return empty
    }

    /// The image of the Objects after loading; nil if each module has to load them itself.
    func loaded(_ key: LoadedImage.Key, make: () -> LoadedImage?) -> LoadedImage? {
        if let loaded, loaded.key == key { return loaded }
        guard !unlike.contains(key) else { return nil }
        guard let image = make() else {
            unlike.append(key)
            return nil
        }
        loaded = image
        return image
    }

    /// The image of the Objects with the instances of a new database and the common account; nil if there is none.
    func factory(from loaded: LoadedImage, make: () -> FactoryImage?) -> FactoryImage? {
        if triedFactory === loaded { return factory }
        triedFactory = loaded
        factory = make()
        return factory
    }
}

/// The Objects of a module after its client has loaded them, without instances.
final class LoadedImage {
    /// What the image depends on.
    struct Key: Hashable {
        var profile: Int
        var bindings: ScriptBindings
        var files: [File]

        struct File: Hashable {
            var place: ObjectSource.Place
            var name: String
            var offered: Set<ResourceID>?
            var text: [UInt8]
        }
    }

    let key: Key
    let host: HostImage
    /// The files, with the Objects that they gave.
    let sources: [ObjectSource]

    init(_ key: Key, _ host: HostImage, _ sources: [ObjectSource]) {
        (self.key, self.host, self.sources) = (key, host, sources)
    }
}

/// The same with the instances of a new database, those of the module that was first, and with the common account.
final class FactoryImage {
    let host: HostImage
    let copies: InstanceCopies
    let database: FactoryDatabase

    init(_ host: HostImage, _ copies: InstanceCopies, _ database: FactoryDatabase) {
        (self.host, self.copies, self.database) = (host, copies, database)
    }
}

extension FactoryDatabase {
    /// The values that differ from those of another module's new database; nil if the instances themselves do.
    func differences(from other: FactoryDatabase) -> [FactoryInstance]? {
        guard instances.map(\.path) == other.instances.map(\.path) else { return nil }
        var different: [FactoryInstance] = []
        for (own, theirs) in zip(instances, other.instances) where own != theirs {
            guard own.resources.map(\.id) == theirs.resources.map(\.id) else { return nil }
            var instance = own
            instance.resources = zip(own.resources, theirs.resources).filter { $0 != $1 }.map { $0.0 }
            different.append(instance)
        }
        return different
    }
}

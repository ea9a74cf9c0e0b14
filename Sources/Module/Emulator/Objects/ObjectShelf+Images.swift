import FileSystem
import Lua
import LwM2M
import ObjectHost

/// Objects that a module does not load itself, because another one that is like it has done so.
extension ObjectShelf {
    /// Serves the Objects of an image if there is one for the module's files, with the module's own instances.
    func beginFromImage() -> Bool {
        image = nil
        guard let shared = configuration.shared, let key = imageKey,
            let image = shared.loaded(key, make: { makeImage(key) }),
            let host = try? ObjectHost(from: image.host, clock: clock, seed: configuration.limits.seed)
        else { return false }
        serve(host, of: image)
        for id in sources.compactMap(\.object) { database.restoreInstances(of: id, in: host) }
        database.copies.forgetChanges()
        host.refreshAccessControl()
        return true
    }

    /// Serves the Objects with the instances of a new database, as another module has made them; their copies are in
    /// the database then.
    ///
    /// - Parameter own: the new database of this module. What it has differently is written.
    /// - Returns: false if the module has to make its instances itself.
    func beginWithInstances(of own: FactoryDatabase) -> Bool {
        guard let image, let shared = configuration.shared,
            let factory = shared.factory(from: image, make: { makeImage(of: own, from: image) }),
            let differences = own.differences(from: factory.database),
            let host = try? ObjectHost(from: factory.host, clock: clock, seed: configuration.limits.seed)
        else { return false }
        serve(host, of: image)
        database.copies = factory.copies
        makeAll(differences)
        return true
    }

    private var imageKey: LoadedImage.Key? {
        guard configuration.canShareScripts else { return nil }
        var files: [LoadedImage.Key.File] = []
        for source in sources {
            let isInside = source.place == .builtIn
            guard let text = isInside ? [] : try? source.text(in: configuration.flash) else { return nil }
            files.append(.init(place: source.place, name: source.fileName, offered: source.offered, text: text))
        }
        var alike = bindings
        alike.imei = ""
        return LoadedImage.Key(profile: profile, bindings: alike, files: files)
    }

    private func makeImage(_ key: LoadedImage.Key) -> LoadedImage? {
        let observed = ObservedClock(clock)
        guard let (host, loaded) = loadSilently(observed), let image = HostImage(of: host, clock: observed) else {
            return nil
        }
        return LoadedImage(key, image, loaded)
    }

    private func makeImage(of factory: FactoryDatabase, from image: LoadedImage) -> FactoryImage? {
        let observed = ObservedClock(clock)
        guard let (host, _) = loadSilently(observed) else { return nil }
        var isSilent = true
        host.onEvent = { _ in isSilent = false }
        Self.makeAll(factory.instances, in: host) { _, _ in isSilent = false }
        if let account = configuration.shared?.account {
            guard (try? account.provision(in: host, operators: factory.operatorAccounts)) != nil else { return nil }
        }
        host.prepareInstances()
        var copies = InstanceCopies()
        copies.recordAllObjects(of: host)
        guard copies.copyChangedInstances(of: host).isEmpty else { return nil }
        host.onEvent = nil
        // Where the Objects of the program show the IMEI, the new database says so.
        let made = Set(factory.instances.compactMap(\.path.object))
        let isOurs = image.sources.allSatisfy { source in
            guard source.place != .builtIn, let object = source.object else { return true }
            return !made.contains(object)
        }
        guard isSilent, let state = HostImage(of: host, clock: observed, mayShowIMEI: isOurs) else { return nil }
        return FactoryImage(state, copies, factory)
    }

    /// A host with all Objects of the module; nil if a file cannot be loaded, or says something when it is.
    private func loadSilently(_ clock: ObservedClock) -> (ObjectHost, [ObjectSource])? {
        guard let host = try? Self.makePlainHost(configuration, clock) else { return nil }
        host.bindings = bindings
        var isSilent = true
        host.onEvent = { _ in isSilent = false }
        var loaded = sources
        for index in loaded.indices {
            let source = loaded[index]
            guard let text = try? source.text(in: configuration.flash),
                let object = try? host.load(
                    configuration.shared?.objects.text(text, of: source.fileName) ?? text, fileName: source.fileName,
                    offering: source.offered, unshown: source.unshown),
                Self.otherBuiltIn(named: source, object.id) == nil
            else { return nil }
            loaded[index].object = object.id
            loaded[index].text = text
            loaded[index].stamp = diskPath(of: source).flatMap(Files.status)
        }
        host.refreshAccessControl()
        host.onEvent = nil
        return isSilent ? (host, loaded) : nil
    }
}

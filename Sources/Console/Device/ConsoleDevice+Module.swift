import LwM2M
import Modem
import ObjectHost

/// What the module is.
extension ConsoleDevice {
    /// What scripts see from now on, over restarts too.
    func set(_ setting: ModuleSetting) {
        switch setting {
        case .imei(let imei): settings.bindings.imei = imei
        case .msisdn(let number): settings.bindings.msisdn = number
        case .carrier(let number): settings.bindings.carrierID = number
        }
        host.bindings = settings.bindings
    }

    /// The files that the module lists, of one tag or of all: those of the flash, and the built-in Objects where the
    /// product has them as files.
    ///
    /// - throws: `.internalServerError` where the flash cannot be listed.
    func files(_ tag: FlashTag?) throws(LwM2MError) -> (files: [ModuleFile], free: Int?) {
        var files: [ModuleFile] = []
        if product.objectsAreFiles, tag ?? .objects == .objects {
            for source in sources where source.path == nil {
                let size = source.text?.count ?? 0
                files.append(ModuleFile(tag: .objects, name: source.fileName, size: size, isBuiltIn: true))
            }
        }
        guard let flash = settings.store?.flash else { return (files, nil) }
        do throws(FlashError) {
            for tag in tag.map({ [$0] }) ?? FlashTag.all {
                files += try flash.list(tag).files.map {
                    ModuleFile(tag: tag, name: $0.name, size: $0.size, isBuiltIn: false)
                }
            }
            return (files, try flash.freeSpace())
        } catch {
            throw LwM2MError(.internalServerError, "the flash: \(error)")
        }
    }

    /// Another operator's profile: the module restarts with the Objects that it has there and a new database.
    ///
    /// - Source: UBX-18068860 R09 §3.1.
    func change(to profile: MNOProfile) {
        guard profile.number != settings.profile else { return }
        forgetAll()
        settings.profile = profile.number
        keepProfile()
        set(.carrier(profile.number))
        if settings.folder == nil {
            let others = sources.filter { $0.path != nil }
            sources = ObjectSource.builtIn(for: product, under: profile.number) + others
            for index in sources.indices where sources[index].path == nil {
                sources[index].text = try? sources[index].read()
            }
        }
        restartAfresh(reason: "operator profile \(profile.number) \(profile.name), with a new database")
    }

    /// Starts under the profile that an earlier run kept; one that was asked for instead begins a new database.
    func takeKeptProfile() {
        guard let store = settings.store else { return }
        do throws(StoreError) {
            let kept = try store.state().settings[Self.profileKey].flatMap { Int($0) }.flatMap(MNOProfile.numbered)
            guard let asked = settings.profile else {
                guard let kept else { return }
                settings.profile = kept.number
                // Unless another one was asked for.
                if settings.bindings.carrierID == product.factoryProfile { set(.carrier(kept.number)) }
                return
            }
            guard asked != kept?.number else { return }
            if asked != kept?.number ?? product.factoryProfile { try store.clear() }
        } catch {
            emit(.fault("the flash: \(error)"))
        }
        keepProfile()
    }

    private static let profileKey = "profile"

    private func keepProfile() {
        do throws(StoreError) {
            try settings.store?.set(Self.profileKey, to: "\(profile)")
        } catch {
            emit(.fault("the flash: \(error)"))
        }
    }
}

import Lua
public import LwM2M
import Modem
import ObjectHost

/// Objects that come and go while the client runs.
extension Module {
    /// `+ULWM2MADD`: loads an Object from a file of the flash; it has no instances.
    ///
    /// - throws: 5.03 where the client does not run; 4.05 where the product takes no Objects; 4.04 where there is no such
    ///   file; 4.00 where it cannot be loaded, which will stop the next start too, as long as the file is there.
    @discardableResult
    public func addObject(file name: String) throws(LwM2MError) -> ObjectID {
        guard isRunning else { throw LwM2MError(.serviceUnavailable, whyNotRunning) }
        if let why = product.whyNoLua { throw LwM2MError(.methodNotAllowed, why) }
        let text: [UInt8]
        do throws(FlashError) { text = try read(name, .objects) } catch {
            throw LwM2MError(.notFound, error.description)
        }
        do throws(ObjectHostError) {
            let id = try host.load(text, fileName: name).id
            var source = ObjectSource(.flash, name)
            source.object = id
            source.text = text
            sources.removeAll { $0.fileName == name && $0.place == .flash }
            sources.append(source)
            return id
        } catch {
            throw LwM2MError(.badRequest, error.report)
        }
    }

    /// `+ULWM2MREMOVE`: takes an Object and its instances out of the memory; its file stays.
    ///
    /// - throws: 5.03 where the client does not run, 4.04 for an Object that is not there.
    public func removeObject(_ id: ObjectID) throws(LwM2MError) {
        guard isRunning else { throw LwM2MError(.serviceUnavailable, whyNotRunning) }
        guard host.remove(id) else { throw LwM2MError(.notFound, "Object \(id) is not loaded") }
        for index in sources.indices where sources[index].object == id { sources[index].object = nil }
    }
}

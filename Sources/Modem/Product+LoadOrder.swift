extension Product {
    /// The files of the built-in Objects in the order in which the module loads them.
    ///
    /// Objects that are part of the firmware come in the order in which the note names them, then all other files by
    /// their names. The module walks one Lua table that is filled in this order, so that it decides how
    /// +ULWM2MLIST lists the Objects.
    ///
    /// - Parameter fileNames: without folders, `object_device.lua`; in any order.
    /// - Source: UBX-18068860 R09 §4.2: both orders give its listings.
    public func loadOrder(of fileNames: [String]) -> [String] {
        let firmware = overridableObjects.map { $0.name + ".lua" }
        return firmware.filter(fileNames.contains) + fileNames.filter { !firmware.contains($0) }.sorted()
    }
}

package import Products

extension PushJournal {
    /// What a push has to do, after a look at what the module has; files that it has already are left out.
    ///
    /// - Parameters:
    ///   - files: those that were checked.
    ///   - resets: whether the module is reset at the end, which starts its client.
    ///   - isDry: whether nothing will be done.
    ///   - isTrial: whether it is for tests; then files that the module has already are in the plan, too.
    /// - throws: `PushError` if the module cannot take them now.
    package init(
        of files: [PushFile], to session: ModuleSession, imei: String, product: Product, resets: Bool = false,
        isDry: Bool = false, isTrial: Bool = false
    ) throws {
        let runs = try session.isClientRunning()
        if !runs, !isDry, try session.text("AT+ULWM2M?", name: "+ULWM2M") == "1" {
            throw PushError("the LwM2M client of the module is off: start it with AT+ULWM2M=0 and a reset, then push")
        }
        guard runs || resets || isDry else {
            throw PushError(
                "the LwM2M client of the module does not run, and cannot add an Object: start it with AT+ULWM2M=0 and a "
                    + "reset, or push with --reset")
        }
        let onModule = PortFiles(session)
        let names = try onModule.names(PortFiles.objectTag)
        var entries: [Entry] = []
        for file in files {
            let older = names.contains(file.name) ? try onModule.read(file.name, PortFiles.objectTag) : nil
            let isListed = try runs && session.isListed(file.object)
            if !isTrial, older == file.bytes, isListed || !runs { continue }
            if older == nil, isListed, !product.overridableObjects.contains(where: { $0.fileName == file.name }) {
                throw PushError(
                    "\(file.name): the module has Object \(file.object) from another file: delete that one first, or "
                        + "reset the module if it is gone already")
            }
            entries.append(Entry(file: file, older: older, wasListed: isListed))
        }
        let needed = entries.filter { $0.older != $0.file.bytes }.map(\.file.bytes.count).reduce(0, +) * 2
        if let free = try onModule.freeSpace(), free < needed {
            throw PushError("\(free) bytes are free on the module, and \(needed) are needed: delete files there")
        }
        self.init(
            imei: imei, port: session.line.port.address.description, product: product.name, clientRan: runs,
            isTrial: isTrial, entries: entries)
    }
}

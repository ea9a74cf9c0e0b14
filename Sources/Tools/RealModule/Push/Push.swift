package import Products

/// Puts Objects on a module, so that the module starts at its next boot, whatever happens in between.
///
/// The order is what keeps that true; docs/real-module.md says why. Each upload is all or nothing on the module. What
/// the client loads when it starts is therefore at each moment the older file as it was, none, or the new file, which
/// was checked for the product together with the others and went over this line whole before:
///
/// 1. the journal, with the older and the new bytes, is on the host's disk
/// 2. each file goes to the module under the tag USER, and comes back the same
/// 3. for each file: the Object leaves the client, its older file is deleted, the new one written, read back and added
/// 4. the module restarts, if that was asked for, and its client has to run with all of them
/// 5. the copies under USER go, then the journal
///
/// Any refusal takes all files back. A cut line leaves the journal, for `recover`.
package final class Push {
    /// Receives what happens, for people.
    package var onStep: (String) -> Void = { _ in }
    /// Asked between two steps: whether to take everything back.
    package var isUnwanted: () -> Bool = { false }

    let session: ModuleSession
    let files: PortFiles
    let journal: PushJournal
    let product: Product

    /// How often a file is written that does not come back the same.
    private static let tries = 3

    /// - Parameter journal: what to push; nothing has been done yet, or not all of it.
    package init(_ session: ModuleSession, _ journal: PushJournal, product: Product) {
        (self.session, self.journal, self.product) = (session, journal, product)
        files = PortFiles(session)
    }

    /// Carries it out, or takes it back.
    ///
    /// - Parameter resets: whether the module is to prove that it starts with the files.
    /// - throws: `PushError` if it was taken back and the module is as before; any other error if that could not be
    ///   done, and the journal remains.
    package func run(resets: Bool) throws {
        try journal.begin()
        do {
            try store()
            if resets { try restart() }
        } catch {
            if let error = error as? PortError { throw error }
            onStep("taken back: \(error)")
            // After a command without an answer the module may be anywhere.
            if !(error is PushError) { try session.line.greet() }
            try takeBack()
            throw PushError("\(error); the module is as it was before")
        }
        try finish()
    }

    private func store() throws {
        for entry in journal.entries where !isThereForTests(entry) {
            try stopIfUnwanted()
            try write(entry.file.bytes, to: entry.file.stagedName, PortFiles.userTag)
            onStep("\(entry.file.name): \(entry.file.bytes.count) bytes went over the line and came back the same")
        }
        for entry in journal.entries where !isThereForTests(entry) {
            try stopIfUnwanted()
            if entry.wasListed, !isFirmware(entry.file) {
                try session.perform("AT+ULWM2MREMOVE=\"/\(entry.file.object)\"", timeout: ATTimes.object)
            }
            if entry.older != nil { try files.delete(entry.file.name, PortFiles.objectTag) }
            try write(entry.file.bytes, to: entry.file.name, PortFiles.objectTag)
            try stopIfUnwanted()
            if journal.clientRan { try add(entry.file) }
        }
        try stopIfUnwanted()
    }

    /// Whether the module has the file of a test as it is.
    private func isThereForTests(_ entry: PushJournal.Entry) -> Bool {
        journal.isTrial && entry.older == entry.file.bytes
    }

    /// Whether the file is to replace an Object of the firmware, which a start of the client does.
    func isFirmware(_ file: PushFile) -> Bool { product.overridableObjects.contains { $0.fileName == file.name } }

    /// Writes a file and reads it back, again if that differs.
    func write(_ bytes: [UInt8], to name: String, _ tag: String) throws {
        for attempt in 1...Self.tries {
            // Bytes are appended to a file that is there.
            try files.deleteIfThere(name, tag)
            try journal.beginUpload()
            do { try files.write(bytes, to: name, tag) } catch let refusal as ModuleRefusal
                where refusal.isTimeout && attempt < Self.tries
            {
                // A byte was lost, and with it all of them.
                continue
            }
            try journal.endUpload()
            if try files.read(name, tag) == bytes { return }
            try files.delete(name, tag)
        }
        throw PushError(
            "\(name) comes back from the module with other bytes, \(Self.tries) times: choose --flow rtscts, a lower "
                + "--baud or a shorter cable")
    }

    /// Adds the Object of a file that is on the module, and checks that it is listed.
    func add(_ file: PushFile) throws {
        if isFirmware(file) {
            return onStep(
                "\(file.name): in place of the firmware's after AT+ULWM2M=2, which restores its data, and a reset")
        }
        try session.perform("AT+ULWM2MADD=\"\(file.name)\"", timeout: ATTimes.object)
        guard try session.isListed(file.object) else {
            throw PushError(
                "\(file.name): the module says OK and does not list Object \(file.object): its memory may not do for it"
            )
        }
        onStep("\(file.name): added, the module lists Object \(file.object)")
    }

    /// Restarts the module and waits for its client, with all Objects of the push.
    func restart() throws {
        try session.reset(function: product.commands.resets.first ?? 16)
        guard try session.waitForClient() else { throw PushError("the client does not start with these files") }
        for entry in journal.entries {
            guard try isFirmware(entry.file) || session.isListed(entry.file.object) else {
                throw PushError("\(entry.file.name): Object \(entry.file.object) is not there after a reset")
            }
        }
        onStep("the module was reset, and its client runs with the new files")
    }

    /// Puts everything back as it was, the last file first.
    package func takeBack() throws {
        var needsRestart = false
        for entry in journal.entries.reversed() {
            let file = entry.file
            let isThere = try files.names(PortFiles.objectTag).contains(file.name)
            let now = isThere ? try files.read(file.name, PortFiles.objectTag) : nil
            let runs = try session.isClientRunning()
            if now != entry.older {
                if runs, try !isFirmware(file) && session.isListed(file.object) {
                    try session.perform("AT+ULWM2MREMOVE=\"/\(file.object)\"", timeout: ATTimes.object)
                }
                if now != nil { try files.delete(file.name, PortFiles.objectTag) }
                if let older = entry.older { try write(older, to: file.name, PortFiles.objectTag) }
            }
            if entry.wasListed, !isFirmware(file), runs, try !session.isListed(file.object) {
                // If it cannot be added, the next start loads it.
                let answer = try session.line.ask("AT+ULWM2MADD=\"\(file.name)\"", timeout: ATTimes.object)
                if !answer.isOK { needsRestart = true }
            }
            try files.deleteIfThere(file.stagedName, PortFiles.userTag)
        }
        if journal.clientRan, try needsRestart || !session.isClientRunning() {
            onStep("the module is reset, because its client has to start anew")
            try session.reset(function: product.commands.resets.first ?? 16)
            guard try session.waitForClient() else {
                throw LineError("the client does not run, though its files are as before: try AT+ULWM2M? and a reset")
            }
        }
        try journal.end()
    }

    private func finish() throws {
        for entry in journal.entries { try files.deleteIfThere(entry.file.stagedName, PortFiles.userTag) }
        // What is there for tests goes again, whatever happens until then.
        if !journal.isTrial { try journal.end() }
    }

    private func stopIfUnwanted() throws { if isUnwanted() { throw PushError("stopped by a signal") } }
}

/// Makes a module whole on which a push did not end.
extension Push {
    /// Finishes it if all new files are on the module and its client runs with them; takes it back otherwise.
    ///
    /// - Returns: whether the new files are on the module.
    /// - throws: if neither could be done; the journal remains.
    package func recover() throws -> Bool {
        if journal.isTrial {
            if journal.clientRan { _ = try session.waitForClient() }
            try takeBack()
            return false
        }
        let runs = try !journal.clientRan || session.waitForClient()
        let names = try files.names(PortFiles.objectTag)
        var isComplete = true
        for file in journal.entries.map(\.file) {
            let bytes = names.contains(file.name) ? try files.read(file.name, PortFiles.objectTag) : nil
            if bytes != file.bytes { isComplete = false }
        }
        guard isComplete else {
            try takeBack()
            return false
        }
        do {
            if !runs {
                try restart()
            } else if journal.clientRan {
                for file in journal.entries.map(\.file) where try !isFirmware(file) && !session.isListed(file.object) {
                    try add(file)
                }
            }
        } catch let error where !(error is PortError) {
            onStep("taken back: \(error)")
            if !(error is PushError) { try session.line.greet() }
            try takeBack()
            return false
        }
        try finish()
        return true
    }
}
